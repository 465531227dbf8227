"""Stand-ins for metaclasses.

Whoever has `type`, or any other metaclass, can make a class out of names and values, past everything
that is checked in a class statement. So programs get stand-ins: they tell what a value is, work in
isinstance, in annotations and behind `metaclass=`, and make no classes. Every way from a class to its
metaclass (`type(C)`, `C.__class__`) leads to a stand-in.
"""

from __future__ import annotations

import abc
import enum
import sys
import typing

from .natives import __builtins__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_GenericAlias = type(list[int])
_real_build_class = vars(sys.modules["builtins"])["__build_class__"]
_MISSING = object()
_real_of: dict[type, type] = {}
_stand_in_of: dict[type, type] = {}


class _StandIn(type):
    """The type of all stand-ins. Each looks like the metaclass that it stands for."""

    def __call__(cls, value: Any = _MISSING, *args: Any, **kwargs: Any) -> Any:
        if cls is TYPE and not args and not kwargs and value is not _MISSING:
            kind = type(value)
            return shown(kind) if issubclass(kind, type) else kind
        raise TypeError(f"{cls.__name__} makes no classes here: write a class statement (policy)")

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, _real_of[cls])

    def __subclasscheck__(cls, subclass: Any) -> bool:
        return issubclass(_real_of.get(subclass, subclass), _real_of[cls])

    def __getitem__(cls, parameters: Any) -> Any:
        return _GenericAlias(cls, parameters)

    def __repr__(cls) -> str:
        return repr(_real_of[cls])


def stand_in(metaclass: type) -> type:
    """The stand-in for a metaclass; there is one for each."""
    known = _stand_in_of.get(metaclass)
    if known is None:
        namespace = {"__module__": metaclass.__module__, "__doc__": metaclass.__doc__}
        known = _StandIn(metaclass.__name__, (), namespace)
        _stand_in_of[metaclass] = known
        _real_of[known] = metaclass
    return known


def shown(kind: type) -> type:
    """A class as programs may see it: itself, or the stand-in for a metaclass."""
    if not issubclass(kind, type):
        return kind
    return stand_in(type if issubclass(kind, _StandIn) else kind)


def is_class(value: Any) -> bool:
    """Whether something is a class, whatever it says of itself."""
    return issubclass(type(value), type)


TYPE = stand_in(type)
_METACLASSES = frozenset({type, abc.ABCMeta, enum.EnumMeta})


def check_bases(bases: tuple[Any, ...]) -> None:
    """Raises TypeError where a class with these bases would be a metaclass or a stand-in."""
    for base in bases:
        if not is_class(base):
            if not _is_of_typing(base):
                raise TypeError("a base class has to be a class (policy)")
            check_bases(base.__mro_entries__(bases))
        elif issubclass(base, type) or issubclass(type(base), _StandIn):
            raise TypeError(
                f"{base.__name__} cannot be a base class: metaclasses are refused (policy);"
                " use __init_subclass__ or a class decorator"
            )


def build_class(body: Any, name: str, *bases: Any, **keywords: Any) -> Any:
    """What a class statement calls."""
    check_bases(bases)
    metaclass = keywords.get("metaclass")
    if metaclass is not None:
        real = _real_of.get(metaclass) if is_class(metaclass) else None
        if real not in _METACLASSES:
            raise TypeError(
                "metaclass= takes type, ABCMeta or EnumMeta here (policy);"
                " use __init_subclass__ or a class decorator"
            )
        keywords["metaclass"] = real
    return _real_build_class(body, name, *bases, **keywords)


def _is_of_typing(base: Any) -> bool:
    """Whether a base that is no class is one of the typing module's, or like list[int]."""
    kind = type(base)
    if kind is _GenericAlias or any([base is known for known in functions_of_typing]):
        return True
    return vars(typing).get(kind.__name__) is kind


functions_of_typing: list[Any] = [typing.NamedTuple, typing.TypedDict]
"""What stands for a class where it is a base, and is a function."""
