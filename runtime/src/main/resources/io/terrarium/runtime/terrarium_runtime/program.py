"""Compiling a source, and loading a compiled program into a fresh module."""

from __future__ import annotations

import sys
from marshal import dumps, loads

from . import checking, diagnostics, expression, language, lazy, lifting, policy, signatures
from .natives import __builtins__
from .source import BadEncoding, Source, decode
from .text import clean, type_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any, Callable

_ModuleType = type(sys)
_modules = sys.modules
_builtins = vars(sys.modules["builtins"])
_STANDARD = sys.stdlib_module_names


class Rejected(Exception):
    """The source is not accepted: `kind` is "syntax" or "policy"."""

    def __init__(self, kind: str, found: tuple[diagnostics.Diagnostic, ...]) -> None:
        super().__init__(kind)
        self.kind = kind
        self.diagnostics = found


def compile_program(
    data: bytes, name: str, asked: dict[str, object], lent: tuple[str, ...] = ()
) -> tuple[object, ...]:
    """Checks and compiles a source. Returns (code, functions, imports) or raises Rejected.

    `lent` are the names of the host functions that it may call.
    """
    try:
        rules = policy.resolve(asked)
    except policy.PolicyError as error:
        raise Rejected("policy", tuple(map(diagnostics.policy_error, error.problems))) from None
    try:
        text = decode(data)
    except BadEncoding as error:
        raise Rejected("syntax", (diagnostics.of_bad_encoding(error, data),)) from None
    if "\0" in text:
        raise Rejected("syntax", (diagnostics.of_null_character(text),))
    warnings = lazy.warnings()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = _guarded(text, False, lambda: _parse(text, name))
        if rules.checks_nothing:
            # From the text once more: a tree may be less deep than a source when it is compiled.
            code = _guarded(text, True, lambda: _compile(text, name))
            return _guarded(text, True, lambda: (dumps(code), *_describe(tree)))
        return _guarded(text, True, lambda: _checked(tree, text, name, rules, lent))


class Program:
    """A program that a worker runs: its module, and what belongs to it."""

    __slots__ = ("name", "source", "module", "namespace", "is_unchecked", "builtins", "_code")

    def __init__(self, code: bytes, data: bytes, name: str, asked: dict[str, object]) -> None:
        """Makes the module and registers it; none of the program's code runs yet."""
        rules = policy.resolve(asked)
        self.is_unchecked = rules.checks_nothing
        if rules.checks_nothing:
            lifting.lift()
        self._code = loads(code)
        self.source = Source(name, data)
        self.name = module_name(name)
        self.module = _ModuleType(self.name)
        self.namespace = self.module.__dict__
        self.namespace["__file__"] = name
        self.builtins = _builtins if rules.checks_nothing else language.of(rules).builtins
        self.namespace["__builtins__"] = self.builtins
        _modules[self.name] = self.module
        lazy.linecache().cache[name] = (self.source.text,)

    def run(self) -> None:
        """Runs the module's body."""
        exec(self._code, self.namespace)

    def forget(self) -> None:
        """Takes away every trace of the program's being here."""
        _modules.pop(self.name, None)
        lazy.linecache().cache.pop(self.source.name, None)


def module_name(name: str) -> str:
    """The name under which a program's module is registered: its own, without `.py`.

    It never is the name of a module of the standard library or of one that is there already, for an
    import of that would find the program.
    """
    stem = name.removesuffix(".py")
    if not stem.isidentifier():
        stem = "".join(letter if letter.isalnum() else "_" for letter in stem)
        if not stem.isidentifier():
            stem = "_" + stem
    while stem in _STANDARD or stem in _modules:
        stem += "_"
    return stem


def _parse(text: str, name: str) -> Any:
    return compile(text, name, "exec", lazy.ast().PyCF_ONLY_AST, dont_inherit=True, optimize=0)


def _compile(source: Any, name: str) -> CodeType:
    return compile(source, name, "exec", 0, dont_inherit=True, optimize=0)


def _describe(tree: Any) -> tuple[object, ...]:
    return (signatures.functions(tree), signatures.imports(tree))


def _checked(
    tree: Any, text: str, name: str, rules: policy.Rules, lent: tuple[str, ...]
) -> tuple[object, ...]:
    """Compiles a tree that the policy accepts."""
    checked = expression.only(tree) if rules.is_expression else tree
    # The checker changes the tree: what people read is taken from it as it was.
    described = _describe(tree)
    problems = checking.check(checked, rules)
    if rules.is_expression and not tree.body:
        raise Rejected("policy", (diagnostics.no_expression(),))
    if problems:
        found = tuple([diagnostics.of_problem(problem, text) for problem in problems])
        raise Rejected("policy", found)
    if rules.is_expression:
        known = {*language.of(rules).builtins, *lent}
        tree = expression.as_function(checked, known)
        described = _describe(tree)
    return (dumps(_compile(tree, name)), *described)


def _guarded(text: str, columns_are_bytes: bool, step: Callable[[], Any]) -> Any:
    """Runs one step of compiling; whatever it raises becomes a diagnostic."""
    try:
        return step()
    except SyntaxError as error:
        found = diagnostics.of_syntax_error(error, text, columns_are_bytes)
    except (MemoryError, RecursionError) as error:
        found = diagnostics.too_complex(clean(str(error), 200))
    except Rejected:
        raise
    except BaseException as error:
        message = clean(f"{type_name(type(error))}: {error}")
        nested = "too deep" in message or "nested" in message
        found = diagnostics.too_complex(message) if nested else diagnostics.not_compiled(message)
    raise Rejected("syntax", (found,))
