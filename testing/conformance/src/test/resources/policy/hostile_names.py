# Names that are texts of a class of the program's own, or lists of names that lie.

#! deny_getattr_with_a_name_that_equals_everything: raises TypeError
class Name(str):
    def __eq__(self, other): return True
    __hash__ = str.__hash__
def attack():
    os = getattr(attack, Name("__globals__"))["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_getattr_with_a_name_that_hides_how_it_starts: raises TypeError
class Name(str):
    def startswith(self, *prefix): return False
    def endswith(self, *suffix): return False
    def __getitem__(self, index): return "x"
def attack():
    os = getattr(attack, Name("__globals__"))["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_getattr_with_a_name_that_is_not_in_anything: raises TypeError
class Name(str):
    def __contains__(self, text): return False
    def __len__(self): return 1
    def __iter__(self): return iter("x")
def attack():
    os = getattr(attack, Name("__globals__"))["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_getattr_with_a_name_that_is_another_text: raises TypeError
class Name(str):
    def __str__(self): return "name"
    def __repr__(self): return "'name'"
    def __format__(self, spec): return "name"
def attack():
    os = getattr(attack, Name("__globals__"))["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_getattr_with_an_ordinary_subclass: raises TypeError
class Name(str): pass
def attack():
    return getattr("a", Name("upper"))()

#! deny_getattr_with_a_member_of_an_enum: raises TypeError
from enum import Enum
class Names(str, Enum):
    G = "__globals__"
def attack():
    os = getattr(attack, Names.G)["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_getattr_with_bytes: raises TypeError
def attack():
    return str(getattr(attack, b"__globals__"))

#! deny_getattr_with_a_number: raises TypeError
def attack():
    return str(getattr(attack, 1))

#! deny_getattr_with_a_name_by_keyword: raises TypeError
def attack():
    return str(getattr(object=attack, name="__globals__"))

#! deny_hasattr_with_a_hostile_name: raises TypeError
class Name(str):
    def __eq__(self, other): return True
    def __hash__(self): return hash("x")
def attack():
    return hasattr(attack, Name("__globals__"))

#! deny_setattr_with_a_hostile_name: raises TypeError
class Name(str):
    def __eq__(self, other): return True
    def __hash__(self): return hash("x")
class A: pass
class B: pass
def attack():
    thing = A()
    setattr(thing, Name("__class__"), B)
    return type(thing).__name__

#! deny_delattr_with_a_hostile_name: raises TypeError
class Name(str):
    def __eq__(self, other): return False
    def __hash__(self): return hash("x")
def attack():
    def made(): "doc"
    delattr(made, Name("__doc__"))
    return made.__doc__

#! deny_setattr_of_object_with_a_hostile_name: raises TypeError
class Name(str):
    def __eq__(self, other): return True
    def __hash__(self): return hash("x")
class A: pass
class B: pass
def attack():
    thing = A()
    object.__setattr__(thing, Name("__class__"), B)
    return type(thing).__name__

#! deny_attrgetter_with_a_hostile_name: raises TypeError
from operator import attrgetter
class Name(str):
    def split(self, *separator): return ["x"]
    def __contains__(self, text): return False
def attack():
    os = attrgetter(Name("__globals__"))(attack)["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_methodcaller_with_a_hostile_name: raises TypeError
from operator import methodcaller
class Name(str):
    def __eq__(self, other): return True
    def __hash__(self): return hash("x")
def attack():
    return str(methodcaller(Name("__subclasses__"))(object))

#! deny_a_field_of_a_formatter_with_a_hostile_name: raises *
import string
class Name(str):
    def __eq__(self, other): return True
    def __hash__(self): return hash("x")
def attack():
    found = string.Formatter().get_field(Name("0.__globals__"), [attack], {})[0]
    os = found["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_a_format_text_with_hostile_methods: raises AttributeError: policy
class Text(str):
    def __contains__(self, text): return False
    def find(self, *text): return -1
    def __iter__(self): return iter("")
    def __len__(self): return 0
    def __getitem__(self, index): return ""
def attack():
    return Text("{0.__globals__}").format(attack)

#! deny_eval_with_a_hostile_text: raises TypeError
class Text(str):
    def strip(self, *letters): return "1"
    def lstrip(self, *letters): return "1"
    def encode(self, *encoding): return b"1"
    def __eq__(self, other): return True
    def __hash__(self): return hash("1")
def attack():
    os = eval(Text("__import__('os')"))
    return {LOOT}

#! deny_a_namedtuple_with_a_hostile_text: gives ["a"]
from collections import namedtuple
class Names(str):
    def replace(self, *texts): return Names("a")
    def split(self, *separator): return ["a"]
def attack():
    return list(namedtuple("A", Names("__class__ gi_frame"))._fields)

#! deny_a_namedtuple_with_names_that_change: raises *
from collections import namedtuple
class Names(list):
    def __init__(self): self.times = 0
    def __iter__(self):
        self.times += 1
        return iter(["a"] if self.times == 1 else ["gi_frame"])
def attack():
    made = namedtuple("A", Names())
    return [][made._fields == ("a",)]

#! deny_slots_with_refused_names: raises TypeError
def attack():
    class Thing:
        __slots__ = ("__class__",)
    thing = Thing()
    return str(thing.__class__)

#! deny_slots_with_a_hostile_name: raises TypeError
class Name(str):
    def __eq__(self, other): return True
    def __hash__(self): return hash("x")
def attack():
    class Thing:
        __slots__ = (Name("__getattribute__"),)
    return Thing.__name__

#! deny_slots_with_private_names_of_a_library: gives false
from contextlib import redirect_stdout
def attack():
    class Thing(redirect_stdout):
        __slots__ = ("_stream",)
    try:
        with Thing([]): pass
        return False
    except AttributeError:
        return True

#! deny_a_key_of_a_module_by_a_text_that_equals_it: raises *
import math
class Name(str):
    def __eq__(self, other): return True
    def __hash__(self): return hash("__loader__")
def attack():
    return str(vars(math)[Name("x")])

#! deny_an_import_in_a_function_given_another_importer: refused name-refused@2
def attack():
    def __import__(*args): return "mine"
    import math
    return str(math)

#! deny_an_attribute_of_an_import_error_that_trusted_code_imports: raises ImportError
def attack():
    error = ImportError("x", name="this")
    error.name_from = "zen"
    raise error

#! allow_names_that_are_made: gives ["A", true]
def attack():
    return [getattr("a", "up" + "per")(), hasattr("a", "".join(["up", "per"]))]

#! allow_texts_of_ones_own_class_elsewhere: gives ["abc", 3, "ABC"]
class Name(str):
    def loud(self): return self.upper()
def attack():
    return ["{}".format(Name("abc")), len(Name("abc")), Name("abc").loud()]

#! allow_slots: gives [1, 2, false]
class Point:
    __slots__ = ("x", "_y")
    def __init__(self):
        self.x = 1
        self._y = 2
    def y(self): return self._y
def attack():
    made = Point()
    return [made.x, made.y(), hasattr(made, "z")]
