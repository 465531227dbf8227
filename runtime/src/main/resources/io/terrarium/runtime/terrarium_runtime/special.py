"""The tagged forms of results: every admitted type that marshal has no byte for.

A form is a tuple of Ellipsis, the tag, and plain data. Which form a type has is found out once per
walk and type, by identity along its `__mro__`. Modules are looked up among those that are loaded:
a type whose module is not there cannot occur. Attributes of the user's objects are read under a
guard.
"""

from __future__ import annotations

import sys

from .marks import unmarked
from .natives import __builtins__
from .refusal import Unrepresentable, refusal
from .text import clean, type_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .encode import Walk

    Handler = Callable[[Walk, Any, Any, int], object]
    Plan = tuple[Handler, Any, bool, type]

    More = tuple[object, Handler, bool]

_modules = sys.modules
_ModuleType = type(sys)
_mro_of = type.__dict__["__mro__"].__get__
_dict_of = type.__dict__["__dict__"].__get__
_RANGE = slice(None)
_ABSENT = object()


more: list[More] = []
"""Further types: their handlers, and whether they nest. See `arrays`."""


def form(walk: Walk, value: object, kind: type, depth: int) -> object:
    """Returns the form to write instead of `value`, or raises Unrepresentable."""
    # Keyed by identity, for a metaclass may define how its classes are hashed. The plan holds the
    # class, so the identity stays its own.
    plan = walk.plans.get(id(kind))
    if plan is None:
        plan = walk.plans[id(kind)] = _plan(walk, kind)
    handler, extra, nests, _ = plan
    if not nests:
        return handler(walk, value, extra, depth)
    walk.enter(value, depth)
    found = handler(walk, value, extra, depth - 1)
    walk.leave(value)
    return found


def _plan(walk: Walk, kind: type) -> Plan:
    """What to do with values of a type: the handler, what it wants to know, whether it nests."""
    for known, handler, nests in more:
        if kind is known:
            return (handler, None, nests, kind)
    exact = _exact_handlers()
    for known, handler in exact:
        if kind is known:
            return (handler, None, False, kind)
    name = type_name(kind, walk.own_module)
    mro = _mro_of(kind)
    if _is_among(_class("enum", "Enum"), mro):
        return (_enum, name, True, kind)
    if any(["__dataclass_fields__" in _dict_of(base) for base in mro]):
        for base in [*[base for base, _ in _BASES], *[known for known, _ in exact]]:
            if _is_among(base, mro):
                return (_twofold, (name, base), False, kind)
        return (_dataclass, (name, _dataclass_fields(walk, kind, name)), True, kind)
    fields = _namedtuple_fields(mro)
    if fields is not None:
        for field in fields:
            walk.text(field)
        return (_namedtuple, (name, fields), True, kind)
    for base, plain in _BASES:
        if _is_among(base, mro):
            return (_subclass, (name, _plain_of_ordered(plain, mro)), base in _NESTING, kind)
    for base, handler in exact:
        if _is_among(base, mro):
            return (_subclass_of_special, (name, base, handler), False, kind)
    return (_refused, name, False, kind)


def _refused(walk: Walk, value: object, name: str, depth: int) -> object:
    raise Unrepresentable(name, refusal(name))


def _twofold(walk: Walk, value: object, extra: tuple[str, type], depth: int) -> object:
    name, base = extra
    shown = type_name(base)
    raise Unrepresentable(
        name,
        f"the value is a dataclass and a {shown} at once, and one of them would be lost:"
        f" return its fields, or the {shown} alone",
    )


def _is_among(wanted: object, mro: tuple[type, ...]) -> bool:
    for base in mro:
        if base is wanted:
            return True
    return False


def _class(module_name: str, name: str) -> object:
    """A class of a module that is loaded, or something that is no class."""
    module = _modules.get(module_name)
    found = module.__dict__.get(name) if type(module) is _ModuleType else None
    return _ABSENT if found is None else found


def _exact_handlers() -> list[tuple[object, Handler]]:
    found: list[tuple[object, Handler]] = [(bytearray, _bytearray)]
    for module, names in _KNOWN:
        if module in _modules:
            found += [(_class(module, name), handler) for name, handler in names]
    return found


def _read(walk: Walk, value: object, name: str) -> Any:
    """Reads an attribute of a user's object."""
    try:
        return getattr(value, name)
    except MemoryError:
        raise
    except BaseException as error:
        problem = _unreadable(walk, value, name, error)
    raise problem


def _unreadable(walk: Walk, value: object, name: str, error: BaseException) -> Unrepresentable:
    raised = type_name(type(error), walk.own_module)
    return Unrepresentable(
        type_name(type(value), walk.own_module),
        f"the attribute {clean(name, 100)} cannot be read: {raised} was raised",
    )


# Builtins and their subclasses


def _bytearray(walk: Walk, value: bytearray, extra: None, depth: int) -> object:
    walk.spend(0, len(value))
    return (..., "bytearray", bytes(value))


def _subclass(walk: Walk, value: Any, extra: Any, depth: int) -> object:
    name, plain = extra
    walk.text(name)
    # The copy stands for the value, so it may be as deep as the value may be.
    return (..., "subclass", name, walk.value(plain(value), depth + 1))


def _plain_of_ordered(plain: Callable[[Any], object], mro: tuple[type, ...]) -> Any:
    """An OrderedDict keeps an order of its own beside the one of the dict that it is."""
    ordered = _class("collections", "OrderedDict")
    if not _is_among(ordered, mro):
        return plain
    return lambda value: dict(ordered.items(value))


# For each base its items or its value as the exact builtin, past whatever the subclass overrides.
_BASES: list[tuple[type, Callable[[Any], object]]] = [
    (int, int.__int__),
    (float, float.__float__),
    (complex, complex.__pos__),
    (str, str.__str__),
    (bytes, lambda value: bytes.__getitem__(value, _RANGE)),
    (bytearray, lambda value: bytearray.__getitem__(value, _RANGE)),
    (list, lambda value: list.__getitem__(value, _RANGE)),
    (tuple, lambda value: tuple.__getitem__(value, _RANGE)),
    (dict, lambda value: dict(dict.items(value))),
    (set, lambda value: set(set.__iter__(value))),
    (frozenset, lambda value: frozenset(frozenset.__iter__(value))),
]


_NESTING = frozenset([list, tuple, dict, set, frozenset])


# Enums, dataclasses, namedtuples


def _enum(walk: Walk, value: object, name: str, depth: int) -> object:
    member = _read(walk, value, "_name_")
    if type(member) is not str:
        member = None
    else:
        walk.text(member)
    walk.text(name)
    plain = walk.child(_read(walk, value, "_value_"), depth, ".value")
    return (..., "enum", name, member, plain)


def _dataclass_fields(walk: Walk, kind: type, name: str) -> tuple[str, ...]:
    fields = _class("dataclasses", "fields")
    try:
        found = tuple(field.name for field in fields(kind))
    except MemoryError:
        raise
    except BaseException:
        found = (None,)
    if not all(type(field) is str for field in found):
        raise Unrepresentable(name, "the fields of the dataclass cannot be read")
    for field in found:
        walk.text(field)
    return found


def _dataclass(walk: Walk, value: object, extra: Any, depth: int) -> object:
    name, fields = extra
    shown = [unmarked(field) for field in fields]
    walk.spend(0, len(name))
    values: list[object] = []
    try:
        for field in fields:
            values.append(getattr(value, field))
    except MemoryError:
        raise
    except BaseException as error:
        problem = _unreadable(walk, value, shown[len(values)], error)
    else:
        return (..., "dataclass", name, walk.fields(shown, values, depth))
    raise problem


def _namedtuple_fields(mro: tuple[type, ...]) -> tuple[str, ...] | None:
    if not _is_among(tuple, mro):
        return None
    for base in mro:
        fields = _dict_of(base).get("_fields")
        if fields is not None:
            proper = type(fields) is tuple and all(type(field) is str for field in fields)
            return fields if proper else None
    return None


def _namedtuple(walk: Walk, value: Any, extra: Any, depth: int) -> object:
    name, fields = extra
    items = tuple.__getitem__(value, _RANGE)
    if len(items) != len(fields):
        return _subclass(walk, value, (name, lambda value: items), depth)
    walk.spend(0, len(name))
    return (..., "namedtuple", name, walk.fields(fields, items, depth))


# Dates and times


def _date(walk: Walk, value: Any, extra: None, depth: int) -> object:
    return (..., "date", value.year, value.month, value.day)


def _time(walk: Walk, value: Any, extra: None, depth: int) -> object:
    zone = None if value.tzinfo is None else _zone(walk, value)
    return (
        ...,
        "time",
        value.hour,
        value.minute,
        value.second,
        value.microsecond,
        value.fold,
        zone,
    )


def _datetime(walk: Walk, value: Any, extra: None, depth: int) -> object:
    zone = None if value.tzinfo is None else _zone(walk, value)
    return (
        ...,
        "datetime",
        value.year,
        value.month,
        value.day,
        value.hour,
        value.minute,
        value.second,
        value.microsecond,
        value.fold,
        zone,
    )


def _timedelta(walk: Walk, value: Any, extra: None, depth: int) -> object:
    return (..., "timedelta", value.days, value.seconds, value.microseconds)


def _zone(walk: Walk, value: Any) -> object:
    """The zone of an exact time or datetime; only a zone of the user's runs code of the user's."""
    zone = value.tzinfo
    known = walk.zones.get(id(zone))
    if known is not None:
        return known[0]
    if type(zone) is _class("datetime", "timezone"):
        offset, *name = zone.__getinitargs__()
        if name:
            walk.text(name[0])
        form = ("offset", _microseconds(offset), name[0] if name else None)
        # With the zone, so that its identity stays its own.
        walk.zones[id(zone)] = (form, zone)
        return form
    try:
        offset = value.utcoffset()
        name = value.tzname()
    except MemoryError:
        raise
    except BaseException:
        offset = name = None
    if type(zone) is _class("zoneinfo", "ZoneInfo") and type(zone.key) is str:
        walk.text(zone.key)
        return ("region", zone.key, None if offset is None else _microseconds(offset))
    if offset is None:
        raise Unrepresentable(
            type_name(type(zone), walk.own_module), "the time zone does not tell its UTC offset"
        )
    if type(name) is not str:
        name = None
    else:
        walk.text(name)
    return ("offset", _microseconds(offset), name)


def _microseconds(offset: Any) -> int:
    delta = _class("datetime", "timedelta")
    days, seconds = delta.days.__get__(offset), delta.seconds.__get__(offset)
    return (days * 86400 + seconds) * 1_000_000 + delta.microseconds.__get__(offset)


# Numbers and identifiers


def _decimal(walk: Walk, value: object, extra: None, depth: int) -> object:
    # A context can ask for a small letter in front of the exponent.
    text = _class("decimal", "Decimal").__str__(value).replace("e", "E")
    walk.text(text)
    return (..., "decimal", text)


def _fraction(walk: Walk, value: Any, extra: None, depth: int) -> object:
    numerator = _read(walk, value, "_numerator")
    denominator = _read(walk, value, "_denominator")
    if type(numerator) is not int or type(denominator) is not int:
        raise Unrepresentable(
            type_name(type(value), walk.own_module), "the fraction is not made of two int"
        )
    walk.integer(numerator)
    walk.integer(denominator)
    return (..., "fraction", numerator, denominator)


def _uuid(walk: Walk, value: Any, extra: None, depth: int) -> object:
    number = _read(walk, value, "int")
    if type(number) is not int or not 0 <= number < 1 << 128:
        raise Unrepresentable(
            type_name(type(value), walk.own_module), "the UUID is not a number of 128 bits"
        )
    return (..., "uuid", number.to_bytes(16, "big"))


_KNOWN: list[tuple[str, list[tuple[str, Handler]]]] = [
    (
        "datetime",
        # A datetime is a date too, so it comes first.
        [
            ("datetime", _datetime),
            ("date", _date),
            ("time", _time),
            ("timedelta", _timedelta),
        ],
    ),
    ("decimal", [("Decimal", _decimal)]),
    ("fractions", [("Fraction", _fraction)]),
    ("uuid", [("UUID", _uuid)]),
]


def _subclass_of_special(walk: Walk, value: Any, extra: Any, depth: int) -> object:
    name, base, handler = extra
    walk.text(name)
    parts = _PARTS.get(handler)
    if parts is not None:
        # The exact base from its own descriptors, past whatever the subclass overrides.
        value = base(
            *[getattr(base, part).__get__(value) for part in parts[0]],
            **{part: getattr(base, part).__get__(value) for part in parts[1]},
        )
    return (..., "subclass", name, handler(walk, value, None, depth))


_CLOCK = ("hour", "minute", "second", "microsecond", "tzinfo")
_PARTS: dict[Handler, tuple[tuple[str, ...], tuple[str, ...]]] = {
    _date: (("year", "month", "day"), ()),
    _time: (_CLOCK, ("fold",)),
    _datetime: (("year", "month", "day", *_CLOCK), ("fold",)),
    _timedelta: (("days", "seconds", "microseconds"), ()),
}
