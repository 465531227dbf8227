"""What to send, what an answer means, and when to try again: see `_steps` for how it is run.

When a request is sent again:

- where there was no connection, for the service has seen nothing of it;
- where the service refused it for now (429 and 503 with `Retry-After`) and the wait is bounded;
- where the worker was lost with its zygote before it could have an effect (`Crashed.retryable`);
- where the service does not know the program, after registering it again;
- where the connection broke, only what is the same twice: compiling, checking, looking up. A call
  may have run, and is made again only for those who ask for it (`resend`).
"""

from __future__ import annotations

import base64
import contextlib
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import quote

from . import _codec, errors
from ._steps import (
    END,
    Broken,
    Emit,
    Flow,
    NotSent,
    Pause,
    Pull,
    Reply,
    Request,
    T,
    TimedOut,
    perform,
    receive,
)
from .documents import Check, Limits, Outcome, check_of, functions_of, outcome_of, row_of
from .errors import InvalidResponse, ServiceError

_JSON = "application/json"
_EVENTS = "text/event-stream"
_LINES = "application/x-ndjson"
_REGISTRATIONS = 5
_WINDOW_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Options:
    """How calls are made; see `Client.options`."""

    filename: str | None = None
    policy: str | None = None
    profile: str | None = None
    limits: Limits | None = None
    files: Mapping[str, str | bytes] | None = None
    strict: bool | None = None
    timeout: float | None = None
    on_output: Callable[[str, str], Any] | None = None
    trace: Mapping[str, str] | Callable[[], Mapping[str, str]] | None = None
    resend: bool | None = None

    def but(self, **changes: Any) -> Options:
        """With those changes that are not None."""
        return replace(self, **{name: it for name, it in changes.items() if it is not None})


@dataclass(frozen=True, slots=True)
class Retrying:
    """How often and how patiently; see `Client`."""

    attempts: int = 4
    longest_wait: float = 5.0


@dataclass(frozen=True, slots=True)
class Source:
    """A source with what it is compiled under."""

    text: str
    options: Options

    def body(self) -> dict[str, Any]:
        named = {
            "source": self.text,
            "filename": self.options.filename,
            "policy": self.options.policy,
            "profile": self.options.profile,
        }
        return {name: value for name, value in named.items() if value is not None}


@dataclass(slots=True)
class Registered:
    """A source that the service has compiled, and what it called the program last.

    A service that has been renewed may have another id for it: a newer runtime is in it.
    """

    source: Source
    id: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that is open."""

    id: str
    check: Check


class Deadline:
    """When an operation has to be over, with all that it tries again."""

    def __init__(self, seconds: float | None) -> None:
        self._seconds = seconds
        self._end = None if seconds is None or seconds == float("inf") else _now() + seconds

    def left(self) -> float | None:
        """Seconds; None where there is no end. Raises DeadlineExceeded where there are none."""
        if self._end is None:
            return None
        left = self._end - _now()
        if left <= 0:
            raise self.exceeded()
        return left

    def allows(self, seconds: float) -> bool:
        return self._end is None or _now() + seconds < self._end

    def exceeded(self) -> errors.DeadlineExceeded:
        return errors.DeadlineExceeded(f"no answer within {self._seconds} seconds")


_now = time.monotonic


class Flows:
    """The flows of one client."""

    def __init__(self, key: str | None, retrying: Retrying) -> None:
        self._key = key
        self._retrying = retrying

    # What a source is

    def check(self, source: Source) -> Flow[Check]:
        return (yield from self._source("/v1/check", source, Deadline(source.options.timeout)))

    def register(self, source: Source, deadline: Deadline | None = None) -> Flow[Check]:
        deadline = deadline or Deadline(source.options.timeout)
        return (yield from self._source("/v1/programs", source, deadline))

    def _source(self, path: str, source: Source, deadline: Deadline) -> Flow[Check]:
        body = _codec.dumps(source.body())
        reply = yield from self._exchange(
            _post(path, body), source.options, deadline, repeatable=True
        )
        return check_of(_codec.loads(reply.body))

    # Calls

    def execute(
        self, source: Source, function: str, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Flow[Outcome]:
        options = source.options
        body = {**source.body(), **_call_body(function, args, kwargs, options)}
        deadline = Deadline(options.timeout)
        return (yield from self._call("/v1/execute", _codec.dumps(body), options, deadline))

    def call_program(
        self,
        program: Registered,
        function: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        options: Options,
    ) -> Flow[Outcome]:
        body = _codec.dumps(_call_body(function, args, kwargs, options))
        deadline = Deadline(options.timeout)

        def called() -> Flow[Outcome]:
            return self._call(f"/v1/programs/{quote(program.id)}/call", body, options, deadline)

        return (yield from self._registered(program, deadline, called))

    def _registered(
        self, program: Registered, deadline: Deadline, flow: Callable[[], Flow[T]]
    ) -> Flow[T]:
        """Runs a flow about a program, and registers that wherever it is not known.

        Behind a balancer each request may reach another replica, in turn even: once more each
        time, so that some time each of them has been told.
        """
        for times in range(1, _REGISTRATIONS + 1):
            try:
                return (yield from flow())
            except errors.ProgramNotFound:
                if times == _REGISTRATIONS:
                    raise
            for _ in range(times):
                check = yield from self.register(program.source, deadline)
                check.raise_for_status()
                program.id = check.program or program.id
        raise AssertionError("the last attempt returns or raises")

    def _call(self, path: str, body: bytes, options: Options, deadline: Deadline) -> Flow[Outcome]:
        attempt = 1
        while True:
            if options.on_output is None:
                reply = yield from self._exchange(_post(path, body), options, deadline)
                outcome = outcome_of(_codec.loads_result(reply.body))
                printed = False
            else:
                outcome, printed = yield from self._live(path, body, options, deadline)
            again = outcome.status == "crashed" and (outcome.error or {}).get("retryable", False)
            wait = _backoff(attempt)
            # What has been shown of a lost call's output cannot be taken back.
            if not again or printed or attempt == self._retrying.attempts:
                return outcome
            if not deadline.allows(wait):
                return outcome
            attempt += 1
            yield Pause(wait)

    def _live(
        self, path: str, body: bytes, options: Options, deadline: Deadline
    ) -> Flow[tuple[Outcome, bool]]:
        """A call whose output comes while it runs."""
        request = _post(path, body)
        request = replace(request, headers={**request.headers, "accept": _EVENTS}, streamed=True)
        yield from self._exchange(request, options, deadline)
        printed = False
        events = EventReader()
        while True:
            piece = yield from self._piece(deadline)
            if not piece:
                raise _lost("the connection ended before the result")
            for name, data in events.feed(piece):
                if name in ("stdout", "stderr"):
                    printed = True
                    yield Emit((name, _codec.loads(data)["text"]))
                elif name == "result":
                    return outcome_of(_codec.loads_result(data)), printed
                elif name == "problem":
                    raise problem_of_document(_codec.loads(data))

    # Maps

    def map(
        self,
        program: Registered,
        function: str,
        options: Options,
        window: int,
        parallel: int | None = None,
    ) -> Flow[None]:
        """Rows go in windows: a client of HTTP/1.1 reads no answer before it has sent all."""
        if window < 1:
            raise ValueError("a window of rows has at least one")
        query = _map_query(function, options, parallel)
        offset = 0
        failure: Exception | None = None
        while failure is None:
            lines: list[bytes] = []
            size = 0
            row: Any = None
            while len(lines) < window and size < _WINDOW_BYTES:
                try:
                    row = yield Pull()
                    if row is END:
                        break
                    lines.append(_row_line(row, offset + len(lines)))
                except Exception as error:
                    # What went before is answered first.
                    failure = error
                    break
                size += len(lines[-1])
            if lines:
                yield from self._map_window(program, query, options, offset, lines)
            if row is END:
                return
            offset += len(lines)
        raise failure

    def _map_window(
        self,
        program: Registered,
        query: Mapping[str, str],
        options: Options,
        offset: int,
        lines: list[bytes],
    ) -> Flow[None]:
        attempt = 1
        answered = 0
        deadline = Deadline(options.timeout)
        while answered < len(lines):
            first = offset + answered
            rows = b"".join(lines[answered:])
            try:
                asked = partial(self._ask_map, program, query, rows, options, deadline)
                yield from self._registered(program, deadline, asked)
                answers = LineReader()
                while piece := (yield from self._piece(deadline)):
                    for line in filter(None, answers.feed(piece)):
                        document = _codec.loads_result(line)
                        if "problem" in document:
                            raise problem_of_document(document["problem"])
                        answered += 1
                        yield Emit(row_of(document, first))
                        # It is the wait for a row that is bounded, not the time for all of them.
                        deadline = Deadline(options.timeout)
                if answered < len(lines):
                    raise _lost("the connection ended before the last row")
            except errors.ConnectionLost:
                wait = _backoff(attempt)
                attempt += 1
                if not options.resend or attempt > self._retrying.attempts:
                    raise
                if not deadline.allows(wait):
                    raise
                yield Pause(wait)

    def _ask_map(
        self,
        program: Registered,
        query: Mapping[str, str],
        rows: bytes,
        options: Options,
        deadline: Deadline,
    ) -> Flow[Reply]:
        request = Request(
            "POST",
            f"/v1/programs/{quote(program.id)}/map",
            None,
            parameters=query,
            headers={"content-type": _LINES, "accept": _LINES},
            body=rows,
            streamed=True,
        )
        return (yield from self._exchange(request, options, deadline))

    # Sessions

    def open_session(self, source: Source, idle_ms: int | None) -> Flow[Opened]:
        options = source.options
        body = source.body()
        if options.limits is not None:
            body["limits"] = options.limits.given()
        if idle_ms is not None:
            body["idle_ms"] = idle_ms
        request = _post("/v1/sessions", _codec.dumps(body))
        reply = yield from self._exchange(request, options, Deadline(options.timeout))
        document = _codec.loads(reply.body)
        if not isinstance(document, dict) or "session" not in document:
            check_of(document).raise_for_status()
            raise InvalidResponse("the answer is no document of a session")
        check = Check("ok", None, (), functions_of(document), (), document["program"])
        return Opened(document["session"], check)

    def call_session(
        self,
        session: str,
        function: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        options: Options,
    ) -> Flow[Outcome]:
        body = _codec.dumps(_call_body(function, args, kwargs, options))
        path = f"/v1/sessions/{quote(session)}/call"
        return (yield from self._call(path, body, options, Deadline(options.timeout)))

    def close_session(self, session: str, options: Options) -> Flow[None]:
        request = Request("DELETE", f"/v1/sessions/{quote(session)}", None)
        # Where it has ended already, that is what was wanted.
        with contextlib.suppress(errors.SessionNotFound):
            yield from self._exchange(request, options, Deadline(options.timeout), repeatable=True)

    # What the service has

    def document(self, path: str, options: Options) -> Flow[Any]:
        reply = yield from self._exchange(
            Request("GET", path, None), options, Deadline(options.timeout), repeatable=True
        )
        return _codec.loads(reply.body)

    # One request, and trying it again

    def _exchange(
        self, request: Request, options: Options, deadline: Deadline, repeatable: bool = False
    ) -> Flow[Reply]:
        headers = {"accept": _JSON, **request.headers, **self._headers(options)}
        attempt = 1
        while True:
            try:
                reply = yield from perform(
                    replace(request, headers=headers, seconds=deadline.left())
                )
                if reply.status < 300:
                    return reply
                problem = yield from self._problem(request, reply, deadline)
                wait = self._wait(problem, attempt, repeatable)
            except NotSent as failure:
                problem = errors.ServiceUnavailable(f"no connection to the service: {failure}")
                wait = _backoff(attempt)
            except Broken as failure:
                problem = _lost(f"the connection broke: {failure}")
                wait = _backoff(attempt) if repeatable or options.resend else None
            except TimedOut:
                raise deadline.exceeded() from None
            if wait is None or attempt >= self._retrying.attempts or not deadline.allows(wait):
                raise problem
            attempt += 1
            yield Pause(wait)

    def _problem(self, request: Request, reply: Reply, deadline: Deadline) -> Flow[ServiceError]:
        if not request.streamed:
            return problem_of(reply)
        body = b""
        while piece := (yield from self._piece(deadline)):
            body += piece
        return problem_of(replace(reply, body=body))

    def _piece(self, deadline: Deadline) -> Flow[bytes]:
        deadline.left()
        try:
            return (yield from receive())
        except TimedOut:
            raise deadline.exceeded() from None
        except (Broken, NotSent) as failure:
            raise _lost(f"the connection broke: {failure}") from None

    def _wait(self, problem: ServiceError, attempt: int, repeatable: bool) -> float | None:
        """How long to wait before the request is sent again; None where it must not be."""
        if problem.http_status in (429, 503) and problem.retry_after is not None:
            wait = problem.retry_after
            return max(wait, _backoff(attempt)) if wait <= self._retrying.longest_wait else None
        # A balancer's word about a replica behind it.
        if problem.http_status in (502, 503, 504) and repeatable:
            return _backoff(attempt)
        return None

    def _headers(self, options: Options) -> dict[str, str]:
        headers = {"authorization": f"Bearer {self._key}"} if self._key else {}
        trace = options.trace() if callable(options.trace) else options.trace or {}
        for name, value in trace.items():
            if name.lower() in ("traceparent", "tracestate"):
                headers[name.lower()] = value
        return headers


def _post(path: str, body: bytes) -> Request:
    return Request("POST", path, None, headers={"content-type": _JSON}, body=body)


def _call_body(
    function: str, args: tuple[Any, ...], kwargs: dict[str, Any], options: Options
) -> dict[str, Any]:
    positional, named = _codec.encode_arguments(args, kwargs)
    body: dict[str, Any] = {"function": function, "args": positional}
    if kwargs:
        body["kwargs"] = named
    if options.limits is not None:
        body["limits"] = options.limits.given()
    if options.files:
        body["files"] = {name: _file(content) for name, content in options.files.items()}
    if options.strict is not None:
        body["strict"] = options.strict
    return body


def _file(content: str | bytes) -> Any:
    if isinstance(content, str):
        return content
    return {"$type": "bytes", "base64": base64.b64encode(content).decode()}


def _row_line(row: Any, index: int) -> bytes:
    """A row as a line: a list or tuple is positional arguments, a mapping arguments by name."""
    if isinstance(row, Mapping):
        return _codec.dumps(_codec.encode(dict(row), f"rows[{index}]")) + b"\n"
    if type(row) in (list, tuple):
        return _codec.dumps(_codec.encode(list(row), f"rows[{index}]")) + b"\n"
    raise errors.UnsupportedValue(
        f"rows[{index}]",
        type(row).__name__,
        "a row is a tuple or list of the function's arguments, or a dict of them by name",
    )


def _map_query(function: str, options: Options, parallel: int | None) -> dict[str, str]:
    query: dict[str, Any] = {"function": function}
    if options.limits is not None:
        query |= options.limits.given()
    if options.strict is not None:
        query["strict"] = str(options.strict).lower()
    if parallel is not None:
        query["parallel"] = parallel
    return {name: str(value) for name, value in query.items()}


def _backoff(attempt: int) -> float:
    return min(2.0, 0.05 * 2.0**attempt) * random.uniform(0.5, 1.0)


def _lost(detail: str) -> errors.ConnectionLost:
    return errors.ConnectionLost(detail)


# Problems


def problem_of(reply: Reply) -> ServiceError:
    """An answer that is none as the exception to raise."""
    try:
        document = _codec.loads(reply.body)
    except InvalidResponse:
        document = None
    if not isinstance(document, dict):
        document = {}
    problem: dict[str, Any] = {"status": reply.status, **document}
    if "retry_after_ms" not in problem:
        seconds = reply.headers.get("retry-after", "")
        if seconds.isdecimal():
            problem["retry_after_ms"] = int(seconds) * 1000
    return problem_of_document(problem)


def problem_of_document(problem: Mapping[str, Any]) -> ServiceError:
    """A problem document as the exception to raise."""
    code = str(problem.get("code") or "")
    status = problem.get("status")
    status = status if isinstance(status, int) else 500
    after = problem.get("retry_after_ms")
    if status < 400:
        kind: type[ServiceError] = InvalidResponse
    else:
        kind = _BY_CODE.get(code) or _BY_STATUS.get(status) or ServiceError
        if kind is ServiceError and status < 500:
            kind = errors.InvalidRequest
    return kind(
        str(problem.get("detail") or problem.get("title") or f"the service answered {status}"),
        code=code,
        http_status=status,
        problem=problem,
        retry_after=after / 1000 if isinstance(after, int | float) else None,
    )


_BY_CODE: dict[str, type[ServiceError]] = {
    "function_not_found": errors.FunctionNotFound,
    "program_not_found": errors.ProgramNotFound,
    "session_not_found": errors.SessionNotFound,
    "overloaded": errors.Overloaded,
}
_BY_STATUS: dict[int, type[ServiceError]] = {
    401: errors.Unauthorized,
    403: errors.Forbidden,
    404: errors.NotFound,
    429: errors.RateLimited,
    502: errors.ServiceUnavailable,
    503: errors.ServiceUnavailable,
    504: errors.ServiceUnavailable,
}


# Streams


class LineReader:
    """Lines out of pieces; a last one that was cut off is none."""

    def __init__(self) -> None:
        self._begun: list[bytes] = []

    def feed(self, piece: bytes) -> Iterator[bytes]:
        first, *others = piece.split(b"\n")
        self._begun.append(first)
        for later in others:
            line = b"".join(self._begun)
            self._begun = [later]
            yield line.removesuffix(b"\r")


class EventReader:
    """Server-sent events out of pieces: the name and the data of each."""

    def __init__(self) -> None:
        self._lines = LineReader()
        self._name = "message"
        self._data: list[str] = []

    def feed(self, piece: bytes) -> Iterator[tuple[str, str]]:
        for line in self._lines.feed(piece):
            field, _, value = line.decode(errors="replace").partition(":")
            value = value.removeprefix(" ")
            if field == "event":
                self._name = value
            elif field == "data":
                self._data.append(value)
            elif not line:
                if self._data:
                    yield self._name, "\n".join(self._data)
                self._name, self._data = "message", []
