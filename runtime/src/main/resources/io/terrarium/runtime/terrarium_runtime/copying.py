"""Guarded copy and deepcopy.

The module `copy` restores attributes by the names that an object gives, and shows half-made copies to
the objects within. So what is copied is made of the program's own classes and of values; the insides
of other classes of the libraries stay where they are.
"""

from __future__ import annotations

import copy
import sys
from functools import partial

from .lifting import guarded
from .natives import __builtins__
from .policy import Rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_mro_of = type.__dict__["__mro__"].__get__
_module_of = type.__dict__["__module__"].__get__
_OURS = __name__.partition(".")[0]
# Modules whose classes hold values, and nothing that leads anywhere.
_VALUES = frozenset(
    """
    abc array builtins collections collections.abc _collections_abc datetime decimal enum fractions
    numbers random statistics string types typing uuid zoneinfo _random _collections _decimal
    """.split()
)


def guard(rules: Rules) -> None:
    """Guards the module `copy` in this process, dataclasses' use of it included."""
    native = copy._reconstruct
    if hasattr(native, "guards"):
        return

    def reconstruct(
        x: Any, memo: Any, func: Any, args: Any, state: Any = None, *rest: Any, **more: Any
    ) -> Any:
        _check_class(type(x))
        if isinstance(state, tuple) and len(state) == 2 and state[1]:
            for name in state[1]:
                if type(name) is not str or rules.attribute_problem(name) is not None:
                    raise TypeError(f"copying would set the attribute {name!r} (policy)")
        return native(x, memo, func, args, state, *rest, **more)

    reconstruct.guards = True  # type: ignore[attr-defined]
    copy._reconstruct = reconstruct
    guarded(partial(setattr, copy, "_reconstruct", native))


def _check_class(kind: type) -> None:
    for base in _mro_of(kind):
        module = _module_of(base)
        package = module.partition(".")[0]
        if module not in _VALUES and (package in sys.stdlib_module_names or package == _OURS):
            raise TypeError(
                f"a {kind.__name__} cannot be copied here: it is made of more than values (policy)"
            )
