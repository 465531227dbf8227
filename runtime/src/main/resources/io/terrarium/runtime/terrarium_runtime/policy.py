"""A language policy, resolved: what a program may write, and why not.

A policy arrives as a mapping. That of a preset has a `name` alone; an operator's own says what it
`extends`, which `options` it takes, and in five tables what it allows and denies beyond that:

    {"name": "ours", "extends": "restricted", "options": ["limited"],
     "modules": {"allow": ["html.parser"], "deny": ["random"]},
     "names": ..., "builtins": ..., "constructs": ..., "attributes": ...}

The policy is the second line of defence and the source of good diagnostics. The boundary is the
jail, under every policy.
"""

from __future__ import annotations

import sys

from . import additions, tables
from .marks import is_dunder, is_private
from .natives import __builtins__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterable

    Decision = tuple[str, str, str]

FULL = "full"
RESTRICTED = "restricted"
EXPRESSION = "expression"
OPTIONS = ("limited", "utility", "files")
TABLES = ("modules", "names", "builtins", "constructs", "attributes")
_KEYS = frozenset({"name", "extends", "options", *TABLES})
_BASES = (EXPRESSION, RESTRICTED, FULL)

_DENIED = ("refused", "the policy denies it", "")
_ALLOWED = ("allowed", "the policy allows it", "")
_OPENS_FILES = ("guarded", "it opens the files that the call was given", "")
_NAMEABLE = frozenset({"readable", "writable", "guarded", "special"})
_ASSIGNABLE = frozenset({"writable", "special", "allowed"})
_DEFINABLE = frozenset({"definable", "special", "plain"})


class PolicyError(Exception):
    """The policy is wrong: `problems` says how, a sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Module:
    """What a policy lends of one module."""

    __slots__ = ("name", "names", "guarded", "refused", "by_rule")

    def __init__(self, name: str, by_rule: bool = False) -> None:
        self.name = name
        self.names: set[str] = set()
        self.guarded: set[str] = set()
        self.refused: dict[str, str] = {}
        # Nobody has reviewed it: its public names are lent, none of which is a module.
        self.by_rule = by_rule


class Rules:
    """A policy to check and run programs by. Not changed once it is made."""

    def __init__(self, name: str, base: str, options: frozenset[str]) -> None:
        self.name = name
        self.base = base
        self.options = options
        self.constructs: dict[str, Decision] = dict(_constructs())
        self.attributes: dict[str, Decision] = dict(_attributes())
        self.builtins: dict[str, Decision] = dict(_builtins())
        self.modules: dict[str, Module] = dict(_modules())
        self.denied_names: set[str] = set()
        self.allowed_names: set[str] = set()
        # Of each kind of node what the checker does with it, once it is known.
        self.handlers: dict[type, Any] | None = None
        if base == EXPRESSION:
            self.modules = {}
            for construct in STATEMENTS:
                self.constructs[construct] = ("refused", "a program is one expression here", "")

    @property
    def checks_nothing(self) -> bool:
        """Whether this is all of Python."""
        return self.base == FULL

    @property
    def is_expression(self) -> bool:
        return self.base == EXPRESSION

    def name_problem(self, name: str, binds: bool = False) -> tuple[str, str] | None:
        """Why a plain name may not be there and what to write instead, or None."""
        if name in self.denied_names:
            return "the policy denies it", ""
        if not is_dunder(name) or name in self.allowed_names:
            return None
        decision, why, instead = self.attributes.get(name, _UNKNOWN_DUNDER)
        if decision == "name" or name == "__doc__":
            return None
        if decision in _NAMEABLE:
            # Special methods are functions before they are a class's.
            return ("Python sets it", "") if binds and decision != "special" else None
        return (why or _UNKNOWN_DUNDER[1]), instead

    def attribute_problem(self, name: str, writes: bool = False) -> tuple[str, str] | None:
        """Why an attribute may not be reached and what to write instead, or None."""
        found = self.attributes.get(name)
        if found is None:
            return _UNKNOWN_DUNDER[1:] if is_dunder(name) else None
        decision, why, instead = found
        if decision == "refused" or decision == "name":
            return (why or _UNKNOWN_DUNDER[1]), instead
        if writes and is_dunder(name) and decision not in _ASSIGNABLE:
            return "it cannot be assigned from outside of its class", instead
        if decision == "definable":
            return "it is there for Python to read", instead
        return None

    def definition_problem(self, name: str) -> tuple[str, str] | None:
        """Why a class body may not define a name and what to write instead, or None."""
        found = self.attributes.get(name)
        if found is None:
            return _UNKNOWN_DUNDER[1:] if is_dunder(name) else None
        decision, why, instead = found
        if decision == "refused":
            return why, instead
        if not is_dunder(name) or decision in _DEFINABLE or decision == "allowed":
            return None
        if name in _GUARDED_DEFINITIONS:
            return None
        return "a class cannot define it here", instead

    def is_marked(self, name: str) -> bool:
        """Whether an attribute is private, and so gets its mark."""
        return is_private(name) and name not in self.attributes

    def is_guarded(self, name: str) -> bool:
        """Whether an attribute leads to a door."""
        return self.attributes.get(name, ("",))[0] == "guarded"

    def builtin_problem(self, name: str) -> tuple[str, str] | None:
        """Why a builtin is not there and what to write instead, or None."""
        decision, why, instead = self.builtins.get(name, ("allowed", "", ""))
        return (why, instead) if decision == "refused" else None


_UNKNOWN_DUNDER = ("refused", "names of this form belong to Python, and this one is not listed", "")
_GUARDED_DEFINITIONS = frozenset(
    {"__getattr__", "__setattr__", "__delattr__", "__get__", "__doc__"}
)
STATEMENTS = frozenset(
    """
    AnnAssign Assert Assign AsyncFor AsyncFunctionDef AsyncWith AugAssign Break ClassDef Continue
    Delete Expr For FunctionDef Global If Import ImportFrom Match Nonlocal Pass Raise Return Try TryStar
    TypeAlias While With Await Yield YieldFrom
    """.split()
)

_presets: dict[str, Rules] = {}
_cache: dict[str, Any] = {}


def resolve(policy: dict[str, Any]) -> Rules:
    """The rules of a policy as the supervisor sends it, or PolicyError."""
    if type(policy) is not dict or type(policy.get("name")) is not str:
        raise PolicyError(["a policy has a name"])
    if len(policy) == 1:
        known = _presets.get(policy["name"])
        if known is not None:
            return known
    rules = _resolve(policy)
    if len(policy) == 1:
        _presets[policy["name"]] = rules
    return rules


def _resolve(policy: dict[str, Any]) -> Rules:
    name = policy["name"]
    base, options = _base_and_options(policy)
    problems = [f"a policy has no {key!r}" for key in policy if key not in _KEYS]
    if base not in _BASES:
        raise PolicyError([f"the policy {base!r} is unknown to this runtime", *problems])
    problems += [f"there is no option {option!r}" for option in options if option not in OPTIONS]
    rules = Rules(name, base, frozenset(options))
    _hold_back_of_arrays(rules)
    if "files" in options:
        rules.builtins["open"] = _OPENS_FILES
    for table in TABLES:
        changes = policy.get(table) or {}
        allow, deny = _names_of(changes, "allow"), _names_of(changes, "deny")
        problems += [f"{table} allows and denies {each!r}" for each in allow if each in deny]
        for each in allow:
            problems += _ALLOWING[table](rules, each)
        for each in deny:
            problems += _DENYING[table](rules, each)
    if rules.checks_nothing and any(policy.get(table) for table in TABLES):
        problems.append(f"{FULL!r} checks nothing, so nothing can be changed in it")
    if problems:
        raise PolicyError(problems)
    return rules


def _hold_back_of_arrays(rules: Rules) -> None:
    """A program is handed arrays by callers and by pandas too, without a module of numpy."""
    if "numpy" in additions.packages and not rules.checks_nothing:
        _hold_back_attributes(rules, "numpy")


def _base_and_options(policy: dict[str, Any]) -> tuple[str, list[str]]:
    base = policy.get("extends")
    options = list(policy.get("options") or ())
    if base is None:
        base, *more = policy["name"].split("+")
        options += [option for option in more if option not in options]
    return base, options


def _names_of(changes: Any, key: str) -> list[str]:
    names = changes.get(key) if type(changes) is dict else None
    return [name for name in names or () if type(name) is str]


# What an operator changes. Each returns the problems that it finds.


def _allow_module(rules: Rules, name: str) -> list[str]:
    if name in rules.modules:
        return []
    reviewed = _modules().get(name)
    standard = name.partition(".")[0] in sys.stdlib_module_names
    if reviewed is None and not standard and not additions.has(name):
        return [f"there is no module {name!r}"]
    rules.modules[name] = reviewed or _by_rule(rules, name)
    return []


def _by_rule(rules: Rules, name: str) -> Module:
    """A module that nobody has reviewed, without what its package is known to hold back."""
    module = Module(name, by_rule=True)
    top = name.partition(".")[0]
    if top in additions.packages:
        _hold_back_attributes(rules, top)
        for each, why in _held_back(name):
            if each[:1] != ".":
                module.refused[each] = why
    return module


def _hold_back_attributes(rules: Rules, package: str) -> None:
    """Refuses what the objects of a package have, whichever of its modules they come from."""
    for each, why in _held_back(package):
        if each[:1] == ".":
            rules.attributes.setdefault(each[1:], ("refused", why, ""))


def _deny_module(rules: Rules, name: str) -> list[str]:
    if name not in rules.modules:
        return [f"the module {name!r} is not lent anyway"]
    del rules.modules[name]
    return []


def _allow_name(rules: Rules, name: str) -> list[str]:
    module, _, export = name.rpartition(".")
    if not module:
        rules.allowed_names.add(name)
        return []
    lent = rules.modules.get(module)
    if lent is None:
        return [f"the module {module!r} is not lent, so {name!r} cannot be"]
    changed = _own(rules, lent)
    changed.names.add(export)
    changed.refused.pop(export, None)
    return []


def _deny_name(rules: Rules, name: str) -> list[str]:
    module, _, export = name.rpartition(".")
    if not module:
        rules.denied_names.add(name)
        return []
    lent = rules.modules.get(module)
    if lent is None:
        return [f"the module {module!r} is not lent, so {name!r} is not either"]
    if export not in lent.names and not lent.by_rule:
        return [f"{name!r} is not lent anyway"]
    changed = _own(rules, lent)
    changed.names.discard(export)
    changed.refused[export] = "the policy denies it"
    return []


def _own(rules: Rules, module: Module) -> Module:
    """The module as these rules alone have it."""
    if module is not _modules().get(module.name):
        return module
    own = Module(module.name, module.by_rule)
    own.names |= module.names
    own.guarded |= module.guarded
    own.refused.update(module.refused)
    rules.modules[module.name] = own
    return own


def _allow_builtin(rules: Rules, name: str) -> list[str]:
    if name not in rules.builtins:
        return [f"there is no builtin {name!r}"]
    if rules.builtins[name][0] == "refused":
        rules.builtins[name] = _ALLOWED
    return []


def _deny_builtin(rules: Rules, name: str) -> list[str]:
    if name not in rules.builtins:
        return [f"there is no builtin {name!r}"]
    rules.builtins[name] = _DENIED
    return []


def _allow_construct(rules: Rules, name: str) -> list[str]:
    decision = _constructs().get(name)
    if decision is None:
        return [f"there is no construct {name!r}"]
    if decision[0] == "refused":
        return [f"the construct {name!r} cannot be allowed: {decision[1]}"]
    rules.constructs[name] = decision
    return []


def _deny_construct(rules: Rules, name: str) -> list[str]:
    if name not in rules.constructs:
        return [f"there is no construct {name!r}"]
    rules.constructs[name] = _DENIED
    return []


def _allow_attribute(rules: Rules, name: str) -> list[str]:
    if not name.isidentifier():
        return [f"{name!r} is not the name of an attribute"]
    rules.attributes[name] = _ALLOWED
    return []


def _deny_attribute(rules: Rules, name: str) -> list[str]:
    if not name.isidentifier():
        return [f"{name!r} is not the name of an attribute"]
    rules.attributes[name] = _DENIED
    return []


_ALLOWING = {
    "modules": _allow_module,
    "names": _allow_name,
    "builtins": _allow_builtin,
    "constructs": _allow_construct,
    "attributes": _allow_attribute,
}
_DENYING = {
    "modules": _deny_module,
    "names": _deny_name,
    "builtins": _deny_builtin,
    "constructs": _deny_construct,
    "attributes": _deny_attribute,
}


# The tables, read once


def _table(name: str, column: int = 1) -> dict[str, Decision]:
    if name not in _cache:
        _cache[name] = tables.decisions(name, column)
    return _cache[name]


def _constructs() -> dict[str, Decision]:
    return _table("constructs", 2)


def _attributes() -> dict[str, Decision]:
    return _table("attributes")


def _builtins() -> dict[str, Decision]:
    return _table("builtins")


def _modules() -> dict[str, Module]:
    if "modules" not in _cache:
        found: dict[str, Module] = {}
        for name, names, decision, *why in tables.rows("imports"):
            module = found.setdefault(name, Module(name))
            for each in names.split():
                if decision == "refused":
                    module.refused[each] = why[0]
                    continue
                module.names.add(each)
                if decision == "guarded":
                    module.guarded.add(each)
        _cache["modules"] = found
    return _cache["modules"]


def _held_back(module: str) -> list[tuple[str, str]]:
    """What the table of packages holds back of a module, and why."""
    if "packages" not in _cache:
        found: dict[str, list[tuple[str, str]]] = {}
        for name, names, _, why in tables.rows("packages"):
            found.setdefault(name, []).extend([(each, why) for each in names.split()])
        _cache["packages"] = found
    return _cache["packages"].get(module, [])


def known_constructs() -> Iterable[str]:
    """The names of all node types that the tables know."""
    return _constructs().keys()
