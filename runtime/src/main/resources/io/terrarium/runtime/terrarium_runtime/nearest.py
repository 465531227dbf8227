"""The names of a module that a caller may have meant."""

from __future__ import annotations

from .natives import __builtins__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NAMES = 100
_CONSIDERED = 1000
_LONGEST = 60


def nearest(name: str, namespace: dict[Any, Any]) -> tuple[str, ...]:
    """The callables of a module that have no leading underscore, the nearest name first."""
    names = [
        key
        for key, value in list(namespace.items())
        if type(key) is str and not key.startswith("_") and callable(value) and key.isidentifier()
    ]
    names = [key for key in names if len(key) <= _LONGEST][:_CONSIDERED]
    wanted = name[:_LONGEST].lower()
    return tuple(sorted(names, key=lambda key: _distance(wanted, key.lower()))[:_NAMES])


def _distance(one: str, other: str) -> int:
    """How many letters have to be added, removed or changed to make one name of the other."""
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one):
        diagonal, row[0] = row[0], index + 1
        for column, against in enumerate(other):
            cost = diagonal + (letter != against)
            diagonal = row[column + 1]
            row[column + 1] = min(cost, diagonal + 1, row[column] + 1)
    return row[-1]
