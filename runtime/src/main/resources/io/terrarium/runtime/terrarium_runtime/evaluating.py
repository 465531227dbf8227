"""`eval` of a text, held to the same policy as the program that calls it."""

from __future__ import annotations

import ast
import sys

from . import checking
from .natives import __builtins__
from .policy import Rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any, Callable

_KEPT = 256
_LONGEST_KEPT = 1000
_eval = eval


def evaluator(rules: Rules, builtins: dict[str, Any]) -> Callable[..., Any]:
    """The `eval` of a program whose builtins these are."""
    passed: dict[str, CodeType] = {}

    def checked(text: str, bound: Any) -> CodeType:
        tree = ast.parse(text.lstrip(" \t"), "<string>", "eval")
        problems = checking.check(tree, rules, bound)
        if problems:
            raise ValueError(f"eval: {problems[0].message} (policy {rules.name!r})")
        return compile(tree, "<string>", "eval", dont_inherit=True)

    def eval(source: str, globals: Any = None, locals: Any = None, /) -> Any:
        if type(source) is not str:
            raise TypeError("eval() takes a text here (policy)")
        frame = sys._getframe(1)
        if globals is None:
            globals = frame.f_globals
            locals = frame.f_locals if locals is None else locals
        elif type(globals) is not dict:
            raise TypeError("globals must be a dict")
        else:
            # Whatever it holds besides, its builtins are these.
            globals["__builtins__"] = builtins
        code = passed.get(source)
        if code is None:
            bound = [name for name in (*globals, *(locals or ())) if type(name) is str]
            code = checked(source, bound)
            if len(passed) < _KEPT and len(source) <= _LONGEST_KEPT and not bound_matters(source):
                passed[source] = code
        return _eval(code, globals, locals)

    def bound_matters(source: str) -> bool:
        return any([name in source for name in refused])

    refused = [name for name, found in rules.builtins.items() if found[0] == "refused"]
    return eval
