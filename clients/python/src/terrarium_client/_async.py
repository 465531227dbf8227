"""The client for asynchronous code: `_sync`, with `await`."""

from __future__ import annotations

import inspect
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Callable,
    Iterable,
    Mapping,
)
from dataclasses import dataclass
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import quote

import anyio
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
    """Runs flows on an event loop."""

    def __init__(self, address: _config.Address, http: httpx.AsyncClient) -> None:
        self.address = address
        self.http = http

    async def run(self, flow: Flow[T], show: Callable[[str, str], Any] | None = None) -> T:
        steps = self.steps(flow, _each(()))
        try:
            async for item in steps:
                if isinstance(item, _Done):
                    result: T = item.result
                    return result
                if show is not None:
                    shown = show(*item)
                    if inspect.isawaitable(shown):
                        await shown
        finally:
            await steps.aclose()
        raise AssertionError("a flow ended without its end")

    async def steps(self, flow: Flow[Any], rows: AsyncIterator[Any]) -> AsyncGenerator[Any, None]:
        """What the flow has for the caller, and behind that how it ended.

        Closing it closes the connection of an answer that has not come to its end, which cancels
        the call at the service.
        """
        response: httpx.Response | None = None
        pieces: AsyncIterator[bytes] = _each(())
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
                            await response.aclose()
                        response = await self._send(step)
                        body = b"" if step.streamed else await response.aread()
                        pieces = response.aiter_bytes()
                        answer = Reply(response.status_code, response.headers, body)
                    elif isinstance(step, Receive):
                        answer = await anext(pieces, b"")
                    elif isinstance(step, Pause):
                        await anyio.sleep(step.seconds)
                    elif isinstance(step, Pull):
                        answer = await anext(rows, END)
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
                # Also where the task has been cancelled, or this would be, too.
                with anyio.CancelScope(shield=True):
                    await response.aclose()

    async def _send(self, request: Request) -> httpx.Response:
        built: Any = self.http.build_request
        return await self.http.send(built(**_config.arguments(self.address, request)), stream=True)


async def _each(items: Iterable[T] | AsyncIterable[T]) -> AsyncIterator[T]:
    if isinstance(items, AsyncIterable):
        async for item in items:
            yield item
    else:
        for item in items:
            yield item


class _Running:
    """What runs flows."""

    _driver: _Driver
    _options: Options

    async def _run(self, flow: Flow[T]) -> T:
        return await self._driver.run(flow, self._options.on_output)


class AsyncClient(ClientBase, _Running):
    """A Terrarium service. An asynchronous context manager that closes its connections.

    Cancelling the task that waits for a call cancels the call at the service.

        async with AsyncClient() as client:
            await client.execute("def double(x): return 2 * x", "double", 21)

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
        http: httpx.AsyncClient | None = None,
    ) -> None:
        address = _config.Address.of(base_url, api_key)
        self._owned = http is None
        self._driver = _Driver(address, http or httpx.AsyncClient(follow_redirects=False))
        self._flows = Flows(address.key, Retrying(attempts, longest_wait))
        self._options = Options(timeout=timeout)

    async def execute(self, source: str, function: str, /, *args: Any, **kwargs: Any) -> Any:
        """Calls a function of a source once. Returns its value, or raises a CallError."""
        return (await self.invoke(source, function, *args, **kwargs)).unwrap()

    async def invoke(self, source: str, function: str, /, *args: Any, **kwargs: Any) -> Outcome:
        """Calls a function of a source once, and says what became of that."""
        return await self._run(self._flows.execute(self._source(source), function, args, kwargs))

    async def check(
        self,
        source: str,
        *,
        filename: str | None = None,
        policy: str | None = None,
        profile: str | None = None,
    ) -> Check:
        """What is in a source, or wrong with it. Runs nothing."""
        return await self._run(self._flows.check(self._source(source, filename, policy, profile)))

    async def compile(
        self,
        source: str,
        *,
        filename: str | None = None,
        policy: str | None = None,
        profile: str | None = None,
    ) -> AsyncProgram:
        """A program to call as often as one likes. Raises a CallError for a source that is none."""
        compiled = self._source(source, filename, policy, profile)
        check = await self._run(self._flows.register(compiled))
        check.raise_for_status()
        return AsyncProgram(self, compiled, check)

    def session(
        self,
        source: str,
        *,
        filename: str | None = None,
        policy: str | None = None,
        profile: str | None = None,
        idle_ms: int | None = None,
    ) -> AsyncSession:
        """A worker that stays from call to call, with its globals; an `async with` opens it."""
        return AsyncSession(self, self._source(source, filename, policy, profile), idle_ms)

    async def policies(self) -> tuple[str, ...]:
        """The names of the policies that the service has."""
        return tuple((await self._document("/v1/policies"))["policies"])

    async def policy(self, name: str) -> Mapping[str, Any]:
        """What a policy allows and refuses: the document of docs/documents.md."""
        return dict(await self._document("/v1/policies/" + quote(name, safe="")))

    async def profiles(self) -> Mapping[str, Any]:
        """The profiles that the key may use, and which one is the default."""
        return dict(await self._document("/v1/profiles"))

    async def isolation(self) -> Mapping[str, Any]:
        """What isolates programs where the service runs."""
        return dict(await self._document("/v1/isolation"))

    async def aclose(self) -> None:
        """Closes the connections."""
        if self._owned:
            await self._driver.http.aclose()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def _document(self, path: str) -> Any:
        return await self._run(self._flows.document(path, self._options))


class AsyncProgram(ProgramBase, _Running):
    """A source that the service has compiled; made by `AsyncClient.compile`.

    Where the service has forgotten it, or another replica answers, it is registered again.
    """

    def __init__(self, client: AsyncClient, source: Source, check: Check) -> None:
        super().__init__(client._flows, source, check)
        self._driver = client._driver

    async def call(self, function: str, /, *args: Any, **kwargs: Any) -> Any:
        """Calls a function in a pristine worker. Returns its value, or raises a CallError."""
        return (await self.invoke(function, *args, **kwargs)).unwrap()

    async def invoke(self, function: str, /, *args: Any, **kwargs: Any) -> Outcome:
        """Calls a function in a pristine worker, and says what became of that."""
        return await self._run(
            self._flows.call_program(self._registered, function, args, kwargs, self._options)
        )

    async def map(
        self,
        function: str,
        rows: Iterable[Any] | AsyncIterable[Any],
        *,
        window: int = 5_000,
        parallel: int | None = None,
    ) -> AsyncGenerator[RowOutcome, None]:
        """Calls a function for each row, and gives what became of each, in order.

        A row is a tuple or list of arguments, or a dict of them by name. Rows are taken, sent and
        answered in windows of at most so many, so any number of them takes little memory, and the
        module body runs once in each window, or once in each of its `parallel` workers. A row that
        fails costs only itself. `timeout` is for the wait for a row. Closing the generator cancels
        what runs.
        """
        flow = self._flows.map(self._registered, function, self._options, window, parallel)
        steps = self._driver.steps(flow, _each(rows))
        try:
            async for item in steps:
                if not isinstance(item, _Done):
                    yield item
        finally:
            await steps.aclose()


class AsyncSession(SessionBase, _Running):
    """A worker that stays from call to call; made by `AsyncClient.session`.

    A context manager: `async with` opens and closes it, as do `open` and `aclose`. A call that ends
    its worker, such as one that runs into a limit, ends the session.
    """

    def __init__(self, client: AsyncClient, source: Source, idle_ms: int | None) -> None:
        super().__init__(client._flows, source, idle_ms)
        self._driver = client._driver

    async def call(self, function: str, /, *args: Any, **kwargs: Any) -> Any:
        """Calls a function. Returns its value, or raises a CallError."""
        return (await self.invoke(function, *args, **kwargs)).unwrap()

    async def invoke(self, function: str, /, *args: Any, **kwargs: Any) -> Outcome:
        """Calls a function, and says what became of that."""
        return await self._run(
            self._flows.call_session(self.id, function, args, kwargs, self._options)
        )

    async def open(self) -> AsyncSession:
        """Starts the worker. Raises a CallError for a source that cannot be called."""
        if self._opened is None:
            self._opened = await self._run(self._flows.open_session(self._source, self._idle_ms))
        return self

    async def aclose(self) -> None:
        """Ends the worker."""
        opened, self._opened = self._opened, None
        if opened is not None:
            await self._run(self._flows.close_session(opened.id, self._options))

    async def __aenter__(self) -> AsyncSession:
        return await self.open()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()
