"""Context managers that change the interpreter, without the insides that programs could get at."""

from __future__ import annotations

import sys
import warnings

from .natives import __builtins__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable


def redirect_stdout() -> type:
    return _redirecting("redirect_stdout", "stdout")


def redirect_stderr() -> type:
    return _redirecting("redirect_stderr", "stderr")


def _redirecting(name: str, stream: str) -> type:
    """A class like contextlib's; the stream from before is where no attribute leads."""

    def __init__(self: Any, new_target: Any) -> None:
        before: list[Any] = []

        def enter() -> Any:
            before.append(getattr(sys, stream))
            setattr(sys, stream, new_target)
            return new_target

        _enter[self] = enter
        _leave[self] = lambda: setattr(sys, stream, before.pop())

    return _manager(name, __init__)


def catch_warnings() -> type:
    def __init__(self: Any, *, record: bool = False, **options: Any) -> None:
        if options.pop("module", None) is not None:
            raise TypeError("catch_warnings takes no module here (policy)")
        catching = warnings.catch_warnings(record=record, **options)
        _enter[self] = catching.__enter__
        _leave[self] = lambda: catching.__exit__(None, None, None)

    return _manager("catch_warnings", __init__)


def _manager(name: str, __init__: Callable[..., None]) -> type:
    def __enter__(self: Any) -> Any:
        return _enter[self]()

    def __exit__(self: Any, *exception: Any) -> None:
        _leave[self]()

    members = {"__init__": __init__, "__enter__": __enter__, "__exit__": __exit__}
    return type(name, (), members)


class _ByIdentity(dict):  # type: ignore[type-arg]
    """A mapping of objects that may have an equality of their own."""

    def __setitem__(self, key: Any, value: Any) -> None:
        # The object is kept, so that its identity stays its own.
        super().__setitem__(id(key), (key, value))

    def __getitem__(self, key: Any) -> Any:
        known = super().get(id(key))
        if known is None:
            raise TypeError("this context manager was not made by its class (policy)")
        return known[1]


_enter: Any = _ByIdentity()
_leave: Any = _ByIdentity()
