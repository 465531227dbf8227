"""What a program imports: modules that hold the listed names of the real ones, and nothing else.

A facade is a module like any other, so reading from it is as fast. No module is in another, but for
those that the list names (`collections.abc`, `urllib.parse`). What a program assigns to a facade stays
in it.
"""

from __future__ import annotations

import functools
import sys

from . import records
from .doors import Doors
from .natives import __builtins__
from .policy import Module, Rules
from .stand_ins import is_class, shown, stand_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

_Module = type(sys)
_MISSING = object()
_SLEEP_AT_MOST = 60
_real_import = __import__


class Facades:
    """The facades of one policy, each made when it is first imported."""

    def __init__(self, rules: Rules, doors: Doors) -> None:
        self._rules = rules
        self._doors = doors
        self._made: dict[str, Any] = {}
        self._records = records.Records(rules)
        self._guards = self._guarded_names()

    def importer(self) -> Callable[..., Any]:
        """The `__import__` of a program."""

        def __import__(
            name: str, globals: Any = None, locals: Any = None, names: Any = (), level: int = 0
        ) -> Any:
            if type(names) is list:
                # Python's own code in C, which looks for the module itself: datetime.strptime does.
                return _real_import(name)
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
            for each in _public(real) if lent.by_rule else ():
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
        if name in ("copy", "dataclasses"):
            _guard_copying(self._rules)

    def _lent(self, module: str, name: str, real: Any) -> Any:
        guard = self._guards.get(f"{module}.{name}")
        value = getattr(real, name, _MISSING)
        if guard is not None and value is not _MISSING:
            return guard()
        return _MISSING if type(value) is _Module else value

    def _guarded_names(self) -> dict[str, Callable[[], Any]]:
        doors, made = self._doors, self._records
        return {
            "abc.ABCMeta": lambda: stand_in(sys.modules["abc"].ABCMeta),
            "collections.namedtuple": made.namedtuple,
            "dataclasses.asdict": made.asdict,
            "dataclasses.dataclass": made.dataclass,
            "dataclasses.fields": made.fields,
            "dataclasses.make_dataclass": made.make_dataclass,
            "dataclasses.replace": made.replace,
            "enum.EnumMeta": lambda: stand_in(sys.modules["enum"].EnumMeta),
            "enum.EnumType": lambda: stand_in(sys.modules["enum"].EnumMeta),
            "functools.singledispatch": lambda: _singledispatch,
            "functools.singledispatchmethod": _singledispatchmethod,
            "functools.update_wrapper": lambda: _update_wrapper,
            "functools.wraps": lambda: _wraps,
            "operator.attrgetter": doors.attrgetter,
            "operator.methodcaller": doors.methodcaller,
            "string.Formatter": lambda: doors.formatter,
            "time.sleep": lambda: _sleep,
            "typing.NamedTuple": made.named_tuple,
            "typing.get_args": lambda: _get_args,
            "typing.get_origin": lambda: _get_origin,
        }


def _public(module: Any) -> list[str]:
    """The names of a module that nobody has reviewed: its own public ones, no module among them."""
    names = getattr(module, "__all__", None) or dir(module)
    return [
        name
        for name in names
        if type(name) is str
        and name[:1] != "_"
        and type(getattr(module, name, module)) is not _Module
    ]


# Guards that are the same under every policy


def _update_wrapper(wrapper: Any, wrapped: Any, *options: Any, **more: Any) -> Any:
    _check_wrapping(options, more)
    return functools.update_wrapper(wrapper, wrapped)


def _wraps(wrapped: Any, *options: Any, **more: Any) -> Any:
    _check_wrapping(options, more)
    return lambda wrapper: functools.update_wrapper(wrapper, wrapped)


def _check_wrapping(options: Any, more: Any) -> None:
    if options or more:
        raise TypeError(
            "wraps and update_wrapper copy the usual attributes here, and no others (policy)"
        )


def _singledispatch(function: Any) -> Any:
    dispatching = functools.singledispatch(function)
    native = dispatching.register

    def register(cls: Any, func: Any = None) -> Any:
        if func is not None or type(cls) is not type(register):
            return native(cls, func)
        return native(_first_annotation(cls), cls)

    dispatching.register = register
    return dispatching


def _first_annotation(function: Any) -> Any:
    """What a function says of its first parameter; a text only where it is a plain name."""
    annotations = dict(function.__annotations__)
    annotations.pop("return", None)
    if not annotations:
        raise TypeError("register() takes a class, or a function that says what its argument is")
    found = next(iter(annotations.values()))
    if type(found) is not str:
        return found
    namespace = function.__globals__
    for names in (namespace, namespace["__builtins__"]):
        if found.isidentifier() and found in names and is_class(names[found]):
            return names[found]
    raise TypeError(f"an annotation that is a text is not evaluated (policy): register({found})")


def _singledispatchmethod() -> Any:
    """functools.singledispatchmethod with a guarded dispatcher; no subclass of it."""

    def __init__(self: Any, func: Any) -> None:
        self.dispatcher = _singledispatch(func)
        self.func = func

    real = functools.singledispatchmethod
    hidden = ("__dict__", "__weakref__")
    namespace = {name: value for name, value in vars(real).items() if name not in hidden}
    return type("singledispatchmethod", (), {**namespace, "__init__": __init__})


def _sleep(seconds: float, /) -> None:
    if seconds > _SLEEP_AT_MOST:
        raise ValueError(f"sleep takes at most {_SLEEP_AT_MOST} seconds at a time here (policy)")
    sys.modules["time"].sleep(seconds)


def _get_origin(tp: Any) -> Any:
    origin = sys.modules["typing"].get_origin(tp)
    return shown(origin) if is_class(origin) else origin


def _get_args(tp: Any) -> tuple[Any, ...]:
    typing = sys.modules["typing"]

    def plain(argument: Any) -> Any:
        if type(argument) is typing.ForwardRef:
            return argument.__forward_arg__
        return shown(argument) if is_class(argument) else argument

    return tuple([plain(argument) for argument in typing.get_args(tp)])


def _guard_copying(rules: Rules) -> None:
    """Has `copy` restore no attribute by a name that a program could not have written."""
    copy = sys.modules.get("copy")
    if copy is None or hasattr(copy._reconstruct, "guards"):
        return
    native = copy._reconstruct

    def reconstruct(x: Any, memo: Any, func: Any, args: Any, state: Any = None, *rest: Any, **more: Any) -> Any:
        if isinstance(state, tuple) and len(state) == 2 and state[1]:
            for name in state[1]:
                if type(name) is not str or rules.attribute_problem(name) is not None:
                    raise TypeError(f"copying would set the attribute {name!r} (policy)")
        return native(x, memo, func, args, state, *rest, **more)

    reconstruct.guards = True  # type: ignore[attr-defined]
    copy._reconstruct = reconstruct
