"""What the blocking and the asynchronous client have in common: all but the I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, TypeVar

from ._flows import Flows, Opened, Options, Registered, Source
from .documents import Check, Function, Limits

_C = TypeVar("_C", bound="_Configured")
_K = TypeVar("_K", bound="ClientBase")

Output = Callable[[str, str], Any]
Trace = Mapping[str, str] | Callable[[], Mapping[str, str]]


class _Configured:
    """Something whose calls are made with options."""

    _flows: Flows
    _options: Options

    def _with(self: _C, **changes: Any) -> _C:
        made = copy(self)
        made._options = self._options.but(**changes)
        return made


class ClientBase(_Configured):
    """A client, without its I/O."""

    def options(
        self: _K,
        *,
        filename: str | None = None,
        policy: str | None = None,
        profile: str | None = None,
        limits: Limits | None = None,
        files: Mapping[str, str | bytes] | None = None,
        strict: bool | None = None,
        timeout: float | None = None,
        on_output: Output | None = None,
        trace: Trace | None = None,
        resend: bool | None = None,
    ) -> _K:
        """The same client, whose calls are made with these options; those left out stay.

        - `filename` is how tracebacks call the source; `policy` and `profile` are the service's
          names of them.
        - `limits` are what a call may use at most.
        - `files` are there for the program under their names, where its policy lends files.
        - `strict` makes a result that plain JSON cannot say an error instead of a tagged form.
        - `timeout` is how many seconds an operation may take, with all that is tried again.
        - `on_output` is called with "stdout" or "stderr" and a text while a call prints; with an
          asynchronous client it may be a coroutine function.
        - `trace` has, or gives, the headers `traceparent` and `tracestate` to send.
        - `resend` makes a call again whose connection broke, though it may have run.
        """
        return self._with(
            filename=filename,
            policy=policy,
            profile=profile,
            limits=limits,
            files=files,
            strict=strict,
            timeout=timeout,
            on_output=on_output,
            trace=trace,
            resend=resend,
        )

    def _source(
        self,
        text: str,
        filename: str | None = None,
        policy: str | None = None,
        profile: str | None = None,
    ) -> Source:
        return Source(text, self._options.but(filename=filename, policy=policy, profile=profile))


class _Called(_Configured):
    """What has functions to call."""

    def options(
        self: _C,
        *,
        limits: Limits | None = None,
        files: Mapping[str, str | bytes] | None = None,
        strict: bool | None = None,
        timeout: float | None = None,
        on_output: Output | None = None,
        trace: Trace | None = None,
        resend: bool | None = None,
    ) -> _C:
        """The same, called with these options: see `Client.options`."""
        return self._with(
            limits=limits,
            files=files,
            strict=strict,
            timeout=timeout,
            on_output=on_output,
            trace=trace,
            resend=resend,
        )


class ProgramBase(_Called):
    """A program, without its I/O."""

    def __init__(self, flows: Flows, source: Source, check: Check) -> None:
        self._flows = flows
        self._options = source.options
        self._check = check
        self._registered = Registered(source, check.program or "")

    @property
    def id(self) -> str:
        """`sha256:` and 64 digits: the same source, policy and runtime have the same id."""
        return self._registered.id

    @property
    def functions(self) -> tuple[Function, ...]:
        """The functions at the top level, in the source's order."""
        return self._check.functions

    @property
    def imports(self) -> tuple[str, ...]:
        """The top-level names of the modules that it imports, sorted."""
        return self._check.imports


class SessionBase(_Called):
    """A session, without its I/O."""

    def __init__(self, flows: Flows, source: Source, idle_ms: int | None) -> None:
        self._flows = flows
        self._options = source.options
        self._source = source
        self._idle_ms = idle_ms
        self._opened: Opened | None = None

    @property
    def id(self) -> str:
        """The session's name at the service."""
        return self._open_one.id

    @property
    def functions(self) -> tuple[Function, ...]:
        """The functions at the top level, in the source's order."""
        return self._open_one.check.functions

    @property
    def _open_one(self) -> Opened:
        if self._opened is None:
            raise ValueError("the session is not open: use it in a `with`, or call open()")
        return self._opened
