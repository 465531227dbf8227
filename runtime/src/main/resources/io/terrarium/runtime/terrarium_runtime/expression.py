"""A program of the policy `expression`: one expression, which becomes one function.

The function is named `evaluate`. Its parameters are the names that the expression uses and nobody
binds, in the order in which they first appear.
"""

from __future__ import annotations

import ast

from .natives import __builtins__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Container

FUNCTION = "evaluate"


def only(tree: ast.Module) -> ast.AST:
    """The expression that a source is; the source itself, where it is something else."""
    if len(tree.body) == 1 and type(tree.body[0]) is ast.Expr:
        return ast.Expression(tree.body[0].value)
    return tree


def as_function(tree: ast.Expression, known: Container[str]) -> ast.Module:
    """The module with the function; `known` are the names that are there anyway."""
    body = tree.body
    names = _free_names(body, known)
    arguments = ast.arguments(
        posonlyargs=[],
        args=[_located(ast.arg(name, None), body) for name in names],
        vararg=None,
        kwonlyargs=[],
        kw_defaults=[],
        kwarg=None,
        defaults=[],
    )
    function: Any = ast.FunctionDef(
        name=FUNCTION,
        args=arguments,
        body=[_located(ast.Return(body), body)],
        decorator_list=[],
        returns=None,
        type_comment=None,
    )
    function.type_params = []
    return ast.Module([_located(function, body)], [])


def _free_names(body: ast.expr, known: Container[str]) -> list[str]:
    used: dict[str, tuple[int, int]] = {}
    bound: set[str] = set()
    for node in ast.walk(body):
        if type(node) is ast.arg:
            bound.add(node.arg)
        elif type(node) is ast.Name:
            if type(node.ctx) is not ast.Load:
                bound.add(node.id)
            else:
                place = (node.lineno, node.col_offset)
                used[node.id] = min(place, used.get(node.id, place))
    names = [name for name in used if name not in bound and name not in known]
    return sorted(names, key=lambda name: used[name])


def _located(node: Any, like: ast.AST) -> Any:
    return ast.copy_location(node, like)
