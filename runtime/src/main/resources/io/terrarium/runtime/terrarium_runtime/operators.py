"""The operator's own modules: compiled, run once, and there for every program.

They are the operator's choice and trusted; what is wrong with one is said in a sentence.
"""

from __future__ import annotations

import sys
from functools import partial
from types import CodeType
from typing import Any, Callable

from . import additions
from .importing import FINDER


class EquipmentError(Exception):
    """Something of the equipment cannot be had; `step` names the module."""

    layer = "runtime"
    errno = 0

    def __init__(self, module: str, message: str) -> None:
        super().__init__(message)
        self.step = module


def load(modules: list[dict[str, Any]], check: Callable[[str, str], None]) -> None:
    """Compiles all of them, then runs them, in the order of their names.

    `check` is told of each that was run, with what that is to be called, and may refuse it.
    """
    files: dict[str, str] = {}
    for module in modules:
        name = module["name"]
        if "." not in name:
            _refuse_taken(name)
        file = f"<{module['file']}>"
        files[file] = module["file"]
        code = _compiled(name, module["source"], file, module["file"])
        FINDER.codes[name] = partial(_identity, code)
        if module["package"]:
            FINDER.packages.add(name)
        additions.modules.add(name)
    for module in modules:
        name = module["name"]
        try:
            __import__(name)
        except BaseException as error:
            place = _place(error, files) or module["file"]
            raise EquipmentError(
                name,
                f"the module {name} failed when it was run: {place}:"
                f" {type(error).__name__}: {error}",
            ) from None
        check(name, f"the module {name}")


def _identity(code: CodeType) -> CodeType:
    return code


def _refuse_taken(name: str) -> None:
    if name in sys.stdlib_module_names or name in ("__main__", __package__):
        raise EquipmentError(
            name,
            f"the module {name} has the name of one of Python's own: what programs import as {name}"
            " would be another one than they mean; give it another name",
        )
    import importlib.util

    if name in sys.modules or importlib.util.find_spec(name) is not None:
        raise EquipmentError(
            name,
            f"the module {name} has the name of a package that is installed: give it another name",
        )


def _compiled(name: str, source: bytes, file: str, shown: str) -> CodeType:
    try:
        return compile(source, file, "exec", dont_inherit=True)
    except SyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        reason = f"{shown}{line}: {error.msg}"
    except (ValueError, MemoryError, RecursionError) as error:
        reason = f"{shown}: {type(error).__name__}: {error}"
    raise EquipmentError(name, f"the module {name} does not parse: {reason}")


def _place(error: BaseException, files: dict[str, str]) -> str | None:
    """The innermost line of the operator's files that an exception came through."""
    place = None
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file in files:
            place = f"{files[file]}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place
