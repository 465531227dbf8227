"""The functions and the imports that a program's syntax tree declares.

A function counts when it is defined at the top level: also inside `if`, `try`, `with`, a loop or a
`match` there, and as a lambda that is assigned to a plain name. The last definition of a name wins.
Texts of defaults and annotations are written anew from the tree, and cut when they are long.
"""

from __future__ import annotations

from itertools import islice

from . import lazy
from .natives import __builtins__
from .text import MESSAGE_LIMIT, NAME_LIMIT, clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from typing import Iterator

    Parameter = tuple[str, str, str | None, str | None]
    Function = tuple[str, str, int, str | None, tuple[Parameter, ...], str | None]

_MOST = 100_000
_TEXT_LIMIT = 200
_SOURCE_LIMIT = 600
_CUT = "..."
_NESTED = ("body", "handlers", "orelse", "finalbody", "cases")
_SCOPES = frozenset(["FunctionDef", "AsyncFunctionDef", "ClassDef"])


def functions(tree: ast.Module) -> tuple[Function, ...]:
    """The functions of a module, in the order of their (last) definitions.

    One whose name is longer than anyone would read can be called, and is not among them; nor is
    what comes after a hundred thousand.
    """
    found: dict[str, Function] = {}
    for statement in _statements(tree, into_scopes=False):
        function = _function(statement)
        if function is not None and len(function[0]) <= NAME_LIMIT:
            found.pop(function[0], None)
            found[function[0]] = function
    return tuple(islice(found.values(), _MOST))


def imports(tree: ast.Module) -> tuple[str, ...]:
    """The top-level names of all modules that import statements name, anywhere, sorted."""
    found: set[str] = set()
    for statement in _statements(tree, into_scopes=True):
        kind = type(statement).__name__
        if kind == "Import":
            found.update(alias.name.partition(".")[0] for alias in statement.names)
        elif kind == "ImportFrom" and not statement.level and statement.module:
            found.add(statement.module.partition(".")[0])
    return tuple(sorted([name for name in found if len(name) <= NAME_LIMIT])[:_MOST])


def _statements(tree: ast.AST, into_scopes: bool) -> Iterator[ast.stmt]:
    """All statements in the order of the source; without recursion, for nesting may be deep."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if type(node).__name__ in _SCOPES and not into_scopes:
            continue
        for field in reversed(_NESTED):
            children = getattr(node, field, None)
            if type(children) is list:
                waiting.extend(reversed(children))


def _function(statement: ast.stmt) -> Function | None:
    kind = type(statement).__name__
    if kind == "FunctionDef" or kind == "AsyncFunctionDef":
        return (
            statement.name,
            "function" if kind == "FunctionDef" else "async_function",
            statement.lineno,
            _docstring(statement),
            _parameters(statement.args),
            _text(statement.returns),
        )
    name = _assigned_name(statement, kind)
    if name is not None and type(statement.value).__name__ == "Lambda":
        parameters = _parameters(statement.value.args)
        return (name, "function", statement.lineno, None, parameters, None)
    return None


def _assigned_name(statement: ast.stmt, kind: str) -> str | None:
    if kind == "Assign" and len(statement.targets) == 1:
        target = statement.targets[0]
    elif kind == "AnnAssign":
        target = statement.target
    else:
        return None
    return target.id if type(target).__name__ == "Name" else None


def _parameters(arguments: ast.arguments) -> tuple[Parameter, ...]:
    positional = [(argument, "positional_only") for argument in arguments.posonlyargs]
    positional += [(argument, "positional_or_keyword") for argument in arguments.args]
    without = len(positional) - len(arguments.defaults)
    defaults = [None] * without + arguments.defaults
    found = [
        _parameter(argument, kind, default)
        for (argument, kind), default in zip(positional, defaults)
    ]
    if arguments.vararg is not None:
        found.append(_parameter(arguments.vararg, "var_positional", None))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        found.append(_parameter(argument, "keyword_only", default))
    if arguments.kwarg is not None:
        found.append(_parameter(arguments.kwarg, "var_keyword", None))
    return tuple(found[:_MOST])


def _parameter(argument: ast.arg, kind: str, default: ast.expr | None) -> Parameter:
    return (clean(argument.arg, NAME_LIMIT), kind, _text(default), _text(argument.annotation))


def _text(expression: ast.expr | None) -> str | None:
    if expression is None:
        return None
    lines = expression.end_lineno - expression.lineno
    width = expression.end_col_offset - expression.col_offset
    if lines > 10 or (lines == 0 and width > _SOURCE_LIMIT) or _is_large(expression):
        return _CUT
    try:
        text = lazy.ast().unparse(expression)
    except Exception:
        # A text is a courtesy: no program is refused for the want of one.
        return _CUT
    return clean(text, _TEXT_LIMIT)


def _is_large(expression: ast.expr) -> bool:
    """Whether an expression has more nodes than anyone would read."""
    for count, _ in enumerate(lazy.ast().walk(expression)):
        if count > _SOURCE_LIMIT:
            return True
    return False


def _docstring(function: ast.stmt) -> str | None:
    first = function.body[0] if function.body else None
    if type(first).__name__ != "Expr" or type(first.value).__name__ != "Constant":
        return None
    text = first.value.value
    return clean(_without_margin(text), MESSAGE_LIMIT) if type(text) is str else None


def _without_margin(text: str) -> str:
    """A docstring as it is meant: the indentation that its lines share is not part of it."""
    lines = text.expandtabs().split("\n")
    margins = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    margin = min(margins, default=0)
    lines[0] = lines[0].lstrip()
    lines[1:] = [line[margin:].rstrip() for line in lines[1:]]
    return "\n".join(lines).strip("\n")
