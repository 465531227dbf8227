"""Guarded parts of functools and typing: what copies attributes, or evaluates annotations."""

from __future__ import annotations

import functools
import types
import typing

from .doors import like, plain_attributes
from .marks import MARK, unmarked
from .natives import __builtins__
from .policy import Rules
from .stand_ins import is_class, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

_COPIED = ("__module__", "__name__", "__qualname__", "__doc__", "__type_params__")
_MISSING = object()
_Function = type(lambda: None)


class Wrapping:
    """The guards of one policy."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def update_wrapper(self) -> Callable[..., Any]:
        rules = self._rules

        def update_wrapper(wrapper: Any, wrapped: Any, *options: Any, **more: Any) -> Any:
            _check_options(options, more)
            for name in _COPIED:
                value = getattr(wrapped, name, _MISSING)
                if name != "__module__" or type(wrapped) is _Function:
                    if value is not _MISSING:
                        setattr(wrapper, name, value)
            if type(wrapper) is _Function and type(wrapped) is _Function:
                wrapper.__annotations__ = wrapped.__annotations__
            for name, value in _own_attributes(wrapped, rules).items():
                setattr(wrapper, name, value)
            wrapper.__wrapped__ = wrapped
            return wrapper

        return update_wrapper

    def wraps(self) -> Callable[..., Any]:
        update_wrapper = self.update_wrapper()

        def wraps(wrapped: Any, *options: Any, **more: Any) -> Callable[..., Any]:
            _check_options(options, more)
            return lambda wrapper: update_wrapper(wrapper, wrapped)

        return wraps

    def cached_property(self) -> type:
        rules = self._rules

        def __init__(self: Any, func: Any) -> None:
            self.func = func
            self.__doc__ = getattr(func, "__doc__", None)
            self._name = None

        def __set_name__(self: Any, owner: Any, name: Any) -> None:
            if type(name) is not str or rules.attribute_problem(unmarked(name)) is not None:
                raise TypeError("a cached property has the name of an ordinary attribute (policy)")
            marked = rules.is_marked(name) and name[-1:] != MARK
            self._name = name + MARK if marked else name

        def __get__(self: Any, instance: Any, owner: Any = None) -> Any:
            if instance is None:
                return self
            if self._name is None:
                raise TypeError("Cannot use cached_property instance without a name")
            kept = instance.__dict__
            value = kept.get(self._name, _MISSING)
            if value is _MISSING:
                value = kept[self._name] = self.func(instance)
            return value

        members = {"__init__": __init__, "__set_name__": __set_name__, "__get__": __get__}
        members["__class_getitem__"] = classmethod(types.GenericAlias)
        return type("cached_property", (), members)


def _check_options(options: Any, more: Any) -> None:
    if options or more:
        raise TypeError(
            "wraps and update_wrapper copy the usual attributes here, and no others (policy)"
        )


def _own_attributes(wrapped: Any, rules: Rules) -> dict[str, Any]:
    """What a program may see of an object's own attributes, by their names within."""
    namespace = getattr(wrapped, "__dict__", None)
    if type(namespace) is not dict:
        return {}
    shown_names = plain_attributes(namespace, rules)
    return {name: namespace[name] for name in namespace if unmarked(str(name)) in shown_names}


# Under every policy the same


def singledispatch(func: Any) -> Any:
    dispatching = functools.singledispatch(func)
    native = dispatching.register

    def register(cls: Any, func: Any = None) -> Any:
        if not _is_dispatched(cls):
            if func is not None or type(cls) is not _Function:
                raise TypeError(
                    "register() takes a class, or a function whose first argument says its class"
                )
            # With the class and the function, it looks at no annotation.
            return native(_first_annotation(cls), cls)
        return native(cls, func) if func is not None else lambda func: native(cls, func)

    dispatching.register = register
    return dispatching


def _is_dispatched(kind: Any) -> bool:
    return (
        is_class(kind) or type(kind) is types.UnionType or typing.get_origin(kind) is typing.Union
    )


def _first_annotation(function: Any) -> Any:
    """What a function says of its first argument; a text only where it is the name of a class."""
    annotations = dict(function.__annotations__)
    annotations.pop("return", None)
    found = next(iter(annotations.values()), None)
    if type(found) is str:
        namespace = function.__globals__
        for names in (namespace, namespace["__builtins__"]):
            if found.isidentifier() and is_class(names.get(found)):
                return names[found]
    if not _is_dispatched(found):
        raise TypeError("an annotation is not evaluated (policy): write register(the class)")
    return found


def singledispatchmethod() -> type:
    def __init__(self: Any, func: Any) -> None:
        native.__init__(self, func)
        self.dispatcher = singledispatch(func)

    native: Any = functools.singledispatchmethod
    return like(native, __init__=__init__)


def get_origin(tp: Any) -> Any:
    origin = typing.get_origin(tp)
    return shown(origin) if is_class(origin) else origin


def get_args(tp: Any) -> tuple[Any, ...]:
    return tuple([_plain(argument) for argument in typing.get_args(tp)])


def _plain(argument: Any) -> Any:
    if type(argument) is typing.ForwardRef:
        return argument.__forward_arg__
    return shown(argument) if is_class(argument) else argument


def guard_forward_references() -> None:
    """From Python 3.14 on a text in an annotation is an object that evaluates itself."""
    if hasattr(typing.ForwardRef, "evaluate"):
        typing.ForwardRef.evaluate = _no_evaluation


def _no_evaluation(self: Any, *args: Any, **kwargs: Any) -> Any:
    raise TypeError("an annotation that is a text is not evaluated (policy)")
