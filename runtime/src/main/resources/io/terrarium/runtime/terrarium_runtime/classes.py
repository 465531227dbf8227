"""The end of a class body: its private members get their marks."""

from __future__ import annotations

from .marks import MARK, class_private, is_dunder, unmarked
from .natives import __builtins__
from .policy import Rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

_ACCESSORS = ("__getattr__", "__setattr__", "__delattr__")
_SLOTS_OF_PYTHON = frozenset({"__dict__", "__weakref__"})
_Function = type(lambda: None)


def finisher(rules: Rules) -> Callable[[dict[str, Any], str], None]:
    """What the checker has called at the end of a class body, with its namespace and its name."""

    def finish_class(namespace: dict[str, Any], class_name: str) -> None:
        members = getattr(namespace, "_member_names", ())
        for name in list(namespace):
            if type(name) is not str or name[-1:] == MARK or not rules.is_marked(name):
                continue
            if name in members:
                raise TypeError(f"a member of an Enum cannot be private: {name!r} (policy)")
            # Past what the namespace of an Enum makes of an assignment.
            dict.__setitem__(namespace, name + MARK, dict.pop(namespace, name))
        if "__slots__" in namespace:
            slots = _marked_slots(namespace["__slots__"], class_name, rules)
            dict.__setitem__(namespace, "__slots__", slots)
        for name in _ACCESSORS:
            function = namespace.get(name)
            if type(function) is _Function:
                dict.__setitem__(namespace, name, _with_plain_names(function))

    return finish_class


def _marked_slots(slots: Any, class_name: str, rules: Rules) -> Any:
    if type(slots) is str:
        slots = (slots,)
    if type(slots) is dict:
        return {_marked_slot(name, class_name, rules): slots[name] for name in slots}
    return tuple([_marked_slot(name, class_name, rules) for name in slots])


def _marked_slot(name: Any, class_name: str, rules: Rules) -> Any:
    if type(name) is not str:
        raise TypeError(f"__slots__ items must be strings, not {type(name).__name__!r}")
    if is_dunder(name) and name not in _SLOTS_OF_PYTHON:
        raise TypeError(f"a slot cannot have the name {name!r} (policy)")
    return class_private(name, class_name) + MARK if rules.is_marked(name) else name


def _with_plain_names(function: Callable[..., Any]) -> Callable[..., Any]:
    """A method for access to attributes that sees private names as the program writes them."""

    def access(self: Any, name: Any, *values: Any) -> Any:
        return function(self, unmarked(name) if type(name) is str else name, *values)

    access.__name__ = function.__name__
    access.__qualname__ = function.__qualname__
    access.__doc__ = function.__doc__
    access.__module__ = function.__module__
    return access
