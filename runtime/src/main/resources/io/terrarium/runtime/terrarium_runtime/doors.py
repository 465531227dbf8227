"""The guards at the doors: where a program reaches attributes by names that it makes at run time.

Attributes that a program writes out are checked before it runs. What is left are the functions that
take an attribute's name as a value: `getattr` and its kin, format texts, attrgetter and methodcaller,
and the special methods for access to attributes. Each holds the name to the very rules that the
checker applies, and marks private ones in the same way.

A guard tells no type of ours and hands out no bound method of Python's own door: from an object, a
program can always get to its class, and from `operator.attrgetter` to every attribute that there is.
"""

from __future__ import annotations

import operator
import string
import sys
from _string import formatter_field_name_split, formatter_parser
from types import MethodType

from .marks import MARK, is_dunder, is_private, unmarked
from .natives import __builtins__
from .policy import Rules
from .stand_ins import is_class, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    Guard = Callable[..., Any]

_getattr, _setattr, _delattr, _vars, _dir = getattr, setattr, delattr, vars, dir
_BuiltinMethod = type(len)
_MethodDescriptor = type(str.format)
_exact = str.__str__
_module_of = type.__dict__["__module__"].__get__
_ACCESSORS = frozenset({"__getattr__", "__setattr__", "__delattr__"})
_MISSING = object()
_KEPT = 256
_LONGEST_KEPT = 1000


class RefusedField:
    """An attribute in a format text that is not an ordinary one."""

    __slots__ = ("name", "problem", "marked")

    def __init__(self, name: str, problem: tuple[str, str] | None) -> None:
        self.name = name
        self.problem = problem or ("", "")
        # Not refused: it only has to be found under its marked name, or through its guard.
        self.marked = problem is None


def refused_in_format(text: str, rules: Rules, depth: int = 2) -> RefusedField | None:
    """The first attribute that the fields of a format text reach past the rules, if there is one."""
    waiting = None
    try:
        for _, field, spec, _ in formatter_parser(text):
            if field is None:
                continue
            for is_attribute, name in formatter_field_name_split(field)[1]:
                if not is_attribute or type(name) is not str:
                    continue
                problem = rules.attribute_problem(name)
                if problem is not None:
                    return RefusedField(name, problem)
                if rules.is_marked(name) or rules.is_guarded(name):
                    waiting = RefusedField(name, None)
            if spec and depth:
                inner = refused_in_format(spec, rules, depth - 1)
                if inner is not None and not inner.marked:
                    return inner
                waiting = waiting or inner
    except ValueError:
        # No format text: Python itself says so when it is used.
        return None
    return waiting


def runs_program() -> str | None:
    """The name of the module of whoever called the guard that asks, where that is a program."""
    names = sys._getframe(2).f_globals
    builtins = names.get("__builtins__")
    return names["__name__"] if type(builtins) is dict and "<get>" in builtins else None


class Doors:
    """The guards of one policy. What they keep of a program is names and texts, and few of them."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._special = rules.attributes
        self.texts: dict[str, None] = {}
        self.formatter = self._formatter()

    # getattr and its kin

    def getattr(self) -> Guard:
        special = self._special
        special_attribute = self._special_attribute
        ordinary: dict[str, None] = {}

        def getattr(_: Any, object: Any, name: str, default: Any = _MISSING, /) -> Any:
            if type(name) is not str:
                raise _not_a_name(name)
            if name not in ordinary:
                if name[:1] == "_" or name in special:
                    return special_attribute(object, name, default)
                if len(ordinary) < _KEPT:
                    ordinary[name] = None
            if default is _MISSING:
                return _getattr(object, name)
            return _getattr(object, name, default)

        return _builtin(getattr, self)

    def hasattr(self) -> Guard:
        getattr = self.getattr()

        def hasattr(_: Any, object: Any, name: str, /) -> bool:
            try:
                getattr(object, name)
            except AttributeError:
                return False
            return True

        return _builtin(hasattr, self)

    def setattr(self) -> Guard:
        compiled = self._compiled

        def setattr(_: Any, object: Any, name: str, value: Any, /) -> None:
            _setattr(object, compiled(name, True), value)

        return _builtin(setattr, self)

    def delattr(self) -> Guard:
        compiled = self._compiled

        def delattr(_: Any, object: Any, name: str, /) -> None:
            _delattr(object, compiled(name, True))

        return _builtin(delattr, self)

    def class_of(self) -> Guard:
        """`x.__class__`."""

        def class_of(object: Any) -> Any:
            kind = object.__class__
            return shown(kind) if is_class(kind) else kind

        return class_of

    def obj(self) -> Guard:
        """What stands before `.obj`: anything but an AttributeError, or its class."""

        def obj(object: Any) -> Any:
            kind = object if is_class(object) else type(object)
            if issubclass(kind, AttributeError):
                raise self._refused("obj", ("it can be an object of a library", ""))
            return object

        return obj

    def _compiled(self, name: str, writes: bool) -> str:
        """A name as the checker would have compiled it, or AttributeError."""
        if type(name) is not str:
            raise _not_a_name(name)
        if name[:1] != "_" and name not in self._special:
            return name
        problem = self._rules.attribute_problem(name, writes)
        if problem is not None:
            raise self._refused(name, problem)
        return name + MARK if self._rules.is_marked(name) else name

    def _refused(self, name: str, problem: tuple[str, str]) -> AttributeError:
        why, instead = problem
        advice = f"; {instead}" if instead else ""
        return AttributeError(
            f"the attribute {name!r} is refused: {why}{advice} (policy {self._rules.name!r})"
        )

    def _special_attribute(self, object: Any, name: str, default: Any = _MISSING) -> Any:
        compiled = self._compiled(name, False)
        if name == "obj":
            self.obj()(object)
        value = (
            _getattr(object, compiled)
            if default is _MISSING
            else _getattr(object, compiled, default)
        )
        if not self._rules.is_guarded(name) or value is default:
            return value
        if name == "__class__":
            return shown(value) if is_class(value) else value
        if name == "__get__":
            return self._descriptor(value)
        if name in _ACCESSORS:
            return self._accessor(object, name, value)
        return self._format(value)

    def _descriptor(self, get: Any) -> Guard:
        def __get__(instance: Any, owner: Any = None, /) -> Any:
            if owner is None and is_class(instance):
                raise TypeError("__get__ of a class needs its owner here (policy)")
            return get(instance, owner)

        return __get__

    def _accessor(self, object: Any, name: str, access: Any) -> Any:
        """`object.__setattr__` and the like, which take the name of an attribute."""
        # Of a class it is a plain function, and the object comes first.
        index = 1 if is_class(object) else 0
        writes = name != "__getattr__"
        compiled = self._compiled

        def accessor(*args: Any) -> Any:
            if len(args) > index:
                named = compiled(args[index], writes)
                args = (*args[:index], named, *args[index + 1 :])
            return access(*args)

        return accessor

    # Format texts

    def text(self) -> Guard:
        """What stands before `.format`: the very object, or one whose `format` is guarded."""
        texts = self.texts
        unknown = self._unknown_text

        def text(value: Any) -> Any:
            if type(value) is str and value in texts:
                return value
            return unknown(value)

        return text

    def _unknown_text(self, value: Any) -> Any:
        if type(value) is str and refused_in_format(value, self._rules) is None:
            self._keep(value)
            return value
        return _Text(self, value)

    def _keep(self, text: str) -> None:
        if len(self.texts) < _KEPT and len(text) <= _LONGEST_KEPT:
            self.texts[text] = None

    def _format(self, value: Any) -> Any:
        """`format` and `format_map` of a str, guarded; of anything else as they are.

        What was found decides, and not on what: a class may have it from anywhere.
        """
        kind = type(value)
        if kind is _BuiltinMethod and issubclass(type(value.__self__), str):
            return self._format_of(_exact(value.__self__), value)
        if kind is _MethodDescriptor and value.__objclass__ is str:
            return self._unbound_format(value.__name__)
        return value

    def _format_of(self, text: str, native: Any) -> Any:
        refused = refused_in_format(text, self._rules)
        if refused is None:
            return native
        if not refused.marked:
            raise self._refused(refused.name, refused.problem)
        formatter = self.formatter()
        if native.__name__ == "format":
            return lambda *args, **kwargs: formatter.vformat(text, args, kwargs)
        return lambda mapping: formatter.vformat(text, (), mapping)

    def _unbound_format(self, name: str) -> Guard:
        def format(text: str, /, *args: Any, **kwargs: Any) -> str:
            if not issubclass(type(text), str):
                raise TypeError(f"descriptor {name!r} for 'str' objects does not apply to this")
            exact = _exact(text)
            return self._format_of(exact, _getattr(exact, name))(*args, **kwargs)

        return format

    def _formatter(self) -> type:
        """string.Formatter with guarded attributes; no subclass of it, for super() goes past one."""
        getattr = self.getattr()

        def get_field(self: Any, field_name: str, args: Any, kwargs: Any) -> tuple[Any, Any]:
            first, rest = formatter_field_name_split(field_name)
            value = self.get_value(first, args, kwargs)
            for is_attribute, name in rest:
                value = getattr(value, name) if is_attribute else value[name]
            return value, first

        return like(string.Formatter, get_field=get_field)

    # The module operator

    def attrgetter(self) -> Guard:
        getattr = self.getattr()
        compiled = self._compiled
        is_guarded = self._rules.is_guarded

        def path(name: str) -> Guard:
            if type(name) is not str:
                raise TypeError("attribute name must be a string")
            steps = name.split(".")
            names = [compiled(step, False) for step in steps]
            if not any([is_guarded(step) for step in steps]):
                native = operator.attrgetter(".".join(names))
                return lambda object: native(object)

            def get(object: Any) -> Any:
                for step in steps:
                    object = getattr(object, step)
                return object

            return get

        def attrgetter(attribute: str, /, *attributes: str) -> Guard:
            getters = [path(name) for name in (attribute, *attributes)]
            if len(getters) == 1:
                return getters[0]
            return lambda object: tuple([get(object) for get in getters])

        return attrgetter

    def methodcaller(self) -> Guard:
        getattr = self.getattr()
        compiled = self._compiled

        def methodcaller(name: str, /, *args: Any, **kwargs: Any) -> Guard:
            compiled(name, False)
            return lambda object: getattr(object, name)(*args, **kwargs)

        return methodcaller

    # Names of attributes

    def vars(self) -> Guard:
        rules = self._rules

        def vars(_: Any, *objects: Any) -> dict[str, Any]:
            if len(objects) != 1:
                raise TypeError("vars() takes one object here: it gives a copy of its attributes")
            object = objects[0]
            if is_class(object) and _module_of(object) != runs_program():
                raise TypeError("vars() of a class takes one of the program's own (policy)")
            return plain_attributes(_vars(object), rules)

        return _builtin(vars, self)

    def dir(self) -> Guard:
        def dir(_: Any, *objects: Any) -> list[str]:
            if objects:
                names = _dir(*objects)
            else:
                names = list(sys._getframe(1).f_locals) if runs_program() else []
            return sorted({unmarked(name) for name in names if type(name) is str})

        return _builtin(dir, self)


class _Text:
    """What has a guarded `format` in the place of something that is no plain text."""

    def __init__(self, doors: Doors, value: Any) -> None:
        self._doors = doors
        self._value = value

    @property
    def format(self) -> Any:
        return self._doors._special_attribute(self._value, "format")

    @property
    def format_map(self) -> Any:
        return self._doors._special_attribute(self._value, "format_map")


def _builtin(function: Guard, doors: Doors) -> Guard:
    """A guard in the place of a builtin. Like that it never becomes a method of a class."""
    return MethodType(function, doors)


def plain_attributes(namespace: Any, rules: Rules) -> dict[str, Any]:
    """The attributes in a namespace that a program may see, by the names that it writes."""
    found = {}
    for key in namespace:
        if type(key) is not str or is_dunder(key):
            continue
        if not is_private(key) or key[-1:] == MARK or not rules.is_marked(key):
            found[unmarked(key)] = namespace[key]
    return found


def like(kind: type, **members: Any) -> type:
    """A class with the members of another and some of its own, and not the other as its base."""
    hidden = ("__dict__", "__weakref__")
    namespace = {name: value for name, value in _vars(kind).items() if name not in hidden}
    return type(kind.__name__, (), {**namespace, **members})


def _not_a_name(name: Any) -> TypeError:
    return TypeError(f"attribute name must be string, not {type(name).__name__!r}")
