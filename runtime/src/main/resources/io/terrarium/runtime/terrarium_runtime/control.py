"""Frames from a zygote to its supervisor, on standard output; `zygote` lists them.

Length of the payload (4 bytes, big-endian), kind (1 byte), payload.
"""

from __future__ import annotations

import marshal
import os
from typing import NoReturn

from . import jail

IN, OUT = 0, 1


def send(kind: bytes, payload: bytes) -> None:
    """Sends a frame, or ends this process when the supervisor is gone, and with it the reason to live."""
    frame = len(payload).to_bytes(4, "big") + kind + payload
    while frame:
        try:
            frame = frame[os.write(OUT, frame) :]
        except BrokenPipeError:
            os._exit(0)


def fail(error: BaseException) -> NoReturn:
    """Reports that the set-up failed, and at what, and ends this process."""
    if isinstance(error, jail.JailError) or getattr(error, "layer", "") == "runtime":
        reason = (error.layer, error.step, error.errno or 0, str(error))
    else:
        message = f"{type(error).__name__}: {error}"
        reason = ("start", "set-up", getattr(error, "errno", 0) or 0, message)
    send(b"d", marshal.dumps(reason, 2))
    os._exit(1)
