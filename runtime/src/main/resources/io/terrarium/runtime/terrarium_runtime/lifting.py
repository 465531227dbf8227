"""Takes guards away again from modules that programs of every policy share.

The guards of a policy that lends such a module are put into the module itself, and all instances of
the wasm engine are made of one image, in which they are in place already. A program that no policy
checks is to have Python as it is: it is loaded into an interpreter of its own, and lifts them there.
"""

from __future__ import annotations

from .natives import __builtins__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable

_undoings: list[Callable[[], None]] = []


def guarded(undo: Callable[[], None]) -> None:
    """Something was replaced in a module; this puts back what was there."""
    _undoings.append(undo)


def lift() -> None:
    """Puts everything back."""
    while _undoings:
        _undoings.pop()()
