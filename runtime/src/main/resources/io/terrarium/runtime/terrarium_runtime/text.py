"""Text that is fit for an answer, and the names of types.

Answers are UTF-8, so lone surrogates are escaped with a backslash; and they are bounded, so long
text is cut.
"""

from __future__ import annotations

from .natives import __builtins__

MESSAGE_LIMIT = 8 * 1024
"""The most characters of a message."""

NAME_LIMIT = 500
"""The most characters of a name, and of a source line."""

_qualname_of = type.__dict__["__qualname__"].__get__
_module_of = type.__dict__["__module__"].__get__
_exact = str.__str__


def clean(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """Returns `text` as an exact str of at most `limit` characters without lone surrogates."""
    if type(text) is not str:
        text = _exact(text)
    if len(text) > limit:
        text = text[: limit - 1] + "\u2026"
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()[:limit]
    return text


def type_name(kind: type, own_module: str = "") -> str:
    """The qualified name of a class: without a module for builtins and for the program's own.

    Read from the type itself, past any metaclass, so no code of the user's runs.
    """
    qualname = _qualname_of(kind)
    try:
        module = _module_of(kind)
    except AttributeError:
        module = None
    if type(module) is not str or module == "builtins" or module == own_module:
        return clean(qualname, NAME_LIMIT)
    return clean(module + "." + _exact(qualname), NAME_LIMIT)
