# Allowed functions that evaluate a text, or make code or classes out of one.

#! deny_eval_of_a_walk: raises ValueError: policy
def attack():
    return str(eval("().__class__.__base__.__subclasses__()"))

#! deny_eval_of_globals: raises ValueError: policy
def attack():
    os = eval("attack.__globals__['__builtins__']")["__import__"]("os")
    return {LOOT}

#! deny_eval_of_import: raises ValueError: policy
def attack():
    os = eval("__import__('os')")
    return {LOOT}

#! deny_eval_of_open: raises ValueError: policy
def attack():
    return eval("open('{SECRET_FILE}').read()")

#! deny_eval_of_exec: raises ValueError: policy
def attack():
    return eval("exec('import os')")

#! deny_eval_of_eval: raises ValueError: policy
def attack():
    os = eval("eval(\"__imp\" \"ort__('os')\")")
    return {LOOT}

#! deny_eval_of_a_frame: raises ValueError: policy
def attack():
    os = eval("(x for x in ()).gi_frame.f_builtins")["__import__"]("os")
    return {LOOT}

#! deny_eval_of_a_format_text: raises *
def attack():
    return eval("'{0.__globals__}'.format(attack)")

#! deny_eval_of_a_lambda_with_a_walk: raises ValueError: policy
def attack():
    return eval("(lambda f: f.__globals__)")(attack)

#! deny_eval_of_a_comprehension_with_a_walk: raises ValueError: policy
def attack():
    return str(eval("[f.__globals__ for f in [attack]]"))

#! deny_eval_of_an_fstring_with_a_walk: raises ValueError: policy
def attack():
    return eval("f'{attack.__globals__}'")

#! deny_eval_of_a_text_in_letters_that_look_alike: raises ValueError: policy
def attack():
    return str(eval("attack.__ｇlobals__"))

#! deny_eval_of_a_statement: raises SyntaxError
def attack():
    return eval("import os")

#! deny_eval_of_code: raises *
def attack():
    return eval((lambda: "run").__get__(1))

#! deny_eval_of_a_subclass_of_a_text: raises TypeError
class Text(str):
    def lstrip(self, *letters): return "1"
    def __str__(self): return "1"
def attack():
    os = eval(Text("__import__('os')"))
    return {LOOT}

#! deny_eval_of_bytes: raises TypeError
def attack():
    os = eval(b"__import__('os')")
    return {LOOT}

#! deny_the_builtins_that_eval_leaves_behind: raises *
def attack():
    names = {}
    eval("1", names)
    found = names["__builtins__"]
    os = found["__import__"]("os", None, None, ["path"])
    return {LOOT}

#! deny_the_builtins_that_eval_is_given: raises *
def attack():
    names = {"__builtins__": {"leak": attack}}
    found = eval("leak", names)
    return str(found)

#! deny_the_builtins_that_eval_leaves_behind_when_it_fails: raises *
def attack():
    names = {}
    try:
        eval("no_such_name", names)
    except NameError:
        pass
    os = names["__builtins__"]["__import__"]("os", None, None, ["path"])
    return {LOOT}

#! deny_the_builtins_that_eval_shows_to_a_mapping: gives []
seen = []
class Names(dict):
    def __getitem__(self, name):
        seen.append(name)
        raise KeyError(name)
def attack():
    try:
        eval("len('a')", {}, Names())
    except (TypeError, NameError, KeyError):
        pass
    return [name for name in seen if name.startswith("__")]

#! deny_eval_whose_names_shadow_a_guard: gives "function"
def attack():
    asked = []
    def spy(*given):
        asked.append(given)
        return "shadowed"
    names = {"<get>": spy, "getattr": spy, "f": attack}
    found = eval("f.__class__.__name__", names)
    return found

#! deny_eval_in_the_names_of_a_library_by_contextmanager: raises *
from contextlib import contextmanager
def attack():
    os = contextmanager(eval)("sys").gen.modules["os"]
    return {LOOT}

#! deny_eval_in_the_names_of_a_library_by_singledispatch: raises *
from functools import singledispatch
def attack():
    return str(singledispatch(eval)("RLock"))

#! deny_eval_in_the_names_of_a_library_by_heapq: raises *
import heapq
def attack():
    return str(heapq.nlargest(1, ["__doc__", "__about__"], key=eval))

#! deny_eval_in_the_names_of_a_library_by_partialmethod: raises *
from functools import partialmethod
def attack():
    return str(partialmethod(eval).__get__("_NOT_FOUND", None)())

#! deny_eval_in_the_names_of_a_library_by_an_exit_stack: raises *
from contextlib import ExitStack
def attack():
    with ExitStack() as stack:
        stack.callback(eval, "deque")
    return "evaluated"

#! deny_eval_in_the_names_of_a_library_by_a_mapping: raises *
from collections import UserDict
class Names(UserDict):
    __missing__ = staticmethod(eval)
def attack():
    return str(Names()["_Link"])

#! deny_vars_of_a_librarys_class_by_contextmanager: raises TypeError: policy
from contextlib import contextmanager, redirect_stdout
def attack():
    return str(contextmanager(vars)(redirect_stdout).gen)

#! deny_annotations_that_singledispatch_evaluates: raises *
from functools import singledispatch
@singledispatch
def show(value): return "any"
seen = []
def attack():
    @show.register
    def other(value: "seen.append(().__class__.__base__.__subclasses__()) or int"): pass
    return len(seen[0])

#! deny_an_annotation_of_the_result_that_singledispatch_evaluates: gives 0
from functools import singledispatch
@singledispatch
def show(value): return "any"
seen = []
def attack():
    def other(value: int) -> "seen.append(().__class__.__base__.__subclasses__())": pass
    show.register(other)
    return len(seen)

#! deny_an_annotation_within_an_alias_that_singledispatch_evaluates: gives 0
from functools import singledispatch
from typing import List
@singledispatch
def show(value): return "any"
seen = []
def attack():
    def other(value: int, more: List["seen.append(().__class__.__base__.__subclasses__()) or int"] = 0): pass
    try:
        show.register(other)
    except TypeError:
        pass
    return len(seen)

#! deny_an_annotation_of_a_method_that_singledispatch_evaluates: gives 0
from functools import singledispatch
@singledispatch
def show(value): return "any"
seen = []
class Thing:
    def go(self, value: int) -> "seen.append(().__class__.__base__.__subclasses__())": pass
def attack():
    try:
        show.register(Thing().go)
    except TypeError:
        pass
    return len(seen)

#! deny_an_annotation_of_a_callable_that_singledispatch_evaluates: gives 0
from functools import singledispatch
@singledispatch
def show(value): return "any"
seen = []
class Thing:
    x: int
    y: "seen.append(().__class__.__base__.__subclasses__())"
    def __call__(self, value): pass
    def __getattr__(self, name):
        if name == "__globals__": return {"seen": seen}
        raise AttributeError(name)
def attack():
    try:
        show.register(Thing())
    except (TypeError, AttributeError, NameError):
        pass
    return len(seen)

#! deny_an_annotation_of_a_cached_function_that_singledispatch_evaluates: gives 0
from functools import singledispatch, lru_cache
@singledispatch
def show(value): return "any"
seen = []
def attack():
    @lru_cache
    def other(value: int) -> "seen.append(().__class__.__base__.__subclasses__())": pass
    try:
        show.register(other)
    except (TypeError, AttributeError):
        pass
    return len(seen)

#! deny_an_annotation_that_singledispatchmethod_evaluates: gives 0
from functools import singledispatchmethod
seen = []
def attack():
    class Thing:
        @singledispatchmethod
        def show(self, value): return "any"
        @show.register
        def other(self, value: int) -> "seen.append(().__class__.__base__.__subclasses__())": pass
    return len(seen)

#! deny_an_object_that_names_the_globals_for_singledispatch: gives 0
from functools import singledispatch
seen = []
class Odd:
    x: "seen.append(1) or int"
    def __call__(self, value): pass
    def __getattr__(self, name):
        if name == "__globals__":
            return {"seen": seen, "int": int}
        raise AttributeError(name)
def attack():
    @singledispatch
    def show(value): return "any"
    try:
        show.register(Odd())
    except (TypeError, AttributeError, NameError):
        pass
    return len(seen)

#! deny_type_hints: refused import-name-refused@1
from typing import get_type_hints
seen = []
def other(value: "seen.append(().__class__.__base__.__subclasses__()) or int"): pass
def attack():
    get_type_hints(other)
    return len(seen[0])

#! deny_type_hints_of_the_module: refused import-name-refused@5
import typing
seen = []
def other(value: "seen.append(().__class__.__base__.__subclasses__()) or int"): pass
def attack():
    typing.get_type_hints(other)
    return len(seen[0])

#! deny_a_reference_that_evaluates_a_text: refused import-name-refused@3
import typing
def attack():
    return str(typing.ForwardRef("().__class__")._evaluate({}, {}, frozenset()))

#! deny_a_reference_found_in_an_alias: gives ["str", "x"]
from typing import List, get_args
def attack():
    found = get_args(List["x"])[0]
    return [type(found).__name__, found]

#! deny_a_reference_seen_by_a_comparison: raises *
from typing import Union
seen = []
class Spy:
    def __call__(self): pass
    def __hash__(self): return hash(("x", None))
    def __eq__(self, other):
        seen.append(other)
        return False
def attack():
    Union["x", Spy()]
    for each in seen:
        if type(each).__name__ == "ForwardRef":
            return str(each.evaluate(globals={}))
    return [][0]

#! deny_a_dataclass_with_code_for_a_name: raises *
from dataclasses import make_dataclass
class Name(str):
    def isidentifier(self): return True
def attack():
    code = Name("a and seen.append(().__class__.__base__.__subclasses__())")
    made = make_dataclass("A", [code], init=False, eq=False, match_args=False)
    repr(made())
    return len(seen[0])
seen = []

#! deny_a_dataclass_with_names_that_change_under_way: gives 0
from dataclasses import dataclass, field
seen = []
kept = field(default=0)
class Change:
    def __get__(self, thing, owner):
        kept.name = "a and seen.append(().__class__.__base__.__subclasses__())"
        return 0
def attack():
    try:
        @dataclass(init=False, eq=False, match_args=False)
        class A:
            a: int = kept
            b: int = Change()
        repr(A())
    except Exception:
        pass
    return len(seen)

#! deny_a_dataclass_whose_fields_are_named_by_a_property: gives 0
from dataclasses import dataclass, field
seen = []
def attack():
    try:
        kind = type(field())
        code = "a and seen.append(().__class__.__base__.__subclasses__())"
        kind.name = property(lambda self: code, lambda self, value: None)
        @dataclass(init=False, eq=False, match_args=False)
        class A:
            a: int = 0
        repr(A())
    except Exception:
        pass
    return len(seen)

#! deny_a_dataclass_with_fields_of_a_class_of_ones_own: gives 0
from dataclasses import dataclass, field
seen = []
def attack():
    try:
        real = field(default=1)
        class Mine(type(real)):
            name = property(lambda self: "a and seen.append(().__class__.__base__.__subclasses__())",
                            lambda self, value: None)
        made = Mine(1, real.default_factory, True, True, None, True, None, False)
        @dataclass(init=False, eq=False, match_args=False)
        class A:
            a: int = made
        repr(A())
    except Exception:
        pass
    return len(seen)

#! deny_a_dataclass_that_sets_a_private_name_of_a_library: gives "nothing"
from contextlib import redirect_stdout
from dataclasses import dataclass, field
kept = field(default="modules")
class Change:
    def __get__(self, thing, owner):
        kept.name = "_stream"
        return 0
def attack():
    found = []
    try:
        @dataclass(init=False, eq=False, repr=False, match_args=False)
        class A(redirect_stdout):
            a: int = kept
            b: int = Change()
        made = A([])
        made.__enter__()
        made.__exit__(None, None, None)
    except Exception:
        return "nothing"
    return "nothing" if not hasattr(A, "_stream") else "set"

#! deny_a_dataclass_made_with_private_members: gives []
from dataclasses import make_dataclass
from warnings import catch_warnings
seen = []
def attack():
    spy = property(lambda self: None, lambda self, value: seen.append(value))
    try:
        make_dataclass("A", [], bases=(catch_warnings,), namespace={"_module": spy}, init=False)()
    except (TypeError, ValueError, AttributeError):
        pass
    if seen:
        os = seen[0].sys.modules["os"]
        return {LOOT}
    return []

#! deny_a_dataclass_made_with_refused_members: raises *
from dataclasses import make_dataclass
def attack():
    made = make_dataclass("A", [], namespace={"__getattribute__": lambda self, name: "seen"}, repr=False, eq=False)
    return made().anything

#! deny_a_dataclass_made_with_an_accessor: gives []
from contextlib import ExitStack
from dataclasses import make_dataclass
seen = []
def attack():
    def spy(self, name, value): seen.append(name)
    try:
        make_dataclass("A", [], bases=(ExitStack,), namespace={"__setattr__": spy}, init=False, eq=False)()
    except (TypeError, ValueError):
        pass
    return seen

#! deny_a_field_that_is_named_anew_and_read: gives []
from contextlib import ExitStack
from dataclasses import dataclass, fields, asdict
from types import SimpleNamespace
seen = []
def attack():
    @dataclass
    class Other:
        b: int = 0
    try:
        kept = fields(Other)[0]
        kept.name = "_exit_callbacks"
        @dataclass(init=False, repr=False, eq=False)
        class Both(ExitStack, SimpleNamespace): pass
        made = Both()
        SimpleNamespace.__init__(made, **{"__dataclass_fields__": {"x": kept}})
        asdict(made, dict_factory=lambda items: seen.extend(name for name, _ in items) or {})
    except (TypeError, ValueError, AttributeError):
        pass
    return seen

#! deny_a_name_space_with_refused_names: gives true
from types import SimpleNamespace
import functools
def attack():
    class A: pass
    try:
        functools.update_wrapper(A, SimpleNamespace(**{"__module__": "os"}))
    except (TypeError, ValueError, AttributeError):
        pass
    return A.__module__ != "os"

#! deny_the_module_of_a_librarys_class_to_be_changed: gives true
from contextlib import ExitStack
from functools import update_wrapper
from types import SimpleNamespace
def attack():
    before = ExitStack.__module__
    try:
        update_wrapper(ExitStack, SimpleNamespace(**{"__module__": "string"}))
    except (TypeError, ValueError, AttributeError):
        pass
    return ExitStack.__module__ == before

#! deny_a_field_whose_class_is_changed_behind_fields: gives 0
from dataclasses import dataclass, fields
seen = []
def attack():
    @dataclass
    class Other:
        b: int = 0
    try:
        code = "a and seen.append(().__class__.__base__.__subclasses__())"
        type(fields(Other)[0]).name = property(lambda self: code, lambda self, value: None)
        @dataclass(init=False, eq=False, match_args=False)
        class A:
            a: int = 1
        repr(A())
    except Exception:
        pass
    return len(seen)

#! deny_a_dataclass_made_with_names_that_lie: raises *
from dataclasses import make_dataclass
class Names(list):
    def __init__(self): self.times = 0
    def __iter__(self):
        self.times += 1
        return iter(["a"] if self.times == 1 else ["__class__"])
def attack():
    made = make_dataclass("A", Names())
    return [][made.__name__ == "A"]

#! deny_a_dataclass_with_a_frame_for_a_field: refused definition-refused@4
from dataclasses import dataclass
@dataclass
class A:
    gi_frame: int = 0
def attack():
    return "made"

#! deny_a_dataclass_made_with_a_frame_for_a_field: raises *
from dataclasses import make_dataclass
def attack():
    return make_dataclass("A", ["gi_frame"]).__name__

#! deny_a_namedtuple_with_a_frame_for_a_field: raises *
from collections import namedtuple
def attack():
    return str(namedtuple("A", "gi_frame")(1))

#! deny_a_namedtuple_with_a_dunder_for_a_field: raises ValueError
from collections import namedtuple
def attack():
    return str(namedtuple("A", ["__class__"])(1))

#! deny_a_typed_namedtuple_with_a_frame_for_a_field: raises *
from typing import NamedTuple
def attack():
    return str(NamedTuple("A", [("tb_frame", int)])(1))

#! deny_a_namedtuple_in_a_class_statement_with_a_frame_for_a_field: refused definition-refused@3
from typing import NamedTuple
class A(NamedTuple):
    gi_frame: int
def attack():
    return "made"

#! deny_a_namedtuple_with_code_for_a_name: raises *
from collections import namedtuple
class Name(str):
    def isidentifier(self): return True
    def __str__(self): return self
def attack():
    return str(namedtuple("A", [Name("a: print(1)")]))

#! deny_a_namedtuple_of_another_module: gives false
from collections import namedtuple
def attack():
    return namedtuple("A", "a", module="os").__module__ == "os"

#! deny_an_enum_made_with_private_members: gives []
from enum import Enum
from warnings import catch_warnings
seen = []
def attack():
    spy = property(lambda self: None, lambda self, value: seen.append(value))
    try:
        Enum("E", [("_module", spy), ("A", ())], type=catch_warnings)
    except (TypeError, ValueError, AttributeError):
        pass
    if seen:
        os = seen[0].sys.modules["os"]
        return {LOOT}
    return []

#! deny_an_enum_made_with_private_members_by_a_dict: gives []
from enum import Enum
from warnings import catch_warnings
seen = []
def attack():
    spy = property(lambda self: None, lambda self, value: seen.append(value))
    try:
        Enum("E", {"_module": spy, "A": ()}, type=catch_warnings)
    except (TypeError, ValueError, AttributeError):
        pass
    if seen:
        os = seen[0].sys.modules["os"]
        return {LOOT}
    return []

#! deny_an_enum_made_with_private_members_by_a_class_of_ones_own: gives []
from enum import Enum
from warnings import catch_warnings
seen = []
class Base(Enum): pass
def attack():
    spy = property(lambda self: None, lambda self, value: seen.append(value))
    try:
        Base("E", names=[("_module", spy), ("A", ())], type=catch_warnings)
    except (TypeError, ValueError, AttributeError):
        pass
    if seen:
        os = seen[0].sys.modules["os"]
        return {LOOT}
    return []

#! deny_an_enum_made_with_private_members_by_call: gives []
from enum import Enum
from warnings import catch_warnings
seen = []
def attack():
    spy = property(lambda self: None, lambda self, value: seen.append(value))
    try:
        Enum.__call__("E", [("_module", spy), ("A", ())], type=catch_warnings)
    except (TypeError, ValueError, AttributeError):
        pass
    if seen:
        os = seen[0].sys.modules["os"]
        return {LOOT}
    return []

#! deny_an_enum_made_with_refused_members: raises *
from enum import Enum
def attack():
    seen = []
    made = Enum("E", [("__dir__", lambda self: ["lies"]), ("A", 1)])
    return dir(made.A) * (dir(made.A) == ["lies"]) or [][0]

#! deny_an_enum_made_with_names_to_match: raises *
from enum import Enum
def attack():
    made = Enum("E", [("__match_args__", ("gi_frame",)), ("A", 1)])
    match made.A:
        case made(frame):
            return "read"
    return "made"

#! deny_an_enum_of_another_module: gives false
from enum import Enum
def attack():
    return Enum("E", "A", module="os").__module__ == "os"

#! deny_an_enum_that_writes_into_modules: refused import-name-refused@1
from enum import global_enum
def attack():
    return "imported"

#! deny_types_new_class: refused import-name-refused@3
import types
def attack():
    return types.new_class("A", (), {}, lambda names: names.update(_stream=1)).__name__

#! deny_a_module_made: refused import-name-refused@1
from types import ModuleType
def attack():
    return ModuleType("x").__name__

#! deny_code_made: refused import-name-refused@1
from types import CodeType
def attack():
    return CodeType.__name__

#! deny_a_cell_made: refused import-name-refused@1
from types import CellType
def attack():
    return CellType(1).cell_contents

#! deny_a_function_made_without_code: raises TypeError
def attack():
    make = type(lambda: 0)
    return make("__import__('os')", {})()

#! deny_a_template_that_reads_attributes: gives "$f.__globals__ <"
import string
def attack():
    return string.Template("$$f.__globals__ $f").substitute(f="<")

#! deny_percent_with_a_name: raises *
def attack():
    return "%(__globals__)s" % attack

#! deny_a_pickle: refused module-refused@1
import pickle
def attack():
    os = pickle.loads(b"cbuiltins\n__import__\n(S'os'\ntR.")
    return {LOOT}

#! deny_marshal: refused module-refused@1
import marshal
def attack():
    return marshal.dumps(1)

#! deny_a_literal_evaluator: refused module-refused@1
import ast
def attack():
    return ast.literal_eval("1")

#! deny_code_of_a_console: refused module-refused@1
import code
def attack():
    code.InteractiveInterpreter().runsource("import os")

#! deny_a_timer_that_runs_text: refused module-refused@1
import timeit
def attack():
    return timeit.timeit("__import__('os')", number=1)

#! allow_eval_of_an_expression: gives [7, 3, [1, 4], 5]
def attack():
    x = 3
    return [eval("1 + 2 * 3"), eval("x"), eval("[n * n for n in (1, 2)]"), eval("a + b", {"a": 2, "b": 3})]

#! allow_eval_with_names_of_ones_own: gives ["a", 4, ["x"]]
def attack():
    names = {"x": 2}
    return [eval("'A'.lower()"), eval("x * 2", names), sorted(name for name in names if name != "__builtins__")]

#! allow_eval_of_ones_own_attributes: gives [5, 6]
class Thing:
    def __init__(self):
        self.a = 5
        self._b = 6
    def both(self): return [eval("self.a"), eval("self._b")]
def attack():
    return Thing().both()

#! allow_dataclasses: gives [1, 2, "Point(x=1, y=2)", {"x": 1, "y": 2}, true]
from dataclasses import dataclass, asdict, field
@dataclass(order=True)
class Point:
    x: int
    y: int = field(default=2)
def attack():
    made = Point(1)
    return [made.x, made.y, repr(made), asdict(made), made < Point(2)]

#! allow_dataclasses_with_private_fields: gives [3, "Account(_balance=3)"]
from dataclasses import dataclass
@dataclass
class Account:
    _balance: int = 0
    def balance(self): return self._balance
def attack():
    return [Account(3).balance(), repr(Account(_balance=3))]

#! allow_frozen_dataclasses_with_slots: gives [1, "FrozenInstanceError"]
from dataclasses import dataclass
@dataclass(frozen=True, slots=True)
class Point:
    x: int
def attack():
    made = Point(1)
    try:
        made.x = 2
    except AttributeError as e:
        return [made.x, type(e).__name__]

#! allow_dataclasses_with_texts_for_annotations: gives 3
from __future__ import annotations
from dataclasses import dataclass
@dataclass
class Node:
    value: int
    next: Node | None = None
def attack():
    return Node(3).value

#! allow_named_tuples: gives [1, {"x": 1, "y": 2}, 5, ["x", "y"]]
from collections import namedtuple
Point = namedtuple("Point", "x y")
def attack():
    made = Point(1, 2)
    return [made.x, made._asdict(), made._replace(x=5).x, list(Point._fields)]

#! allow_typed_named_tuples: gives [1, 7]
from typing import NamedTuple
class Point(NamedTuple):
    x: int
    y: int = 7
def attack():
    return [Point(1).x, Point(1).y]

#! allow_enums: gives ["RED", 1, ["RED", "BLUE"], "BLUE"]
from enum import Enum
class Color(Enum):
    RED = 1
    BLUE = 2
def attack():
    return [Color.RED.name, Color.RED.value, [each.name for each in Color], Color(2).name]

#! allow_enums_made_of_names: gives ["A", 2]
from enum import Enum
Letters = Enum("Letters", "A B")
def attack():
    return [Letters.A.name, Letters["B"].value]

#! allow_singledispatch: gives ["int", "text", "any", "list"]
from functools import singledispatch
@singledispatch
def show(value): return "any"
@show.register
def show_int(value: int): return "int"
@show.register(str)
def show_text(value): return "text"
@show.register
def show_list(value: list) -> str: return "list"
def attack():
    return [show(1), show("a"), show(1.5), show([])]

#! allow_singledispatchmethod: gives ["int", "any"]
from functools import singledispatchmethod
class Shower:
    @singledispatchmethod
    def show(self, value): return "any"
    @show.register
    def show_int(self, value: int): return "int"
def attack():
    return [Shower().show(1), Shower().show("a")]

#! allow_the_time_of_a_text: gives [29, 2024]
import time
from datetime import datetime
def attack():
    return [datetime.strptime("2024-02-29", "%Y-%m-%d").day, time.strptime("2024", "%Y").tm_year]

#! allow_templates_of_regular_expressions: gives "b-a"
import re
def attack():
    return re.sub(r"(\w)-(\w)", r"\2-\1", "a-b")
