"""The tables of the language policy: what each construct, name and module is, and why.

They are text files beside the sources (`tables/*.txt`), for the supervisor reads them as well: it
shows policies to people and validates those of operators. A line is a row, its columns are
separated by ` | `, and what each column says stands at the head of the file.
"""

from __future__ import annotations

import posixpath

from .natives import __builtins__

_SEPARATOR = " | "


def rows(name: str) -> list[tuple[str, ...]]:
    """The rows of the table `name`, each a tuple of its columns without surrounding blanks."""
    found = []
    for line in _text(name).splitlines():
        if line and not line.startswith("#"):
            found.append(tuple([column.strip() for column in line.split(_SEPARATOR)]))
    return found


def decisions(name: str, column: int = 1) -> dict[str, tuple[str, str, str]]:
    """Of each name in a table: the decision, why, and what to write instead."""
    found = {}
    for row in rows(name):
        found[row[0]] = (*row[column:], "", "")[:3]
    return found


def _text(name: str) -> str:
    # Beside this file, wherever that is: on a disk, or in memory.
    folder = posixpath.dirname(globals().get("__file__") or "")
    path = posixpath.join(folder, "tables", name + ".txt")
    return __loader__.get_data(path).decode()  # type: ignore[name-defined]
