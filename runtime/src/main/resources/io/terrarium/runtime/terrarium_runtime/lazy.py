"""Costly standard modules, imported at their first use and then kept.

The zygote uses them once while it warms up, so a worker finds them here: it then needs neither a
file nor `sys.modules`, which belongs to the user's code as well.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ast: Any = None
_traceback: Any = None
_linecache: Any = None
_warnings: Any = None


def ast() -> Any:
    """The module `ast`."""
    global _ast
    if _ast is None:
        import ast as module

        _ast = module
    return _ast


def traceback() -> Any:
    """The module `traceback`."""
    global _traceback
    if _traceback is None:
        import traceback as module

        _traceback = module
    return _traceback


def linecache() -> Any:
    """The module `linecache`."""
    global _linecache
    if _linecache is None:
        import linecache as module

        _linecache = module
    return _linecache


def warnings() -> Any:
    """The module `warnings`."""
    global _warnings
    if _warnings is None:
        import warnings as module

        _warnings = module
    return _warnings
