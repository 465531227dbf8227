"""Guarded dataclasses and named tuples.

`dataclasses` and `match` read the attributes that the fields of a class name, whatever they are named.
So names of fields are held to the rules for attributes, and what a class says of its fields cannot be
changed later. Private fields have marked names within, and plain ones for whoever looks.
"""

from __future__ import annotations

import collections
import dataclasses
import enum
import sys
import typing
from functools import partial

from . import classes, generating
from .doors import plain_attributes, runs_program
from .lifting import guarded
from .marks import MARK, is_dunder, unmarked, without_marks
from .natives import __builtins__
from .policy import Rules
from .stand_ins import check_bases, functions_of_typing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable

_SLOTS = dataclasses.Field.__slots__
_Function = type(lambda: None)
_NOT_MATCHED = frozenset({"obj", "format", "format_map"})


class Records:
    """The guards of one policy for what makes classes out of fields."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._finish_class = classes.finisher(rules)

    def dataclass(self) -> Callable[..., Any]:
        settle = self._settle

        def dataclass(cls: Any = None, /, **options: Any) -> Any:
            if cls is None:
                return lambda cls: settle(dataclasses.dataclass(cls, **options))
            return settle(dataclasses.dataclass(cls, **options))

        return dataclass

    def make_dataclass(self) -> Callable[..., Any]:
        def make_dataclass(
            cls_name: str, fields: Any, *, bases: Any = (), namespace: Any = None, **options: Any
        ) -> Any:
            check_bases(tuple(bases))
            listed = [self._field(field) for field in fields]
            members = {self._member(key): value for key, value in (namespace or {}).items()}
            self._finish_class(members, cls_name)
            options.pop("module", None)
            made = dataclasses.make_dataclass(
                cls_name, listed, bases=tuple(bases), namespace=members, **options
            )
            made.__module__ = runs_program()
            return self._settle(made)

        return make_dataclass

    def fields(self) -> Callable[..., Any]:
        def fields(class_or_instance: Any) -> tuple[Any, ...]:
            found = []
            for field in dataclasses.fields(class_or_instance):
                found.append(_sealed(field, unmarked(field.name)))
            return tuple(found)

        return fields

    def asdict(self) -> Callable[..., Any]:
        def asdict(obj: Any, *, dict_factory: Any = dict) -> Any:
            def factory(items: Iterable[tuple[str, Any]]) -> Any:
                return dict_factory([(unmarked(key), value) for key, value in items])

            return dataclasses.asdict(obj, dict_factory=factory)

        return asdict

    def replace(self) -> Callable[..., Any]:
        return _replace

    def namedtuple(self) -> Callable[..., Any]:
        def namedtuple(typename: str, field_names: Any, **options: Any) -> Any:
            if isinstance(field_names, str):
                field_names = field_names.replace(",", " ").split()
            names = [str(name) for name in field_names]
            for name in names:
                self._check_field(name)
            options["module"] = runs_program()
            made = collections.namedtuple(str(typename), names, **options)
            return _matching(made)

        return namedtuple

    def named_tuple(self) -> Callable[..., Any]:
        def NamedTuple(typename: str, fields: Any = (), /, **more: Any) -> Any:
            listed = [(str(name), kind) for name, kind in (*fields, *more.items())]
            for name, _ in listed:
                self._check_field(name)
            made = typing.NamedTuple(str(typename), listed)
            made.__module__ = runs_program()
            return _matching(made)

        # As a base class it stands for the typing module's own.
        NamedTuple.__mro_entries__ = lambda bases: (typing._NamedTuple,)  # type: ignore[attr-defined]
        NamedTuple.__module__ = "typing"
        functions_of_typing.append(NamedTuple)
        return NamedTuple

    def guard_generating(self) -> None:
        """Has dataclasses run no text but that of the functions that it means to make."""
        if "exec" not in vars(dataclasses):
            dataclasses.exec = generating.runner(self._rules)  # type: ignore[attr-defined]
            guarded(partial(delattr, dataclasses, "exec"))

    def field_type(self) -> type:
        """The class of fields: a stand-in, for whoever holds it could change the name of a field."""
        return _FieldStandIn("Field", (), {"__module__": "dataclasses"})

    def field(self) -> Callable[..., Any]:
        def field(**options: Any) -> Any:
            return _sealed(dataclasses.field(**options), None)

        return field

    def simple_namespace(self) -> type:
        rules, mark = self._rules, self._marked

        def __init__(self: Any, mapping: Any = (), /, **names: Any) -> None:
            for name, value in {**dict(mapping), **names}.items():
                if type(name) is not str:
                    raise TypeError("keywords must be strings")
                if is_dunder(name) or rules.attribute_problem(name) is not None:
                    raise ValueError(f"a namespace cannot have the name {name!r} (policy)")
                self.__dict__[mark(name)] = value

        def __repr__(self: Any) -> str:
            shown = plain_attributes(self.__dict__, rules)
            return f"namespace({', '.join([f'{name}={shown[name]!r}' for name in shown])})"

        def __eq__(self: Any, other: Any) -> Any:
            if type(other) is not type(self):
                return NotImplemented
            return plain_attributes(self.__dict__, rules) == plain_attributes(other.__dict__, rules)

        members = {"__init__": __init__, "__repr__": __repr__, "__eq__": __eq__, "__hash__": None}
        return type("SimpleNamespace", (), {**members, "__module__": "types"})

    def guard_enums(self) -> None:
        """Has Enum("Name", members) make nothing that a class statement could not."""
        kind = enum.EnumMeta
        native = kind._create_
        if hasattr(native, "guards"):
            return

        def _create_(cls: Any, class_name: Any, names: Any, **options: Any) -> Any:
            # Behind this and the call of the class stands whoever makes one.
            options["module"] = sys._getframe(2).f_globals["__name__"]
            return native(cls, str(class_name), self._members(names), **options)

        _create_.guards = True  # type: ignore[attr-defined]
        method = kind.__dict__["_create_"]
        type.__setattr__(kind, "_create_", _create_)
        guarded(partial(type.__setattr__, kind, "_create_", method))

    def _members(self, names: Any) -> Any:
        """The members that a call names, as a list of names or of pairs."""
        if isinstance(names, str):
            names = str(names).replace(",", " ").split()
        listed = list(names.items()) if isinstance(names, dict) else list(names)
        checked: list[Any] = []
        for each in listed:
            name, *value = (each,) if isinstance(each, str) else tuple(each)
            if type(name) is not str or not name.isidentifier() or name[:1] == "_":
                raise ValueError(f"a member cannot have the name {name!r} (policy)")
            if self._rules.definition_problem(name) is not None:
                raise ValueError(f"a member cannot have the name {name!r} (policy)")
            if value and hasattr(type(value[0]), "__get__"):
                raise ValueError(f"the member {name!r} needs a class statement (policy)")
            checked.append((name, *value) if value else name)
        return checked

    # Names

    def _check_field(self, name: Any) -> None:
        if type(name) is not str:
            raise TypeError("names of fields must be strings")
        problem = self._rules.attribute_problem(name)
        if problem is not None or is_dunder(name):
            why = problem[0] if problem else "it belongs to Python"
            raise ValueError(f"a field cannot have the name {name!r}: {why} (policy)")

    def _marked(self, name: str) -> str:
        return name + MARK if self._rules.is_marked(name) and name[-1:] != MARK else name

    def _field(self, field: Any) -> Any:
        """One of the fields of make_dataclass: a name, or a tuple that begins with one."""
        if type(field) is str:
            self._check_field(field)
            return self._marked(field)
        name, *others = field
        self._check_field(name)
        return (self._marked(name), *others)

    def _member(self, name: Any) -> str:
        if type(name) is not str:
            raise TypeError("names of members must be strings")
        problem = self._rules.definition_problem(name)
        if problem is not None or name in ("__match_args__", "__slots__"):
            why = problem[0] if problem else "a class statement can define it"
            raise ValueError(f"a class may not define {name!r}: {why} (policy)")
        return self._marked(name)

    # A class that the module dataclasses has made

    def _settle(self, made: Any) -> Any:
        """Takes the class's fields out of the program's hands."""
        own: dict[str, Any] = {}
        for name, field in made.__dict__["__dataclass_fields__"].items():
            self._check_field(unmarked(name))
            own[name] = _copy(field)
        type.__setattr__(made, "__dataclass_fields__", own)
        if any([name[-1:] == MARK for name in own]):
            _take_plain_names(made)
            _show_plain_names(made)
            if "__replace__" in made.__dict__:
                type.__setattr__(made, "__replace__", _replace)
        return _matching(made)


class _Sealed(type):
    """The type of a class that stays as it is."""

    def __setattr__(cls, name: str, value: Any) -> None:
        raise TypeError(f"{cls.__name__} cannot be changed (policy)")

    def __delattr__(cls, name: str) -> None:
        raise TypeError(f"{cls.__name__} cannot be changed (policy)")


class _Field(dataclasses.Field, metaclass=_Sealed):  # type: ignore[type-arg]
    """A field that a program holds. Its name is set once, by the class that it belongs to.

    The module dataclasses writes names of fields into the text of a function, and runs it.
    """

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        raise TypeError("Field is no base class (policy)")

    @property
    def name(self) -> Any:
        return _slot_of("name").__get__(self)

    @name.setter
    def name(self, name: Any) -> None:
        if _slot_of("name").__get__(self) is not None:
            raise TypeError("a field has its name from the class that it belongs to (policy)")
        if type(name) is not str or not name.isidentifier():
            raise TypeError("the name of a field is an identifier")
        _slot_of("name").__set__(self, name)


class _FieldStandIn(type):
    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("fields are made by field() (policy)")

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, dataclasses.Field)

    def __getitem__(cls, parameters: Any) -> Any:
        return cls


def _sealed(field: Any, name: str | None) -> _Field:
    """A copy for the program to hold."""
    made = _Field.__new__(_Field)
    for slot in _SLOTS:
        _slot_of(slot).__set__(made, getattr(field, slot))
    _slot_of("name").__set__(made, name)
    return made


def _slot_of(name: str) -> Any:
    return dataclasses.Field.__dict__[name]


def _copy(field: Any) -> Any:
    copied = dataclasses.Field.__new__(dataclasses.Field)
    for slot in _SLOTS:
        setattr(copied, slot, getattr(field, slot))
    return copied


def _matching(made: Any) -> Any:
    """Leaves to positional patterns the names that they may read without a guard."""
    names = made.__dict__.get("__match_args__", ())
    for index, name in enumerate(names):
        if name in _NOT_MATCHED:
            type.__setattr__(made, "__match_args__", names[:index])
            break
    return made


def _replace(obj: Any, /, **changes: Any) -> Any:
    """What dataclasses.replace does, with private fields by the names that a program writes."""
    kept = getattr(type(obj), "__dataclass_fields__", {}).values()
    if not any([field.name[-1:] == MARK for field in kept]):
        return dataclasses.replace(obj, **changes)
    for field in dataclasses.fields(obj):
        name = unmarked(field.name)
        if not field.init:
            if name in changes:
                raise ValueError(f"field {name} is declared with init=False")
        elif name not in changes:
            changes[name] = getattr(obj, field.name)
    return type(obj)(**changes)


def _take_plain_names(made: Any) -> None:
    """Has the constructor's parameters named as they are written."""
    init = made.__dict__.get("__init__")
    if type(init) is not _Function:
        return
    # They are local variables, whose names nobody but callers and messages know.
    code = init.__code__
    init.__code__ = code.replace(co_varnames=tuple(map(unmarked, code.co_varnames)))
    if init.__kwdefaults__:
        init.__kwdefaults__ = {
            unmarked(key): init.__kwdefaults__[key] for key in init.__kwdefaults__
        }
    init.__annotations__ = {
        unmarked(key): init.__annotations__[key] for key in init.__annotations__
    }


def _show_plain_names(made: Any) -> None:
    original = made.__dict__.get("__repr__")
    if original is None:
        return

    def __repr__(self: Any) -> str:
        return without_marks(original(self))

    _dress(__repr__, original)
    type.__setattr__(made, "__repr__", __repr__)


def _dress(wrapper: Any, original: Any) -> None:
    wrapper.__name__ = original.__name__
    wrapper.__qualname__ = original.__qualname__
    wrapper.__doc__ = original.__doc__
    wrapper.__module__ = original.__module__
