"""The steps that talking to the service is made of.

Theory of operation. Everything that is to be decided (what to send, what an answer means, whether
to try again) is written once, as flows: generators that yield a step each time that the world has
to do something, and are sent what came of it. `Client` performs the steps with blocking I/O,
`AsyncClient` with awaiting. A flow never waits, reads or writes by itself.

What fails is thrown into the flow, as one of the three failures below: what matters about a failure
is whether the service may have begun with the request.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """A request: sent, and answered with a `Reply`.

    `seconds` is how long the whole answer may take. With `streamed` the reply comes as soon as its
    head is there, and `Receive` gives the rest piece by piece.
    """

    method: str
    path: str
    seconds: float | None
    parameters: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    streamed: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """The head of an answer, and its body where it was not asked for in pieces."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Receive:
    """The next piece of a streamed answer: bytes, none at its end."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Some seconds of waiting."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Emit:
    """Something for the caller, before the flow has ended."""

    item: Any


class Pull:
    """The next item of what the caller iterates over, `END` behind the last."""


END = object()

Step = Request | Receive | Pause | Emit | Pull
Flow = Generator[Step, Any, T]


class Failure(Exception):
    """What I/O failed with."""


class NotSent(Failure):
    """No connection: the service has seen nothing of the request."""


class Broken(Failure):
    """The connection broke: the service may have begun."""


class TimedOut(Failure):
    """The request's seconds are over."""


def perform(step: Request) -> Flow[Reply]:
    return cast(Reply, (yield step))


def receive() -> Flow[bytes]:
    return cast(bytes, (yield Receive()))
