"""Tagged forms in arguments, back to Python objects.

A form is a tuple whose first item is Ellipsis. Classes of the program are found by name among its
globals, so its module body has run by now. What its constructors raise is the caller's error, like
any exception of the call.
"""

from __future__ import annotations

from . import arrays
from .marks import unmarked
from .natives import __builtins__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_COMPOUND = frozenset([tuple, list, dict])
_mro_of = type.__dict__["__mro__"].__get__
_ABSENT = object()


def restore(value: Any, namespace: dict[str, Any], own_module: str) -> Any:
    """Returns `value` with its tagged forms restored; lists and dicts are changed in place."""
    return _Restoring(namespace, own_module).value(value)


class _Restoring:
    """The restoring of one call's arguments."""

    def __init__(self, namespace: dict[str, Any], own_module: str) -> None:
        self._namespace = namespace
        self._own_module = own_module
        self._made: dict[tuple[str, tuple[str, ...]], Any] = {}

    def value(self, value: Any) -> Any:
        kind = type(value)
        if kind is tuple:
            if value and value[0] is ...:
                return _FORMS[value[1]](self, *value[2:])
            if _COMPOUND.isdisjoint(map(type, value)):
                return value
            return tuple([self.value(item) for item in value])
        if kind is list:
            if not _COMPOUND.isdisjoint(map(type, value)):
                for index, item in enumerate(value):
                    if type(item) in _COMPOUND:
                        value[index] = self.value(item)
        elif kind is dict:
            for key, item in value.items():
                if type(item) in _COMPOUND:
                    value[key] = self.value(item)
        return value

    def _bytearray(self, data: bytes) -> bytearray:
        return bytearray(data)

    def _dict(self, pairs: Any) -> dict[Any, Any]:
        return {self.value(key): self.value(item) for key, item in pairs}

    def _set(self, items: Any) -> set[Any]:
        return {self.value(item) for item in items}

    def _frozenset(self, items: Any) -> frozenset[Any]:
        return frozenset([self.value(item) for item in items])

    def _date(self, year: int, month: int, day: int) -> Any:
        import datetime

        return datetime.date(year, month, day)

    def _time(
        self, hour: int, minute: int, second: int, microsecond: int, fold: int, zone: Any
    ) -> Any:
        import datetime

        return datetime.time(hour, minute, second, microsecond, _zone(zone), fold=fold)

    def _datetime(
        self,
        year: int,
        month: int,
        day: int,
        hour: int,
        minute: int,
        second: int,
        microsecond: int,
        fold: int,
        zone: Any,
    ) -> Any:
        import datetime

        return datetime.datetime(
            year, month, day, hour, minute, second, microsecond, _zone(zone), fold=fold
        )

    def _timedelta(self, days: int, seconds: int, microseconds: int) -> Any:
        import datetime

        return datetime.timedelta(days, seconds, microseconds)

    def _decimal(self, text: str) -> Any:
        import decimal

        return decimal.Decimal(text)

    def _fraction(self, numerator: int, denominator: int) -> Any:
        import fractions

        return fractions.Fraction(numerator, denominator)

    def _uuid(self, data: bytes) -> Any:
        import uuid

        return uuid.UUID(bytes=data)

    def _subclass(self, name: str, value: Any) -> Any:
        plain = self.value(value)
        if name == "collections.Counter" or name == "collections.OrderedDict":
            import collections

            if type(plain) is dict:
                return getattr(collections, name.partition(".")[2])(plain)
        return plain

    def _enum(self, name: str, member: str | None, value: Any) -> Any:
        """The member by its name, else by its value; where there is none, the plain value."""
        plain = self.value(value)
        cls = self._class_of_program(name)
        if cls is None or not _is_enum(cls):
            return plain
        try:
            return cls[member]
        except KeyError:
            pass
        try:
            return cls(plain)
        except (ValueError, TypeError):
            return plain

    def _dataclass(self, name: str, pairs: Any) -> Any:
        given = {field: self.value(item) for field, item in pairs}
        cls = self._class_of_program(name)
        fields = getattr(cls, "__dataclass_fields__", None)
        if type(fields) is not dict:
            return self._record(name, given)
        # Private fields have other names within (see `marks`).
        of_plain = {unmarked(field): field for field in fields if type(field) is str}
        if not of_plain.keys() >= given.keys():
            return self._record(name, given)
        return _dataclass_instance(cls, {of_plain[key]: item for key, item in given.items()})

    def _namedtuple(self, name: str, pairs: Any) -> Any:
        given = {field: self.value(item) for field, item in pairs}
        cls = self._class_of_program(name)
        fields = getattr(cls, "_fields", None)
        if type(fields) is not tuple or not issubclass(cls, tuple) or set(fields) != set(given):
            return self._record(name, given)
        return cls(*[given[field] for field in fields])

    def _record(self, name: str, given: dict[str, Any]) -> Any:
        """A namedtuple for a class that the program lacks, or the dict where none can be."""
        key = (name, tuple(given))
        cls = self._made.get(key, _ABSENT)
        if cls is _ABSENT:
            import collections

            simple = name.rpartition(".")[2]
            try:
                cls = collections.namedtuple(simple, tuple(given), module=self._own_module)
            except ValueError:
                cls = None
            self._made[key] = cls
        return given if cls is None else cls(*given.values())

    def _array(self, name: str, shape: tuple[int, ...], data: bytes) -> Any:
        return arrays.array(name, shape, data)

    def _series(self, name: Any, index: Any, values: Any) -> Any:
        return arrays.series(self.value(name), self._pairs(index), self.value(values))

    def _dataframe(self, columns: Any, index: Any) -> Any:
        return arrays.frame(self._pairs(columns), self._pairs(index))

    def _pairs(self, pairs: Any) -> list[tuple[Any, Any]]:
        return [(self.value(name), self.value(values)) for name, values in pairs]

    def _class_of_program(self, name: str) -> Any:
        """The class of that name among the program's globals; the name of a nested one has dots."""
        found: Any = None
        parts = name.split(".")
        try:
            found = self._namespace.get(parts[0])
            for part in parts[1:]:
                found = getattr(found, part, None)
        except Exception:
            return None
        return found if issubclass(type(found), type) else None


def _dataclass_instance(cls: Any, given: dict[str, Any]) -> Any:
    import dataclasses

    later = {field.name for field in dataclasses.fields(cls) if not field.init}
    made = cls(**{unmarked(name): item for name, item in given.items() if name not in later})
    for name in later & given.keys():
        # A field that the constructor does not take; of a frozen class too.
        object.__setattr__(made, name, given[name])
    return made


def _is_enum(cls: type) -> bool:
    import enum

    return any(base is enum.Enum for base in _mro_of(cls))


def _zone(zone: Any) -> Any:
    if zone is None:
        return None
    import datetime

    kind, first, second = zone
    if kind == "offset":
        return _fixed(datetime, first, second)
    try:
        import zoneinfo

        return zoneinfo.ZoneInfo(first)
    except Exception:
        if second is None:
            raise ValueError(f"the time zone {first!r} is not known here") from None
    return _fixed(datetime, second, first)


def _fixed(datetime: Any, microseconds: int, name: str | None) -> Any:
    if name is not None:
        return datetime.timezone(datetime.timedelta(microseconds=microseconds), name)
    if microseconds == 0:
        return datetime.timezone.utc
    return datetime.timezone(datetime.timedelta(microseconds=microseconds))


_FORMS = {
    "bytearray": _Restoring._bytearray,
    "date": _Restoring._date,
    "time": _Restoring._time,
    "datetime": _Restoring._datetime,
    "timedelta": _Restoring._timedelta,
    "decimal": _Restoring._decimal,
    "fraction": _Restoring._fraction,
    "uuid": _Restoring._uuid,
    "enum": _Restoring._enum,
    "dataclass": _Restoring._dataclass,
    "namedtuple": _Restoring._namedtuple,
    "subclass": _Restoring._subclass,
    "dict": _Restoring._dict,
    "set": _Restoring._set,
    "frozenset": _Restoring._frozenset,
    "array": _Restoring._array,
    "series": _Restoring._series,
    "dataframe": _Restoring._dataframe,
}
