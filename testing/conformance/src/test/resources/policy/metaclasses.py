# Who has a metaclass can make a class of names and values, past everything that a class statement is held to.

#! deny_type_with_three_arguments: raises TypeError: policy
def attack():
    return type("A", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_type_with_private_members_of_a_library: raises TypeError: policy
from warnings import catch_warnings
def attack():
    seen = []
    spy = property(lambda self: None, lambda self, value: seen.append(value))
    type("A", (catch_warnings,), {"_module": spy})()
    os = seen[0].sys.modules["os"]
    return {LOOT}

#! deny_type_called_by_map: raises TypeError: policy
def attack():
    return str(list(map(type, ["A"], [()], [{}]))[0].__name__)

#! deny_type_called_by_its_call: raises TypeError
def attack():
    return type.__call__(type, "A", (), {}).__name__

#! deny_type_made_by_its_new: raises TypeError
def attack():
    return type.__new__(type, "A", (), {}).__name__

#! deny_type_through_the_class_of_a_class: raises TypeError: policy
def attack():
    return int.__class__("A", (), {}).__name__

#! deny_type_through_the_type_of_a_class: raises TypeError: policy
def attack():
    return type(int)("A", (), {}).__name__

#! deny_type_through_the_type_of_type: raises TypeError: policy
def attack():
    return type(type)("A", (), {}).__name__

#! deny_type_through_the_class_of_type: raises TypeError: policy
def attack():
    return type.__class__("A", (), {}).__name__

#! deny_type_through_getattr: raises TypeError: policy
def attack():
    return getattr(int, "__class__")("A", (), {}).__name__

#! deny_type_through_attrgetter: raises TypeError: policy
from operator import attrgetter
def attack():
    return attrgetter("__class__.__class__")(1)("A", (), {}).__name__

#! deny_type_through_a_list_of_types: raises TypeError
def attack():
    return type[int]("A", (), {}).__name__

#! deny_type_through_typing: raises TypeError
import typing
def attack():
    return typing.Type[int]("A", (), {}).__name__

#! deny_type_through_the_origin_of_an_alias: raises TypeError: policy
import typing
def attack():
    return typing.get_origin(typing.Type[int])("A", (), {}).__name__

#! deny_type_through_the_arguments_of_an_alias: raises TypeError: policy
import typing
def attack():
    return typing.get_args(typing.List[type])[0]("A", (), {}).__name__

#! deny_type_through_a_generic_alias: raises TypeError
from types import GenericAlias
def attack():
    return GenericAlias(type, (int,))("A", (), {}).__name__

#! deny_type_through_a_class_method_that_is_bound_to_a_class: raises TypeError
def attack():
    real = classmethod(lambda cls: cls).__get__(int)()
    return real("A", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_type_through_a_class_method_by_getattr: raises TypeError
def attack():
    real = getattr(classmethod(lambda cls: cls), "__get__")(int)()
    return real("A", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_type_through_a_class_method_by_methodcaller: raises TypeError
from operator import methodcaller
def attack():
    real = methodcaller("__get__", int)(classmethod(lambda cls: cls))()
    return real("A", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_type_through_a_subclass_of_classmethod: raises TypeError
class Mine(classmethod): pass
def attack():
    real = Mine(lambda cls: cls).__get__(int)()
    return real("A", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_type_through_a_class_method_and_super: raises TypeError
class Mine(classmethod):
    def __get__(self, thing, owner=None): return super().__get__(thing)
def attack():
    real = Mine(lambda cls: cls).__get__(int)()
    return real("A", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_type_through_an_abstract_class_method: raises TypeError
import abc
def attack():
    real = abc.abstractclassmethod(lambda cls: cls).__get__(int)()
    return real("A", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_type_through_a_partial_class_method: raises TypeError
from functools import partialmethod
def attack():
    real = partialmethod(classmethod(lambda cls: cls)).__get__(int)()
    return real("A", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_type_through_a_dispatched_class_method: raises TypeError
from functools import singledispatchmethod
def attack():
    method = singledispatchmethod(classmethod(lambda cls, value: cls))
    real = method.__get__(int)("x")
    return real("A", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_type_through_a_hook_for_subclasses: raises *
from abc import ABC
seen = []
class Spy(ABC):
    @classmethod
    def __subclasshook__(cls, C):
        seen.append(C)
        return False
def attack():
    isinstance(int, Spy)
    return seen[0]("A", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_type_through_a_hook_for_subclasses_in_a_pattern: raises *
from abc import ABC
seen = []
class Spy(ABC):
    @classmethod
    def __subclasshook__(cls, C):
        seen.append(C)
        return False
def attack():
    match int:
        case Spy(): pass
    return seen[0]("A", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_type_through_a_hook_for_subclasses_and_singledispatch: raises *
from abc import ABC
from functools import singledispatch
seen = []
class Spy(ABC):
    @classmethod
    def __subclasshook__(cls, C):
        seen.append(C)
        return False
def attack():
    show = singledispatch(lambda value: 1)
    show.register(Spy, lambda value: 2)
    seen.clear()
    show(int)
    return seen[0]("A", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_type_through_a_static_hook_for_subclasses: raises *
from abc import ABC
seen = []
class Spy(ABC):
    @staticmethod
    def __subclasshook__(C):
        seen.append(C)
        return False
def attack():
    isinstance(int, Spy)
    return seen[0]("A", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_type_through_a_hook_of_a_protocol: raises *
from typing import Protocol, runtime_checkable
seen = []
@runtime_checkable
class Spy(Protocol):
    @classmethod
    def __subclasshook__(cls, C):
        seen.append(C)
        return False
def attack():
    isinstance(int, Spy)
    return seen[0]("A", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_type_through_a_hook_that_a_dataclass_is_made_with: raises *
from abc import ABC
from dataclasses import make_dataclass
seen = []
def attack():
    hook = classmethod(lambda cls, C: seen.append(C) or False)
    made = make_dataclass("A", [], bases=(ABC,), namespace={"__subclasshook__": hook})
    isinstance(int, made)
    return seen[0]("X", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_type_through_a_hook_that_a_loop_binds: raises *
from abc import ABC
seen = []
class Spy(ABC):
    for __subclasshook__ in [classmethod(lambda cls, C: seen.append(C) or False)]: pass
def attack():
    isinstance(int, Spy)
    return seen[0]("X", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_type_as_a_base: raises TypeError: policy
def attack():
    class Meta(type): pass
    return Meta("A", (), {}).__name__

#! deny_type_as_a_base_through_typing: raises TypeError: policy
import typing
def attack():
    class Meta(typing.Type): pass
    return Meta("A", (), {}).__name__

#! deny_type_as_a_base_through_an_alias: raises TypeError: policy
def attack():
    class Meta(type[int]): pass
    return Meta("A", (), {}).__name__

#! deny_type_as_a_base_through_an_alias_of_typing: raises TypeError: policy
import typing
def attack():
    class Meta(typing.Type[int]): pass
    return Meta("A", (), {}).__name__

#! deny_abcmeta_as_a_base: raises TypeError: policy
from abc import ABCMeta
def attack():
    class Meta(ABCMeta): pass
    return Meta("A", (), {}).__name__

#! deny_enummeta_as_a_base: raises TypeError: policy
from enum import EnumMeta
def attack():
    class Meta(EnumMeta): pass
    return Meta("A", (), {}).__name__

#! deny_the_metaclass_of_a_protocol_as_a_base: raises TypeError: policy
from typing import Protocol
def attack():
    class Meta(type(Protocol)): pass
    return Meta("A", (), {}).__name__

#! deny_the_metaclass_of_a_protocol_called: raises TypeError: policy
from typing import Protocol
def attack():
    return type(Protocol)("A", (), {}).__name__

#! deny_the_metaclass_of_abstract_classes_called: raises TypeError: policy
from abc import ABC
def attack():
    return type(ABC)("A", (), {}).__name__

#! deny_the_metaclass_of_enums_called: raises TypeError: policy
from enum import Enum
def attack():
    return type(Enum)("A", (Enum,), {}).__name__

#! deny_the_metaclass_of_a_typed_dict_called: raises TypeError: policy
from typing import TypedDict
class D(TypedDict): pass
def attack():
    return type(D)("A", (), {}).__name__

#! deny_the_metaclass_of_any_called: raises TypeError
from typing import Any
def attack():
    return type(Any)("A", (), {}).__name__

#! deny_abcmeta_called: raises TypeError: policy
from abc import ABCMeta
def attack():
    return ABCMeta("A", (), {"__getattribute__": lambda self, name: "seen"})().x

#! deny_enummeta_called: raises TypeError: policy
from enum import EnumMeta, Enum
def attack():
    return EnumMeta("A", (Enum,), {}).__name__

#! deny_a_metaclass_of_ones_own: raises TypeError: policy
def attack():
    def meta(name, bases, names): return names
    class A(metaclass=meta): pass
    return sorted(A)

#! deny_a_metaclass_that_is_a_class: raises TypeError: policy
class Meta:
    def __new__(cls, name, bases, names): return names
def attack():
    class A(metaclass=Meta): pass
    return sorted(A)

#! deny_a_metaclass_in_keywords_that_are_unpacked: raises TypeError: policy
def attack():
    class A(**{"metaclass": lambda name, bases, names: names}): pass
    return sorted(A)

#! deny_a_metaclass_that_is_a_subclass_of_type_at_run_time: raises TypeError: policy
from typing import Protocol
def attack():
    class A(metaclass=type(Protocol)): pass
    return A.__name__

#! deny_a_base_that_is_an_instance: raises TypeError
class Meta:
    def __init__(self, *given): self.given = given
def attack():
    class A(Meta()): x = 1
    return str(A.given)

#! deny_a_base_that_answers_for_its_bases: raises TypeError
class Fake:
    def __getattr__(self, name):
        if name == "__mro_entries__":
            return lambda bases: (type,)
        raise AttributeError(name)
def attack():
    class Meta(Fake()): pass
    return Meta("A", (), {}).__name__

#! deny_a_base_that_answers_otherwise_the_second_time: raises TypeError
from collections import namedtuple
times = []
class Fake(namedtuple("Fake", "a", module="typing")):
    def __getattr__(self, name):
        if name == "__mro_entries__":
            times.append(name)
            return lambda bases: (type,) if len(times) > 1 else (int,)
        raise AttributeError(name)
def attack():
    class Meta(Fake(1)): pass
    class Again(Fake(1)): pass
    return Again("A", (), {}).__name__

#! deny_mro_entries: refused definition-refused@2
class Fake:
    def __mro_entries__(self, bases): return (type,)
def attack():
    class Meta(Fake()): pass
    return Meta("A", (), {}).__name__

#! deny_prepare: refused definition-refused@3
class Meta:
    @classmethod
    def __prepare__(cls, name, bases): return {}
def attack():
    return "made"

#! deny_instancecheck: refused definition-refused@2
class Meta:
    def __instancecheck__(self, instance): return True
def attack():
    return "made"

#! deny_subclasscheck: refused definition-refused@2
class Meta:
    def __subclasscheck__(self, subclass): return True
def attack():
    return "made"

#! deny_getattribute_in_a_class: refused definition-refused@2
class Spy:
    def __getattribute__(self, name): return name
def attack():
    return Spy().x

#! deny_getattribute_bound_otherwise: refused definition-refused@2
class Spy:
    __getattribute__ = lambda self, name: name
def attack():
    return Spy().x

#! deny_getattribute_imported_into_a_class: refused definition-refused@2
class Spy:
    from operator import getitem as __getattribute__
def attack():
    return Spy().x

#! deny_a_class_of_its_own_in_a_class: refused definition-refused@3
class Lie:
    @property
    def __class__(self): return int
def attack():
    return isinstance(Lie(), int)

#! deny_a_class_statement_named_class_in_a_class: refused definition-refused@2
class Lie:
    class __class__: pass
def attack():
    return "made"

#! deny_a_dict_in_a_class: refused definition-refused@2
class Lie:
    __dict__ = {"_module": 1}
def attack():
    return str(vars(Lie()))

#! deny_reduce_in_a_class: refused definition-refused@3
import copy
class Lie:
    def __reduce__(self): return (eval, ("1",))
def attack():
    return copy.copy(Lie())

#! deny_reduce_ex_in_a_class: refused definition-refused@3
import copy
class Lie:
    def __reduce_ex__(self, version): return (getattr, (attack, "__globals__"))
def attack():
    os = copy.copy(Lie())["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_getstate_in_a_class: refused definition-refused@3
import copy
class Lie:
    def __getstate__(self): return ({}, {"__class__": int})
def attack():
    return copy.copy(Lie())

#! deny_setstate_in_a_class: refused definition-refused@2
class Lie:
    def __setstate__(self, state): pass
def attack():
    return "made"

#! deny_getnewargs_in_a_class: refused definition-refused@2
class Lie:
    def __getnewargs_ex__(self): return ((), {})
def attack():
    return "made"

#! deny_dataclass_fields_in_a_class: refused definition-refused@2
class Lie:
    __dataclass_fields__ = {}
def attack():
    return "made"

#! deny_annotations_in_a_class: refused definition-refused@2
class Lie:
    __annotations__ = {"__class__": int}
def attack():
    return "made"

#! deny_annotations_in_a_class_by_an_item: refused name-refused@2
class Lie:
    __annotations__["a=1"] = int
def attack():
    return "made"

#! deny_dir_in_a_class: refused definition-refused@2
class Lie:
    def __dir__(self): return []
def attack():
    return dir(Lie())

#! deny_sizeof_in_a_class: refused definition-refused@2
class Lie:
    def __sizeof__(self): return -1
def attack():
    return "made"

#! deny_buffers_in_a_class: refused definition-refused@2
class Lie:
    def __buffer__(self, flags): return memoryview(b"")
def attack():
    return "made"

#! deny_abstract_methods_in_a_class: refused definition-refused@2
class Lie:
    __abstractmethods__ = frozenset()
def attack():
    return "made"

#! deny_a_frame_in_a_class: refused definition-refused@2
class Lie:
    gi_frame = 1
def attack():
    return Lie.__name__

#! deny_names_that_init_subclass_could_set: raises AttributeError: policy
class Base:
    def __init_subclass__(cls, **names):
        for name in names:
            setattr(cls, name, names[name])
def attack():
    class A(Base, **{"__getattribute__": lambda self, name: "seen"}): pass
    return A().x

#! deny_a_decorator_that_sets_a_special_method: raises AttributeError: policy
def deco(cls):
    setattr(cls, "__getattribute__", lambda self, name: "seen")
    return cls
def attack():
    @deco
    class A: pass
    return A().x

#! deny_the_base_of_a_stand_in: refused attribute-refused@2
def attack():
    return str(type.__base__)

#! deny_a_setattr_of_the_class_of_a_librarys_object: raises *
import json
def attack():
    object.__setattr__(json.JSONDecoder(), "__class__", int)
    return "set"

#! deny_an_attribute_of_a_class_of_python: raises *
def attack():
    str.lies = 1
    return str.lies

#! allow_type_of_a_value: gives [true, "int", true, true, true]
def attack():
    return [type(1) is int, type(1).__name__, isinstance(int, type), isinstance(type(1), type), type(1) == int]

#! allow_type_in_annotations: gives 1
def make(kind: type, more: type[int] = int) -> type: return kind
def attack():
    return make(int)(1)

#! allow_abstract_classes: gives [2, "TypeError"]
from abc import ABC, ABCMeta, abstractmethod
class Shape(metaclass=ABCMeta):
    @abstractmethod
    def area(self): ...
class Square(Shape):
    def area(self): return 2
class Other(ABC): pass
def attack():
    try:
        Shape()
    except TypeError as e:
        return [Square().area(), type(e).__name__]

#! allow_init_subclass: gives ["A", "B"]
class Base:
    known = []
    def __init_subclass__(cls, **options): Base.known.append(cls.__name__)
class A(Base): pass
class B(Base): pass
def attack():
    return Base.known

#! allow_descriptors: gives [4, ["set", 5]]
class Double:
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, thing, owner=None): return 4
    def __set__(self, thing, value): log.extend(["set", value])
log = []
class Thing:
    x = Double()
def attack():
    thing = Thing()
    thing.x = 5
    return [thing.x, log]

#! allow_class_methods: gives ["Thing", "Sub", 3]
class Thing:
    @classmethod
    def name(cls): return cls.__name__
    @staticmethod
    def three(): return 3
class Sub(Thing): pass
def attack():
    return [Thing.name(), Sub().name(), Thing.three()]

#! allow_generic_classes: gives [1, "Box"]
from typing import Generic, TypeVar, Protocol, runtime_checkable
T = TypeVar("T")
class Box(Generic[T]):
    def __init__(self, value: T): self.value = value
@runtime_checkable
class Sized(Protocol):
    def __len__(self): ...
def attack():
    assert isinstance([], Sized) and not isinstance(1, Sized)
    return [Box[int](1).value, Box.__name__]

#! allow_a_hook_for_subclasses: gives [true, false]
from abc import ABC
class Quacks(ABC):
    @classmethod
    def __subclasshook__(cls, C):
        return hasattr(C, "quack")
class Duck:
    def quack(self): return "quack"
def attack():
    return [isinstance(Duck(), Quacks), isinstance(1, Quacks)]

#! allow_class_items: gives "A[int]"
class A:
    def __class_getitem__(cls, kind): return f"{cls.__name__}[{kind.__name__}]"
def attack():
    return A[int]
