"""The client for code that waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from . import _config
from ._base import ClientBase, ProgramBase, SessionBase
from ._flows import Flows, Options, Retrying, Source
from ._steps import END, Emit, Flow, Pause, Pull, Receive, Reply, Request
from .documents import Check, Outcome, RowOutcome

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Done:
    result: Any


class _Driver:
    """Runs flows with blocking I/O."""

    def __init__(self, address: _config.Address, http: httpx.Client) -> None:
        self.address = address
        self.http = http

    def run(self, flow: Flow[T], show: Callable[[str, str], Any] | None = None) -> T:
        steps = self.steps(flow, iter(()))
        try:
            for item in steps:
                if isinstance(item, _Done):
                    result: T = item.result
                    return result
                if show is not None:
                    show(*item)
        finally:
            steps.close()
        raise AssertionError("a flow ended without its end")

    def steps(self, flow: Flow[Any], rows: Iterator[Any]) -> Generator[Any, None, None]:
        """What the flow has for the caller, and behind that how it ended.

        Closing it closes the connection of an answer that has not come to its end, which cancels
        the call at the service.
        """
        response: httpx.Response | None = None
        pieces: Iterator[bytes] = iter(())
        answer: Any = None
        error: Exception | None = None
        try:
            while True:
                try:
                    step = flow.send(answer) if error is None else flow.throw(error)
                except StopIteration as end:
                    yield _Done(end.value)
                    return
                answer = error = None
                try:
                    if isinstance(step, Request):
                        if response is not None:
                            response.close()
                        response = self._send(step)
                        body = b"" if step.streamed else response.read()
                        pieces = response.iter_bytes()
                        answer = Reply(response.status_code, response.headers, body)
                    elif isinstance(step, Receive):
                        answer = next(pieces, b"")
                    elif isinstance(step, Pause):
                        time.sleep(step.seconds)
                    elif isinstance(step, Pull):
                        answer = next(rows, END)
                except httpx.TransportError as problem:
                    error = _config.failure(problem)
                except Exception as problem:
                    # What the iteration over the rows raised.
                    error = problem
                if isinstance(step, Emit):
                    yield step.item
        finally:
            flow.close()
            if response is not None:
                response.close()

    def _send(self, request: Request) -> httpx.Response:
        built: Any = self.http.build_request
        return self.http.send(built(**_config.arguments(self.address, request)), stream=True)


class _Running:
    """What runs flows."""

    _driver: _Driver
    _options: Options

    def _run(self, flow: Flow[T]) -> T:
        return self._driver.run(flow, self._options.on_output)


class Client(ClientBase, _Running):
    """A Terrarium service. Thread-safe; a context manager that closes its connections.

        with Client() as client:
            client.execute("def double(x): return 2 * x", "double", 21)

    `base_url` is by default what `TERRARIUM_URL` says, or the service on this machine; `api_key`
    what `TERRARIUM_API_KEY` says, or none. `timeout` is how many seconds an operation may take,
    with all that is tried again; `attempts` how often a request is sent at most, and only where
    that is safe; `longest_wait` how many seconds of `Retry-After` are waited for. A client of
    httpx' that is handed in as `http` is used as it is, and not closed.
    """

    def __init__(
        self,
        base_url: str | None = None,
        *,
        api_key: str | None = None,
        timeout: float = _config.DEFAULT_TIMEOUT,
        attempts: int = 4,
        longest_wait: float = 5.0,
        http: httpx.Client | None = None,
    ) -> None:
        address = _config.Address.of(base_url, api_key)
        self._owned = http is None
        self._driver = _Driver(address, http or httpx.Client(follow_redirects=False))
        self._flows = Flows(address.key, Retrying(attempts, longest_wait))
        self._options = Options(timeout=timeout)

    def execute(self, source: str, function: str, /, *args: Any, **kwargs: Any) -> Any:
        """Calls a function of a source once. Returns its value, or raises a CallError."""
        return self.invoke(source, function, *args, **kwargs).unwrap()

    def invoke(self, source: str, function: str, /, *args: Any, **kwargs: Any) -> Outcome:
        """Calls a function of a source once, and says what became of that."""
        return self._run(self._flows.execute(self._source(source), function, args, kwargs))

    def check(
        self,
        source: str,
        *,
        filename: str | None = None,
        policy: str | None = None,
        profile: str | None = None,
    ) -> Check:
        """What is in a source, or wrong with it. Runs nothing."""
        return self._run(self._flows.check(self._source(source, filename, policy, profile)))

    def compile(
        self,
        source: str,
        *,
        filename: str | None = None,
        policy: str | None = None,
        profile: str | None = None,
    ) -> Program:
        """A program to call as often as one likes. Raises a CallError for a source that is none."""
        compiled = self._source(source, filename, policy, profile)
        check = self._run(self._flows.register(compiled))
        check.raise_for_status()
        return Program(self, compiled, check)

    def session(
        self,
        source: str,
        *,
        filename: str | None = None,
        policy: str | None = None,
        profile: str | None = None,
        idle_ms: int | None = None,
    ) -> Session:
        """A worker that stays from call to call, with its globals; a context manager."""
        return Session(self, self._source(source, filename, policy, profile), idle_ms)

    def policies(self) -> tuple[str, ...]:
        """The names of the policies that the service has."""
        return tuple(self._document("/v1/policies")["policies"])

    def policy(self, name: str) -> Mapping[str, Any]:
        """What a policy allows and refuses: the document of docs/documents.md."""
        return dict(self._document("/v1/policies/" + quote(name, safe="")))

    def profiles(self) -> Mapping[str, Any]:
        """The profiles that the key may use, and which one is the default."""
        return dict(self._document("/v1/profiles"))

    def isolation(self) -> Mapping[str, Any]:
        """What isolates programs where the service runs."""
        return dict(self._document("/v1/isolation"))

    def close(self) -> None:
        """Closes the connections."""
        if self._owned:
            self._driver.http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _document(self, path: str) -> Any:
        return self._run(self._flows.document(path, self._options))


class Program(ProgramBase, _Running):
    """A source that the service has compiled; made by `Client.compile`. Thread-safe.

    Where the service has forgotten it, or another replica answers, it is registered again.
    """

    def __init__(self, client: Client, source: Source, check: Check) -> None:
        super().__init__(client._flows, source, check)
        self._driver = client._driver

    def call(self, function: str, /, *args: Any, **kwargs: Any) -> Any:
        """Calls a function in a pristine worker. Returns its value, or raises a CallError."""
        return self.invoke(function, *args, **kwargs).unwrap()

    def invoke(self, function: str, /, *args: Any, **kwargs: Any) -> Outcome:
        """Calls a function in a pristine worker, and says what became of that."""
        return self._run(
            self._flows.call_program(self._registered, function, args, kwargs, self._options)
        )

    def map(
        self,
        function: str,
        rows: Iterable[Any],
        *,
        window: int = 1_000,
        parallel: int | None = None,
    ) -> Generator[RowOutcome, None, None]:
        """Calls a function for each row, and gives what became of each, in order.

        A row is a tuple or list of arguments, or a dict of them by name. Rows are taken, sent and
        answered in windows of at most so many, so any number of them takes little memory, and the
        module body runs once in each window, or once in each of its `parallel` workers. A row that
        fails costs only itself. `timeout` is for the wait for a row. Closing the generator cancels
        what runs.
        """
        flow = self._flows.map(self._registered, function, self._options, window, parallel)
        steps = self._driver.steps(flow, iter(rows))
        try:
            for item in steps:
                if not isinstance(item, _Done):
                    yield item
        finally:
            steps.close()


class Session(SessionBase, _Running):
    """A worker that stays from call to call; made by `Client.session`.

    A context manager: `with` opens and closes it, as do `open` and `close`. A call that ends its
    worker, such as one that runs into a limit, ends the session.
    """

    def __init__(self, client: Client, source: Source, idle_ms: int | None) -> None:
        super().__init__(client._flows, source, idle_ms)
        self._driver = client._driver

    def call(self, function: str, /, *args: Any, **kwargs: Any) -> Any:
        """Calls a function. Returns its value, or raises a CallError."""
        return self.invoke(function, *args, **kwargs).unwrap()

    def invoke(self, function: str, /, *args: Any, **kwargs: Any) -> Outcome:
        """Calls a function, and says what became of that."""
        return self._run(self._flows.call_session(self.id, function, args, kwargs, self._options))

    def open(self) -> Session:
        """Starts the worker. Raises a CallError for a source that cannot be called."""
        if self._opened is None:
            self._opened = self._run(self._flows.open_session(self._source, self._idle_ms))
        return self

    def close(self) -> None:
        """Ends the worker."""
        opened, self._opened = self._opened, None
        if opened is not None:
            self._run(self._flows.close_session(opened.id, self._options))

    def __enter__(self) -> Session:
        return self.open()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
