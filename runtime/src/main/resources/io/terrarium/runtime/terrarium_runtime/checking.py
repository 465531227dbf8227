"""Checks a syntax tree by the rules of a policy, and prepares it for running under them.

Theory of operation. One walk without recursion looks at every node. What may not be there becomes a
diagnostic; all are found at once. What needs a guard at run time is compiled with one, in place:

- a private attribute, `x._name`, gets its mark (see `marks`);
- an attribute that leads to a door, `x.__class__` or `text.format`, becomes a call of the guarded
  `getattr`; a format text that is written in the program is checked here instead;
- the body of a class with private members ends in a call that marks them, and an exception that is
  caught loses the marks in its message.

Everything else stays as it was written, at native speed. The guards have names that nobody can write
(`<get>`), so that nothing a program binds stands before them. The tree comes from Python's own parser,
so its names are normalised already, and no second parser can read a source differently.

Most nodes only lead to others. Those with something to check have a method, named like the node.
"""

from __future__ import annotations

import ast
import sys

from . import tables
from .marks import MARK, class_private, is_dunder, is_private
from .natives import __builtins__
from .policy import STATEMENTS, Rules, known_constructs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable

GET, CLASS_OF, OBJ, TEXT = "<get>", "<class of>", "<obj>", "<text>"
FINISH_CLASS, LOCALS, CAUGHT = "<finish class>", "<locals>", "<caught>"
TYPE, STR, TEXTS = "<type>", "<str>", "<texts>"
"""The names of the guards, and of what they need, among the builtins of a program."""

_FINISHED = frozenset(
    {"__slots__", "__subclasshook__", "__getattr__", "__setattr__", "__delattr__"}
)
_FORMATS = frozenset({"format", "format_map"})
_AT_MOST = 100


class Problem:
    """Something that the policy refuses, and where."""

    __slots__ = ("code", "message", "hint", "node", "name")

    def __init__(self, code: str, message: str, hint: str, node: Any, name: str) -> None:
        self.code = code
        self.message = message
        self.hint = hint
        self.node = node
        # What is to be underlined, where the node is more than that.
        self.name = name


def check(tree: ast.AST, rules: Rules, bound: Iterable[str] = ()) -> list[Problem]:
    """Checks a tree and prepares it in place. `bound` are names that are there besides its own."""
    checker = _Checker(rules, bound)
    checker.walk(tree)
    return checker.problems[:_AT_MOST]


class _Scope:
    """Where names are bound: a module, a class, a function."""

    __slots__ = ("nodes", "owner", "class_name", "annotated", "private_names", "must_finish")

    def __init__(self, nodes: list[Any], owner: Any, class_name: str | None) -> None:
        self.nodes = nodes
        # The class whose body this is; None in modules and functions.
        self.owner = owner
        # The innermost class around, by which Python makes names like __this its own.
        self.class_name = class_name
        self.annotated: set[str] = set()
        self.private_names: list[Any] = []
        self.must_finish = False


class _Checker:
    def __init__(self, rules: Rules, bound: Iterable[str]) -> None:
        self.problems: list[Problem] = []
        self._rules = rules
        self._handlers = _handlers(rules)
        self._attributes = rules.attributes
        self._bound = set(bound)
        self._refused_builtins = {
            name for name, found in rules.builtins.items() if found[0] == "refused"
        }
        self._used_builtins: list[ast.Name] = []
        self._modules: dict[str, str] = {}
        self._on_names: list[ast.Attribute] = []
        self._match_args: set[int] = set()
        self._handlers_of_names: list[ast.ExceptHandler] = []
        self._has_marks = False
        self._scope = _Scope([], None, None)
        self._stack: list[Any] = []
        self._waiting: list[_Scope] = []

    def walk(self, tree: ast.AST) -> None:
        self._waiting.append(_Scope([tree], None, None))
        handlers = self._handlers
        while self._waiting:
            self._scope = scope = self._waiting.pop()
            self._stack = stack = scope.nodes[::-1]
            while stack:
                node = stack.pop()
                handler = handlers.get(type(node))
                if type(handler) is tuple:
                    # As _visit does, and most of the time is spent here.
                    for field in handler:
                        child = getattr(node, field)
                        if type(child) is list:
                            stack.extend(child[::-1])
                        elif child is not None:
                            stack.append(child)
                elif handler is not None:
                    handler(self, node)
                elif node is not None:
                    self._construct(node)
            if scope.owner is not None:
                self._finish_class(scope)
        if self._has_marks:
            for handler in self._handlers_of_names:
                _forget_marks(handler)
        self._report_builtins()
        self._report_exports()
        self.problems.sort(key=lambda problem: _place(problem.node))

    # Names

    def _name(self, node: ast.Name) -> None:
        name = node.id
        if type(node.ctx) is ast.Load:
            if name in self._refused_builtins:
                self._used_builtins.append(node)
            elif name[:2] == "__" or name in self._rules.denied_names:
                self._check_name(name, node, False)
        else:
            self._bind(name, node)
        if self._scope.owner is not None and is_private(name):
            self._scope.private_names.append(node)

    def _bind(self, name: str, node: Any) -> None:
        """A name is bound here, in whichever way."""
        self._bound.add(name)
        if self._scope.owner is not None:
            self._define(name, node)
        elif name[:2] == "__" or name in self._rules.denied_names:
            self._check_name(name, node, True)

    def _check_name(self, name: str, node: Any, binds: bool) -> None:
        problem = self._rules.name_problem(name, binds)
        if problem is not None:
            self._report("name-refused", f"the name {name!r} is refused", problem, node, name)

    def _define(self, name: str, node: Any) -> None:
        """A name is bound in the body of a class."""
        scope = self._scope
        problem = self._rules.definition_problem(name)
        if name in self._rules.denied_names:
            problem = ("the policy denies it", "")
        if name == "__match_args__" and id(node) not in self._match_args:
            problem = ("it is a tuple of ordinary names, written as such", "")
        if problem is not None:
            what = f"a class may not define {name!r}"
            self._report("definition-refused", what, problem, node, name)
        elif name in _FINISHED or self._rules.is_marked(name):
            scope.must_finish = True

    # Statements

    def _function(self, node: Any) -> None:
        self._bind(node.name, node)
        self._push(getattr(node, "type_params", None))
        self._push(node.returns)
        self._stack.append(node.args)
        self._push(node.decorator_list)
        self._waiting.append(_Scope(node.body, None, self._scope.class_name))

    def _lambda(self, node: ast.Lambda) -> None:
        self._stack.append(node.args)
        self._waiting.append(_Scope([node.body], None, self._scope.class_name))

    def _arguments(self, node: ast.arguments) -> None:
        # The parameters are bound in the function; what they say is evaluated outside of it.
        self._push(node.defaults)
        self._push(node.kw_defaults)
        for each in (*node.posonlyargs, *node.args, node.vararg, *node.kwonlyargs, node.kwarg):
            if each is not None:
                self._bound.add(each.arg)
                self._push(each.annotation)
                if each.arg[:2] == "__" or each.arg in self._rules.denied_names:
                    self._check_name(each.arg, each, True)

    def _class(self, node: ast.ClassDef) -> None:
        self._bind(node.name, node)
        self._push(getattr(node, "type_params", None))
        self._push(node.keywords)
        self._push(node.bases)
        self._push(node.decorator_list)
        self._waiting.append(_Scope(node.body, node, node.name))

    def _finish_class(self, scope: _Scope) -> None:
        """Has the private members of a class marked when its body has run."""
        for name in scope.private_names:
            # The annotations of a class keep the names as they are compiled.
            if name.id in scope.annotated:
                name.id = class_private(name.id, scope.class_name) + MARK
        if scope.must_finish:
            last = scope.owner.body[-1]
            namespace = ast.Call(_load(LOCALS), [], [])
            arguments = [namespace, ast.Constant(scope.owner.name)]
            statement = ast.Expr(ast.Call(_load(FINISH_CLASS), arguments, []))
            scope.owner.body.append(_located(statement, last))

    def _assign(self, node: ast.Assign) -> None:
        self._push(node.value)
        if self._scope.owner is not None:
            for target in node.targets:
                self._check_match_args(target, node.value)
        self._push(node.targets)

    def _annotated(self, node: ast.AnnAssign) -> None:
        target = node.target
        if self._scope.owner is not None and type(target) is ast.Name:
            self._check_match_args(target, node.value)
            if self._rules.is_marked(target.id):
                self._scope.annotated.add(target.id)
            self._define(target.id, target)
        self._push(node.value)
        self._push(node.annotation)
        self._stack.append(target)

    def _check_match_args(self, target: Any, value: Any) -> None:
        """`match` reads the attributes that __match_args__ names: they are seen here, or not at all."""
        if type(target) is not ast.Name or target.id != "__match_args__":
            return
        if type(value) is not ast.Tuple:
            return
        for each in value.elts:
            if type(each) is not ast.Constant or type(each.value) is not str:
                return
            if not self._is_matched(each.value):
                return
        for each in value.elts:
            each.value = self._marked(each.value)
        self._match_args.add(id(target))

    def _is_matched(self, name: str) -> bool:
        """Whether a pattern may read an attribute of this name."""
        return not is_dunder(name) and self._attributes.get(name, ("plain",))[0] in (
            "plain",
            "allowed",
        )

    def _names(self, node: Any) -> None:
        for name in node.names:
            self._check_name(name, node, True)

    def _except(self, node: ast.ExceptHandler) -> None:
        if node.name is not None:
            self._bind(node.name, node)
            self._handlers_of_names.append(node)
        self._push(node.body)
        self._push(node.type)

    # Imports

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            self._bind_module(bound, alias.name if alias.asname else bound, alias)
            if alias.name not in self._rules.modules:
                self._refuse_module(alias.name, alias)

    def _bind_module(self, bound: str, module: str, alias: ast.alias) -> None:
        known = bound in self._bound
        self._bind(bound, alias)
        if known and self._modules.get(bound) != module:
            self._modules.pop(bound, None)
        else:
            self._modules[bound] = module
            self._bound.discard(bound)

    def _import_from(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name != "*":
                self._bind(alias.asname or alias.name, alias)
        if node.level:
            problem = (
                "a program is one file, and no package",
                "import the module by its full name",
            )
            what = "an import relative to a package is refused"
            self._report("module-refused", what, problem, node, "")
            return
        module = self._rules.modules.get(node.module)
        if module is None:
            self._refuse_module(node.module, node)
            return
        for alias in node.names:
            self._check_export(module.name, alias.name, alias)

    def _refuse_module(self, name: str, node: Any) -> None:
        if name.partition(".")[0] in sys.stdlib_module_names or name in sys.modules:
            why = _MODULES.get(name) or "it is not on the policy's allowlist"
        else:
            why = "there is no such module here, and it is not on the policy's allowlist"
        instead = _MODULE_HINTS.get(name.partition(".")[0], "")
        self._report("module-refused", f"import of {name!r} is refused", (why, instead), node, name)

    def _check_export(self, module: str, name: str, node: Any) -> None:
        lent = self._rules.modules.get(module)
        if lent is None or name in lent.names or f"{module}.{name}" in self._rules.modules:
            return
        if name == "*":
            why = "readers, this check among them, would not know which names it brings"
            problem = (why, f"import the names that you use: from {module} import a, b")
        elif lent.by_rule and not is_private(name) and not is_dunder(name):
            if name not in lent.refused:
                return
            problem = (lent.refused[name], "")
        else:
            real = sys.modules.get(module)
            missing = real is not None and not hasattr(real, name) and name not in lent.refused
            if missing and type(node) is not ast.alias:
                return
            unlisted = "there is no such name" if missing else "nobody has reviewed it"
            if is_private(name):
                unlisted = "it is private to the module"
            problem = (lent.refused.get(name, unlisted), "")
        what = f"the name {name!r} of the module {module!r} is refused"
        self._report("import-name-refused", what, problem, node, name)

    # Expressions

    def _attribute(self, node: ast.Attribute) -> None:
        name = node.attr
        value = node.value
        if name[:1] == "_" or name in self._attributes:
            self._special_attribute(node, name)
        elif type(value) is ast.Name:
            self._on_names.append(node)
        self._stack.append(value)

    def _special_attribute(self, node: ast.Attribute, name: str) -> None:
        reads = type(node.ctx) is ast.Load
        problem = self._rules.attribute_problem(name, not reads)
        if problem is not None:
            self._report(
                "attribute-refused", f"the attribute {name!r} is refused", problem, node, name
            )
        elif self._rules.is_marked(name):
            node.attr = self._marked(name)
        elif reads and self._rules.is_guarded(name):
            _GUARDING.get(name, _get)(node)

    def _marked(self, name: str) -> str:
        if not self._rules.is_marked(name):
            return name
        self._has_marks = True
        return class_private(name, self._scope.class_name) + MARK

    def _call(self, node: ast.Call) -> None:
        function = node.func
        self._push(node.keywords)
        self._push(node.args)
        if (
            type(function) is ast.Attribute
            and function.attr in _FORMATS
            and type(function.value) is ast.Constant
            and type(function.value.value) is str
        ):
            self._constant_format(function)
        else:
            self._stack.append(function)

    def _constant_format(self, node: ast.Attribute) -> None:
        """A format text that stands in the program: checked now, native when it runs."""
        from . import doors

        refused = doors.refused_in_format(node.value.value, self._rules)
        if refused is None:
            return
        if refused.marked:
            # A private attribute of the program's own: found under its marked name at run time.
            _get(node)
            return
        what = f"the format text reaches the attribute {refused.name!r}, which is refused"
        self._report("format-refused", what, refused.problem, node.value, "")

    def _keyword(self, node: ast.keyword) -> None:
        self._stack.append(node.value)
        name = node.arg
        if name is not None and (name[:2] == "__" or name in self._rules.denied_names):
            self._check_name(name, node, False)

    def _comprehension(self, node: Any) -> None:
        # The first iterable belongs to the scope around, the rest to one of its own.
        first, *others = node.generators
        inner: list[Any] = [first.target, *first.ifs, *others]
        inner += [node.key, node.value] if type(node) is ast.DictComp else [node.elt]
        self._waiting.append(_Scope(inner, None, self._scope.class_name))
        self._stack.append(first.iter)

    # Patterns and type parameters

    def _capture(self, node: Any) -> None:
        """A pattern that binds what it matches."""
        name = node.rest if type(node) is ast.MatchMapping else node.name
        if name is not None:
            self._bind(name, node)
        for field in _children(type(node)):
            self._push(getattr(node, field))

    def _match_class(self, node: ast.MatchClass) -> None:
        self._push(node.kwd_patterns)
        self._push(node.patterns)
        self._stack.append(node.cls)
        for index, name in enumerate(node.kwd_attrs):
            if not self._is_matched(name):
                problem = self._rules.attribute_problem(name) or (
                    "a pattern would read it without a guard",
                    f"match the object, and read .{name} of it behind the pattern",
                )
                what = f"the attribute {name!r} is refused in a pattern"
                self._report("attribute-refused", what, problem, node, name)
            node.kwd_attrs[index] = self._marked(name)

    def _type_parameter(self, node: Any) -> None:
        self._bound.add(node.name)
        if node.name[:2] == "__" or node.name in self._rules.denied_names:
            self._check_name(node.name, node, True)
        self._push(getattr(node, "bound", None))
        self._push(getattr(node, "default_value", None))

    # What is refused

    def _construct(self, node: ast.AST) -> None:
        name = type(node).__name__
        _, why, instead = self._rules.constructs.get(name, ("", _UNREAD, ""))
        if self._rules.is_expression and name in STATEMENTS:
            self._report("not-an-expression", "this is no expression", (why, instead), node, "")
            return
        instead = instead or _CONSTRUCT_HINTS.get(name, "")
        what = f"{_CONSTRUCT_NAMES.get(name, name)} is refused"
        self._report("construct-refused", what, (why or _UNREAD, instead), node, "")
        if name in self._rules.constructs:
            # What is in it may be refused as well.
            self._visit(node, _METHODS.get(name, _children(type(node))))

    def _visit(self, node: Any, handler: Any) -> None:
        if type(handler) is not tuple:
            handler(self, node)
            return
        for field in handler:
            self._push(getattr(node, field))

    def _report_builtins(self) -> None:
        for node in self._used_builtins:
            if node.id not in self._bound and node.id not in self._modules:
                problem = self._rules.builtin_problem(node.id)
                if problem is not None:
                    what = f"the builtin {node.id!r} is refused"
                    self._report("builtin-refused", what, problem, node, "")

    def _report_exports(self) -> None:
        """Names of modules, where a name surely is the module."""
        for node in self._on_names:
            module = self._modules.get(node.value.id)
            if module is not None and node.value.id not in self._bound:
                self._check_export(module, node.attr, node)

    def _report(self, code: str, what: str, problem: tuple[str, str], node: Any, name: str) -> None:
        why, instead = problem
        self.problems.append(Problem(code, f"{what}: {why}" if why else what, instead, node, name))

    def _push(self, what: Any) -> None:
        if type(what) is list:
            self._stack.extend(what[::-1])
        elif what is not None:
            self._stack.append(what)


_UNREAD = "nobody has read what it can do"
_MODULES = {
    "os": "it is the operating system",
    "sys": "it leads to the interpreter and to all modules",
    "subprocess": "it starts processes",
    "socket": "it opens connections",
    "builtins": "it holds what Python itself can do",
    "importlib": "it imports past the allowlist",
    "inspect": "it reads frames and code",
    "gc": "it reaches every object that there is",
    "ctypes": "it reaches the memory of the process",
    "pickle": "it runs what a text says",
    "marshal": "it makes code from bytes",
    "threading": "a sandbox has one thread",
    "multiprocessing": "a sandbox has one process",
    "asyncio": "it comes with connections and processes",
}
_MODULE_HINTS = {
    "os": "take what you need from it as an argument of the function",
    "sys": "return a value or raise an exception; print(...) writes to the captured output",
    "asyncio": "write an async function: what it returns is awaited",
    "pickle": "use json",
    "requests": "take the answer of the request as an argument of the function",
    "numpy": "use lists, and the modules math and statistics",
    "pandas": "use lists of dicts, and the modules csv and statistics",
    "threading": "call the functions one after the other",
    "logging": "print(...) writes to the captured output",
}
_CONSTRUCT_HINTS = {"TryStar": "catch the ExceptionGroup, and look at its exceptions"}
_CONSTRUCT_NAMES = {
    "ClassDef": "a class",
    "FunctionDef": "a function",
    "AsyncFunctionDef": "an async function",
    "Lambda": "a lambda",
    "While": "a while loop",
    "For": "a for loop",
    "Try": "a try statement",
    "TryStar": "except*",
    "With": "a with statement",
    "Import": "an import",
    "ImportFrom": "an import",
    "Match": "a match statement",
    "Delete": "a del statement",
    "Global": "a global statement",
    "Nonlocal": "a nonlocal statement",
    "Assert": "an assert statement",
    "NamedExpr": "an assignment within an expression",
    "Await": "await",
    "Yield": "yield",
    "YieldFrom": "yield from",
}


# What an attribute that leads to a door is compiled to. `node` changes where it stands.


def _get(node: Any) -> None:
    """`x.name` becomes `<get>(x, "name")`."""
    value, name = node.value, node.attr
    node.__class__ = ast.Call
    node.func = ast.copy_location(_load(GET), node)
    node.args = [value, ast.copy_location(ast.Constant(name), node)]
    node.keywords = []


def _class_of(node: Any) -> None:
    """`x.__class__` becomes `<class of>(x)`."""
    value = node.value
    node.__class__ = ast.Call
    node.func, node.args, node.keywords = ast.copy_location(_load(CLASS_OF), node), [value], []


def _obj(node: Any) -> None:
    """`x.obj` becomes `<obj>(x).obj`."""
    node.value = _located(ast.Call(_load(OBJ), [node.value], []), node.value, node.value)


def _format(node: Any) -> None:
    """`x.format` becomes `<text>(x).format`, which gives back a text that may be a format.

    Where x is a plain name, one that passed before is found without a call.
    """
    value = node.value
    guarded: Any = ast.Call(_load(TEXT), [value], [])
    if type(value) is ast.Name:
        kind = ast.Call(_load(TYPE), [value], [])
        is_text = ast.Compare(kind, [ast.Is()], [_load(STR)])
        # A text it is, so nothing of the program's is asked for its hash.
        has_passed = ast.Compare(value, [ast.In()], [_load(TEXTS)])
        both = ast.BoolOp(ast.And(), [is_text, has_passed])
        guarded = ast.IfExp(both, value, guarded)
    node.value = _located(guarded, value, value)


_GUARDING = {"__class__": _class_of, "obj": _obj, "format": _format, "format_map": _format}


def _forget_marks(handler: ast.ExceptHandler) -> None:
    """Has the message of what is caught show private names as they are written."""
    call = ast.Call(_load(CAUGHT), [_load(handler.name or "")], [])
    handler.body.insert(0, _located(ast.Expr(call), handler))


def _load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _located(node: Any, like: ast.AST, known: ast.AST | None = None) -> Any:
    """The node, made new but for what is known of it, at the place of another."""
    for each in ast.walk(node):
        if each is not known and not hasattr(each, "lineno"):
            ast.copy_location(each, like)
    return node


def _place(node: Any) -> tuple[int, int]:
    if type(node) is ast.Attribute:
        # A chain of attributes begins where each of its parts does.
        return (node.end_lineno or 0, node.end_col_offset or 0)
    return (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))


_METHODS: dict[str, Callable[[_Checker, Any], None]] = {
    "Name": _Checker._name,
    "FunctionDef": _Checker._function,
    "AsyncFunctionDef": _Checker._function,
    "Lambda": _Checker._lambda,
    "arguments": _Checker._arguments,
    "ClassDef": _Checker._class,
    "Assign": _Checker._assign,
    "AnnAssign": _Checker._annotated,
    "Global": _Checker._names,
    "Nonlocal": _Checker._names,
    "ExceptHandler": _Checker._except,
    "Import": _Checker._import,
    "ImportFrom": _Checker._import_from,
    "Attribute": _Checker._attribute,
    "Call": _Checker._call,
    "keyword": _Checker._keyword,
    "ListComp": _Checker._comprehension,
    "SetComp": _Checker._comprehension,
    "DictComp": _Checker._comprehension,
    "GeneratorExp": _Checker._comprehension,
    "MatchAs": _Checker._capture,
    "MatchStar": _Checker._capture,
    "MatchMapping": _Checker._capture,
    "MatchClass": _Checker._match_class,
    "TypeVar": _Checker._type_parameter,
    "ParamSpec": _Checker._type_parameter,
    "TypeVarTuple": _Checker._type_parameter,
}

# Fields that hold no node: constants, numbers, and contexts, which the nodes around them imply.
_PLAIN_FIELDS = frozenset(
    """
    ctx kind type_comment type_ignores level simple conversion is_async str
    """.split()
)
_PLAIN_VALUES = frozenset({"Constant", "MatchSingleton"})
_fields: dict[type, tuple[str, ...]] = {}


def _children(kind: type) -> tuple[str, ...]:
    """The fields of a node that hold nodes."""
    if not _fields:
        identifiers = {row[0] for row in tables.rows("identifiers")}
        for name in known_constructs():
            node = getattr(ast, name, None) if name in vars(ast) else None
            if node is not None:
                _fields[node] = tuple(
                    field
                    for field in node._fields
                    if field not in _PLAIN_FIELDS
                    and f"{name}.{field}" not in identifiers
                    and not (field == "value" and name in _PLAIN_VALUES)
                )
    return _fields[kind]


def _handlers(rules: Rules) -> dict[type, Any]:
    """Of each node type that the rules admit, what to do with it; made once for a policy."""
    if rules.handlers is None:
        found: dict[type, Any] = {}
        operators = _refused_operators(rules)
        for name, decision in rules.constructs.items():
            kind = vars(ast).get(name)
            if kind is None or decision[0] == "refused":
                continue
            children = _children(kind)
            if not operators:
                children = tuple(field for field in children if field not in ("op", "ops"))
            found[kind] = _METHODS.get(name, children)
        rules.handlers = found
    return rules.handlers


def _refused_operators(rules: Rules) -> bool:
    kinds = (ast.operator, ast.boolop, ast.unaryop, ast.cmpop)
    for name, decision in rules.constructs.items():
        kind = vars(ast).get(name)
        if kind is not None and issubclass(kind, kinds) and decision[0] == "refused":
            return True
    return False
