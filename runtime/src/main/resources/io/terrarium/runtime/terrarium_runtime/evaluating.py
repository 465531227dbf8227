"""`eval` of a text, held to the same policy as the program that calls it."""

from __future__ import annotations

import ast
import sys
from types import MethodType

from . import checking
from .natives import __builtins__
from .policy import Rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any, Callable

_KEPT = 256
_LONGEST_KEPT = 1000
_NAMESPACES = (dict, type(None))
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

    def eval(_: Any, source: str, globals: Any = None, locals: Any = None, /) -> Any:
        if type(source) is not str:
            raise TypeError("eval() takes a text here (policy)")
        if type(globals) not in _NAMESPACES or type(locals) not in _NAMESPACES:
            raise TypeError("globals and locals must be dicts")
        if globals is None:
            frame = sys._getframe(1)
            globals = frame.f_globals
            if globals.get("__builtins__") is not builtins:
                raise TypeError("eval() is called by the program itself, or with globals (policy)")
            if locals is None:
                # A copy, for some Pythons write through to the variables of the function.
                locals = globals if frame.f_locals is globals else dict(frame.f_locals)
            return _eval(code_of(source, globals, locals), globals, locals)
        # A copy, for Python leaves the builtins in the dict that it is given.
        namespace = {name: globals[name] for name in globals if type(name) is str}
        namespace["__builtins__"] = builtins
        before = dict(namespace)
        code = code_of(source, globals, locals or ())
        try:
            return _eval(code, namespace, namespace if locals is None else locals)
        finally:
            for name, value in namespace.items():
                if name not in before or before[name] is not value:
                    globals[name] = value

    def code_of(source: str, *namespaces: Any) -> CodeType:
        code = passed.get(source)
        if code is None:
            bound = [name for names in namespaces for name in names if type(name) is str]
            code = checked(source, bound)
            if len(passed) < _KEPT and len(source) <= _LONGEST_KEPT and not bound_matters(source):
                passed[source] = code
        return code

    def bound_matters(source: str) -> bool:
        return any([name in source for name in refused])

    refused = [name for name, found in rules.builtins.items() if found[0] == "refused"]
    # As a builtin does, it never becomes a method of a class.
    return MethodType(eval, rules)
