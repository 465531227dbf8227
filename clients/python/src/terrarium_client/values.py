"""What a result becomes where the application has no class of its own for it.

Most results arrive as what they are: floats, lists, sets, datetimes, Decimals. A program's own
classes do not exist here, so their instances arrive as the read-only objects of this module, which
say what they were called. Handed back as arguments, all of them are what they were again.
"""

from __future__ import annotations

import datetime
import decimal
import fractions
import importlib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

__all__ = [
    "Array",
    "DataFrame",
    "EnumMember",
    "NamedRecord",
    "Record",
    "Series",
    "Subclassed",
    "Zone",
]


@dataclass(frozen=True, slots=True, eq=True)
class EnumMember:
    """A member of an enum of the program's.

    `name` is None for a combination of flags that has no name of its own.
    """

    class_name: str
    name: str | None
    value: Any

    def __hash__(self) -> int:
        return _deep_hash((self.class_name, self.name, self.value))


class Record:
    """An instance of a dataclass of the program's.

    Its fields are attributes (`point.x`); `fields` is all of them by name, in order, for names
    that are no attributes here.
    """

    __slots__ = ("class_name", "fields")

    class_name: str
    fields: Mapping[str, Any]

    def __init__(self, class_name: str, fields: Mapping[str, Any]) -> None:
        object.__setattr__(self, "class_name", class_name)
        object.__setattr__(self, "fields", MappingProxyType(dict(fields)))

    def __getattr__(self, name: str) -> Any:
        # Copying makes an instance without fields and asks it for methods.
        if name not in Record.__slots__ and name in self.fields:
            return self.fields[name]
        raise AttributeError(f"{type(self).__name__} has no field {name!r}")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a record cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a record cannot be changed")

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.class_name, dict(self.fields)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record):
            return NotImplemented
        return self.class_name == other.class_name and self.fields == other.fields

    def __hash__(self) -> int:
        return _deep_hash((self.class_name, self.fields))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.fields.items())
        return f"{self.class_name}({shown})"


class NamedRecord(tuple[Any, ...]):
    """A named tuple of the program's: a tuple, whose items are attributes too."""

    class_name: str
    _fields: tuple[str, ...]

    def __new__(cls, class_name: str, fields: Mapping[str, Any]) -> NamedRecord:
        made = super().__new__(cls, fields.values())
        made.__dict__.update(class_name=class_name, _fields=tuple(fields))
        return made

    def __getattr__(self, name: str) -> Any:
        fields = self.__dict__.get("_fields", ())
        if name in fields:
            return self[fields.index(name)]
        raise AttributeError(f"{type(self).__name__} has no field {name!r}")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a named tuple cannot be changed")

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.class_name, self._asdict()))

    def _asdict(self) -> dict[str, Any]:
        """The items by name, in order."""
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{self.class_name}({shown})"


class Subclassed:
    """Marks an instance of a subclass of a built-in type of the program's.

    The object is an instance of the built-in type as well: what was a `class Prices(dict)` there
    is a dict here, with `class_name` "Prices".
    """

    class_name: str


_SUBCLASSES: dict[type, type] = {
    base: type(f"Subclassed{base.__name__.title()}", (Subclassed, base), {"__module__": __name__})
    for base in (
        *(int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset),
        *(datetime.date, datetime.time, datetime.datetime, datetime.timedelta),
        *(decimal.Decimal, fractions.Fraction, uuid.UUID),
    )
}


def subclassed(class_name: str, value: Any) -> Any:
    """The value as an instance of a subclass that has the name.

    Raises KeyError where there are no subclasses of the value's type.
    """
    made = _rebuilt(value, _SUBCLASSES[type(value)])
    # Past the UUID's own way, which refuses every change.
    object.__setattr__(made, "class_name", class_name)
    return made


def plain_of_subclassed(value: Subclassed) -> Any:
    """What an instance of a subclass is, as an instance of the built-in type itself."""
    return _rebuilt(value, type(value).__mro__[2])


def _rebuilt(value: Any, kind: Any) -> Any:
    """An instance of another class in the same family, with the same content."""
    if isinstance(value, datetime.datetime | datetime.time):
        date = (value.year, value.month, value.day) if isinstance(value, datetime.datetime) else ()
        clock = (value.hour, value.minute, value.second, value.microsecond, value.tzinfo)
        return kind(*date, *clock, fold=value.fold)
    if isinstance(value, datetime.date):
        return kind(value.year, value.month, value.day)
    if isinstance(value, datetime.timedelta):
        return kind(value.days, value.seconds, value.microseconds)
    if isinstance(value, fractions.Fraction):
        return kind(value.numerator, value.denominator)
    if isinstance(value, uuid.UUID):
        return kind(int=value.int)
    return kind(value)


class Zone(datetime.tzinfo):
    """A region of the time zone database that this machine does not have, or has otherwise.

    `offset` is how far it was ahead of UTC then, as the program's Python said; None where it did
    not say.
    """

    def __init__(self, key: str, offset: datetime.timedelta | None) -> None:
        self.key = key
        self.offset = offset

    def utcoffset(self, when: datetime.datetime | None, /) -> datetime.timedelta | None:
        return self.offset

    def dst(self, when: datetime.datetime | None, /) -> None:
        return None

    def tzname(self, when: datetime.datetime | None, /) -> str:
        return self.key

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.key, self.offset))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Zone):
            return NotImplemented
        return (self.key, self.offset) == (other.key, other.offset)

    def __hash__(self) -> int:
        return hash((self.key, self.offset))

    def __repr__(self) -> str:
        return f"Zone({self.key!r}, {self.offset!r})"


@dataclass(frozen=True, slots=True)
class Array:
    """An array of numpy's: `numpy.asarray(array)` makes one of it, where numpy is installed.

    `data` has the items one after the other, the last axis fastest, low bytes first; `dtype` is
    numpy's name of their type, such as `float64` or `datetime64[ns]`.
    """

    dtype: str
    shape: tuple[int, ...]
    data: bytes

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        numpy: Any = importlib.import_module("numpy")

        kind = numpy.dtype(self.dtype).newbyteorder("<")
        array = numpy.frombuffer(self.data, dtype=kind).reshape(self.shape)
        if dtype is not None and numpy.dtype(dtype) != array.dtype:
            return array.astype(dtype)
        # Over immutable bytes it could not be changed, which a copy can.
        return array if copy is False else array.copy()

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("an array without an axis has no length")
        return self.shape[0]

    def __repr__(self) -> str:
        return f"<array of {self.dtype}, shape {self.shape}>"


Labelled = tuple[tuple[Any, "Array | list[Any]"], ...]
"""Names or labels, each with its values."""


@dataclass(frozen=True, slots=True)
class Series:
    """A series of pandas'; `to_pandas()` makes one of it, where pandas is installed.

    `index` has a name and values for each level.
    """

    name: Any
    index: Labelled
    values: Array | list[Any]

    def to_pandas(self) -> Any:
        pandas: Any = importlib.import_module("pandas")

        return pandas.Series(_column(self.values), index=_index(self.index), name=self.name)


@dataclass(frozen=True, slots=True)
class DataFrame:
    """A data frame of pandas'; `to_pandas()` makes one of it, where pandas is installed.

    `columns` has a label and values for each column, `index` a name and values for each level.
    """

    columns: Labelled
    index: Labelled

    def __iter__(self) -> Iterator[Any]:
        """The labels of the columns."""
        return (label for label, _ in self.columns)

    def to_pandas(self) -> Any:
        pandas: Any = importlib.import_module("pandas")

        # By number first: labels need not differ.
        columns = {number: _column(values) for number, (_, values) in enumerate(self.columns)}
        made = pandas.DataFrame(columns, index=_index(self.index))
        made.columns = pandas.Index(list(self))
        return made


def _column(values: Array | list[Any]) -> Any:
    return values.__array__() if isinstance(values, Array) else values


def _index(levels: Labelled) -> Any:
    pandas: Any = importlib.import_module("pandas")

    if len(levels) == 1:
        name, values = levels[0]
        return pandas.Index(_column(values), name=name)
    return pandas.MultiIndex.from_arrays(
        [_column(values) for _, values in levels], names=[name for name, _ in levels]
    )


def _deep_hash(value: Any) -> int:
    """A hash of lists and dicts too: what a program could hash by identity arrives by value."""
    if isinstance(value, list | tuple):
        return hash(tuple(_deep_hash(item) for item in value))
    if isinstance(value, Mapping):
        return hash(frozenset((_deep_hash(key), _deep_hash(item)) for key, item in value.items()))
    if isinstance(value, set | frozenset):
        return hash(frozenset(_deep_hash(item) for item in value))
    try:
        return hash(value)
    except TypeError:
        return hash(type(value))
