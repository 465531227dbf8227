"""Guarded dataclasses and named tuples.

`dataclasses` and `match` read the attributes that the fields of a class name, whatever they are named.
So names of fields are held to the rules for attributes, and what a class says of its fields cannot be
changed later. Private fields have marked names within, and plain ones for whoever looks.
"""

from __future__ import annotations

import collections
import dataclasses
import sys
import typing

from .marks import MARK, is_dunder, unmarked, without_marks
from .natives import __builtins__
from .policy import Rules
from .stand_ins import check_bases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable

_SLOTS = dataclasses.Field.__slots__
_NOT_MATCHED = frozenset({"obj", "format", "format_map"})


class Records:
    """The guards of one policy for what makes classes out of fields."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

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
            check_bases(tuple(bases), lambda base: False)
            listed = [self._field(field) for field in fields]
            members = {self._member(key): value for key, value in (namespace or {}).items()}
            options.pop("module", None)
            made = dataclasses.make_dataclass(
                cls_name, listed, bases=tuple(bases), namespace=members, **options
            )
            made.__module__ = _caller()
            return self._settle(made)

        return make_dataclass

    def fields(self) -> Callable[..., Any]:
        def fields(class_or_instance: Any) -> tuple[Any, ...]:
            found = []
            for field in dataclasses.fields(class_or_instance):
                copied = _copy(field)
                copied.name = unmarked(field.name)
                found.append(copied)
            return tuple(found)

        return fields

    def asdict(self) -> Callable[..., Any]:
        def asdict(obj: Any, *, dict_factory: Any = dict) -> Any:
            def factory(items: Iterable[tuple[str, Any]]) -> Any:
                return dict_factory([(unmarked(key), value) for key, value in items])

            return dataclasses.asdict(obj, dict_factory=factory)

        return asdict

    def replace(self) -> Callable[..., Any]:
        mark = self._marked

        def replace(obj: Any, /, **changes: Any) -> Any:
            changes = {mark(name): value for name, value in changes.items()}
            return dataclasses.replace(obj, **changes)

        return replace

    def namedtuple(self) -> Callable[..., Any]:
        def namedtuple(typename: str, field_names: Any, **options: Any) -> Any:
            if isinstance(field_names, str):
                field_names = field_names.replace(",", " ").split()
            names = [str(name) for name in field_names]
            for name in names:
                self._check_field(name)
            options["module"] = options.get("module") or _caller()
            made = collections.namedtuple(str(typename), names, **options)
            return _matching(made)

        return namedtuple

    def named_tuple(self) -> Callable[..., Any]:
        def NamedTuple(typename: str, fields: Any = (), /, **more: Any) -> Any:
            listed = [(str(name), kind) for name, kind in (*fields, *more.items())]
            for name, _ in listed:
                self._check_field(name)
            made = typing.NamedTuple(str(typename), listed)
            made.__module__ = _caller()
            return _matching(made)

        # As a base class it stands for the typing module's own.
        NamedTuple.__mro_entries__ = lambda bases: (typing._NamedTuple,)  # type: ignore[attr-defined]
        NamedTuple.__module__ = "typing"
        return NamedTuple

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
        private = frozenset([name for name in own if name[-1:] == MARK])
        if private:
            _take_plain_names(made, private)
            _show_plain_names(made)
        return _matching(made)


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


def _take_plain_names(made: Any, private: frozenset[str]) -> None:
    original = made.__dict__.get("__init__")
    if original is None:
        return

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        for name in [name for name in kwargs if name + MARK in private]:
            kwargs[name + MARK] = kwargs.pop(name)
        original(self, *args, **kwargs)

    _dress(__init__, original)
    type.__setattr__(made, "__init__", __init__)


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


def _caller() -> str:
    """The name of the module that called a guard."""
    return sys._getframe(2).f_globals["__name__"]
