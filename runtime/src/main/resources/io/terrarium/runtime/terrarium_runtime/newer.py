"""Syntax of newer Pythons than the one that runs.

An older parser only says that the syntax is invalid. Here a line that it stumbles over is compared with
what later versions brought, so that people learn that the program is right and the Python too old.
"""

from __future__ import annotations

import re
import sys

from .natives import __builtins__

_PARAMETERS = r"(?:(?:async\s+)?def|class)\s+\w+\s*\["
_SYNTAX = (
    ((3, 11), re.compile(r"\s*except\s*\*"), "except*"),
    ((3, 13), re.compile(rf"\s*{_PARAMETERS}[^\]]*\w\s*="), "a type parameter with a default"),
    ((3, 12), re.compile(rf"\s*{_PARAMETERS}"), "a list of type parameters"),
    ((3, 12), re.compile(r"\s*type\s+\w+\s*(?:\[.*\])?\s*="), "a type statement"),
    ((3, 14), re.compile(r"\s*except\s+[\w.]+\s*,"), "except without parentheses"),
    ((3, 14), re.compile(r""".*(?<!\w)(?:t|rt|tr|T|rT|Rt)["']"""), "a template string"),
)


def explain(line: str) -> str | None:
    """A sentence where a line has the syntax of a newer Python; None where it has not."""
    for version, pattern, what in _SYNTAX:
        if pattern.match(line):
            return _needs(version, what)
    if _is_nested(line):
        return _needs((3, 12), "an f-string with its own quotes or a backslash in its braces")
    return None


def _needs(version: tuple[int, int], what: str) -> str | None:
    if sys.version_info >= version:
        return None
    needed = ".".join(map(str, version))
    running = ".".join(map(str, sys.version_info[:2]))
    return f"{what} needs Python {needed}, and this is Python {running}"


def _is_nested(line: str) -> bool:
    """Whether the braces of an f-string hold what only a newer Python lets be there."""
    for found in re.finditer(r"""[fF][rR]?(["'])(.*)""", line):
        quote, rest = found.groups()
        for braces in re.findall(r"\{([^{}]*)\}", rest):
            if quote in braces or "\\" in braces:
                return True
    return False
