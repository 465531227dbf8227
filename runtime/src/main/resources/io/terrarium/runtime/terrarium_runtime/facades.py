"""What a program imports: modules that hold the listed names of the real ones, and nothing else.

A facade is a module like any other, so reading from it is as fast. No module is in another, but for
those that the list names (`collections.abc`, `urllib.parse`). What a program assigns to a facade stays
in it.
"""

from __future__ import annotations

import sys

from . import additions, contexts, copying, records
from . import wrapping as functions
from .doors import Doors
from .natives import __builtins__
from .policy import Rules
from .stand_ins import stand_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

_Module = type(sys)
_MISSING = object()
_SLEEP_AT_MOST = 60
_NOTHING = _Module("nothing")


class Facades:
    """The facades of one policy, each made when it is first imported."""

    def __init__(self, rules: Rules, doors: Doors) -> None:
        self._rules = rules
        self._doors = doors
        self._made: dict[str, Any] = {}
        self._records = records.Records(rules)
        self._wrapping = functions.Wrapping(rules)
        self._guards = self._guarded_names()

    def importer(self) -> Callable[..., Any]:
        """The `__import__` of a program."""

        def __import__(
            name: str, globals: Any = None, locals: Any = None, names: Any = (), level: int = 0
        ) -> Any:
            if type(names) is list and name in sys.modules:
                # Python's own code in C, which takes the module from there itself: strptime does.
                return _NOTHING
            if type(name) is not str or level or name not in self._rules.modules:
                raise ImportError(
                    f"import of {name!r} is refused (policy {self._rules.name!r})", name=str(name)
                )
            facade = self.get(name)
            if not names:
                return self.get(name.partition(".")[0])
            for each in names:
                if type(each) is not str or each not in facade.__dict__:
                    raise ImportError(f"cannot import name {each!r} from {name!r}", name=name)
            return facade

        return __import__

    def get(self, name: str) -> Any:
        """The facade of a module on the list, or of a package with one in it."""
        facade = self._made.get(name)
        if facade is None:
            # Before its parts are made, for a package and its modules know each other.
            facade = self._made[name] = _Module(name)
            try:
                self._fill(facade.__dict__, name)
            except BaseException:
                del self._made[name]
                raise
        return facade

    def _fill(self, namespace: dict[str, Any], name: str) -> None:
        __import__(name)
        real = sys.modules[name]
        namespace["__doc__"] = real.__doc__
        lent = self._rules.modules.get(name)
        if lent is not None:
            for each in _public(real, name) if lent.by_rule else ():
                if each not in lent.refused:
                    namespace[each] = getattr(real, each)
            for each in lent.names:
                value = self._lent(name, each, real)
                if value is not _MISSING:
                    namespace[each] = value
        prefix = name + "."
        for each in self._rules.modules:
            if each.startswith(prefix) and "." not in each[len(prefix) :]:
                namespace[each[len(prefix) :]] = self.get(each)
        if name == "dataclasses":
            self._records.guard_generating()
        if name in ("copy", "dataclasses"):
            copying.guard(self._rules)
        elif name in ("datetime", "time"):
            # What they import when they first read a time.
            __import__("_strptime")
        elif name == "enum":
            self._records.guard_enums()
        elif name == "typing":
            functions.guard_forward_references()

    def _lent(self, module: str, name: str, real: Any) -> Any:
        guard = self._guards.get(f"{module}.{name}")
        value = getattr(real, name, _MISSING)
        if guard is not None and value is not _MISSING:
            return guard()
        return _MISSING if type(value) is _Module else value

    def _guarded_names(self) -> dict[str, Callable[[], Any]]:
        doors, made, wrapping = self._doors, self._records, self._wrapping
        return {
            "abc.ABCMeta": lambda: stand_in(sys.modules["abc"].ABCMeta),
            "collections.namedtuple": made.namedtuple,
            "contextlib.redirect_stderr": contexts.redirect_stderr,
            "contextlib.redirect_stdout": contexts.redirect_stdout,
            "copy.copy": lambda: sys.modules["copy"].copy,
            "copy.deepcopy": lambda: sys.modules["copy"].deepcopy,
            "dataclasses.Field": made.field_type,
            "dataclasses.asdict": made.asdict,
            "dataclasses.dataclass": made.dataclass,
            "dataclasses.field": made.field,
            "dataclasses.fields": made.fields,
            "dataclasses.make_dataclass": made.make_dataclass,
            "dataclasses.replace": made.replace,
            "enum.EnumMeta": lambda: stand_in(sys.modules["enum"].EnumMeta),
            "enum.EnumType": lambda: stand_in(sys.modules["enum"].EnumMeta),
            "functools.cached_property": wrapping.cached_property,
            "functools.singledispatch": lambda: functions.singledispatch,
            "functools.singledispatchmethod": functions.singledispatchmethod,
            "functools.update_wrapper": wrapping.update_wrapper,
            "functools.wraps": wrapping.wraps,
            "operator.attrgetter": doors.attrgetter,
            "operator.methodcaller": doors.methodcaller,
            "string.Formatter": lambda: doors.formatter,
            "time.sleep": lambda: _sleep,
            "types.SimpleNamespace": made.simple_namespace,
            "typing.NamedTuple": made.named_tuple,
            "typing.get_args": lambda: functions.get_args,
            "typing.get_origin": lambda: functions.get_origin,
            "warnings.catch_warnings": contexts.catch_warnings,
        }


def _public(module: Any, name: str) -> list[str]:
    """The names of a module that nobody has reviewed: its own public ones, no module among them."""
    return [
        each
        for each in additions.public_names(module, name)
        if not isinstance(getattr(module, each, module), _Module)
    ]


def _sleep(seconds: float, /) -> None:
    # A number of its own, for one of the program's may change between two looks.
    exact = float(seconds)
    if exact > _SLEEP_AT_MOST:
        raise ValueError(f"sleep takes at most {_SLEEP_AT_MOST} seconds at a time here (policy)")
    sys.modules["time"].sleep(exact)
