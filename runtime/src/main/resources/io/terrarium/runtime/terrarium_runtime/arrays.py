"""Values of numpy and pandas: results to tagged forms and plain values, and forms back.

Theory of operation. A zygote that has imported numpy says so once (`learn`), before any program is
near: what is looked at later are the types that were there then, by identity, whatever a program
puts in their places. Where nobody has, there are no such values, and an argument that is one is the
caller's mistake.

An array of numbers, truth values or times goes as its bytes; one of anything else as the list of
its items. What numpy does here it does in C, on objects of its exact types. pandas is Python, which a
program under a policy that lets it may have changed: its lies end where every lie of a result ends.
"""

from __future__ import annotations

import sys

from . import special
from .natives import __builtins__
from .refusal import Unrepresentable
from .text import type_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .encode import Walk

_UNITS = ("D", "s", "ms", "us", "ns")
_NUMBERS = """
|b1 bool  |i1 int8  <i2 int16  <i4 int32  <i8 int64
          |u1 uint8 <u2 uint16 <u4 uint32 <u8 uint64
<f2 float16 <f4 float32 <f8 float64 <c8 complex64 <c16 complex128
""".split()
_NAMES: dict[str, str] = {
    **dict(zip(_NUMBERS[::2], _NUMBERS[1::2])),
    **{f"<M8[{unit}]": f"datetime64[{unit}]" for unit in _UNITS},
    **{f"<m8[{unit}]": f"timedelta64[{unit}]" for unit in _UNITS},
}
"""The names of the forms by what numpy calls the type, byte order included."""

_AS_LIST = frozenset("OUST")
_LONGEST = 0x7FFFFFFF

_numpy: Any = None
_pandas: Any = None


def learn() -> None:
    """Takes note of the types of numpy and pandas, as far as they have been imported."""
    global _numpy, _pandas
    _numpy = sys.modules.get("numpy")
    if _numpy is None:
        return
    found: list[special.More] = [(_numpy.ndarray, _array, True)]
    for name in _numpy.sctypeDict.values() if hasattr(_numpy, "sctypeDict") else ():
        found.append((name, _scalar, False))
    found += [(_numpy.datetime64, _time, False), (_numpy.timedelta64, _time, False)]
    found += [(_numpy.longdouble, _refused, False), (_numpy.clongdouble, _refused, False)]
    _pandas = sys.modules.get("pandas")
    if _pandas is not None:
        found += [
            (_pandas.Series, _series, True),
            (_pandas.DataFrame, _frame, True),
            (_pandas.Timestamp, _timestamp, False),
            (_pandas.Timedelta, _timedelta, False),
            (type(_pandas.NaT), _nothing, False),
            (type(_pandas.NA), _nothing, False),
        ]
        indexes = (_pandas.Index, _pandas.RangeIndex, _pandas.DatetimeIndex, _pandas.MultiIndex)
        found += [(kind, _values, True) for kind in (*indexes, _pandas.TimedeltaIndex)]
    # The first of a type counts, and those with a rule of their own were named last.
    special.more[:] = found[::-1]


# Results


def _scalar(walk: Walk, value: Any, extra: Any, depth: int) -> object:
    return walk.value(value.item(), depth)


def _refused(walk: Walk, value: Any, extra: Any, depth: int) -> object:
    name = type_name(type(value), walk.own_module)
    raise Unrepresentable(name, "Java has no number as long; return it as a float or a complex")


def _nothing(walk: Walk, value: Any, extra: Any, depth: int) -> object:
    return None


def _time(walk: Walk, value: Any, extra: Any, depth: int) -> object:
    """A datetime64 or timedelta64 as what Python has for it, where nothing of it is lost."""
    if _numpy.isnat(value):
        return None
    kind = value.dtype.kind
    exact = value
    if value.dtype.str not in _NAMES or value.dtype.str.endswith("[ns]"):
        # Only the units of days to microseconds are Python's; years and months have no length.
        exact = value.astype(f"{kind}8[us]")
        if exact.astype(value.dtype) != value or (kind == "m" and value.dtype.str[4] in "YM"):
            raise Unrepresentable(_name_of(walk, value), "it has more digits than a datetime has")
    item = exact.item()
    if type(item) is int:
        raise Unrepresentable(_name_of(walk, value), "it is out of the range of a datetime")
    return walk.value(item, depth)


def _timestamp(walk: Walk, value: Any, extra: Any, depth: int) -> object:
    if value.nanosecond:
        raise Unrepresentable(_name_of(walk, value), "it has nanoseconds, which a datetime has not")
    return walk.value(value.to_pydatetime(), depth)


def _timedelta(walk: Walk, value: Any, extra: Any, depth: int) -> object:
    if value.nanoseconds:
        raise Unrepresentable(_name_of(walk, value), "it has nanoseconds, which a timedelta has not")
    return walk.value(value.to_pytimedelta(), depth)


def _name_of(walk: Walk, value: object) -> str:
    return type_name(type(value), walk.own_module)


def _array(walk: Walk, array: Any, extra: Any, depth: int) -> object:
    if not array.size:
        _refuse_long(array.shape)
    dtype = array.dtype
    word = dtype.str
    if word[:1] == ">":
        dtype = dtype.newbyteorder("<")
        word = dtype.str
    name = _NAMES.get(word)
    if name is not None:
        walk.spend(len(array.shape), array.nbytes)
        if dtype is not array.dtype:
            array = array.astype(dtype)
        return (..., "array", name, array.shape, array.tobytes())
    if dtype.kind in _AS_LIST:
        walk.spend(array.size, array.size)
        return walk.value(array.tolist(), depth)
    raise Unrepresentable(
        "numpy.ndarray",
        f"an array of {_described(dtype)} cannot be handed back: convert it with astype(), or"
        " return its parts",
    )


def _refuse_long(shape: tuple[int, ...]) -> None:
    """Refuses an array without elements whose lengths Java cannot count; others are too large."""
    product = 1
    for length in shape:
        product *= length
        if max(length, product) > _LONGEST:
            raise Unrepresentable(
                "numpy.ndarray",
                f"an array of shape {shape} cannot be handed back: Java counts to {_LONGEST}",
            )


def _described(dtype: Any) -> str:
    return "records" if dtype.names else str(dtype)


def _values(walk: Walk, values: Any, extra: Any, depth: int) -> object:
    """The values of an index, a series or a column: an array, or a list of what has no array."""
    dtype = values.dtype
    if isinstance(dtype, _numpy.dtype) and dtype.str in _NAMES:
        return walk.child(values.to_numpy(), depth, ".values")
    return walk.child(values.tolist(), depth, ".values")


def _series(walk: Walk, series: Any, extra: Any, depth: int) -> object:
    name = walk.child(series.name, depth, ".name")
    return (..., "series", name, _index(walk, series.index, depth), _values(walk, series, None, depth))


def _frame(walk: Walk, frame: Any, extra: Any, depth: int) -> object:
    columns = []
    for label, column in frame.items():
        walk.spend(1, 1)
        columns.append(
            (walk.child(label, depth, ".columns"), _values(walk, column, None, depth))
        )
    return (..., "dataframe", tuple(columns), _index(walk, frame.index, depth))


def _index(walk: Walk, index: Any, depth: int) -> object:
    levels = []
    for number in range(index.nlevels):
        level = index.get_level_values(number)
        name = walk.child(level.name, depth, ".index.name")
        levels.append((name, _values(walk, level, None, depth)))
    return tuple(levels)


# Arguments


def array(name: str, shape: tuple[int, ...], data: bytes) -> Any:
    """The array of a form, which may be changed."""
    if _numpy is None:
        raise TypeError("an argument is a numpy array, and this runtime has no numpy: preload it")
    # From a copy that is its own: an array over bytes could not be changed.
    return _numpy.frombuffer(bytearray(data), dtype=name).reshape(shape)


def series(name: Any, index: Any, values: Any) -> Any:
    """The series of a form whose parts have been restored."""
    pandas = _needed_pandas()
    return pandas.Series(values, index=_restored_index(pandas, index), name=name)


def frame(columns: Any, index: Any) -> Any:
    """The data frame of a form whose parts have been restored."""
    pandas = _needed_pandas()
    made = pandas.DataFrame(
        {number: values for number, (_, values) in enumerate(columns)},
        index=_restored_index(pandas, index),
    )
    made.columns = pandas.Index([label for label, _ in columns])
    return made


def _restored_index(pandas: Any, index: Any) -> Any:
    if len(index) == 1:
        name, values = index[0]
        return pandas.Index(values, name=name)
    return pandas.MultiIndex.from_arrays(
        [values for _, values in index], names=[name for name, _ in index]
    )


def _needed_pandas() -> Any:
    if _pandas is None:
        raise TypeError("an argument is a pandas object, and this runtime has no pandas: preload it")
    return _pandas
