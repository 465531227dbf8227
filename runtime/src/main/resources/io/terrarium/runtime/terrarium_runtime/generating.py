"""The text that the module dataclasses writes, and runs.

It is made of the names of fields, which a program chooses. So before it runs it is read: it has to be
functions made of assignments, comparisons and the few calls that dataclasses needs.
"""

from __future__ import annotations

import ast

from .natives import __builtins__
from .marks import MARK
from .policy import Rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

_NODES = frozenset(
    """
    Module FunctionDef arguments arg Return Assign AnnAssign Expr If Raise Pass Name Attribute Call Set
    Constant Tuple List Dict Starred keyword JoinedStr FormattedValue Compare BoolOp BinOp IfExp UnaryOp
    Subscript Load Store And Or Add Eq NotEq Is IsNot In NotIn Lt LtE Gt GtE Not
    """.split()
)
_CALLED = frozenset({"hash", "super", "type", "FrozenInstanceError"})
_METHODS = frozenset({"__setattr__", "__delattr__", "__post_init__", "__dict__"})
_ATTRIBUTES = _METHODS | {"__class__", "__qualname__"}
_exec = exec


def runner(rules: Rules) -> Callable[..., None]:
    """What stands for `exec` in the module dataclasses."""

    def run(text: str, globals: Any = None, locals: Any = None) -> None:
        for node in ast.walk(ast.parse(text)):
            problem = _problem(node, rules)
            if problem:
                raise TypeError(f"a dataclass cannot be made of this: {problem} (policy)")
        _exec(text, globals, locals)

    return run


def _problem(node: Any, rules: Rules) -> str | None:
    kind = type(node).__name__
    if kind not in _NODES:
        return kind
    if kind == "Attribute" and node.attr not in _ATTRIBUTES:
        of_others = rules.is_marked(node.attr) and node.attr[-1:] != MARK
        if of_others or rules.attribute_problem(node.attr) is not None:
            return f"the attribute {node.attr!r}"
    if kind == "Call":
        function = node.func
        if type(function) is ast.Attribute and function.attr in _METHODS:
            return None
        if type(function) is not ast.Name:
            return "a call"
        name = function.id
        if name not in _CALLED and not name.startswith(("_dflt_", "_type_", "__dataclass")):
            return f"a call of {name!r}"
    return None
