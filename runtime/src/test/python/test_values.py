"""Results to marshal data, and arguments back: every type there and back, and what is refused."""

from __future__ import annotations

import marshal
import math
import struct
import sys
from typing import Any

from support import (
    LIMITS,
    Reply,
    RuntimeTest,
    call,
    execute,
    forked,
    limits,
    program,
    request,
    session,
)

GIVE = "def f(x):\n    return x\n"


def result_of(expression: str, before: str = "") -> Any:
    return execute(f"{before}\ndef f():\n    return {expression}\n")


class PlainResults(RuntimeTest):
    def test_scalars_come_back_as_they_are(self) -> None:
        for value in (None, True, False, 0, -1, 1.5, 2 + 3j, "", "é\U0001f600\0", b"", b"\0\xff"):
            found = self.returned(execute(GIVE, "f", value))
            self.assertEqual(value, found)
            self.assertIs(type(value), type(found))

    def test_floats_keep_every_bit(self) -> None:
        for value in (math.nan, math.inf, -math.inf, -0.0, 5e-324, 1.7976931348623157e308, 0.1):
            found = self.returned(execute(GIVE, "f", value))
            self.assertEqual(struct.pack("<d", value), struct.pack("<d", found))

    def test_ints_of_every_size_come_back(self) -> None:
        for power in (7, 15, 30, 31, 32, 60, 63, 64, 100, 10_000, 100_000):
            for value in (1 << power, (1 << power) - 1, -(1 << power), 1 - (1 << power)):
                self.assertEqual(value, self.returned(execute(GIVE, "f", value)))

    def test_nested_containers_come_back(self) -> None:
        value = {
            "list": [1, [2, [3, {"deep": (4, 5)}]]],
            1: {b"bytes": {1, 2}, None: frozenset([1.5])},
            (): None,
        }
        del value[()]
        self.assertEqual(value, self.returned(execute(GIVE, "f", value)))

    def test_only_the_admitted_bytes_of_marshal_are_written(self) -> None:
        reply = result_of(
            "[1, 1 << 40, 'a', 'a', b'b', 1.5, 2j, {1}, frozenset([1]), (1,), {1: 2}]"
        )
        self.assertEqual(b"R", reply.kind)
        self.assertEqual(b"[", reply.data[:1])
        for forbidden in (b"t", b"A", b"Z", b"z", b")", b"r", b"I"):
            self.assertNotIn(forbidden, reply.data[:10])

    def test_every_kind_of_plain_key_keeps_a_dict_a_dict(self) -> None:
        value = {None: 1, True: 2, 7: 3, 1.5: 4, 2j: 5, "a": 6, b"b": 7, math.inf: 8}
        self.assertEqual(value, self.returned(execute(GIVE, "f", value)))

    def test_long_lists_of_one_kind_come_back(self) -> None:
        for items in (
            [i * 1.5 for i in range(1000)],
            [None, 1.5, True] * 300,
            [i * 10**i for i in range(300)],
            ["text" * i for i in range(100)],
            ["é" * i for i in range(100)],
            [b"x" * i for i in range(100)],
            [[i, str(i), 1.5, None] for i in range(100)],
            [{"a": i, "b": [i]} for i in range(100)],
            list(range(5)) + ["a", 1.5, b"", None, True, 2j] * 3,
        ):
            self.assertEqual(items, self.returned(execute(GIVE, "f", items)))

    def test_a_set_of_complex_numbers_is_written_without_an_order(self) -> None:
        found = self.returned(result_of("{complex('nan'), complex('nan'), 1j}"))
        self.assertEqual((..., "set"), found[:2])
        self.assertEqual(3, len(found[2]))


class TaggedResults(RuntimeTest):
    def check(self, expected: Any, expression: str, before: str = "") -> None:
        self.assertEqual(expected, self.returned(result_of(expression, before)), expression)

    def test_a_bytearray_has_its_tag(self) -> None:
        self.check((..., "bytearray", b"ab"), "bytearray(b'ab')")

    def test_dates_and_times_have_their_tags(self) -> None:
        before = "from datetime import *\n"
        self.check((..., "date", 2024, 2, 29), "date(2024, 2, 29)", before)
        self.check((..., "time", 1, 2, 3, 4, 1, None), "time(1, 2, 3, 4, fold=1)", before)
        self.check((..., "datetime", 1, 1, 1, 0, 0, 0, 0, 0, None), "datetime(1, 1, 1)", before)
        self.check((..., "timedelta", -1, 86399, 999999), "timedelta(microseconds=-1)", before)

    def test_fixed_zones_tell_offset_and_name(self) -> None:
        before = "from datetime import *\n"
        for zone, expected in (
            ("timezone.utc", ("offset", 0, None)),
            ("timezone(timedelta(0))", ("offset", 0, None)),
            ("timezone(timedelta(hours=-5))", ("offset", -18000 * 10**6, None)),
            ("timezone(timedelta(microseconds=1), 'X')", ("offset", 1, "X")),
        ):
            self.check(
                (..., "datetime", 2024, 1, 2, 3, 4, 5, 6, 0, expected),
                f"datetime(2024, 1, 2, 3, 4, 5, 6, {zone})",
                before,
            )

    def test_regions_tell_their_key_and_the_offset_where_there_is_one(self) -> None:
        before = (
            "from datetime import *\nfrom zoneinfo import ZoneInfo\nz = ZoneInfo('Europe/Paris')"
        )
        zone = ("region", "Europe/Paris", 7200 * 10**6)
        self.check(
            (..., "datetime", 2024, 7, 1, 0, 0, 0, 0, 0, zone),
            "datetime(2024, 7, 1, tzinfo=z)",
            before,
        )
        zone = ("region", "Europe/Paris", None)
        self.check((..., "time", 1, 0, 0, 0, 0, zone), "time(1, tzinfo=z)", before)

    def test_zones_of_the_user_tell_what_they_compute(self) -> None:
        before = (
            "from datetime import *\n"
            "class Z(tzinfo):\n"
            "    def utcoffset(self, at): return timedelta(hours=2)\n"
            "    def tzname(self, at): return 'mine'\n"
            "class Broken(tzinfo):\n"
            "    def utcoffset(self, at): raise SystemExit\n"
        )
        zone = ("offset", 7200 * 10**6, "mine")
        self.check((..., "time", 1, 0, 0, 0, 0, zone), "time(1, tzinfo=Z())", before)
        told = self.refused(result_of("[time(1, tzinfo=Broken())]", before))
        self.assertEqual(("Broken", "result[0]"), told[:2])

    def test_decimals_are_text(self) -> None:
        for text in (
            "NaN",
            "sNaN",
            "-NaN123",
            "Infinity",
            "-Infinity",
            "0E+3",
            "-0",
            "1.50",
            "1E+9999",
        ):
            self.check((..., "decimal", text), f"Decimal('{text}')", "from decimal import Decimal")

    def test_the_exponent_of_a_decimal_is_a_capital_letter_in_every_context(self) -> None:
        before = "import decimal\ndecimal.getcontext().capitals = 0\n"
        self.check((..., "decimal", "1E+9"), "decimal.Decimal('1E9')", before)
        self.check((..., "decimal", "Infinity"), "decimal.Decimal('inf')", before)

    def test_fractions_and_uuids_have_their_tags(self) -> None:
        self.check((..., "fraction", -1, 3), "Fraction(2, -6)", "from fractions import Fraction")
        self.check((..., "uuid", bytes(15) + b"\7"), "UUID(int=7)", "from uuid import UUID")

    def test_enums_have_their_class_name_and_value(self) -> None:
        before = (
            "from enum import *\n"
            "class Color(Enum):\n    RED = 1\n    PAIR = (1, 'a')\n"
            "class Size(IntEnum):\n    BIG = 5\n"
            "class Bits(Flag):\n    A = 1\n    B = 2\n"
            "class Text(str, Enum):\n    X = 'x'\n"
            "class Outer:\n    class Inner(Enum):\n        Z = 0\n"
        )
        self.check((..., "enum", "Color", "RED", 1), "Color.RED", before)
        self.check((..., "enum", "Color", "PAIR", (1, "a")), "Color.PAIR", before)
        self.check((..., "enum", "Size", "BIG", 5), "Size.BIG", before)
        self.check((..., "enum", "Text", "X", "x"), "Text.X", before)
        self.check((..., "enum", "Outer.Inner", "Z", 0), "Outer.Inner.Z", before)
        combined = self.returned(result_of("Bits.A | Bits.B", before))
        self.assertEqual((..., "enum", "Bits", 3), combined[:3] + combined[4:])
        self.assertIn(combined[3], ("A|B", None))

    def test_dataclasses_have_their_fields_in_order(self) -> None:
        before = (
            "from dataclasses import *\nfrom typing import ClassVar\n"
            "@dataclass\nclass Point:\n    x: int\n    y: object = None\n"
            "    shared: ClassVar[int] = 1\n"
            "@dataclass(frozen=True)\nclass Slotted:\n    __slots__ = ('a',)\n    a: int\n"
            "@dataclass\nclass Child(Point):\n    z: int = field(default=3, init=False)\n"
        )
        inner = (..., "dataclass", "Point", (("x", 2), ("y", None)))
        self.check(
            (..., "dataclass", "Point", (("x", 1), ("y", inner))), "Point(1, Point(2))", before
        )
        self.check((..., "dataclass", "Slotted", (("a", 1),)), "Slotted(1)", before)
        fields = (("x", 1), ("y", None), ("z", 3))
        self.check([(..., "dataclass", "Child", fields)], "[Child(1)]", before)

    def test_namedtuples_have_their_fields(self) -> None:
        before = (
            "from collections import namedtuple\nfrom typing import NamedTuple\n"
            "P = namedtuple('P', 'x y')\n"
            "class Q(NamedTuple):\n    a: int\n    b: object = ()\n"
            "class R(P):\n    def __iter__(self): raise KeyError\n"
        )
        self.check((..., "namedtuple", "P", (("x", 1), ("y", 2))), "P(1, 2)", before)
        nested = (..., "namedtuple", "P", (("x", 1), ("y", 2)))
        self.check((..., "namedtuple", "Q", (("a", 1), ("b", nested))), "Q(1, P(1, 2))", before)
        self.check((..., "namedtuple", "R", (("x", 1), ("y", 2))), "R(1, 2)", before)

    def test_subclasses_of_builtins_have_their_name_and_plain_value(self) -> None:
        for base, value in (
            ("int", 5),
            ("float", 1.5),
            ("complex", 2j),
            ("str", "a"),
            ("bytes", b"b"),
            ("list", [1, 2]),
            ("tuple", (1, 2)),
            ("dict", {"a": 1}),
            ("set", {1}),
            ("frozenset", frozenset([1])),
        ):
            before = (
                f"class C({base}):\n"
                "    def __iter__(self): raise ValueError\n"
                "    def __len__(self): raise ValueError\n"
                "    def __str__(self): raise ValueError\n"
                "    def __int__(self): return 99\n"
                "    def __float__(self): return 99.0\n"
                "    def __getitem__(self, key): raise ValueError\n"
                "    def copy(self): return {}\n"
            )
            self.check((..., "subclass", "C", value), f"C({value!r})", before)
        self.check(
            (..., "subclass", "C", (..., "bytearray", b"x")), "C(b'x')", "class C(bytearray): pass"
        )

    def test_containers_of_the_library_name_their_module(self) -> None:
        before = "import collections as c"
        self.check((..., "subclass", "collections.Counter", {"a": 2}), "c.Counter('aa')", before)
        self.check(
            (..., "subclass", "collections.defaultdict", {1: []}),
            "c.defaultdict(list, {1: []})",
            before,
        )

    def test_an_ordereddict_keeps_its_own_order(self) -> None:
        reply = execute(
            "from collections import OrderedDict\n"
            "def f():\n    d = OrderedDict(a=1, b=2)\n    d.move_to_end('a')\n    return d\n"
        )
        self.assertEqual(["b", "a"], list(self.returned(reply)[3]))

    def test_subclasses_of_dates_and_decimals_have_their_name_and_form(self) -> None:
        before = (
            "import datetime as d, decimal\n"
            "class D(d.date):\n    year = property(lambda self: 1 / 0)\n"
            "class T(d.datetime):\n    def utcoffset(self): raise SystemExit\n"
            "class X(decimal.Decimal):\n    def __str__(self): return 'no'\n"
        )
        self.check((..., "subclass", "D", (..., "date", 2024, 1, 2)), "D(2024, 1, 2)", before)
        form = (..., "datetime", 2024, 1, 2, 3, 0, 0, 0, 0, ("offset", 0, None))
        self.check((..., "subclass", "T", form), "T(2024, 1, 2, 3, tzinfo=d.timezone.utc)", before)
        self.check((..., "subclass", "X", (..., "decimal", "1.5")), "X('1.5')", before)

    def test_keys_that_are_no_plain_scalars_make_a_tagged_dict(self) -> None:
        self.check((..., "dict", (((1, 2), "a"), (3, "b"))), "{(1, 2): 'a', 3: 'b'}")
        before = "from datetime import date\nfrom enum import Enum\nclass E(Enum):\n    A = 1\n"
        found = (..., "dict", (((..., "date", 2024, 1, 1), [(..., "enum", "E", "A", 1)]),))
        self.check(found, "{date(2024, 1, 1): [E.A]}", before)
        self.check((..., "set", ((1, 2),)), "{(1, 2)}")
        self.check((..., "frozenset", ((..., "enum", "E", "A", 1),)), "frozenset([E.A])", before)

    def test_a_tagged_value_deep_inside_leaves_what_is_around_it_alone(self) -> None:
        self.check(
            {"a": [1, (2, (..., "bytearray", b""))], "b": [3]},
            "{'a': [1, (2, bytearray())], 'b': [3]}",
        )

    def test_the_result_itself_is_not_changed_by_the_copy(self) -> None:
        source = (
            "x = [bytearray(b'a')]\n"
            "def f():\n    return x\n"
            "def g():\n    return type(x[0]).__name__\n"
        )
        replies = session(source, call("f"), call("g"))
        self.assertEqual("bytearray", self.returned(replies[2]))


class Refusals(RuntimeTest):
    def test_what_has_no_form_is_named_with_its_path_and_a_hint(self) -> None:
        before = "import types\nclass Thing:\n    pass\n"
        for expression, kind, path, hint in (
            ("(i for i in [])", "generator", "result", "list(...)"),
            ("[1, map(str, [])]", "map", "result[1]", "list(...)"),
            ("{'a': zip()}", "zip", "result['a']", "list(...)"),
            ("{1: [{'b': range(3)}]}", "range", "result[1][0]['b']", "list(...)"),
            ("(1, {}.keys())", "dict_keys", "result[1]", "list(...)"),
            ("{(1,): {}.items()}", "dict_items", "result[<key 0>]", "list(...)"),
            ("iter([])", "list_iterator", "result", "list(...)"),
            ("[Thing()]", "Thing", "result[0]", "dataclass"),
            ("Thing", "type", "result", "name"),
            ("[print]", "builtin_function_or_method", "result[0]", "call it"),
            ("[...]", "ellipsis", "result[0]", "None"),
            ("(..., 'date', 1, 2, 3)", "ellipsis", "result[0]", "None"),
            ("f.__code__", "code", "result", ""),
            ("memoryview(b'')", "memoryview", "result", "list(...)"),
            ("types.SimpleNamespace(a=1)", "types.SimpleNamespace", "result", "vars"),
        ):
            told = self.refused(result_of(expression, before))
            self.assertEqual((kind, path), told[:2], expression)
            self.assertIn(hint, told[2])

    def test_the_path_leads_through_fields_members_and_keys(self) -> None:
        before = (
            "from dataclasses import dataclass\nfrom collections import namedtuple\n"
            "@dataclass\nclass D:\n    name: object\n"
            "P = namedtuple('P', 'x y')\n"
        )
        told = self.refused(result_of("[D(P(1, [object()]))]", before))
        self.assertEqual("result[0].name.y[0]", told[1])
        told = self.refused(result_of("{1: 2, object(): 3}", before))
        self.assertEqual("result.keys()[1]", told[1])
        told = self.refused(result_of("{object()}", before))
        self.assertEqual("result[<item 0>]", told[1])

    def test_lone_surrogates_are_refused_with_their_index(self) -> None:
        for expression, path in (
            ("'ab\\udc80'", "result"),
            ("['a'] * 20 + ['ab\\udc80']", "result[20]"),
            ("{'ab\\udc80': 1}", "result.keys()[0]"),
            ("{1: ['ab\\udc80']}", "result[1][0]"),
        ):
            told = self.refused(result_of(expression))
            self.assertEqual(("str", path), told[:2])
            self.assertIn("index 2", told[2])
            self.assertIn("U+DC80", told[2])

    def test_a_value_that_contains_itself_is_refused(self) -> None:
        before = (
            "from dataclasses import dataclass\n"
            "a = [1]\na.append({'k': [a]})\n"
            "@dataclass\nclass D:\n    me: object = None\n"
            "d = D()\nd.me = d\n"
            "class L(list): pass\nl = L()\nl.append((l,))\n"
        )
        for name, path in (("a", "result[1]['k'][0]"), ("d", "result.me"), ("l", "result[0][0]")):
            told = self.refused(result_of(name, before))
            self.assertEqual(path, told[1])
            self.assertIn("contains itself", told[2])

    def test_a_value_twice_in_a_result_is_no_cycle(self) -> None:
        self.assertEqual([[1], [1], [[1]]], self.returned(result_of("[a, a, [a]]", "a = [1]")))

    def test_deeper_nesting_than_allowed_is_refused(self) -> None:
        source = "def f(n):\n    x = 1\n    for _ in range(n):\n        x = [x]\n    return x\n"
        self.assertEqual(b"R", execute(source, "f", 50, limits=limits(depth=50)).kind)
        told = self.refused(execute(source, "f", 51, limits=limits(depth=50)))
        self.assertIn("deeper than 50", told[2])
        told = self.refused(execute(source, "f", 100_000, limits=limits(depth=10**9)))
        self.assertIn("deeper than 200", told[2])

    def test_deep_results_are_encoded_under_a_low_recursion_limit(self) -> None:
        source = (
            "import sys\n"
            "def f():\n"
            "    x = 1\n"
            "    for _ in range(190):\n        x = [x]\n"
            "    sys.setrecursionlimit(sys.getrecursionlimit() // 5)\n"
            "    return x\n"
        )
        self.assertEqual(b"R", execute(source, limits=limits(depth=200)).kind)

    def test_scalars_count_no_level(self) -> None:
        before = "from datetime import date"
        reply = execute(f"{before}\ndef f():\n    return [date(1, 1, 1)]\n", limits=limits(depth=1))
        self.assertEqual([(..., "date", 1, 1, 1)], self.returned(reply))

    def test_more_values_than_allowed_are_a_limit(self) -> None:
        for expression in ("[1.5] * 11", "[[]] * 11", "{i: i for i in range(6)}", "set(range(11))"):
            self.limited(
                execute(f"def f():\n    return {expression}\n", limits=limits(nodes=11)), "result"
            )
        reply = execute("def f():\n    return [1.5] * 10\n", limits=limits(nodes=11))
        self.assertEqual(b"R", reply.kind)

    def test_shared_lists_that_would_expand_are_a_limit(self) -> None:
        source = (
            "def f():\n    x = [1]\n    for _ in range(90):\n        x = [x, x]\n    return x\n"
        )
        self.limited(execute(source, limits=limits(nodes=50_000)), "result")

    def test_shared_large_values_that_would_expand_are_a_limit(self) -> None:
        for expression in (
            "['x' * 10**6] * 10**5",
            "[b'x' * 10**6] * 10**5",
            "[1 << 10**7] * 10**5",
            "['é' * 10**6] * 10**5",
            "[bytearray(10**6)] * 10**5",
            "[1.5, 'x' * 10**6] * 10**5",
            "dict.fromkeys(range(10**4), 1 << 10**7)",
        ):
            self.limited(result_of(expression), "result")

    def test_the_size_is_exact(self) -> None:
        source = "def f():\n    return 'x' * 95\n"
        self.assertEqual(b"R", execute(source, limits=limits(size=100)).kind)
        told = self.limited(execute(source, limits=limits(size=99)), "result")
        self.assertIn("100 bytes", told[1])
        self.assertEqual(b"L", execute("def f():\n    return 1.5\n", limits=limits(size=8)).kind)


class HostileResults(RuntimeTest):
    def test_a_lie_about_the_class_is_not_believed(self) -> None:
        before = (
            "class Liar:\n"
            "    __class__ = float\n"
            "    def __len__(self): return 3\n"
            "    def __iter__(self): return iter([1])\n"
            "    def __getattr__(self, name): raise SystemExit\n"
        )
        self.assertEqual("Liar", self.refused(result_of("[Liar()] * 10", before))[0])

    def test_metaclasses_that_pretend_to_be_another_type_are_refused(self) -> None:
        before = (
            "class Meta(type):\n"
            "    def __hash__(self): return hash(float)\n"
            "    def __eq__(self, other): return True\n"
            "    def __getattribute__(self, name): raise KeyboardInterrupt\n"
            "class Liar(metaclass=Meta):\n    pass\n"
            "class Float(float, metaclass=Meta):\n    pass\n"
        )
        self.refused(result_of("[1.5] * 10 + [Liar()]", before))
        self.refused(result_of("[1.5] * 10 + [Float(2)]", before))
        self.assertEqual("Liar", self.refused(result_of("[Liar()]", before))[0])

    def test_metaclasses_that_raise_are_refused(self) -> None:
        before = (
            "class Meta(type):\n    def __hash__(self): raise KeyboardInterrupt\n"
            "class Thing(metaclass=Meta):\n    pass\n"
        )
        self.refused(result_of("[Thing()] * 10", before))
        self.refused(result_of("Thing()", before))

    def test_fields_that_raise_are_refused_with_their_path(self) -> None:
        before = (
            "from dataclasses import dataclass\n"
            "@dataclass\nclass D:\n    a: int = 0\n"
            "    def __getattribute__(self, name):\n"
            "        if name == 'a': raise SystemExit('no')\n"
            "        return super().__getattribute__(name)\n"
            "class E(D):\n"
            "    __dataclass_fields__ = 5\n"
        )
        told = self.refused(result_of("[D()]", before))
        self.assertEqual(("D", "result[0]"), told[:2])
        self.assertIn("SystemExit", told[2])
        self.refused(result_of("E()", before))

    def test_a_missing_slot_is_refused(self) -> None:
        before = (
            "from dataclasses import dataclass, field\n"
            "@dataclass\nclass D:\n    a: int = field(init=False)\n"
        )
        self.assertIn("AttributeError", self.refused(result_of("D()", before))[2])

    def test_a_result_that_changes_while_it_is_read_does_no_harm(self) -> None:
        before = (
            "from dataclasses import dataclass\n"
            "box = [1, 2]\n"
            "@dataclass\nclass D:\n    a: int = 0\n"
            "    def __getattribute__(self, name):\n"
            "        if name == 'a':\n            box.clear()\n            box.append(object())\n"
            "        return 1\n"
        )
        self.assertIn(result_of("[box, D()]", before).kind, (b"U", b"R"))

    def test_modules_replaced_by_the_user_do_not_break_the_answer(self) -> None:
        before = (
            "import sys, enum, datetime, builtins, marshal\n"
            "for name in ('enum', 'datetime', 'decimal', 'dataclasses', 'collections',\n"
            "             'traceback', 'linecache'):\n"
            "    sys.modules[name] = 5\n"
            "marshal.dumps = None\n"
        )
        kept = dict(sys.modules)
        try:
            self.assertEqual([1, "a"], self.returned(result_of("[1, 'a']", before)))
        finally:
            marshal.dumps = KEPT_DUMPS
            sys.modules.update(kept)

    def test_builtins_replaced_by_the_user_do_not_break_the_answer(self) -> None:
        names = "len type set map list tuple dict isinstance issubclass getattr id str int print"
        made = program(
            "import builtins\n"
            f"for name in {names.split()!r}:\n    setattr(builtins, name, None)\n"
            "def f(x):\n    return [[1, 'a', bytearray(b'')]] * 10\n"
            "def g():\n    return 1 / 0\n"
        )
        argument = [(..., "bytearray", b"")]
        written, _ = forked(request(b"X", made, "f", (argument,), {}, True, {}, LIMITS))
        expected = [[1, "a", (..., "bytearray", b"")]] * 10
        self.assertEqual(expected, self.returned(Reply(written)))
        written, _ = forked(request(b"X", made, "g", (), {}, True, {}, LIMITS))
        self.assertEqual("ZeroDivisionError", self.raised(Reply(written))[0])


KEPT_DUMPS = marshal.dumps


class Arguments(RuntimeTest):
    """Tagged forms in arguments."""

    def through(self, value: Any, before: str = "") -> Any:
        return execute(f"{before}\n{GIVE}", "f", value, tagged=True)

    def shown(self, value: Any, before: str = "") -> str:
        source = f"{before}\ndef f(x):\n    return repr(x)\n"
        return self.returned(execute(source, "f", value, tagged=True))

    def test_forms_of_the_library_are_restored(self) -> None:
        for form, shown in (
            ((..., "bytearray", b"a"), "bytearray(b'a')"),
            ((..., "date", 2024, 1, 2), "datetime.date(2024, 1, 2)"),
            ((..., "time", 1, 2, 3, 4, 1, None), "datetime.time(1, 2, 3, 4, fold=1)"),
            ((..., "timedelta", -1, 0, 5), "datetime.timedelta(days=-1, microseconds=5)"),
            ((..., "decimal", "sNaN"), "Decimal('sNaN')"),
            ((..., "decimal", "-0E+3"), "Decimal('-0E+3')"),
            ((..., "fraction", 1, 3), "Fraction(1, 3)"),
            ((..., "uuid", bytes(16)), "UUID('00000000-0000-0000-0000-000000000000')"),
            ((..., "set", ((1, 2),)), "{(1, 2)}"),
            ((..., "frozenset", ((1, 2),)), "frozenset({(1, 2)})"),
            ((..., "dict", (((1, 2), [(..., "bytearray", b"")]),)), "{(1, 2): [bytearray(b'')]}"),
            ((..., "subclass", "Money", 5), "5"),
            ((..., "subclass", "collections.Counter", {"a": 1}), "Counter({'a': 1})"),
            ((..., "subclass", "collections.defaultdict", {"a": 1}), "{'a': 1}"),
        ):
            self.assertEqual(shown, self.shown(form))

    def test_zones_are_restored(self) -> None:
        for zone, shown in (
            (None, ""),
            (("offset", 0, None), ", tzinfo=datetime.timezone.utc"),
            (("offset", 3600 * 10**6, "X"), "datetime.timedelta(seconds=3600), 'X')"),
            (("region", "Europe/Paris", 0), "zoneinfo.ZoneInfo(key='Europe/Paris')"),
            (("region", "No/Such", 3600 * 10**6), "datetime.timedelta(seconds=3600), 'No/Such')"),
        ):
            form = (..., "datetime", 2024, 1, 2, 3, 4, 5, 6, 0, zone)
            self.assertIn(shown, self.shown(form))
        told = self.raised(self.through((..., "time", 1, 0, 0, 0, 0, ("region", "No/Such", None))))
        self.assertEqual("ValueError", told[0])

    def test_classes_of_the_program_are_found_by_name(self) -> None:
        before = (
            "from enum import *\nfrom dataclasses import *\nfrom collections import namedtuple\n"
            "class Color(Enum):\n    RED = 1\n"
            "class Bits(Flag):\n    A = 1\n    B = 2\n"
            "P = namedtuple('P', 'x y')\n"
            "class Outer:\n"
            "    @dataclass(frozen=True)\n    class D:\n        a: int\n"
            "        b: int = field(default=2, init=False)\n"
        )
        for form, shown in (
            ((..., "enum", "Color", "RED", 7), "<Color.RED: 1>"),
            ((..., "enum", "Color", None, 1), "<Color.RED: 1>"),
            ((..., "enum", "Color", "GONE", 7), "7"),
            ((..., "enum", "Unknown", "X", 7), "7"),
            ((..., "enum", "P", "X", 7), "7"),
            ((..., "namedtuple", "P", (("x", 1), ("y", 2))), "P(x=1, y=2)"),
            ((..., "namedtuple", "P", (("y", 2), ("x", 1))), "P(x=1, y=2)"),
            ((..., "dataclass", "Outer.D", (("a", 1), ("b", 5))), "Outer.D(a=1, b=5)"),
        ):
            self.assertEqual(shown, self.shown([form], before)[1:-1])
        self.assertIn("3", self.shown((..., "enum", "Bits", None, 3), before))

    def test_records_without_a_class_have_attributes_and_items(self) -> None:
        source = "def f(p):\n    return [p.x, p[1], type(p).__name__, p == (1, 2)]\n"
        for tag in ("dataclass", "namedtuple"):
            form = (..., tag, "a.b.Point", (("x", 1), ("y", 2)))
            reply = execute(source, "f", form, tagged=True)
            self.assertEqual([1, 2, "Point", True], self.returned(reply))
        self.assertEqual("{'1x': 1}", self.shown((..., "dataclass", "P", (("1x", 1),))))

    def test_a_list_of_records_has_one_class(self) -> None:
        forms = [(..., "dataclass", "P", (("x", i),)) for i in range(100)]
        source = "def f(ps):\n    return len({type(p) for p in ps})\n"
        self.assertEqual(1, self.returned(execute(source, "f", forms, tagged=True)))

    def test_what_a_constructor_raises_is_the_callers_error(self) -> None:
        before = (
            "from dataclasses import dataclass\n"
            "@dataclass\nclass D:\n    a: int\n    b: int\n"
            "@dataclass\nclass Picky:\n    a: int\n"
            "    def __post_init__(self): raise LookupError('not this')\n"
        )
        told = self.raised(self.through((..., "dataclass", "D", (("a", 1),)), before))
        self.assertEqual("TypeError", told[0])
        told = self.raised(self.through((..., "dataclass", "Picky", (("a", 1),)), before))
        self.assertEqual(("LookupError", "not this"), told[:2])

    def test_forms_in_keyword_arguments_are_restored(self) -> None:
        reply = execute(
            "def f(*, x):\n    return x.hex()\n",
            "f",
            kwargs={"x": (..., "bytearray", b"\1")},
            tagged=True,
        )
        self.assertEqual("01", self.returned(reply))

    def test_every_form_comes_back_as_it_was_sent(self) -> None:
        before = "from enum import *\nclass Color(Enum):\n    RED = 1\n"
        for form in (
            (..., "datetime", 2024, 1, 2, 3, 4, 5, 6, 1, ("offset", -1, "n")),
            (..., "enum", "Color", "RED", 1),
            (..., "dict", (((1, 2), (..., "decimal", "1.50")),)),
            [(..., "subclass", "collections.OrderedDict", {"b": 1, "a": 2})],
            {"k": ((..., "uuid", bytes(range(16))), None)},
        ):
            self.assertEqual(form, self.returned(self.through(form, before)))


class Arrays(RuntimeTest):
    """What a runtime without numpy makes of arrays; those with it are tested with real ones."""

    def test_an_array_among_the_arguments_is_the_callers_mistake(self) -> None:
        for form in (
            (..., "array", "float64", (1,), b"\0" * 8),
            [(..., "array", "float64", (1,), b"\0" * 8)],
        ):
            reply = execute(GIVE, "f", form, tagged=True)
            self.assertEqual(b"E", reply.kind)
            self.assertIn("this runtime has no numpy", reply.value[1])

    def test_a_table_among_the_arguments_is_the_callers_mistake(self) -> None:
        index = ((None, [1]),)
        for form in ((..., "series", None, index, [1]), (..., "dataframe", (("a", [1]),), index)):
            reply = execute(GIVE, "f", form, tagged=True)
            self.assertEqual(b"E", reply.kind)
            self.assertIn("this runtime has no pandas", reply.value[1])


if __name__ == "__main__":
    import unittest

    unittest.main()
