"""Where the service is, and what both clients say to httpx."""

from __future__ import annotations

import os
from dataclasses import dataclass

import httpx

from ._steps import Broken, Failure, NotSent, Request, TimedOut

VERSION = "0.1.0"
DEFAULT_URL = "http://127.0.0.1:8080"
DEFAULT_TIMEOUT = 60.0
_CONNECTING = 5.0


@dataclass(frozen=True, slots=True)
class Address:
    """The service's address and the key for it."""

    url: str
    key: str | None

    @staticmethod
    def of(url: str | None, key: str | None) -> Address:
        """What was given, else what the environment says, else the service on this machine."""
        found = url or os.environ.get("TERRARIUM_URL") or DEFAULT_URL
        parsed = httpx.URL(found)
        if parsed.scheme not in ("http", "https") or not parsed.host:
            raise ValueError(f"a service's URL begins with http:// or https://, not as {found!r}")
        return Address(found.rstrip("/"), key or os.environ.get("TERRARIUM_API_KEY") or None)


def arguments(address: Address, request: Request) -> dict[str, object]:
    """A request as the arguments of httpx' `build_request`."""
    left = request.seconds
    connecting = _CONNECTING if left is None else min(_CONNECTING, left)
    return {
        "method": request.method,
        "url": address.url + request.path,
        "params": dict(request.parameters),
        "headers": {"user-agent": f"terrarium-client/{VERSION}", **request.headers},
        "content": request.body,
        "timeout": httpx.Timeout(left, connect=connecting),
    }


def failure(error: httpx.TransportError) -> Failure:
    """What matters about an error: whether the service may have begun."""
    text = str(error) or type(error).__name__
    if isinstance(
        error,
        httpx.ConnectError
        | httpx.ConnectTimeout
        | httpx.PoolTimeout
        | httpx.ProxyError
        | httpx.UnsupportedProtocol,
    ):
        return NotSent(text)
    if isinstance(error, httpx.TimeoutException):
        return TimedOut(text)
    return Broken(text)
