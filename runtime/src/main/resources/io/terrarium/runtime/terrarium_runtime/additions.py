"""What a runtime has over the standard library: the operator's modules, and installed packages.

A zygote that puts them in says so here, before any program is near. A policy may then lend them.
"""

from __future__ import annotations

import sys

from .natives import __builtins__

modules: set[str] = set()
"""The full names of the operator's modules."""

packages: set[str] = set()
"""The top-level names of the packages that are in memory."""


def has(name: str) -> bool:
    """Whether a module is one of them, so that a policy can lend it."""
    return name in modules or name.partition(".")[0] in packages


def public_names(module: object, name: str) -> list[str]:
    """What a module lends where nobody has said more: its `__all__`, or else its public names.

    Of the operator's own that is what they define themselves: what they import is for their use.
    """
    listed = getattr(module, "__all__", None)
    if listed is not None:
        there = vars(module)
        lazy = name.partition(".")[0] in packages
        # What a package only imports when it is asked for are modules, and slow to come.
        return [
            each
            for each in listed
            if type(each) is str and each[:1] != "_" and (each in there or not lazy)
        ]
    names = [each for each in dir(module) if each[:1] != "_"]
    if name not in modules:
        return names
    return [each for each in names if _is_defined_in(name, getattr(module, each, None))]


def _is_defined_in(name: str, value: object) -> bool:
    """Whether a function or a class is the module's or its package's; other values always are."""
    home = getattr(value, "__module__", name)
    own = type(home) is not str or home.partition(".")[0] == name.partition(".")[0]
    return own or not callable(value)


_modules = sys.modules


def top_level_in(folders: list[str]) -> set[str]:
    """The top-level names of what has been imported from these folders."""
    found = set()
    for name, module in list(_modules.items()):
        spec = getattr(module, "__spec__", None)
        origin = getattr(spec, "origin", None)
        if type(origin) is str and any(origin.startswith(folder + "/") for folder in folders):
            found.add(name.partition(".")[0])
    return found
