"""The blocking client, against a real service."""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from services import Service
from strategies import same, values

import terrarium_client
from terrarium_client import (
    Client,
    Crashed,
    DeadlineExceeded,
    FunctionNotFound,
    InvalidRequest,
    LimitExceeded,
    Limits,
    NotFound,
    NotRepresentable,
    PolicyViolation,
    Program,
    ServiceUnavailable,
    SessionNotFound,
    SyntaxRejected,
    UnsupportedValue,
    UserCodeError,
    execute_user_code,
)

MEAN = "def mean_square(xs):\n    return sum(x * x for x in xs) / len(xs)\n"
GREETING = 'def test(x, name="Johny"):\n    return name + " likes " + str(x * x)\n'
LOOP = "def loop():\n    while True:\n        pass\n"
SAME = "def same(x):\n    return x\n"
QUICK = Limits(wall_ms=300)


# One call


def test_the_drop_in_calls_a_function_of_a_source(
    running: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERRARIUM_URL", running.url)
    assert execute_user_code(GREETING, "test", 5) == "Johny likes 25"
    assert execute_user_code(GREETING, "test", 5, name="Ada") == "Ada likes 25"
    with pytest.raises(UserCodeError, match="ZeroDivisionError"):
        execute_user_code(MEAN, "mean_square", [])
    terrarium_client._default._close()
    terrarium_client._default._forget()


def test_names_of_the_clients_own_parameters_are_the_users(client: Client) -> None:
    source = "def f(**named):\n    return sorted(named)\n"
    names = {"source": 1, "function": 2, "self": 3, "limits": 4, "$type": 5}
    assert client.execute(source, "f", **names) == sorted(names)


def test_an_outcome_says_everything_about_a_call(client: Client) -> None:
    source = (
        "import sys\ndef f():\n    print('out')\n    print('err', file=sys.stderr)\n    return 1\n"
    )
    outcome = client.options(policy="full", limits=Limits(wall_ms=2_000)).invoke(source, "f")
    assert (outcome.ok, outcome.status, outcome.unwrap()) == (True, "ok", 1)
    assert (outcome.stdout, outcome.stderr) == ("out\n", "err\n")
    assert not outcome.stdout_truncated
    assert outcome.usage is not None and outcome.usage.wall_ms > 0
    assert outcome.limits is not None and outcome.limits.wall_ms == 2_000
    assert outcome.program is not None and outcome.program.startswith("sha256:")
    assert outcome.engine == "cpython"
    assert outcome.exception() is None


@pytest.fixture(scope="module")
def identity(running: Service) -> Iterator[Program]:
    with Client(running.url) as opened:
        yield opened.compile(SAME)


@given(value=values)
@settings(max_examples=150, deadline=None)
def test_a_value_survives_the_way_through_a_program(identity: Program, value: Any) -> None:
    assert same(identity.call("same", value), value)


def test_a_large_list_of_floats_survives(client: Client) -> None:
    numbers = [n / 7 for n in range(100_000)]
    assert client.execute(SAME, "same", numbers) == numbers


@dataclass
class Point:
    x: int
    at: datetime.date


def test_instances_of_the_programs_classes_arrive_as_records(client: Client) -> None:
    source = (
        "import datetime\nimport enum\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass Point:\n    x: int\n    at: datetime.date\n"
        "class Colour(enum.Enum):\n    RED = 1\n"
        "def moved(point):\n"
        "    assert isinstance(point, Point)\n"
        "    return Point(point.x + 1, point.at), Colour.RED\n"
    )
    point, colour = client.execute(source, "moved", Point(1, datetime.date(2024, 2, 29)))
    assert (point.class_name, point.x, point.at) == ("Point", 2, datetime.date(2024, 2, 29))
    assert (colour.class_name, colour.name, colour.value) == ("Colour", "RED", 1)
    again, _ = client.execute(source, "moved", point)
    assert again.x == 3


def test_what_cannot_be_handed_over_is_refused_before_anything_is_sent() -> None:
    with Client("http://127.0.0.1:9") as nowhere, pytest.raises(UnsupportedValue) as raised:
        nowhere.execute(SAME, "same", {"a": object()})
    assert raised.value.path == "args[0]['a']"


# What user code does wrong


def test_an_exception_of_the_user_comes_with_its_traceback(client: Client) -> None:
    source = "def outer(x):\n    return inner(x)\n\ndef inner(x):\n    return 1 / x\n"
    with pytest.raises(UserCodeError) as raised:
        client.options(filename="prices.py").execute(source, "outer", 0)
    error = raised.value
    assert (error.type, error.line) == ("ZeroDivisionError", 5)
    assert 'File "prices.py", line 2' in error.traceback
    assert [frame.function for frame in error.frames] == ["outer", "inner"]
    assert error.frames[1].source_line.strip() == "return 1 / x"
    assert str(error) == "ZeroDivisionError: division by zero"


def test_a_source_that_is_no_python_is_shown_with_a_caret(client: Client) -> None:
    with pytest.raises(SyntaxRejected) as raised:
        client.execute("def f(:\n    pass\n", "f")
    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.line == 1
    assert diagnostic.caret.splitlines()[1].index("^") == diagnostic.column - 1


def test_a_violation_of_the_policy_names_each_place(client: Client) -> None:
    with pytest.raises(PolicyViolation) as raised:
        client.execute("import os\nimport sys\ndef f(): pass\n", "f")
    assert [diagnostic.line for diagnostic in raised.value.diagnostics] == [1, 2]
    assert {diagnostic.code for diagnostic in raised.value.diagnostics} == {"module-refused"}


def test_a_limit_says_which_one_it_was(client: Client) -> None:
    with pytest.raises(LimitExceeded) as raised:
        client.options(limits=QUICK).execute(LOOP, "loop")
    assert raised.value.limit in ("wall_time", "cpu_time")
    hog = "def hog():\n    return len([bytes(1 << 20) for _ in range(4096)])\n"
    with pytest.raises(LimitExceeded) as raised:
        client.options(limits=Limits(memory_bytes=64 << 20)).execute(hog, "hog")
    assert raised.value.limit == "memory"


def test_a_result_without_a_form_names_the_path_to_it(client: Client) -> None:
    with pytest.raises(NotRepresentable) as raised:
        client.execute("def f():\n    return [1, {'a': lambda: 1}]\n", "f")
    assert raised.value.path == "result[1]['a']"


def test_a_result_that_would_take_for_ever_to_read_is_its_own_fault_alone(client: Client) -> None:
    program = client.compile(
        "def keys(n):\n    return dict.fromkeys([(2 ** 61 - 1) * k for k in range(n)])\n"
    )
    with pytest.raises(NotRepresentable, match="same hash"):
        program.call("keys", 2_000)
    outcomes = list(program.map("keys", [(1,), (2_000,), (2,)]))
    assert [one.status for one in outcomes] == ["ok", "not_representable", "ok"]


def test_strict_refuses_what_plain_json_cannot_say(client: Client) -> None:
    with pytest.raises(NotRepresentable):
        client.options(strict=True).execute(SAME, "same", (1, 2))
    assert client.options(strict=True).execute(SAME, "same", [1, 2]) == [1, 2]


def test_a_crash_is_told_and_not_tried_again(client: Client) -> None:
    source = "import os\ndef f():\n    os._exit(3)\n"
    with pytest.raises(Crashed) as raised:
        client.options(policy="full").execute(source, "f")
    assert (raised.value.cause, raised.value.retryable) == ("exit_without_result", False)


# Checking, and programs


def test_a_check_shows_functions_or_problems(client: Client) -> None:
    check = client.check(
        "import math\ndef f(x: int, *, y=1) -> float:\n    'Doc.'\n    return 1.0\n"
    )
    assert check.ok and check.imports == ("math",)
    (function,) = check.functions
    assert (function.name, function.docstring, function.returns) == ("f", "Doc.", "float")
    assert str(function) == "f(x: int, *, y=1) -> float"
    assert [(one.name, one.kind) for one in function.parameters] == [
        ("x", "positional_or_keyword"),
        ("y", "keyword_only"),
    ]
    refused = client.check("import os\n")
    assert not refused.ok and refused.diagnostics[0].line == 1
    with pytest.raises(PolicyViolation):
        refused.raise_for_status()


def test_a_program_is_compiled_once_and_called_often(client: Client) -> None:
    program = client.compile(MEAN)
    assert [function.name for function in program.functions] == ["mean_square"]
    assert program.call("mean_square", [1.0, 2.0, 3.0]) == 14 / 3
    assert program.call("mean_square", xs=[2.0]) == 4.0
    assert program.id == client.compile(MEAN).id
    with pytest.raises(SyntaxRejected):
        client.compile("def")


def test_a_function_that_is_not_there_is_answered_with_names_that_are_near(client: Client) -> None:
    with pytest.raises(FunctionNotFound) as raised:
        client.compile(MEAN).call("mean_sqare", [1.0])
    assert raised.value.suggestions == ("mean_square",)
    with pytest.raises(FunctionNotFound):
        client.execute(MEAN, "mean", [1.0])


def test_files_are_there_for_the_program(client: Client) -> None:
    source = "def lines(name):\n    with open(name) as file:\n        return file.read().split()\n"
    with_files = client.options(policy="restricted+files", files={"a.txt": "b c", "d": b"e"})
    assert with_files.execute(source, "lines", "a.txt") == ["b", "c"]
    assert with_files.execute(source, "lines", "d") == ["e"]


def test_policies_and_the_isolation_can_be_read(client: Client) -> None:
    assert "restricted" in client.policies()
    assert client.policy("restricted")["checked"] is True
    assert client.isolation()["usable"] is True
    assert "profiles" in client.profiles()
    with pytest.raises(NotFound):
        client.policy("no/such policy")


def test_a_request_that_is_wrong_names_the_field(client: Client) -> None:
    with pytest.raises(InvalidRequest) as raised:
        client.options(limits=Limits(wall_ms=-1)).execute(MEAN, "mean_square", [1.0])
    assert raised.value.pointer == "/limits/wall_ms"
    assert raised.value.http_status == 422


# Output


def test_output_comes_while_the_call_runs(client: Client) -> None:
    source = (
        "import time\n"
        "def f():\n    print('one')\n    time.sleep(0.5)\n    print('two')\n    return 3\n"
    )
    heard: list[tuple[str, str, float]] = []
    begun = time.monotonic()
    loud = client.options(
        policy="full",
        on_output=lambda stream, text: heard.append((stream, text, time.monotonic() - begun)),
    )
    outcome = loud.invoke(source, "f")
    ended = time.monotonic() - begun
    assert outcome.unwrap() == 3 and outcome.stdout == "one\ntwo\n"
    assert "".join(text for _, text, _ in heard) == "one\ntwo\n"
    assert {stream for stream, _, _ in heard} == {"stdout"}
    assert heard[0][2] < ended - 0.4
    with pytest.raises(UserCodeError):
        loud.execute("def f():\n    raise ValueError\n", "f")
    with pytest.raises(FunctionNotFound):
        loud.execute(source, "g")


# Maps


def test_a_map_gives_what_became_of_each_row(client: Client) -> None:
    program = client.compile("def share(a, b=1):\n    print(a)\n    return a / b\n")
    rows = [(1, 2), {"a": 3, "b": 4}, [5], (1, 0), (6,)]
    outcomes = list(program.map("share", rows))
    assert [outcome.row for outcome in outcomes] == [0, 1, 2, 3, 4]
    assert [outcome.result for outcome in outcomes] == [0.5, 0.75, 5.0, None, 6.0]
    assert outcomes[0].stdout == "1\n"
    with pytest.raises(UserCodeError, match="ZeroDivisionError"):
        outcomes[3].unwrap()


def test_rows_are_taken_and_answered_as_they_are_asked_for(client: Client) -> None:
    program = client.compile("def double(x):\n    return 2 * x\n")
    taken = 0

    def endless() -> Iterator[tuple[int]]:
        nonlocal taken
        while True:
            yield (taken,)
            taken += 1

    outcomes = program.map("double", endless(), window=100)
    assert [next(outcomes).result for _ in range(250)] == [2 * n for n in range(250)]
    assert taken <= 300
    outcomes.close()
    assert program.call("double", 4) == 8


def test_many_rows_come_back_in_order(client: Client) -> None:
    program = client.compile("def double(x):\n    return 2 * x\n")
    rows = ((n,) for n in range(20_000))
    found = program.map("double", rows, parallel=2)
    assert [one.unwrap() for one in found] == list(range(0, 40_000, 2))


def test_results_that_are_large_do_not_stop_a_map(client: Client) -> None:
    program = client.compile("def much(n):\n    return 'x' * n\n")
    rows = [(200_000,)] * 300
    assert sum(len(one.unwrap()) for one in program.map("much", rows)) == 60_000_000


def test_a_row_that_is_none_is_told_after_those_before_it(client: Client) -> None:
    program = client.compile(SAME)
    outcomes = program.map("same", [(1,), (object(),), (2,)])
    assert next(outcomes).result == 1
    with pytest.raises(UnsupportedValue) as raised:
        next(outcomes)
    assert raised.value.path == "rows[1][0]"


def test_what_the_source_of_the_rows_raises_is_raised_as_it_is(client: Client) -> None:
    def rows() -> Iterator[tuple[int]]:
        yield (1,)
        raise LookupError("no more")

    outcomes = client.compile(SAME).map("same", rows())
    assert next(outcomes).result == 1
    with pytest.raises(LookupError, match="no more"):
        next(outcomes)


# Sessions


def test_a_session_keeps_what_the_program_has_made(client: Client) -> None:
    source = "seen = []\ndef add(x):\n    seen.append(x)\n    return sum(seen)\n"
    with client.session(source) as session:
        assert [function.name for function in session.functions] == ["add"]
        assert session.call("add", 1) == 1
        assert session.call("add", 2) == 3
        assert session.invoke("add", 3).result == 6
        with pytest.raises(UserCodeError):
            session.call("add", "x")
        name = session.id
    session._opened = None
    with pytest.raises(ValueError, match="not open"):
        session.call("add", 1)
    assert name


def test_a_session_that_has_ended_says_so(client: Client) -> None:
    with client.session(LOOP) as session:
        with pytest.raises(LimitExceeded):
            session.options(limits=QUICK).call("loop")
        with pytest.raises(SessionNotFound):
            session.call("loop")


def test_a_session_of_a_source_that_is_none_does_not_open(client: Client) -> None:
    with pytest.raises(PolicyViolation):
        client.session("import os\n").open()


# Giving up


ENDLESS = "def f(x):\n    print('begun')\n    while x:\n        pass\n    return x\n"
LONG = Limits(wall_ms=20_000, cpu_ms=20_000)


def test_a_client_that_gives_up_cancels_the_call(narrow: Service) -> None:
    with Client(narrow.url, timeout=1.5) as client:
        begun = time.monotonic()
        with pytest.raises(DeadlineExceeded):
            client.options(limits=LONG).execute(ENDLESS, "f", 1)
        assert time.monotonic() - begun < 10
    is_free(narrow)


def test_an_output_callback_that_raises_cancels_the_call(narrow: Service) -> None:
    def refuse(stream: str, text: str) -> None:
        raise KeyError(text)

    with Client(narrow.url) as client, pytest.raises(KeyError, match="begun"):
        client.options(on_output=refuse, limits=LONG).execute(ENDLESS, "f", 1)
    is_free(narrow)


def test_a_map_that_is_closed_is_cancelled(narrow: Service) -> None:
    with Client(narrow.url) as client:
        outcomes = client.compile(ENDLESS).options(limits=LONG).map("f", [(0,), (1,)])
        assert next(outcomes).result == 0
        outcomes.close()
    is_free(narrow)


def is_free(narrow: Service) -> None:
    """Whether the one place is free long before a call that was cancelled would have ended."""
    with Client(narrow.url, timeout=10) as client:
        assert client.execute(SAME, "same", 1) == 1


def test_where_there_is_no_service_that_is_said_within_the_time() -> None:
    with Client("http://127.0.0.1:9", timeout=5) as nowhere:
        begun = time.monotonic()
        with pytest.raises(ServiceUnavailable, match="no connection"):
            nowhere.check(MEAN)
        assert time.monotonic() - begun < 5


def test_a_client_serves_many_threads(client: Client) -> None:
    program = client.compile(MEAN)
    found: list[float] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(program.call("mean_square", [n])))
        for n in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [n * n for n in range(12)]
