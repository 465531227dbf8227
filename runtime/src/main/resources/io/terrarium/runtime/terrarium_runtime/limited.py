"""The options of a policy: bounded builtins, and useful ones without an import.

They are what RestrictedPython calls limited_builtins and utility_builtins.
"""

from __future__ import annotations

from .natives import __builtins__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

RANGE_AT_MOST = 1000
"""The most numbers of a bounded range."""


class _Bounded(type):
    """The type of stand-ins for list and tuple that take no text apart."""

    def __call__(cls, *args: Any) -> Any:
        if args and isinstance(args[0], (str, bytes)):
            raise TypeError(f"cannot make a {cls.__name__} of a text (option 'limited')")
        return _REAL[cls.__name__](*args)

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, _REAL[cls.__name__])

    def __subclasscheck__(cls, subclass: Any) -> bool:
        return issubclass(subclass, _REAL[cls.__name__])

    def __getitem__(cls, parameters: Any) -> Any:
        return _REAL[cls.__name__][parameters]  # type: ignore[index]

    def __eq__(cls, other: Any) -> bool:
        return other is cls or other is _REAL[cls.__name__]

    def __hash__(cls) -> int:
        return hash(_REAL[cls.__name__])

    def __repr__(cls) -> str:
        return repr(_REAL[cls.__name__])


_REAL: dict[str, type] = {"list": list, "tuple": tuple}


def limited() -> dict[str, Any]:
    """Builtins that stay small."""

    def bounded_range(*args: int) -> range:
        made = range(*args)
        # A range of more numbers than a machine word counts is not empty behind the bound either.
        if made[RANGE_AT_MOST:]:
            raise ValueError(f"a range has at most {RANGE_AT_MOST} numbers (option 'limited')")
        return made

    bounded_range.__name__ = bounded_range.__qualname__ = "range"
    return {
        "range": bounded_range,
        "list": _Bounded("list", (), {}),
        "tuple": _Bounded("tuple", (), {}),
    }


def utility(facade: Callable[[str], Any]) -> dict[str, Any]:
    """Modules and functions that are there without an import."""
    return {
        "math": facade("math"),
        "random": facade("random"),
        "string": facade("string"),
        "same_type": _same_type,
        "test": _test,
        "reorder": _reorder,
    }



def _same_type(first: Any, /, *others: Any) -> bool:
    """Whether all arguments have the very same type."""
    return all([type(other) is type(first) for other in others])


def _test(*args: Any) -> Any:
    """test(condition, value, condition, value, …, otherwise): the first value that holds."""
    for index in range(0, len(args) - 1, 2):
        if args[index]:
            return args[index + 1]
    return args[-1] if len(args) % 2 else None


def _reorder(values: Any, first: Any = None, without: Any = ()) -> list[Any]:
    """The values (or pairs) that `first` names, in its order, but for those in `without`."""
    pairs = [
        value if isinstance(value, tuple) and len(value) == 2 else (value, value)
        for value in values
    ]
    by_key = dict(pairs)
    left_out = {
        value[0] if isinstance(value, tuple) and len(value) == 2 else value for value in without
    }
    keys = (
        list(by_key)
        if first is None
        else [key[0] if isinstance(key, tuple) and len(key) == 2 else key for key in first]
    )
    return [(key, by_key[key]) for key in keys if key in by_key and key not in left_out]
