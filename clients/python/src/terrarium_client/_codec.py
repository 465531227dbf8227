"""Values as JSON, both ways and without loss: the forms of docs/values.md.

Theory of operation. JSON itself is written and read by the standard library, in C. Before writing,
a walk by exact type puts tagged forms in the places of what JSON cannot say; lists of one plain
type are admitted in a few passes in C, without a look at each item. When reading, a hook sees each
object after those inside it, so forms are undone from the inside out.

What is read was made by somebody else's program: ints as keys whose hashes all are the same would
make a dict of them take for ever, so those are refused. What cannot be read becomes the outcome of
that call or row, for a program must not end what others wait for.
"""

from __future__ import annotations

import base64
import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import json
import math
import re
import uuid
import zoneinfo
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from . import _foreign as foreign
from .errors import InvalidResponse, UnsupportedValue
from .values import (
    Array,
    DataFrame,
    EnumMember,
    Labelled,
    NamedRecord,
    Record,
    Series,
    Subclassed,
    Zone,
    plain_of_subclassed,
    subclassed,
)

_TAG = "$type"
_DEEPEST = 200
_DIGITS = 4_300
_TOO_LONG = 10**_DIGITS
_COLLISIONS = 50
_AS_THEY_ARE = frozenset([str, bool, type(None)])
_FLOATS = frozenset([float])
_INTS = frozenset([int])


def encode(value: Any, name: str) -> Any:
    """The value as what `dumps` takes; `name` is how errors call it, such as `args[0]`.

    Raises UnsupportedValue for what has no form, and says where it is.
    """
    return _Encoder().value(value, name, _DEEPEST)


def encode_arguments(args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[list[Any], Any]:
    """The arguments of a call, positional ones and those by name."""
    encoder = _Encoder()
    positional = encoder.items(list(args), "args", _DEEPEST)
    named = encoder.mapping(dict(kwargs), "kwargs", _DEEPEST)
    return positional, named


def dumps(document: Any) -> bytes:
    """A document as JSON. Raises UnsupportedValue for text that is no Unicode text."""
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode()
    except RecursionError:
        raise UnsupportedValue("the request", "value", "it is nested too deep") from None
    except UnicodeEncodeError:
        place = _lone_surrogate(document, "") or "the request"
        raise UnsupportedValue(
            place, "str", "it has a lone surrogate, which is no valid Unicode text"
        ) from None


def loads(data: bytes | str) -> Any:
    """What a JSON text says, its tagged forms made into values.

    Raises InvalidResponse where it is no JSON or stands for no value.
    """
    try:
        return json.loads(data, object_hook=_object, parse_constant=_no_constant)
    except InvalidResponse:
        raise
    except RecursionError:
        raise InvalidResponse("it nests too deep") from None
    except (ValueError, ArithmeticError, AttributeError, LookupError, TypeError) as error:
        raise InvalidResponse(f"it is no JSON of values: {error}") from None


def loads_result(data: bytes | str) -> Any:
    """The document of a call or row.

    A result that cannot be made into values here is its program's matter, and not the service's:
    the outcome is `not_representable` then.
    """
    try:
        return loads(data)
    except InvalidResponse as problem:
        try:
            document = json.loads(data)
        except (ValueError, RecursionError):
            raise problem from None
        if not isinstance(document, dict) or document.get("status") != "ok":
            raise
        message = f"the result cannot be read here: {problem}"
        error = {"message": message, "type": "value", "path": "result"}
        return {**document, "status": "not_representable", "result": None, "error": error}


class _Encoder:
    def value(self, value: Any, place: str, depth: int) -> Any:
        kind = type(value)
        if kind is str or kind is bool or value is None:
            return value
        if kind is float:
            return _float(value)
        if kind is int:
            return _int(value)
        if depth <= 0:
            raise UnsupportedValue(
                place.split("[")[0],
                kind.__name__,
                f"it is nested deeper than {_DEEPEST} levels, or contains itself",
            )
        if kind is list:
            return self.items(value, place, depth - 1)
        if kind is dict:
            return self.mapping(value, place, depth - 1)
        if kind is tuple or kind is set or kind is frozenset:
            return {_TAG: kind.__name__, "items": self.items(list(value), place, depth - 1)}
        return self._special(value, place, depth - 1)

    def items(self, items: list[Any], place: str, depth: int) -> list[Any]:
        kinds = set(map(type, items))
        if kinds <= _AS_THEY_ARE:
            return items
        # A sum is finite only where all items are.
        if kinds == _FLOATS and math.isfinite(sum(items)):
            return items
        if kinds == _INTS and min(items) > -_TOO_LONG and max(items) < _TOO_LONG:
            return items
        return [self.value(item, f"{place}[{i}]", depth) for i, item in enumerate(items)]

    def mapping(self, mapping: Mapping[Any, Any], place: str, depth: int) -> Any:
        if _TAG not in mapping and all(type(key) is str for key in mapping):
            return {
                key: self.value(item, f"{place}[{key!r}]", depth) for key, item in mapping.items()
            }
        return {
            _TAG: "dict",
            "items": [
                [
                    self.value(key, f"{place}.keys()[{i}]", depth),
                    self.value(item, f"{place}.values()[{i}]", depth),
                ]
                for i, (key, item) in enumerate(mapping.items())
            ],
        }

    def _special(self, value: Any, place: str, depth: int) -> Any:
        if isinstance(value, Subclassed):
            plain = self.value(plain_of_subclassed(value), place, depth + 1)
            return {_TAG: "subclass", "class": value.class_name, "value": plain}
        if isinstance(value, enum.Enum):
            name = value._name_ if isinstance(value._name_, str) else None
            return self._enum(type(value).__qualname__, name, value._value_, place, depth)
        if isinstance(value, EnumMember):
            return self._enum(value.class_name, value.name, value.value, place, depth)
        if isinstance(value, Record):
            return self._fields("dataclass", value.class_name, value.fields, place, depth)
        if isinstance(value, NamedRecord):
            return self._fields("namedtuple", value.class_name, value._asdict(), place, depth)
        if isinstance(value, Array):
            return _array(value)
        if isinstance(value, Series):
            return self._series(value, place, depth)
        if isinstance(value, DataFrame):
            columns = self._labelled(value.columns, f"{place}.columns", depth)
            index = self._labelled(value.index, f"{place}.index", depth)
            return {_TAG: "dataframe", "columns": columns, "index": index}
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
            return self._fields("dataclass", type(value).__qualname__, fields, place, depth)
        names = getattr(value, "_fields", None)
        if isinstance(value, tuple) and isinstance(names, tuple):
            fields = dict(zip(names, value, strict=True))
            return self._fields("namedtuple", type(value).__qualname__, fields, place, depth)
        return self._of_builtin(value, place, depth)

    def _of_builtin(self, value: Any, place: str, depth: int) -> Any:
        """What is an instance of a type of Python's, numpy's or pandas', or of a subclass."""
        try:
            known = foreign.known(value)
        except ValueError as problem:
            raise UnsupportedValue(place, type(value).__name__, str(problem)) from None
        if known is not value:
            return self.value(known, place, depth + 1)
        for base, form in _FORMS:
            if isinstance(value, base):
                return form(value)
        if isinstance(value, Mapping):
            plain = self.mapping(value, place, depth)
            return _named_mapping(value, plain)
        for base in (int, float, str, list, tuple, set, frozenset):
            if isinstance(value, base):
                made: Any = base
                return self.value(made(value), place, depth + 1)
        raise UnsupportedValue(
            place,
            type(value).__name__,
            "a program can be handed numbers, text, bytes, lists, dicts, sets, dates, and"
            " dataclasses, enums and arrays of them",
        )

    def _enum(self, class_name: str, name: str | None, value: Any, place: str, depth: int) -> Any:
        plain = self.value(value, f"{place}.value", depth)
        return {_TAG: "enum", "class": _within_module(class_name), "name": name, "value": plain}

    def _fields(
        self, tag: str, class_name: str, fields: Mapping[str, Any], place: str, depth: int
    ) -> Any:
        values = {name: self.value(item, f"{place}.{name}", depth) for name, item in fields.items()}
        shown: Any = values
        if _TAG in values:
            shown = {_TAG: "dict", "items": [[name, item] for name, item in values.items()]}
        return {_TAG: tag, "class": _within_module(class_name), "fields": shown}

    def _series(self, series: Series, place: str, depth: int) -> Any:
        return {
            _TAG: "series",
            "name": self.value(series.name, f"{place}.name", depth),
            "index": self._labelled(series.index, f"{place}.index", depth),
            "values": self.value(series.values, f"{place}.values", depth),
        }

    def _labelled(self, labelled: Labelled, place: str, depth: int) -> list[Any]:
        return [
            [self.value(label, place, depth), self.value(values, f"{place}[{label!r}]", depth)]
            for label, values in labelled
        ]


def _float(number: float) -> Any:
    if math.isfinite(number):
        return number
    return {_TAG: "float", "value": str(number)}


def _int(number: int) -> Any:
    if -_TOO_LONG < number < _TOO_LONG:
        return number
    return {_TAG: "int", "hex": format(number, "x")}


def _named_mapping(value: Mapping[Any, Any], plain: Any) -> Any:
    for base in (collections.Counter, collections.OrderedDict):
        if isinstance(value, base):
            return {_TAG: "subclass", "class": f"collections.{base.__name__}", "value": plain}
    return plain


def _within_module(class_name: str) -> str:
    """The name of a class by which a program may have one: without the function it was made in."""
    return class_name.rpartition("<locals>.")[2]


def _bytes(tag: str) -> Callable[[Any], Any]:
    return lambda value: {_TAG: tag, "base64": base64.b64encode(value).decode()}


def _complex(number: complex) -> Any:
    return {_TAG: "complex", "real": _float(number.real), "imag": _float(number.imag)}


def _date(date: datetime.date) -> Any:
    return {_TAG: "date", "value": date.isoformat()}


def _time(time: datetime.time) -> Any:
    return _clock("time", time.replace(tzinfo=None).isoformat(), time)


def _datetime(moment: datetime.datetime) -> Any:
    return _clock("datetime", moment.replace(tzinfo=None).isoformat(), moment)


def _clock(tag: str, text: str, value: Any) -> Any:
    form: dict[str, Any] = {_TAG: tag, "value": text}
    zone = value.tzinfo
    if zone is not None:
        offset = value.utcoffset()
        if offset is not None:
            form["value"] += _offset(offset)
        key = getattr(zone, "key", None)
        if isinstance(zone, zoneinfo.ZoneInfo | Zone) and key is not None:
            form["zone"] = key
        elif offset is None:
            raise UnsupportedValue(tag, type(zone).__name__, "its time zone tells no offset")
        elif (name := _name_of_offset(value)) is not None:
            form["offset_name"] = name
    if value.fold:
        form["fold"] = value.fold
    return form


def _name_of_offset(value: Any) -> str | None:
    zone = value.tzinfo
    if isinstance(zone, datetime.timezone):
        # What tzname() says may be made of the offset, and is no name then.
        _, *given = zone.__getinitargs__()  # type: ignore[attr-defined]
        return given[0] if given else None
    name = value.tzname()
    return name if isinstance(name, str) else None


def _offset(offset: datetime.timedelta) -> str:
    size = abs(offset)
    hours, seconds = divmod(size.seconds, 3600)
    text = f"{hours:02}:{seconds // 60:02}"
    if seconds % 60 or size.microseconds:
        text += f":{seconds % 60:02}"
    if size.microseconds:
        text += f".{size.microseconds:06}"
    return ("-" if offset < datetime.timedelta() else "+") + text


def _timedelta(delta: datetime.timedelta) -> Any:
    microseconds = delta // datetime.timedelta(microseconds=1)
    whole, part = divmod(abs(microseconds), 1_000_000)
    sign = "-" if microseconds < 0 else ""
    return {_TAG: "timedelta", "value": f"PT{sign}{whole}.{part:06}S"}


def _decimal(number: decimal.Decimal) -> Any:
    return {_TAG: "decimal", "value": str(number)}


def _fraction(number: fractions.Fraction) -> Any:
    numerator, denominator = number.numerator, number.denominator
    if abs(numerator) < _TOO_LONG and denominator < _TOO_LONG:
        return {_TAG: "fraction", "value": f"{numerator}/{denominator}"}
    return {_TAG: "fraction", "numerator": _int(numerator), "denominator": _int(denominator)}


def _uuid(value: uuid.UUID) -> Any:
    return {_TAG: "uuid", "value": str(value)}


def _array(array: Array) -> Any:
    data = base64.b64encode(array.data).decode()
    return {_TAG: "array", "dtype": array.dtype, "shape": list(array.shape), "base64": data}


_FORMS: list[tuple[type, Callable[[Any], Any]]] = [
    (bytes, _bytes("bytes")),
    (bytearray, _bytes("bytearray")),
    (complex, _complex),
    # A datetime is a date too, so it comes first.
    (datetime.datetime, _datetime),
    (datetime.date, _date),
    (datetime.time, _time),
    (datetime.timedelta, _timedelta),
    (decimal.Decimal, _decimal),
    (fractions.Fraction, _fraction),
    (uuid.UUID, _uuid),
]


def _lone_surrogate(value: Any, place: str) -> str | None:
    """Where in a document the text is that is none."""
    if isinstance(value, str):
        return place if any("\ud800" <= letter <= "\udfff" for letter in value) else None
    items: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        items = [(f".{key}" if place else key, item) for key, item in value.items()]
        if any(_lone_surrogate(key, place) is not None for key in value):
            return f"{place}.keys()"
    elif isinstance(value, list):
        items = [(f"[{index}]", item) for index, item in enumerate(value)]
    found = (_lone_surrogate(item, f"{place}{step}") for step, item in items)
    return next((one for one in found if one is not None), None)


# Reading


def _no_constant(name: str) -> Any:
    raise InvalidResponse(f"it has {name}, which is no JSON")


def _object(members: dict[str, Any]) -> Any:
    tag = members.get(_TAG)
    if tag is None:
        return members
    undo = _UNDO.get(tag) if isinstance(tag, str) else None
    if undo is None:
        raise InvalidResponse(f"it has a value of a type that is not known here: {tag!r}")
    return undo(members)


def _members(form: dict[str, Any]) -> list[Any]:
    items = form["items"]
    _refuse_collisions(items)
    return items  # type: ignore[no-any-return]


def _dict(form: dict[str, Any]) -> dict[Any, Any]:
    items = form["items"]
    _refuse_collisions([key for key, _ in items])
    return dict(items)


def _refuse_collisions(keys: Sequence[Any]) -> None:
    """Refuses many keys of the same hash: a table of them takes time by their square."""
    if len(keys) > _COLLISIONS:
        ((_, most),) = collections.Counter(map(hash, keys)).most_common(1)
        if most > _COLLISIONS:
            raise InvalidResponse(f"it has a dict or set where {most} keys have the same hash")


_CLOCK = re.compile(
    r"(?:(\d{4})-(\d\d)-(\d\d)T)?(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?"
    r"(?:(Z)|([+-])(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?",
    re.ASCII,
)
_DURATION = re.compile(r"PT(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?)(\d+)(?:\.(\d{1,6}))?S)?", re.ASCII)


def _clock_of(form: dict[str, Any]) -> Any:
    matched = _CLOCK.fullmatch(form["value"])
    if matched is None:
        raise ValueError(f"no time: {form['value']!r}")
    year, month, day, hour, minute, second, part = matched.groups()[:7]
    clock = (int(hour), int(minute), int(second or 0), _microseconds(part))
    zone = _zone(form, _offset_of(*matched.groups()[7:]))
    fold = form.get("fold", 0)
    if year is None:
        return datetime.time(*clock, tzinfo=zone, fold=fold)
    naive = datetime.datetime(int(year), int(month), int(day), *clock, fold=fold)
    return naive.replace(tzinfo=_as_told(zone, naive))


def _microseconds(digits: str | None) -> int:
    return int((digits or "").ljust(6, "0"))


def _offset_of(
    utc: str | None,
    sign: str | None,
    hours: str | None,
    minutes: str | None,
    seconds: str | None,
    part: str | None,
) -> datetime.timedelta | None:
    if utc is not None:
        return datetime.timedelta()
    if hours is None or minutes is None:
        return None
    size = datetime.timedelta(
        hours=int(hours),
        minutes=int(minutes),
        seconds=int(seconds or 0),
        microseconds=_microseconds(part),
    )
    return -size if sign == "-" else size


def _zone(form: dict[str, Any], offset: datetime.timedelta | None) -> datetime.tzinfo | None:
    key = form.get("zone")
    if key is not None:
        return Zone(key, offset) if form[_TAG] == "datetime" else _region(key, offset)
    if offset is None:
        return None
    name = form.get("offset_name")
    if name is not None:
        return datetime.timezone(offset, name)
    return datetime.timezone(offset) if offset else datetime.timezone.utc


def _region(key: str, offset: datetime.timedelta | None) -> datetime.tzinfo:
    try:
        return zoneinfo.ZoneInfo(key)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return Zone(key, offset)


def _as_told(zone: datetime.tzinfo | None, naive: datetime.datetime) -> datetime.tzinfo | None:
    """The region itself where this machine has the same offset for it then."""
    if not isinstance(zone, Zone):
        return zone
    region = _region(zone.key, zone.offset)
    if zone.offset is None:
        return region
    return region if naive.replace(tzinfo=region).utcoffset() == zone.offset else zone


def _duration(form: dict[str, Any]) -> datetime.timedelta:
    matched = _DURATION.fullmatch(form["value"])
    if matched is None:
        raise ValueError(f"no duration: {form['value']!r}")
    hours, minutes, sign, seconds, part = matched.groups()
    end = int(seconds or 0) * 1_000_000 + _microseconds(part)
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60_000_000
    return datetime.timedelta(microseconds=1) * (whole + (-end if sign else end))


def _fraction_of(form: dict[str, Any]) -> fractions.Fraction:
    if "value" not in form:
        return fractions.Fraction(form["numerator"], form["denominator"])
    numerator, denominator = form["value"].split("/")
    return fractions.Fraction(int(numerator), int(denominator))


def _subclass_of(form: dict[str, Any]) -> Any:
    name, value = form["class"], form["value"]
    if name == "collections.Counter" and type(value) is dict:
        return collections.Counter(value)
    if name == "collections.OrderedDict" and type(value) is dict:
        return collections.OrderedDict(value)
    return subclassed(name, value)


def _labels(pairs: list[list[Any]]) -> Labelled:
    return tuple([(label, values) for label, values in pairs])


def _float_of(form: dict[str, Any]) -> float:
    if form["value"] not in ("nan", "inf", "-inf"):
        raise ValueError(f"no float: {form['value']!r}")
    return float(form["value"])


def _data(form: dict[str, Any]) -> bytes:
    return base64.b64decode(form["base64"], validate=True)


_UNDO: dict[str, Callable[[dict[str, Any]], Any]] = {
    "int": lambda form: int(form["hex"], 16),
    "float": _float_of,
    "complex": lambda form: complex(form["real"], form["imag"]),
    "bytes": _data,
    "bytearray": lambda form: bytearray(_data(form)),
    "tuple": lambda form: tuple(form["items"]),
    "set": lambda form: set(_members(form)),
    "frozenset": lambda form: frozenset(_members(form)),
    "dict": _dict,
    "date": lambda form: datetime.date.fromisoformat(form["value"]),
    "time": _clock_of,
    "datetime": _clock_of,
    "timedelta": _duration,
    "decimal": lambda form: decimal.Decimal(form["value"]),
    "fraction": _fraction_of,
    "uuid": lambda form: uuid.UUID(form["value"]),
    "enum": lambda form: EnumMember(form["class"], form["name"], form["value"]),
    "dataclass": lambda form: Record(form["class"], form["fields"]),
    "namedtuple": lambda form: NamedRecord(form["class"], form["fields"]),
    "subclass": _subclass_of,
    "array": lambda form: Array(form["dtype"], tuple(form["shape"]), _data(form)),
    "series": lambda form: Series(form["name"], _labels(form["index"]), form["values"]),
    "dataframe": lambda form: DataFrame(_labels(form["columns"]), _labels(form["index"])),
}
