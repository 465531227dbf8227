"""Objects of numpy and pandas as those of `values`, without importing either.

Where an application has not imported them, it has no such objects.
"""

from __future__ import annotations

import sys
from typing import Any

from .values import Array, DataFrame, Labelled, Series

_UNITS = ("D", "s", "ms", "us", "ns")
_DTYPES = frozenset(
    [
        *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
        *("float16", "float32", "float64", "complex64", "complex128"),
        *(f"{kind}64[{unit}]" for kind in ("datetime", "timedelta") for unit in _UNITS),
    ]
)
_AS_LIST = frozenset("OUST")


def known(value: Any) -> Any:
    """What an object of numpy or pandas is handed over as; any other object as it is.

    Raises ValueError, with the reason, for one that has no form.
    """
    numpy: Any = sys.modules.get("numpy")
    pandas: Any = sys.modules.get("pandas")
    if pandas is not None and hasattr(pandas, "DataFrame"):
        found = _of_pandas(value, pandas, numpy)
        if found is not value:
            return found
    if numpy is not None and hasattr(numpy, "ndarray"):
        return _of_numpy(value, numpy)
    return value


def _of_numpy(value: Any, numpy: Any) -> Any:
    if isinstance(value, numpy.ndarray):
        return _array(value)
    if not isinstance(value, numpy.generic):
        return value
    if value.dtype.kind in "mM":
        return _time(value, numpy)
    item = value.item()
    if isinstance(item, numpy.generic):
        raise ValueError("Python has no number as long: make it a float or a complex")
    return item


def _array(array: Any) -> Any:
    name = array.dtype.name
    if name in _DTYPES:
        plain = array.astype(array.dtype.newbyteorder("<"))
        return Array(name, array.shape, plain.tobytes())
    if array.dtype.kind in _AS_LIST:
        return array.tolist()
    raise ValueError(f"arrays of {array.dtype} have no form: convert it with astype()")


def _time(value: Any, numpy: Any) -> Any:
    if numpy.isnat(value):
        return None
    exact = value.astype(f"{value.dtype.kind}8[us]")
    if exact.astype(value.dtype) != value or isinstance(exact.item(), int):
        raise ValueError("Python has no time as exact, or none as far away")
    return exact.item()


def _of_pandas(value: Any, pandas: Any, numpy: Any) -> Any:
    if value is pandas.NaT or value is pandas.NA:
        return None
    if isinstance(value, pandas.Timestamp):
        if value.nanosecond:
            raise ValueError("it has nanoseconds, which a datetime has not")
        return value.to_pydatetime()
    if isinstance(value, pandas.Timedelta):
        if value.nanoseconds:
            raise ValueError("it has nanoseconds, which a timedelta has not")
        return value.to_pytimedelta()
    if isinstance(value, pandas.Index):
        return _column(value, numpy)
    if isinstance(value, pandas.Series):
        return Series(value.name, _index(value.index, numpy), _column(value, numpy))
    if isinstance(value, pandas.DataFrame):
        columns = tuple((label, _column(column, numpy)) for label, column in value.items())
        return DataFrame(columns, _index(value.index, numpy))
    return value


def _column(column: Any, numpy: Any) -> Any:
    """An array, or a list of what has no array."""
    if isinstance(column.dtype, numpy.dtype) and column.dtype.name in _DTYPES:
        return _array(column.to_numpy())
    return column.tolist()


def _index(index: Any, numpy: Any) -> Labelled:
    levels = (index.get_level_values(number) for number in range(index.nlevels))
    return tuple((level.name, _column(level, numpy)) for level in levels)
