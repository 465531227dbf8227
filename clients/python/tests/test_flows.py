"""What is tried again and what is not: the flows, run by hand, for a service shows these rarely."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from terrarium_client import (
    ConnectionLost,
    Crashed,
    Forbidden,
    Overloaded,
    ProgramNotFound,
    RateLimited,
    ServiceError,
    ServiceUnavailable,
    Unauthorized,
)
from terrarium_client._flows import (
    EventReader,
    Flows,
    LineReader,
    Options,
    Registered,
    Retrying,
    Source,
)
from terrarium_client._steps import (
    END,
    Broken,
    Emit,
    NotSent,
    Pause,
    Pull,
    Receive,
    Reply,
    Request,
)

SOURCE = Source("def f(): pass", Options(timeout=30.0))


class Script:
    """Runs a flow with the answers that it is given, and notes what it did."""

    def __init__(self, *answers: Any, rows: Iterable[Any] = ()) -> None:
        self.answers = list(answers)
        self.rows = iter(rows)
        self.requests: list[Request] = []
        self.pauses: list[float] = []
        self.emitted: list[Any] = []

    def run(self, flow: Any) -> Any:
        answer: Any = None
        while True:
            try:
                failed = isinstance(answer, Exception)
                step = flow.throw(answer) if failed else flow.send(answer)
            except StopIteration as end:
                return end.value
            answer = None
            if isinstance(step, Request):
                self.requests.append(step)
                answer = self.answers.pop(0)
            elif isinstance(step, Receive):
                answer = self.answers.pop(0)
            elif isinstance(step, Pull):
                answer = next(self.rows, END)
            elif isinstance(step, Emit):
                self.emitted.append(step.item)
            elif isinstance(step, Pause):
                self.pauses.append(step.seconds)


def problem(status: int, code: str, **more: Any) -> Reply:
    document = {"status": status, "code": code, "title": code, "detail": code, **more}
    return Reply(status, {}, json.dumps(document).encode())


def call_document(status: str = "ok", **error: Any) -> Reply:
    document: dict[str, Any] = {
        "status": status,
        "result": None,
        "stdout": "",
        "stderr": "",
        "truncated": {"stdout": False, "stderr": False},
        "error": {"message": status, **error} if error else None,
        "diagnostics": [],
        "usage": {"wall_ms": 1, "cpu_ms": 1, "peak_memory_bytes": None},
        "limits": {
            "wall_ms": 1,
            "cpu_ms": 1,
            "memory_bytes": 1,
            "output_bytes": 1,
            "output_overflow": "truncate",
            "result_bytes": 1,
            "argument_bytes": 1,
            "host_calls": 1,
        },
        "engine": "cpython",
        "program": None,
    }
    return Reply(200, {}, json.dumps(document).encode())


def executed(script: Script, options: Options = SOURCE.options) -> Any:
    flows = Flows(None, Retrying())
    return script.run(flows.execute(Source(SOURCE.text, options), "f", (), {}))


def test_a_call_is_sent_again_where_there_was_no_connection() -> None:
    script = Script(NotSent("refused"), NotSent("refused"), call_document())
    assert executed(script).ok
    assert len(script.requests) == 3
    script = Script(*[NotSent("refused")] * 4)
    with pytest.raises(ServiceUnavailable, match="refused"):
        executed(script)


def test_a_call_whose_connection_broke_is_sent_again_only_where_that_was_asked_for() -> None:
    with pytest.raises(ConnectionLost):
        executed(Script(Broken("reset")))
    script = Script(Broken("reset"), call_document())
    assert executed(script, SOURCE.options.but(resend=True)).ok


def test_a_check_whose_connection_broke_is_sent_again() -> None:
    script = Script(Broken("reset"), Broken("reset"), Broken("reset"), Broken("reset"))
    with pytest.raises(ConnectionLost):
        script.run(Flows(None, Retrying()).check(SOURCE))
    assert len(script.requests) == 4


def test_a_call_that_was_refused_for_now_waits_as_long_as_it_was_told() -> None:
    script = Script(problem(429, "rate_limited", retry_after_ms=1500), call_document())
    assert executed(script).ok
    assert script.pauses == [1.5]
    header = Reply(503, {"retry-after": "2"}, b"<html>")
    script = Script(header, call_document())
    assert executed(script).ok
    assert script.pauses == [2.0]


def test_a_call_does_not_wait_longer_than_is_bearable() -> None:
    script = Script(problem(429, "concurrency_limited", retry_after_ms=60_000))
    with pytest.raises(RateLimited) as raised:
        executed(script)
    assert raised.value.retry_after == 60
    assert raised.value.code == "concurrency_limited"
    script = Script(problem(503, "overloaded", retry_after_ms=3_000))
    with pytest.raises(Overloaded):
        executed(script, SOURCE.options.but(timeout=1.0))
    assert script.pauses == []


def test_a_call_that_a_balancer_lost_is_not_sent_again() -> None:
    script = Script(Reply(502, {}, b"<html>Bad Gateway"))
    with pytest.raises(ServiceUnavailable):
        executed(script)
    assert len(script.requests) == 1


def test_a_crash_that_is_worth_it_is_tried_again() -> None:
    lost = call_document("crashed", cause="zygote_lost", retryable=True)
    script = Script(lost, call_document())
    assert executed(script).ok
    script = Script(call_document("crashed", cause="signal", retryable=False))
    outcome = executed(script)
    assert isinstance(outcome.exception(), Crashed)
    assert len(script.requests) == 1


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (problem(401, "key_unknown"), Unauthorized),
        (problem(403, "policy_not_permitted"), Forbidden),
        (problem(404, "program_not_found"), ProgramNotFound),
        (problem(500, "internal"), ServiceError),
    ],
)
def test_a_problem_is_an_exception_of_its_kind(reply: Reply, kind: type[ServiceError]) -> None:
    with pytest.raises(kind) as raised:
        executed(Script(reply))
    assert raised.value.http_status == reply.status


def test_the_key_and_the_trace_go_with_every_request() -> None:
    script = Script(call_document())
    options = SOURCE.options.but(trace=lambda: {"traceparent": "00-a-b-01", "cookie": "c"})
    script.run(Flows("secret", Retrying()).execute(Source("", options), "f", (), {}))
    headers = script.requests[0].headers
    assert headers["authorization"] == "Bearer secret"
    assert headers["traceparent"] == "00-a-b-01"
    assert "cookie" not in headers


def mapped(script: Script, options: Options = SOURCE.options, window: int = 10) -> list[Any]:
    program = Registered(SOURCE, "sha256:0")
    script.run(Flows(None, Retrying()).map(program, "f", options, window))
    return [(row.row, row.result) for row in script.emitted]


def row(number: int, result: Any) -> bytes:
    return json.dumps({"row": number, "status": "ok", "result": result}).encode() + b"\n"


HEAD = Reply(200, {}, b"")
ROWS = [(n,) for n in range(3)]


def test_a_map_whose_connection_broke_goes_on_only_where_that_was_asked_for() -> None:
    with pytest.raises(ConnectionLost):
        mapped(Script(HEAD, row(0, "a"), Broken("reset"), rows=ROWS))
    script = Script(
        *(HEAD, row(0, "a") + b'{"row": 1', Broken("reset")),
        *(HEAD, row(0, "b") + row(1, "c"), b""),
        rows=ROWS,
    )
    assert mapped(script, SOURCE.options.but(resend=True)) == [(0, "a"), (1, "b"), (2, "c")]
    assert script.requests[1].body == b"[1]\n[2]\n"


def test_an_answer_that_ends_before_its_last_row_is_no_whole_one() -> None:
    with pytest.raises(ConnectionLost, match="before the last row"):
        mapped(Script(HEAD, row(0, "a"), b"", rows=ROWS))


def test_a_problem_among_the_rows_is_raised_behind_those_before_it() -> None:
    script = Script(
        HEAD, row(0, "a"), b'{"problem": {"status": 503, "code": "draining"}}\n', rows=ROWS
    )
    with pytest.raises(ServiceUnavailable):
        mapped(script)
    assert len(script.emitted) == 1


def test_a_program_that_is_not_known_is_registered_once_more_each_time() -> None:
    known = json.dumps(
        {
            "status": "ok",
            "error": None,
            "diagnostics": [],
            "functions": [],
            "imports": [],
            "program": "sha256:1",
        }
    ).encode()
    unknown = problem(404, "program_not_found")
    registered = Reply(200, {}, known)
    script = Script(unknown, registered, unknown, registered, registered, call_document())
    program = Registered(SOURCE, "sha256:0")
    outcome = script.run(Flows(None, Retrying()).call_program(program, "f", (), {}, SOURCE.options))
    assert outcome.ok
    called = [request.path for request in script.requests if request.path.endswith("call")]
    assert called == [f"/v1/programs/sha256%3A{n}/call" for n in (0, 1, 1)]


def test_a_window_without_a_row_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        mapped(Script(rows=ROWS), window=0)


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_lines_and_events_come_whole_however_they_are_cut(size: int) -> None:
    text = (
        'event: stdout\r\ndata: {"text": "ä"}\r\n\r\n: beat\n\nevent: result\ndata: 1\ndata: 2\n\n'
    )
    pieces = [text.encode()[at : at + size] for at in range(0, len(text.encode()), size)]
    events = EventReader()
    found = [event for piece in pieces for event in events.feed(piece)]
    assert found == [("stdout", '{"text": "ä"}'), ("result", "1\n2")]
    lines = LineReader()
    found_lines = [line for piece in pieces for line in lines.feed(piece)]
    assert found_lines[1].decode() == 'data: {"text": "ä"}'
