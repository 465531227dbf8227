"""Values of every kind that has a form."""

from __future__ import annotations

import collections
import datetime
import zoneinfo
from typing import Any

from hypothesis import strategies as st

_text = st.text(st.characters(codec="utf-8"), max_size=20)
_offsets = st.builds(
    datetime.timezone,
    st.timedeltas(
        min_value=datetime.timedelta(hours=-23, minutes=-59),
        max_value=datetime.timedelta(hours=23, minutes=59),
    ),
)
_named_offsets = st.just(datetime.timezone(datetime.timedelta(hours=1), "CET"))
_regions = st.sampled_from(["Europe/Zurich", "America/New_York", "UTC"]).map(zoneinfo.ZoneInfo)
_zones = st.none() | st.just(datetime.timezone.utc) | _offsets | _named_offsets | _regions

_hashable = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(10**40, 10**42)
    | st.floats(allow_nan=False)
    | _text
    | st.just("$type")
    | st.binary(max_size=20)
    | st.dates()
    | st.datetimes(timezones=_zones)
    | st.times()
    | st.timedeltas()
    | st.decimals(allow_nan=False)
    | st.fractions()
    | st.uuids()
)
_keys = st.recursive(
    _hashable,
    lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=3),
    max_leaves=3,
)
_scalars = (
    _hashable
    | st.floats()
    | st.complex_numbers()
    | st.decimals()
    | st.builds(bytearray, st.binary(max_size=20))
    | st.times(timezones=_zones)
)

values: st.SearchStrategy[Any] = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.lists(inner, max_size=5).map(tuple)
        | st.sets(_keys, max_size=5)
        | st.frozensets(_keys, max_size=5)
        | st.dictionaries(_text, inner, max_size=5)
        | st.dictionaries(_keys, inner, max_size=5)
        | st.dictionaries(_text, st.integers(), max_size=3).map(collections.Counter)
        | st.dictionaries(_text, inner, max_size=3).map(collections.OrderedDict)
    ),
    max_leaves=20,
)


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same one, type by type: also where `==` says yes, as 1 to 1.0."""
    return shown(one) == shown(other)


def shown(value: Any) -> str:
    """A text that tells values apart: `repr`, with a certain order where there is none."""
    if isinstance(value, list | tuple):
        parts = [shown(item) for item in value]
    elif isinstance(value, dict):
        parts = [f"{shown(key)}: {shown(item)}" for key, item in value.items()]
    elif isinstance(value, set | frozenset):
        parts = sorted(shown(item) for item in value)
    else:
        parts = [repr(value)]
    return f"{type(value).__name__}({', '.join(parts)})"
