"""The language policy: its tables, what it refuses, what it leaves alone."""

from __future__ import annotations

import ast
import builtins
import contextlib
import marshal
import re
import sys
import types
import unittest
import warnings
from typing import Any, Iterator

import support  # noqa: F401
from terrarium_runtime import additions, checking, policy, tables
from terrarium_runtime.program import Program, Rejected, compile_program

RESTRICTED = {"name": "restricted"}
NAME = "user.py"


def diagnostics(source: str, rules: dict[str, Any] = RESTRICTED) -> list[tuple[Any, ...]]:
    try:
        compile_program(source.encode(), NAME, rules)
    except Rejected as rejected:
        return list(rejected.diagnostics)
    return []


def codes(source: str, rules: dict[str, Any] = RESTRICTED) -> list[str]:
    return [found[0] for found in diagnostics(source, rules)]


def result(source: str, rules: dict[str, Any] = RESTRICTED, function: str = "f", *args: Any) -> Any:
    code, _, _ = compile_program(source.encode(), NAME, rules)
    program = Program(code, source.encode(), NAME, rules)
    try:
        program.run()
        return program.namespace[function](*args)
    finally:
        program.forget()


def instructions(code: Any) -> list[bytes]:
    """What a marshalled code object executes, functions within it included."""
    waiting, found = [marshal.loads(code)], []
    while waiting:
        one = waiting.pop()
        found.append(one.co_code)
        waiting += [const for const in one.co_consts if isinstance(const, types.CodeType)]
    return found


def grammar_nodes() -> list[type]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = [getattr(ast, name) for name in dir(ast)]
    nodes = [each for each in found if isinstance(each, type) and issubclass(each, ast.AST)]
    # Those that the grammar defines; the others group them.
    return [each for each in nodes if not each.__subclasses__() or each.__name__ == "expr_context"]


class Tables(unittest.TestCase):
    def test_every_node_of_this_pythons_grammar_is_classified(self) -> None:
        known = set(policy.known_constructs())
        groups = {"AST", "mod", "stmt", "expr", "expr_context", "boolop", "operator", "unaryop"}
        groups |= {"cmpop", "excepthandler", "pattern", "type_ignore", "type_param", "slice"}
        missing = {each.__name__ for each in grammar_nodes()} - known - groups
        self.assertEqual(set(), {name for name in missing if not name.startswith("_ast_")})

    def test_every_identifier_field_of_this_pythons_grammar_is_classified(self) -> None:
        known = {row[0] for row in tables.rows("identifiers")}
        found = set()
        for node in grammar_nodes():
            for field in re.findall(r"identifier[*?]* (\w+)", node.__doc__ or ""):
                found.add(f"{node.__name__}.{field}")
        self.assertGreater(len(found), 15)
        self.assertEqual(set(), found - known)

    def test_every_builtin_of_this_python_is_classified(self) -> None:
        known = {row[0] for row in tables.rows("builtins")}
        special = {"__name__", "__doc__", "__package__", "_", "_IncompleteInputError"}
        self.assertEqual(set(), set(vars(builtins)) - known - special)

    def test_every_attribute_of_introspection_is_refused(self) -> None:
        async def coroutine() -> None: ...
        async def asynchronous_generator() -> Any:
            yield

        made = coroutine()
        made.close()
        kinds = {
            types.FrameType: "f_",
            types.CodeType: "co_",
            types.TracebackType: "tb_",
            types.GeneratorType: "gi_",
            type(made): "cr_",
            type(asynchronous_generator()): "ag_",
        }
        rules = policy.resolve(RESTRICTED)
        for kind, prefix in kinds.items():
            for name in dir(kind):
                if name.startswith(prefix):
                    self.assertIsNotNone(rules.attribute_problem(name), name)

    def test_rows_have_their_columns_and_known_decisions(self) -> None:
        for row in tables.rows("constructs"):
            self.assertRegex(row[1], r"^3\.\d+(\+|-3\.\d+)$", row[0])
            self.assertIn(row[2], ("allowed", "checked", "rewritten", "refused"), row[0])
            self.assertTrue(row[2] == "allowed" or row[3], row[0])
        for name in ("attributes", "builtins"):
            for row in tables.rows(name):
                self.assertTrue(row[1] != "refused" or row[2], row[0])
        for row in tables.rows("imports"):
            self.assertIn(row[2], ("allowed", "guarded", "refused"), row[0])
            self.assertTrue(row[2] == "allowed" or row[3], row[0])

    def test_no_name_stands_in_a_table_twice(self) -> None:
        for name in ("codes", "constructs", "identifiers", "attributes", "builtins"):
            names = [row[0] for row in tables.rows(name)]
            self.assertEqual(sorted(set(names)), sorted(names), name)
        exports = [f"{row[0]}.{name}" for row in tables.rows("imports") for name in row[1].split()]
        self.assertEqual(sorted(set(exports)), sorted(exports))

    def test_every_public_name_of_a_lent_module_has_been_read(self) -> None:
        rules = policy.resolve(RESTRICTED)
        for name, module in rules.modules.items():
            __import__(name)
            real = sys.modules[name]
            unread = set(getattr(real, "__all__", ())) - module.names - module.refused.keys()
            unread -= {each for each in unread if each.startswith("__")}
            if sys.version_info < (3, 14):
                self.assertEqual(set(), unread, name)

    def test_every_guarded_name_has_its_guard(self) -> None:
        from terrarium_runtime import language

        rules = policy.resolve(RESTRICTED)
        of_facades = language.of(rules)._facades._guarded_names()
        listed = {f"{m.name}.{name}" for m in rules.modules.values() for name in m.guarded}
        self.assertEqual(set(of_facades), listed)
        listed = {name for name, found in rules.builtins.items() if found[0] == "guarded"}
        for name in listed:
            self.assertIsNot(
                vars(builtins)[name], language.of(rules).builtins[name], name
            )

    def test_every_code_that_is_reported_is_documented(self) -> None:
        documented = {row[0] for row in tables.rows("codes")}
        folder = support.RESOURCES / "terrarium_runtime"
        source = "".join((folder / f"{m}.py").read_text() for m in ("checking", "diagnostics"))
        used = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source))
        self.assertEqual(set(), {code for code in used if "_" not in code} - documented - {"utf-8"})


class Diagnostics(unittest.TestCase):
    def test_all_problems_are_found_at_once_in_the_order_of_the_source(self) -> None:
        found = diagnostics("import sys\nx = open('a')\ny = x.__dict__\nfrom os import path\n")
        self.assertEqual(
            [("module-refused", 1), ("builtin-refused", 2), ("attribute-refused", 3)]
            + [("module-refused", 4)],
            [(each[0], each[2]) for each in found],
        )

    def test_a_diagnostic_stands_at_the_name_that_it_is_about(self) -> None:
        found = diagnostics("x = 1\ny = (x\n     .real.__dict__)\n")[0]
        self.assertEqual((3, 12, 3, 20, "     .real.__dict__)"), found[2:7])
        found = diagnostics("def é(ä, __x__): pass\n")[0]
        self.assertEqual((1, 10, 1, 15), found[2:6])
        found = diagnostics("from math import sqrt, nothing\n")[0]
        self.assertEqual((1, 24, 1, 31), found[2:6])

    def test_a_diagnostic_says_why_and_what_to_write_instead(self) -> None:
        found = diagnostics("def f(x): return x.__dict__\n")[0]
        self.assertIn("private ones of libraries", found[1])
        self.assertEqual("vars(x) gives a copy", found[7])
        found = diagnostics("x = input()\n")[0]
        self.assertEqual("take the value as an argument of the function", found[7])

    def test_a_builtin_that_the_program_binds_is_its_own(self) -> None:
        self.assertEqual([], codes("def open(x): return x\ny = open(1)\n"))
        self.assertEqual([], codes("def f(input): return input\n"))
        self.assertEqual(["builtin-refused"], codes("def f(x): return open\n"))

    def test_a_name_of_a_module_that_is_not_lent_is_refused_before_it_runs(self) -> None:
        self.assertEqual(["import-name-refused"], codes("import time\ntime.clock_settime(0, 0)\n"))
        self.assertEqual([], codes("import time\ntime = 1\ntime.clock_settime\n"))

    def test_a_star_import_and_a_relative_one_are_refused(self) -> None:
        self.assertEqual(["import-name-refused"], codes("from math import *\n"))
        self.assertEqual(["module-refused"], codes("from . import x\n"))

    def test_syntax_of_a_newer_python_is_named_as_such(self) -> None:
        newer = {
            (3, 11): "try: pass\nexcept* ValueError: pass\n",
            (3, 12): "type Pair[T] = tuple[T, T]\n",
            (3, 12, 1): "def first[T](xs: list[T]) -> T: return xs[0]\n",
            (3, 12, 2): "class Box[T]: pass\n",
            (3, 12, 3): "x = {'a': 1}\ny = f'{x['a']}'\n",
            (3, 13): "class Box[T = int]: pass\n",
            (3, 14): "try: pass\nexcept ValueError, TypeError: pass\n",
            (3, 14, 1): "x = t'{1}'\n",
        }
        for version, source in newer.items():
            found = diagnostics(source, {"name": "full"})
            if sys.version_info[:2] >= version[:2]:
                self.assertEqual([], found, source)
            else:
                self.assertEqual("syntax-error", found[0][0], source)
                self.assertIn(f"needs Python 3.{version[1]}, and this is", found[0][1], source)

    def test_a_wrong_policy_is_told_in_full(self) -> None:
        wrong = {
            "name": "ours",
            "extends": "restricted",
            "extra": 1,
            "modules": {"allow": ["nowhere"], "deny": ["os"]},
            "constructs": {"allow": ["Interactive"], "deny": ["Nonsense"]},
            "builtins": {"allow": ["open"], "deny": ["open"]},
        }
        messages = [found[1] for found in diagnostics("x = 1\n", wrong)]
        for part in ("'extra'", "'nowhere'", "'os'", "'Interactive'", "'Nonsense'", "'open'"):
            self.assertTrue(any(part in message for message in messages), (part, messages))
        self.assertEqual(["policy-error"], codes("x = 1\n", {"name": "nonsense"}))


class Policies(unittest.TestCase):
    def test_an_operator_can_lend_more_and_less(self) -> None:
        ours = {
            "name": "ours",
            "extends": "restricted",
            "modules": {"allow": ["html.parser"], "deny": ["random"]},
            "names": {"allow": ["time.get_clock_info"], "deny": ["math.sqrt", "secret"]},
            "builtins": {"deny": ["print"]},
            "constructs": {"deny": ["While", "Add"]},
            "attributes": {"allow": ["__dict__"], "deny": ["append"]},
        }
        self.assertEqual(["module-refused"], codes("import random\n", ours))
        self.assertEqual(["import-name-refused"], codes("from math import sqrt\n", ours))
        self.assertEqual(["name-refused"], codes("secret = 1\n", ours))
        self.assertEqual(["name-refused"], codes("def f(secret): pass\n", ours))
        self.assertEqual(["builtin-refused"], codes("print(1)\n", ours))
        self.assertEqual(["construct-refused"] * 2, codes("while 1 + 1: pass\n", ours))
        self.assertEqual(["attribute-refused"], codes("[].append(1)\n", ours))
        source = """\
from html.parser import HTMLParser
import time
class P(HTMLParser):
    def handle_data(self, data): self.data = data
def f():
    p = P(); p.feed("<b>x</b>")
    return p.__dict__["data"], time.get_clock_info("time").adjustable in (True, False)
"""
        self.assertEqual(("x", True), result(source, ours))

    def test_an_expression_becomes_a_function_of_its_free_names(self) -> None:
        rules = {"name": "expression"}
        code, functions, _ = compile_program(b"price * (1 + rate) + max(extra, 0)", NAME, rules)
        self.assertEqual("evaluate", functions[0][0])
        self.assertEqual(["price", "rate", "extra"], [each[0] for each in functions[0][4]])
        value = result("[x * n for x in xs if (y := x) > 1]", rules, "evaluate", 2, [1, 2, 3])
        self.assertEqual([4, 6], value)

    def test_an_expression_takes_no_statements(self) -> None:
        rules = {"name": "expression"}
        self.assertEqual(["not-an-expression"], codes("x = 1\n", rules))
        self.assertEqual(["not-an-expression"] * 2, codes("import os\nimport sys\n", rules))
        self.assertEqual(["not-an-expression"] * 2, codes("1\n2\n", rules))
        self.assertEqual(["not-an-expression"], codes("# nothing\n", rules))
        self.assertEqual(["attribute-refused"], codes("x.__dict__", rules))
        self.assertEqual(["builtin-refused"], codes("open(x)", rules))

    def test_the_options_bound_builtins_and_lend_modules(self) -> None:
        limited = {"name": "restricted+limited"}
        self.assertEqual(1000, result("def f(): return len(range(1000))\n", limited))
        for text in ("range(1001)", "range(10**30)", "list('abc')", "tuple('abc')"):
            with self.assertRaises((ValueError, TypeError), msg=text):
                result(f"def f(): return {text}\n", limited)
        self.assertEqual(
            [True, True, [1], False],
            result(
                "def f(): return [isinstance([], list), type([]) == list, list((1,)),"
                " isinstance((), list)]\n",
                limited,
            ),
        )
        utility = {"name": "ours", "extends": "restricted", "options": ["utility"]}
        self.assertEqual(
            (3.0, True, "b"),
            result("def f(): return math.sqrt(9), same_type(1, 2), test(0, 'a', 1, 'b')\n", utility),
        )

    def test_what_leads_past_an_array_is_refused_wherever_there_is_numpy(self) -> None:
        ctypes, tofile = "def f(a): return a.ctypes\n", "def f(a): a.tofile('x')\n"
        by_name = "def f(a, name): return getattr(a, name)\n"
        there = types.SimpleNamespace(ctypes=1)
        self.assertEqual([], codes(ctypes))
        self.assertEqual(1, result(by_name, RESTRICTED, "f", there, "ctypes"))
        with self.packages("numpy", "pandas"):
            for lent in ([], ["pandas"], ["numpy"], ["numpy.linalg"]):
                ours = {"name": "ours", "extends": "restricted", "modules": {"allow": lent}}
                for source in (ctypes, tofile):
                    self.assertEqual(["attribute-refused"], codes(source, ours), lent)
            for name in ("restricted", "restricted+limited"):
                self.assertEqual(["attribute-refused"], codes(ctypes, {"name": name}))
            self.assertEqual(["attribute-refused"], codes("a.ctypes", {"name": "expression"}))
            with self.assertRaises(AttributeError):
                result(by_name, RESTRICTED, "f", there, "ctypes")
            ours["attributes"] = {"allow": ["ctypes"]}
            self.assertEqual([], codes(ctypes, ours))
            self.assertEqual(["attribute-refused"], codes(tofile, ours))
            self.assertEqual([], codes(ctypes, {"name": "full"}))

    def test_a_module_of_a_package_holds_back_what_the_packages_objects_have(self) -> None:
        source = "def f(d): return d.query('1')\n"
        with self.packages("pandas"):
            self.assertEqual([], codes(source))
            for lent in ("pandas", "pandas.api"):
                ours = {"name": "ours", "extends": "restricted", "modules": {"allow": [lent]}}
                self.assertEqual(["attribute-refused"], codes(source, ours), lent)

    @contextlib.contextmanager
    def packages(self, *names: str) -> Iterator[None]:
        """A runtime that has these packages, as far as policies ask."""
        kept = dict(policy._presets)
        policy._presets.clear()
        additions.packages.update(names)
        try:
            yield
        finally:
            additions.packages.clear()
            policy._presets.clear()
            policy._presets.update(kept)

    def test_full_checks_nothing(self) -> None:
        self.assertEqual([], codes("import os\nx = ().__class__.__bases__\n", {"name": "full"}))


class Everyday(unittest.TestCase):
    def test_native_attribute_and_item_access_stays_as_it_was_written(self) -> None:
        source = "def f(x, y):\n    x.a.b[y] += x.c(y)[1:2]\n    return x\n"
        restricted, _, _ = compile_program(source.encode(), NAME, RESTRICTED)
        full, _, _ = compile_program(source.encode(), NAME, {"name": "full"})
        self.assertEqual(instructions(full), instructions(restricted))

    def test_private_members_belong_to_the_program(self) -> None:
        source = '''
import random, copy
from dataclasses import dataclass, field, fields, replace, asdict
class Account:
    _count = 0
    __slots__ = ("_balance", "__pin")
    def __init__(self): self._balance, self.__pin = 1, 2
    def _add(self, n): self._balance += n; return self
    def total(self): return self._add(3)._balance + self.__pin + self._count
@dataclass
class Item:
    name: str
    _price: float = 1.0
    _tags: list = field(default_factory=list)
    def price(self): return self._price
class Proxy:
    def __init__(self): super().__setattr__("_seen", [])
    def __getattr__(self, name): return "missing " + name
    def __setattr__(self, name, value):
        self._seen.append(name)
        super().__setattr__(name, value)
def f():
    item = Item("a", _price=2.0)
    proxy = Proxy(); proxy._x = 1; proxy.y = 2
    return [Account().total(), repr(item), replace(item, _price=3.0).price(), asdict(item),
        [each.name for each in fields(Item)], vars(item), getattr(item, "_price"),
        proxy._seen, proxy._nothing, hasattr(random, "_os"), getattr(random, "_os", None),
        "{0._price} {0.__class__.__name__}".format(item), copy.copy(item)._price,
        sorted(name for name in dir(item) if name[:2] != "__"), Account._add.__name__]
'''
        self.assertEqual(
            [
                6,
                "Item(name='a', _price=2.0, _tags=[])",
                3.0,
                {"name": "a", "_price": 2.0, "_tags": []},
                ["name", "_price", "_tags"],
                {"name": "a", "_price": 2.0, "_tags": []},
                2.0,
                ["_x", "y"],
                "missing _nothing",
                False,
                None,
                "2.0 Item",
                2.0,
                ["_price", "_tags", "name", "price"],
                "_add",
            ],
            result(source),
        )

    def test_a_message_that_the_program_reads_has_private_names_as_they_are_written(self) -> None:
        source = """\
class A:
    def __init__(self): self._x = 1
    def _run(self, n): return n
def text(call):
    try:
        call()
    except (AttributeError, TypeError) as error:
        return str(error)
def f():
    return [text(lambda: A()._y), text(lambda: A()._run()), text(lambda: A().missing)]
"""
        self.assertEqual(
            [
                "'A' object has no attribute '_y'",
                "A._run() missing 1 required positional argument: 'n'",
                "'A' object has no attribute 'missing'",
            ],
            result(source),
        )

    def test_no_name_of_a_guard_can_be_written(self) -> None:
        for name in (checking.GET, checking.FINISH_CLASS, checking.LOCALS, checking.CAUGHT):
            self.assertFalse(name.isidentifier())

    def test_eval_is_held_to_the_same_policy(self) -> None:
        source = "def f(text, **names): return eval(text, dict(names))\n"
        self.assertEqual(7, result(source, RESTRICTED, "f", "1 + 2 * 3"))
        self.assertEqual(4, result("def f():\n    x = 3\n    return eval('x + 1')\n"))
        for text in ("().__class__.__base__", "open('x')", "(lambda: 0).__globals__", "1 +", "x = 1"):
            with self.assertRaises((ValueError, SyntaxError), msg=text):
                result(source, RESTRICTED, "f", text)


if __name__ == "__main__":
    unittest.main()
