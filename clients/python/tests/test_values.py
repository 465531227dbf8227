"""Values as JSON and back, without a service; `test_service.py` has them go through one."""

from __future__ import annotations

import collections
import contextlib
import copy
import datetime
import decimal
import enum
import json
import pickle
import time
import zoneinfo
from dataclasses import dataclass, make_dataclass
from typing import Any, NamedTuple

import numpy
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import same, values

from terrarium_client import InvalidResponse, UnsupportedValue
from terrarium_client._codec import _UNDO, dumps, encode, loads
from terrarium_client.values import (
    Array,
    DataFrame,
    EnumMember,
    NamedRecord,
    Record,
    Series,
    Subclassed,
    Zone,
)


class Colour(enum.Enum):
    RED = 1


class Level(enum.IntEnum):
    LOW = 1


class Access(enum.Flag):
    READ = 1
    WRITE = 2


@dataclass
class Point:
    x: float
    y: float


class Pair(NamedTuple):
    first: int
    second: str


class Safe(str):
    pass


def written(value: Any) -> Any:
    """The JSON of a value, as plain Python reads it."""
    return json.loads(dumps(encode(value, "args[0]")))


def there_and_back(value: Any) -> Any:
    return loads(dumps(encode(value, "args[0]")))


@given(values)
@settings(max_examples=500, deadline=None)
def test_a_value_comes_back_as_it_is(value: Any) -> None:
    assert same(there_and_back(value), value)


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (1.0, 1.0),
        (10**30, 10**30),
        (float("nan"), {"$type": "float", "value": "nan"}),
        (float("-inf"), {"$type": "float", "value": "-inf"}),
        (b"\x00\x01", {"$type": "bytes", "base64": "AAE="}),
        ((1, "a"), {"$type": "tuple", "items": [1, "a"]}),
        ({1: "a"}, {"$type": "dict", "items": [[1, "a"]]}),
        ({"$type": "a"}, {"$type": "dict", "items": [["$type", "a"]]}),
        (datetime.timedelta(microseconds=-1), {"$type": "timedelta", "value": "PT-0.000001S"}),
        (decimal.Decimal("-0E+3"), {"$type": "decimal", "value": "-0E+3"}),
        (Colour.RED, {"$type": "enum", "class": "Colour", "name": "RED", "value": 1}),
        (Level.LOW, {"$type": "enum", "class": "Level", "name": "LOW", "value": 1}),
        (Point(1.0, 2.0), {"$type": "dataclass", "class": "Point", "fields": {"x": 1.0, "y": 2.0}}),
        (
            Pair(1, "b"),
            {"$type": "namedtuple", "class": "Pair", "fields": {"first": 1, "second": "b"}},
        ),
        (Safe("a"), "a"),
        (numpy.float64(1.5), 1.5),
        (numpy.int64(5), 5),
        (numpy.bool_(True), True),
        (
            numpy.datetime64("2024-02-29", "D"),
            {"$type": "datetime", "value": "2024-02-29T00:00:00"},
        ),
        (numpy.datetime64("NaT", "s"), None),
        (
            numpy.array([1.0], ">f8"),
            {"$type": "array", "dtype": "float64", "shape": [1], "base64": "AAAAAAAA8D8="},
        ),
        (numpy.array(["a"]), ["a"]),
        (pandas.NaT, None),
        (pandas.Timestamp("2024-02-29"), {"$type": "datetime", "value": "2024-02-29T00:00:00"}),
    ],
)
def test_a_value_has_the_form_that_the_documents_say(value: Any, form: Any) -> None:
    assert written(value) == form


def test_an_int_with_more_digits_than_python_reads_goes_as_hexadecimal_ones() -> None:
    for value in (10**4300, -(10**4300), 10**4300 - 1):
        assert there_and_back(value) == value
        assert there_and_back([value]) == [value]
    assert written(10**4300) == {"$type": "int", "hex": format(10**4300, "x")}


def test_an_enum_member_arrives_as_an_object_that_says_what_it_was() -> None:
    member = there_and_back(Colour.RED)
    assert member == EnumMember("Colour", "RED", 1)
    assert written(member) == written(Colour.RED)
    assert isinstance(there_and_back(Access.READ | Access.WRITE).value, int)


def test_a_dataclass_arrives_as_a_record_with_attributes_that_cannot_be_changed() -> None:
    point = there_and_back(Point(1.0, 2.0))
    assert (point.x, point.fields["y"], point.class_name) == (1.0, 2.0, "Point")
    assert repr(point) == "Point(x=1.0, y=2.0)"
    with pytest.raises(AttributeError):
        point.x = 2.0
    with pytest.raises(AttributeError):
        _ = point.z
    assert copy.deepcopy(point) == point == pickle.loads(pickle.dumps(point))
    assert written(point) == written(Point(1.0, 2.0))


def test_a_record_whose_fields_have_odd_names_keeps_them_in_its_fields() -> None:
    odd = make_dataclass("Odd", ["fields", "class_name", "_x"])(1, 2, 3)
    record = there_and_back(odd)
    assert dict(record.fields) == {"fields": 1, "class_name": 2, "_x": 3}
    assert (record.class_name, record._x) == ("Odd", 3)


def test_a_named_tuple_arrives_as_a_tuple_with_attributes() -> None:
    pair = there_and_back(Pair(1, "b"))
    assert pair == (1, "b")
    assert (pair.first, pair.second, pair.class_name) == (1, "b", "Pair")
    first, second = pair
    assert (first, second) == (1, "b")
    assert copy.deepcopy(pair).second == pickle.loads(pickle.dumps(pair)).second == "b"
    assert isinstance(pair, NamedRecord)


def test_records_can_be_members_of_sets_whatever_is_in_them() -> None:
    one = {"$type": "dataclass", "class": "P", "fields": {"x": [1, {"a": 2}]}}
    two = {"$type": "dataclass", "class": "P", "fields": {"x": [3]}}
    found = loads(json.dumps({"$type": "set", "items": [one, two]}))
    assert found == {Record("P", {"x": [1, {"a": 2}]}), Record("P", {"x": [3]})}


@pytest.mark.parametrize(
    "value",
    [
        *(1, 1.5, 1j, "a", b"a", bytearray(b"a"), [1], (1,), {"a": 1}, {1}, frozenset([1])),
        datetime.date(2024, 2, 29),
        datetime.datetime(2024, 2, 29, 1, 2, 3, 4, datetime.timezone.utc, fold=1),
        datetime.time(1, 2, 3, 4),
        datetime.timedelta(days=-1, microseconds=5),
        decimal.Decimal("1.50"),
    ],
)
def test_an_instance_of_a_subclass_is_one_of_the_built_in_type(value: Any) -> None:
    form = {"$type": "subclass", "class": "Own", "value": written(value)}
    found = loads(json.dumps(form))
    assert isinstance(found, type(value)) and isinstance(found, Subclassed)
    assert found == value
    assert found.class_name == "Own"
    assert written(found) == form


def test_counters_and_ordered_dicts_are_pythons_own() -> None:
    for value in (collections.Counter("aab"), collections.OrderedDict(a=1)):
        assert same(there_and_back(value), value)


def test_a_region_that_is_unknown_here_keeps_its_name_and_offset() -> None:
    form = {"$type": "datetime", "value": "2024-02-29T12:30:00+01:00", "zone": "Mars/Olympus"}
    found = loads(json.dumps(form))
    assert found.tzinfo == Zone("Mars/Olympus", datetime.timedelta(hours=1))
    assert found.utcoffset() == datetime.timedelta(hours=1)
    assert written(found) == form


def test_a_region_whose_offset_is_another_one_here_keeps_the_one_that_was_told() -> None:
    form = {"$type": "datetime", "value": "2024-02-29T12:30:00+05:00", "zone": "Europe/Zurich"}
    found = loads(json.dumps(form))
    assert found.utcoffset() == datetime.timedelta(hours=5)
    assert written(found) == form
    told = {**form, "value": "2024-02-29T12:30:00+01:00"}
    assert loads(json.dumps(told)).tzinfo is zoneinfo.ZoneInfo("Europe/Zurich")


@pytest.mark.parametrize("key", ["../../etc/passwd", "/etc/passwd", "Europe", "", "a" * 5000])
def test_a_region_is_never_a_path_to_somewhere_else(key: str) -> None:
    form = {"$type": "datetime", "value": "2024-02-29T12:30:00+01:00", "zone": key}
    assert isinstance(loads(json.dumps(form)).tzinfo, Zone)


def test_arrays_come_back_as_buffers_and_become_numpys() -> None:
    array = numpy.arange(6, dtype=numpy.int32).reshape(2, 3)
    found = there_and_back(array)
    assert isinstance(found, Array)
    assert (found.dtype, found.shape, len(found)) == ("int32", (2, 3), 2)
    assert numpy.array_equal(numpy.asarray(found), array)
    assert written(found) == written(array)


def test_series_and_frames_become_pandas() -> None:
    frame = pandas.DataFrame({"a": [1.5, 2.5], "b": ["x", "y"]}, index=[10, 20])
    found = there_and_back(frame)
    assert isinstance(found, DataFrame)
    assert list(found) == ["a", "b"]
    pandas.testing.assert_frame_equal(found.to_pandas(), frame, check_dtype=False)
    series = there_and_back(frame["a"])
    assert isinstance(series, Series)
    pandas.testing.assert_series_equal(series.to_pandas(), frame["a"])
    levels = frame.set_index(["a", "b"], append=True)
    assert there_and_back(levels).to_pandas().index.nlevels == 3


@pytest.mark.parametrize(
    ("value", "path", "word"),
    [
        ({"a": [1, object()]}, "args[0]['a'][1]", "object"),
        (Point(1.0, object()), "args[0].y", "object"),  # type: ignore[arg-type]
        ({1: open}, "args[0].values()[0]", "builtin_function_or_method"),
        (numpy.longdouble(1), "args[0]", "longdouble"),
        (numpy.datetime64(1, "ns"), "args[0]", "datetime64"),
        (numpy.zeros(1, "V8"), "args[0]", "ndarray"),
    ],
)
def test_what_has_no_form_is_refused_with_the_path_to_it(value: Any, path: str, word: str) -> None:
    with pytest.raises(UnsupportedValue) as raised:
        encode(value, "args[0]")
    assert raised.value.path == path
    assert raised.value.type == word


def test_text_with_a_lone_surrogate_is_refused_with_the_path_to_it() -> None:
    with pytest.raises(UnsupportedValue) as raised:
        dumps({"args": ["a", {"b": "\ud800"}]})
    assert raised.value.path == "args[1].b"
    with pytest.raises(UnsupportedValue):
        dumps({"args": [{"\ud800": 1}]})


def test_what_contains_itself_or_nests_too_deep_is_refused() -> None:
    ring: list[Any] = []
    ring.append(ring)
    deep: Any = 1
    for _ in range(201):
        deep = [deep]
    for value in (ring, deep):
        with pytest.raises(UnsupportedValue, match="200 levels"):
            encode(value, "args[0]")
    assert there_and_back(deep[0]) == deep[0]


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "{",
        '{"$type": "gremlin"}',
        '{"$type": ["tuple"]}',
        '{"$type": "tuple"}',
        '{"$type": "bytes", "base64": "*"}',
        '{"$type": "float", "value": "1"}',
        '{"$type": "set", "items": [[]]}',
        '{"$type": "fraction", "value": "1/0"}',
        '{"$type": "datetime", "value": "2024-13-01T00:00:00"}',
        '{"$type": "datetime", "value": "2024-02-29"}',
        '{"$type": "timedelta", "value": "P1Y"}',
        '{"$type": "timedelta", "value": "PT99999999999999H"}',
        '{"$type": "subclass", "class": "A", "value": true}',
        "[" * 100_000,
    ],
)
def test_an_answer_that_makes_no_sense_is_said_to_be_one(text: str) -> None:
    with pytest.raises(InvalidResponse):
        loads(text)


@pytest.mark.parametrize("others", [0, 200_000])
def test_keys_that_have_the_same_hash_are_refused_before_they_take_time(others: int) -> None:
    prime = 2**61 - 1
    keys = [prime * n for n in range(100_000)] + [n + 1 for n in range(others)]
    for form in (
        {"$type": "set", "items": keys},
        {"$type": "dict", "items": [[key, 1] for key in keys]},
    ):
        text = json.dumps(form)
        begun = time.monotonic()
        with pytest.raises(InvalidResponse, match="same hash"):
            loads(text)
        assert time.monotonic() - begun < 5


def test_a_million_floats_take_no_look_at_each() -> None:
    numbers = [float(n) for n in range(1_000_000)]
    begun = time.monotonic()
    encoded = encode(numbers, "args[0]")
    assert time.monotonic() - begun < 1
    assert encoded is numbers
    numbers[500_000] = float("nan")
    assert repr(there_and_back(numbers)[500_000]) == "nan"


_MEMBERS = (
    *("value", "items", "base64", "hex", "real", "imag", "class", "name", "fields", "zone"),
    *("fold", "offset_name", "dtype", "shape", "index", "values", "columns", "numerator"),
    "denominator",
)
_forms = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.fixed_dictionaries(
            {"$type": st.sampled_from(sorted(_UNDO))},
            optional=dict.fromkeys(_MEMBERS, inner),
        )
    ),
    max_leaves=12,
)


@given(_forms)
@settings(max_examples=300, deadline=None)
def test_no_answer_raises_anything_but_what_it_should(form: Any) -> None:
    with contextlib.suppress(InvalidResponse):
        value = loads(json.dumps(form, allow_nan=False)) if _is_finite(form) else None
        repr(value)


def _is_finite(form: Any) -> bool:
    try:
        json.dumps(form, allow_nan=False)
    except ValueError:
        return False
    return True
