"""The end of a class body: its private members get their marks, its accessors their guards.

And what is caught: its message loses the marks.

Trusted code uses objects of the program's classes, and asks them for its own private attributes. A
class that defines access to attributes sees its own names alone: it is not asked for those of others.
"""

from __future__ import annotations

from .marks import MARK, class_private, is_dunder, unmarked, without_marks
from .natives import __builtins__
from .policy import Rules
from .stand_ins import is_class, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

_SLOTS_OF_PYTHON = frozenset({"__dict__", "__weakref__"})
_Function = type(lambda: None)


def finisher(rules: Rules) -> Callable[[dict[str, Any], str], None]:
    """What the checker has called at the end of a class body, with its namespace and its name."""
    guards = {
        "__slots__": lambda slots, class_name: _slots(slots, class_name, rules),
        "__subclasshook__": lambda hook, class_name: _subclass_hook(hook),
        "__getattr__": lambda function, class_name: _getter(function, rules),
        "__setattr__": lambda function, class_name: _setter(function, object.__setattr__, rules),
        "__delattr__": lambda function, class_name: _setter(function, object.__delattr__, rules),
    }

    def finish_class(namespace: dict[str, Any], class_name: str) -> None:
        members = getattr(namespace, "_member_names", ())
        for name in list(namespace):
            if type(name) is not str or name[-1:] == MARK or not rules.is_marked(name):
                continue
            if name in members:
                raise TypeError(f"a member of an Enum cannot be private: {name!r} (policy)")
            # Past what the namespace of an Enum makes of an assignment.
            dict.__setitem__(namespace, name + MARK, dict.pop(namespace, name))
        for name, guard in guards.items():
            if name in namespace:
                dict.__setitem__(namespace, name, guard(namespace[name], class_name))

    return finish_class


def caught(error: BaseException) -> None:
    """What the checker has called where an exception is caught: its message loses the marks."""
    if type(error) is AttributeError or type(error) is TypeError:
        args = error.args
        if len(args) == 1 and type(args[0]) is str and MARK in args[0]:
            error.args = (without_marks(args[0]),)


def _slots(slots: Any, class_name: str, rules: Rules) -> Any:
    if type(slots) is str:
        slots = (slots,)
    if type(slots) is dict:
        return {_slot(name, class_name, rules): slots[name] for name in slots}
    return tuple([_slot(name, class_name, rules) for name in slots])


def _slot(name: Any, class_name: str, rules: Rules) -> str:
    if type(name) is not str:
        raise TypeError(f"__slots__ items must be strings, not {type(name).__name__!r}")
    if name not in _SLOTS_OF_PYTHON and (is_dunder(name) or rules.attribute_problem(name)):
        raise TypeError(f"a slot cannot have the name {name!r} (policy)")
    return class_private(name, class_name) + MARK if rules.is_marked(name) else name


def _subclass_hook(hook: Any) -> Any:
    """A hook that is asked about metaclasses sees their stand-ins."""
    function = hook.__func__ if type(hook) is classmethod else hook
    _check_function("__subclasshook__", function)

    def __subclasshook__(cls: Any, subclass: Any) -> Any:
        return function(cls, shown(subclass) if is_class(subclass) else subclass)

    return classmethod(__subclasshook__)


def _getter(function: Any, rules: Rules) -> Callable[..., Any]:
    _check_function("__getattr__", function)

    def __getattr__(self: Any, name: Any) -> Any:
        if _is_of_others(name, rules):
            raise AttributeError(name)
        return function(self, unmarked(name))

    return _dressed(__getattr__, function)


def _setter(function: Any, native: Any, rules: Rules) -> Callable[..., Any]:
    _check_function(native.__name__, function)

    def access(self: Any, name: Any, *value: Any) -> None:
        if _is_of_others(name, rules):
            native(self, name, *value)
        else:
            function(self, unmarked(name), *value)

    return _dressed(access, function)


def _is_of_others(name: Any, rules: Rules) -> bool:
    """Whether no program can have written a name: it belongs to a library, or to Python."""
    if type(name) is not str:
        return True
    if name[:1] != "_" or name[-1:] == MARK:
        return False
    return rules.is_marked(name) or rules.attribute_problem(name) is not None


def _check_function(name: str, function: Any) -> None:
    if type(function) is not _Function:
        raise TypeError(f"{name} is defined by a function of the class (policy)")


def _dressed(wrapper: Any, function: Any) -> Any:
    wrapper.__name__ = function.__name__
    wrapper.__qualname__ = function.__qualname__
    wrapper.__doc__ = function.__doc__
    wrapper.__module__ = function.__module__
    return wrapper
