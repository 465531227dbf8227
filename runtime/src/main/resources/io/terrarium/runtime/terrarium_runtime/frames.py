"""Frames on a byte stream: u32 big-endian length of the payload, one ASCII byte of kind, payload.

The stream is two callables, `read(n) -> bytes` (empty at the end) and `write(data) -> int`, so that
it can be a socket, a pipe, or WASI's standard streams. No signal interrupts them: Python tries again
by itself (PEP 475).

The two sides take turns: while a worker works, the supervisor sends nothing. So a frame is read
with one `read` where it is small, and a byte behind it is a violation of the protocol. Only a frame
that wants no answer may have the next one behind it.
"""

from __future__ import annotations

from .natives import __builtins__

TYPE_CHECKING = False  # `typing` takes long to import
if TYPE_CHECKING:
    from typing import Callable

    Read = Callable[[int], bytes]
    Write = Callable[[bytes | bytearray | memoryview], int]

HEADER = 5
LOAD = b"A"
"""The kind of the frame that wants no answer."""

LARGEST = 0x7FFFFFFF
"""The default bound of a payload; marshal data cannot be longer."""

# Small, for the memory of a read is new to a worker: each page of it is a fault.
_FIRST = 8 * 1024
_CHUNK = 256 * 1024
_JOIN = 64 * 1024

_from_bytes = int.from_bytes


class ProtocolError(Exception):
    """The other side broke the protocol: nothing can be answered, the worker must end."""


def read_frame(
    read: Read, bound: int = LARGEST, behind: list[bytes] | None = None
) -> bytes | bytearray | None:
    """Reads one whole frame, header included; None when the stream ended in front of it.

    The kind is byte 4, the payload starts at byte 5. A frame whose payload is longer than `bound`
    is refused before its payload is read. `behind` is where bytes are kept from one reading to the
    next that were read with a frame which wants no answer.
    """
    data = behind.pop() if behind else read(_FIRST)
    while len(data) < HEADER:
        if not data:
            return None
        data += _read_some(read, HEADER - len(data))
    length = _from_bytes(data[:4], "big")
    if length > bound:
        raise ProtocolError(f"a frame of {length} bytes is longer than the bound of {bound} bytes")
    total = HEADER + length
    if len(data) == total:
        return data
    if len(data) > total:
        if behind is None or data[4:HEADER] != LOAD:
            raise ProtocolError("there are bytes behind a frame")
        behind.append(data[total:])
        return data[:total]
    return _read_rest(read, data, total)


def write_frame(write: Write, kind: bytes, payload: bytes, prefix: bytes = b"") -> None:
    """Writes one frame whose payload is `prefix` + `payload`, however often `write` takes less."""
    size = len(prefix) + len(payload)
    if size > _JOIN:
        write_parts(write, parts_of(kind, payload, prefix))
    else:
        _write_all(write, size.to_bytes(4, "big") + kind + prefix + payload)


def parts_of(kind: bytes, payload: bytes, prefix: bytes = b"") -> tuple[bytes, bytes]:
    """One frame, as what is to be written: a small one in one piece, with nothing behind it."""
    size = len(prefix) + len(payload)
    head = size.to_bytes(4, "big") + kind + prefix
    return (head + payload, b"") if size <= _JOIN else (head, payload)


def write_parts(write: Write, parts: tuple[bytes, bytes]) -> None:
    """Writes the parts of one frame, without a copy of them: memory may be short."""
    first, rest = parts
    _write_all(write, first)
    if rest:
        _write_all(write, rest)


def _read_some(read: Read, size: int) -> bytes:
    chunk = read(size)
    if not chunk:
        raise ProtocolError("the stream ended inside a frame")
    if len(chunk) > size:
        raise ProtocolError("the stream gave more bytes than were asked for")
    return chunk


def _read_rest(read: Read, start: bytes, total: int) -> bytearray:
    frame = bytearray(total)
    received = len(start)
    with memoryview(frame) as view:
        view[:received] = start
        while received < total:
            chunk = _read_some(read, min(total - received, _CHUNK))
            view[received : received + len(chunk)] = chunk
            received += len(chunk)
    return frame


def _write_all(write: Write, data: bytes) -> None:
    written = write(data)
    if written == len(data):
        return
    with memoryview(data) as view:
        while written < len(data):
            more = write(view[written:])
            if not more:
                raise ProtocolError("the stream takes no more bytes")
            written += more
