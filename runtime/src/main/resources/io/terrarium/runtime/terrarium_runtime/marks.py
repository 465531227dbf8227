"""Private attributes: names that a program and the libraries can never share.

An attribute whose name begins with an underscore belongs to whoever defined it. The checker compiles
such a name, wherever a program writes it as an attribute, to the same name with a mark at its end;
no library has names that end so. What a program stores under a private name it finds again, and what
a library keeps under one is not there for the program, whichever object it asks.

Everything that shows names to people takes the mark off again.
"""

from __future__ import annotations

import re

from .natives import __builtins__

MARK = "\u169a"
"""A letter, so that a marked name is still an identifier; NFKC leaves it as it is."""

_MARKED = re.compile(rf"\b(_\w*?){MARK}\b")


def is_dunder(name: str) -> bool:
    """Whether a name belongs to Python: `__name__`."""
    return len(name) > 4 and name[:2] == "__" and name[-2:] == "__"


def is_private(name: str) -> bool:
    """Whether a name begins with an underscore without being Python's own."""
    return name[:1] == "_" and not is_dunder(name)


def class_private(name: str, class_name: str | None) -> str:
    """The name that Python makes of `__name` within a class (reference, 6.2.1: private names)."""
    if class_name is None or name[:2] != "__" or name[-2:] == "__":
        return name
    stripped = class_name.lstrip("_")
    return f"_{stripped}{name}" if stripped else name


def unmarked(name: str) -> str:
    """A name as the program writes it."""
    return name[:-1] if name[-1:] == MARK and name[:1] == "_" else name


def without_marks(text: str) -> str:
    """A text with all names in it as the program writes them."""
    return _MARKED.sub(r"\1", text) if MARK in text else text
