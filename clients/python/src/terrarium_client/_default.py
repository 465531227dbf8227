"""One function, for those who need no more."""

from __future__ import annotations

import atexit
import os
import threading
from typing import Any

from ._sync import Client

_lock = threading.Lock()
_client: Client | None = None


def execute_user_code(code: str, function: str, /, *args: Any, **kwargs: Any) -> Any:
    """Calls a function of a user's code with these arguments, and returns its value.

    The drop-in for a helper of that name that uses `exec` or RestrictedPython. What the code
    does wrong is a CallError (UserCodeError, PolicyViolation, LimitExceeded, ...), what is wrong
    with the service a ServiceError. The service is the one that `TERRARIUM_URL` names, or the one
    on this machine, and connections to it are kept.
    """
    return _shared().execute(code, function, *args, **kwargs)


def _shared() -> Client:
    global _client
    with _lock:
        if _client is None:
            _client = Client()
        return _client


def _close() -> None:
    if _client is not None:
        _client.close()


def _forget() -> None:
    """In a forked process, which must not share its parent's connections."""
    global _client, _lock
    _client, _lock = None, threading.Lock()


atexit.register(_close)
os.register_at_fork(after_in_child=_forget)
