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
_Module = type(sys)
_exact = str.__str__
_module_of = type.__dict__["__module__"].__get__
_ACCESSORS = frozenset({"__getattr__", "__setattr__", "__delattr__"})
_TEXTS = 256


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
                if rules.is_marked(name) or rules.attributes.get(name, ("",))[0] == "guarded":
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


class Doors:
    """The guards of one policy. What they keep of a program is texts that passed, and few of them."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._special = rules.attributes
        self._passed: dict[str, None] = {}
        self.formatter = self._formatter()

    # getattr and its kin

    def getattr(self) -> Guard:
        special = self._special
        special_attribute = self._special_attribute

        def getattr(object: Any, name: str, /, *default: Any) -> Any:
            if type(name) is not str:
                raise _not_a_name(name)
            if name[:1] == "_" or name in special:
                return special_attribute(object, name, default)
            return _getattr(object, name, *default)

        return getattr

    def hasattr(self) -> Guard:
        getattr = self.getattr()

        def hasattr(object: Any, name: str, /) -> bool:
            try:
                getattr(object, name)
            except AttributeError:
                return False
            return True

        return hasattr

    def setattr(self) -> Guard:
        compiled = self._compiled

        def setattr(object: Any, name: str, value: Any, /) -> None:
            _setattr(object, compiled(name, True), value)

        return setattr

    def delattr(self) -> Guard:
        compiled = self._compiled

        def delattr(object: Any, name: str, /) -> None:
            _delattr(object, compiled(name, True))

        return delattr

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

    def _special_attribute(self, object: Any, name: str, default: tuple[Any, ...]) -> Any:
        compiled = self._compiled(name, False)
        if self._special.get(name, ("",))[0] != "guarded":
            return _getattr(object, compiled, *default)
        if name in _ACCESSORS:
            return self._accessor(object, name, default)
        value = _getattr(object, name, *default)
        if name == "__class__":
            return shown(value) if is_class(value) else value
        if name == "obj":
            if issubclass(type(object), AttributeError):
                raise self._refused(name, ("it can be an object of a library", ""))
            return value
        return self._format(value)

    def _accessor(self, object: Any, name: str, default: tuple[Any, ...]) -> Any:
        """`object.__setattr__` and the like, which take the name of an attribute."""
        access = _getattr(object, name, *default)
        if not callable(access):
            return access
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

    def _format(self, value: Any) -> Any:
        """`format` and `format_map` of a str, guarded; of anything else as they are."""
        kind = type(value)
        if kind is _BuiltinMethod:
            text = value.__self__
            if not issubclass(type(text), str):
                return value
            if type(text) is str and text in self._passed:
                return value
            return self._format_of(_exact(text), value)
        if kind is _MethodDescriptor and value.__objclass__ is str:
            return self._unbound_format(value)
        return value

    def _format_of(self, text: str, native: Any) -> Any:
        refused = refused_in_format(text, self._rules)
        if refused is None:
            if len(self._passed) < _TEXTS and len(text) < 1000:
                self._passed[text] = None
            return native
        if not refused.marked:
            raise self._refused(refused.name, refused.problem)
        formatter = self.formatter()
        if native.__name__ == "format":
            return lambda *args, **kwargs: formatter.vformat(text, args, kwargs)
        return lambda mapping: formatter.vformat(text, (), mapping)

    def _unbound_format(self, native: Any) -> Guard:
        def format(text: str, /, *args: Any, **kwargs: Any) -> str:
            if not issubclass(type(text), str):
                raise TypeError(f"descriptor 'format' for 'str' objects does not apply to {text!r}")
            exact = _exact(text)
            bound = exact.format if native.__name__ == "format" else exact.format_map
            return self._format_of(exact, bound)(*args, **kwargs)

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

        namespace = {
            name: value
            for name, value in _vars(string.Formatter).items()
            if name not in ("__dict__", "__weakref__")
        }
        return type("Formatter", (), {**namespace, "get_field": get_field})

    # The module operator

    def attrgetter(self) -> Guard:
        getattr = self.getattr()
        compiled = self._compiled
        special = self._special

        def path(name: str) -> Guard:
            if type(name) is not str:
                raise TypeError("attribute name must be a string")
            steps = name.split(".")
            names = [compiled(step, False) for step in steps]
            if not any([special.get(step, ("",))[0] == "guarded" for step in steps]):
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
        shows = self._shows

        def vars(*objects: Any) -> dict[str, Any]:
            if len(objects) != 1:
                raise TypeError("vars() takes one object here: it gives a copy of its attributes")
            object = objects[0]
            if is_class(object) and _module_of(object) != sys._getframe(1).f_globals["__name__"]:
                raise TypeError("vars() of a class takes one of the program's own (policy)")
            found = _vars(object)
            return {unmarked(key): found[key] for key in found if shows(key)}

        return vars

    def _shows(self, key: Any) -> bool:
        if type(key) is not str or is_dunder(key):
            return False
        return not is_private(key) or key[-1:] == MARK or not self._rules.is_marked(key)

    def dir(self) -> Guard:
        def dir(*objects: Any) -> list[str]:
            names = _dir(*objects) if objects else list(sys._getframe(1).f_locals)
            return sorted({unmarked(name) for name in names if type(name) is str})

        return dir


def _not_a_name(name: Any) -> TypeError:
    return TypeError(f"attribute name must be string, not {type(name).__name__!r}")
