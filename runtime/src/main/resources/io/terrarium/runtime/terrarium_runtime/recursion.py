"""Room on the stack for our own code, whatever recursion limit the user's code has set."""

from __future__ import annotations

import sys

from .natives import __builtins__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

_ROOM = 4000
_limit = sys.getrecursionlimit
_set_limit = sys.setrecursionlimit


def with_room(function: Callable[..., Any], *arguments: Any) -> Any:
    """Calls `function` with a recursion limit that suffices, and puts the user's back."""
    limit = _limit()
    if limit == _ROOM:
        return function(*arguments)
    _set_limit(_ROOM)
    try:
        return function(*arguments)
    finally:
        try:
            _set_limit(limit)
        except RecursionError:
            # Lower than where we are: it stays as it is.
            pass
