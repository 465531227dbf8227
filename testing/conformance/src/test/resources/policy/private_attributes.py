# Private attributes are the program's own: on a library's object nothing private is there, by any door.

#! deny_a_librarys_private_attribute: raises AttributeError: _module
from warnings import catch_warnings
def attack():
    os = catch_warnings()._module.sys.modules["os"]
    return {LOOT}

#! deny_a_librarys_private_attribute_by_getattr: raises AttributeError: _module
from warnings import catch_warnings
def attack():
    os = getattr(catch_warnings(), "_module").sys.modules["os"]
    return {LOOT}

#! deny_a_librarys_private_attribute_by_hasattr: gives false
from warnings import catch_warnings
def attack():
    return hasattr(catch_warnings(), "_module")

#! deny_a_librarys_private_attribute_in_a_format_text: raises AttributeError: _module
from warnings import catch_warnings
def attack():
    return "{0._module.sys.modules}".format(catch_warnings())

#! deny_a_librarys_private_attribute_in_a_format_text_that_is_made: raises AttributeError: _module
from warnings import catch_warnings
def attack():
    text = "{0._mod" + "ule}"
    return text.format(catch_warnings())

#! deny_a_librarys_private_attribute_in_a_formatter: raises AttributeError: _module
import string
from warnings import catch_warnings
def attack():
    found = string.Formatter().get_field("0._module", [catch_warnings()], {})[0]
    os = found.sys.modules["os"]
    return {LOOT}

#! deny_a_librarys_private_attribute_by_methodcaller: raises AttributeError
from operator import methodcaller
import random
def attack():
    return methodcaller("_randbelow", 5)(random.Random())

#! deny_a_librarys_private_attribute_by_eval: raises AttributeError: _module
from warnings import catch_warnings
def attack():
    os = eval("catch_warnings()._module").sys.modules["os"]
    return {LOOT}

#! deny_a_librarys_private_attribute_by_a_subclass: raises AttributeError: _module
from warnings import catch_warnings
class Mine(catch_warnings):
    def leak(self): return self._module
def attack():
    os = Mine().leak().sys.modules["os"]
    return {LOOT}

#! deny_a_librarys_private_attribute_by_super: raises AttributeError: _module
from warnings import catch_warnings
class Mine(catch_warnings):
    def leak(self): return super()._module
def attack():
    return str(Mine().leak())

#! deny_a_librarys_private_attribute_by_a_slot: raises *
from warnings import catch_warnings
class Mine(catch_warnings):
    __slots__ = ("_module",)
def attack():
    os = Mine()._module.sys.modules["os"]
    return {LOOT}

#! deny_a_librarys_private_attribute_by_a_property: gives []
from warnings import catch_warnings
seen = []
class Mine(catch_warnings):
    @property
    def _module(self): return None
    @_module.setter
    def _module(self, value): seen.append(value)
def attack():
    Mine()
    if seen:
        os = seen[0].sys.modules["os"]
        return {LOOT}
    return seen

#! deny_a_librarys_private_attribute_by_a_descriptor: gives []
from warnings import catch_warnings
seen = []
class Spy:
    def __set__(self, thing, value): seen.append(value)
    def __get__(self, thing, owner): return None
class Mine(catch_warnings):
    _module = Spy()
def attack():
    Mine()
    if seen:
        os = seen[0].sys.modules["os"]
        return {LOOT}
    return seen

#! deny_a_librarys_private_attribute_by_a_descriptor_that_is_set_later: gives []
from warnings import catch_warnings
seen = []
class Mine(catch_warnings): pass
def attack():
    spy = property(lambda self: None, lambda self, value: seen.append(value))
    setattr(Mine, "_module", spy)
    Mine._module = spy
    Mine()
    if seen:
        os = seen[0].sys.modules["os"]
        return {LOOT}
    return seen

#! deny_a_librarys_private_attribute_by_a_descriptor_that_init_subclass_sets: gives []
from warnings import catch_warnings
seen = []
class Base:
    def __init_subclass__(cls, **names):
        for name in names: setattr(cls, name, names[name])
def attack():
    spy = property(lambda self: None, lambda self, value: seen.append(value))
    class Mine(catch_warnings, Base, _module=spy): pass
    Mine()
    if seen:
        os = seen[0].sys.modules["os"]
        return {LOOT}
    return seen

#! deny_every_binding_of_a_private_name_in_a_class: gives []
from warnings import catch_warnings
from contextlib import nullcontext
seen = []
spy = property(lambda self: None, lambda self, value: seen.append(value))
class A(catch_warnings):
    for _module in [spy]: pass
class B(catch_warnings):
    with nullcontext(spy) as _module: pass
class C(catch_warnings):
    (_module := spy)
class D(catch_warnings):
    match spy:
        case _module: pass
class E(catch_warnings):
    match [spy]:
        case [*_modules]: _module = _modules[0]
class F(catch_warnings):
    _module, other = spy, 1
class G(catch_warnings):
    [*_others, _module] = [1, spy]
class H(catch_warnings):
    _module: property = spy
class I(catch_warnings):
    @property
    def _module(self): return None
    @_module.setter
    def _module(self, value): seen.append(value)
class J(catch_warnings):
    match {"k": spy}:
        case {"k": _module}: pass
class K(catch_warnings):
    import math as _module
    _module = spy
def attack():
    for each in (A, B, C, D, E, F, G, H, I, J, K):
        each()
    if seen:
        os = seen[0].sys.modules["os"]
        return {LOOT}
    return seen

#! deny_a_librarys_private_attribute_by_the_names_of_a_class_that_is_local: gives []
from warnings import catch_warnings
seen = []
def attack():
    spy = property(lambda self: None, lambda self, value: seen.append(value))
    class Mine(catch_warnings):
        if True:
            _module = spy
        else:
            pass
    Mine()
    if seen:
        os = seen[0].sys.modules["os"]
        return {LOOT}
    return seen

#! deny_writing_a_librarys_private_attribute: gives "stdout"
from contextlib import redirect_stdout
class Stream:
    text = ""
    def write(self, text): self.text += text
    def flush(self): pass
def attack():
    stream = Stream()
    made = redirect_stdout(stream)
    made._stream = "stderr"
    setattr(made, "_stream", "stderr")
    with made:
        print("x", end="")
    return "stdout" if stream.text == "x" else "elsewhere"

#! deny_deleting_a_librarys_private_attribute: raises AttributeError
from contextlib import redirect_stdout
def attack():
    made = redirect_stdout([])
    del made._new_target
    return "deleted"

#! deny_deleting_a_librarys_private_attribute_by_delattr: raises AttributeError
from contextlib import redirect_stdout
def attack():
    made = redirect_stdout([])
    delattr(made, "_new_target")
    return "deleted"

#! deny_adding_to_a_librarys_private_attribute: raises AttributeError
from contextlib import ExitStack
def attack():
    made = ExitStack()
    made._exit_callbacks += [1]
    return "added"

#! deny_private_functions_of_a_module: raises AttributeError
import json
def attack():
    return str(json._default_decoder)

#! deny_private_functions_of_a_module_by_from: refused import-name-refused@1
from json import _default_decoder
def attack():
    return str(_default_decoder)

#! deny_a_private_class_of_a_module: raises AttributeError
import contextlib
def attack():
    return str(contextlib._RedirectStream)

#! deny_a_private_attribute_of_a_class_of_a_library: raises AttributeError
from contextlib import redirect_stdout
def attack():
    return redirect_stdout._stream

#! deny_private_attributes_in_vars: gives []
from contextlib import redirect_stdout, ExitStack
from warnings import catch_warnings
def attack():
    found = []
    for each in (redirect_stdout([]), ExitStack(), catch_warnings()):
        found += vars(each)
    return found

#! deny_private_attributes_of_an_enums_library: raises AttributeError
from enum import Enum
class Color(Enum):
    RED = 1
def attack():
    return str(Color._member_map_)

#! deny_a_private_alias_of_typing: raises *
import typing
def attack():
    made = typing.Type[int]
    made._inst = True
    return str(made._name)

#! deny_a_private_field_of_a_dataclass_that_a_library_has: gives []
from dataclasses import dataclass
from warnings import catch_warnings
seen = []
def attack():
    @dataclass(init=False)
    class Mine(catch_warnings):
        _module: object = property(lambda self: None, lambda self, value: seen.append(value))
    Mine()
    if seen:
        os = seen[0].sys.modules["os"]
        return {LOOT}
    return seen

#! deny_a_private_field_that_asdict_reads: raises *
from dataclasses import make_dataclass, asdict
from warnings import catch_warnings
def attack():
    made = make_dataclass("Mine", ["_record"], bases=(catch_warnings,), init=False)
    return asdict(made())["_record"]

#! deny_a_private_field_that_replace_reads: raises *
from dataclasses import make_dataclass, replace
from warnings import catch_warnings
seen = []
def attack():
    class Keep(catch_warnings):
        def __init__(self, **given):
            seen.append(given)
            super().__init__()
    made = make_dataclass("Mine", ["_module"], bases=(Keep,), init=False)
    replace(made())
    os = seen[1]["_module"].sys.modules["os"]
    return {LOOT}

#! deny_a_private_method_of_a_formatter: raises AttributeError
import string
def attack():
    return string.Formatter()._vformat("{0.__globals__}", [attack], {}, set(), 2)[0]

#! allow_private_attributes_of_ones_own: gives [5, 6, 7, 8, true, false]
class Account:
    _rate = 5
    def __init__(self):
        self._balance = 6
        self.__pin = 7
    def _add(self, n): return self._balance + n
    def pin(self): return self.__pin
def attack():
    made = Account()
    return [made._rate, made._balance, made.pin(), made._add(2), hasattr(made, "_balance"), hasattr(made, "_no")]

#! allow_private_attributes_of_subclasses_of_a_library: gives [1, "x!"]
import json
class Encoder(json.JSONEncoder):
    def __init__(self):
        super().__init__()
        self._count = 0
    def default(self, value):
        self._count += 1
        return "x!"
class Odd: pass
def attack():
    made = Encoder()
    text = made.encode(Odd())
    return [made._count, json.loads(text)]

#! allow_private_functions_and_variables: gives [3, 4, [1]]
_kept = 3
def _help(_x): return _x + 1
def attack():
    _list = [_ for _ in [1]]
    return [_kept, _help(3), _list]

#! allow_private_names_in_every_place: gives [1, 2, 3, 4, 5]
class Box:
    __slots__ = ("_a", "_b")
    def __init__(self, _a, *, _b=2):
        self._a = _a
        self._b = _b
def attack():
    made = Box(1)
    made._b += 1
    with_names = {"_c": 4}
    match made:
        case Box(_a=found): pass
    def keys(**given): return given["_c"]
    for made._a in [5]: pass
    return [found, made._b - 1, made._b, keys(**with_names), made._a]

#! allow_names_of_error_messages: gives "'Thing' object has no attribute '_missing'"
class Thing: pass
def attack():
    try:
        Thing()._missing
    except AttributeError as e:
        return str(e).replace("\u169a", "")
