"""sys.stdout, sys.stderr and sys.stdin of the user's code.

What is written goes to the supervisor in frames: at every line end, at every flush, and whenever
4096 characters have gathered. Where somebody listens, text without a line end is sent as well when
nothing was sent for a while: what a program prints before it computes is then seen at once, and one
that prints without end still sends few frames. That is decided when something is printed, for there
is no thread and no signal to do it later. Both streams share one budget for a call, in bytes of UTF-8. Where it
ends, each stream says so once; after that its text is dropped, or, where the limit is fatal, the
call ends. Nothing is sent outside of a call: what a finalizer prints then is dropped too.

Where a call is for many rows, each row has a budget of its own within one for all of them. Rows run
without a step of ours between them; so it is when something is written that we look which row runs.
"""

from __future__ import annotations

import sys
from codecs import getincrementaldecoder
from io import BufferedIOBase, TextIOBase, UnsupportedOperation
from time import monotonic

from .frames import HEADER, write_frame
from .natives import __builtins__
from .text import type_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Iterable, NoReturn

    from .frames import Write

_GATHER = 4096
_SOON = 0.05
# Characters of a frame: with every escape they fit into one `write`, so that what a finalizer
# prints meanwhile cannot get between a frame's head and its text.
_PIECE = 8 * 1024
_NAMES = {1: "<stdout>", 2: "<stderr>"}
_exact = str.__str__
# At once: this is done for every call.
_put_into_sys = sys.__dict__.update


class OutputLimit(BaseException):
    """More was written than a call may write. No Exception, so that few programs catch it."""


class Output:
    """The output of a worker's calls."""

    def __init__(self, write: Write) -> None:
        self._write = self._stream = write
        self._held: list[bytes] = []
        self.remaining = 0
        self.active = False
        self.exceeded = False
        self.row: Callable[[], int] | None = None
        self._fatal = False
        self._limit = 0
        self.live = False
        self.sent_at = 0.0
        self._budget = 0
        self._left_for_all = 0
        self._last_row = -1
        self.stdout = _Stream(self, 1)
        self.stderr = _Stream(self, 2)
        self.stdin = _NoInput()
        self._streams = {
            "stdout": self.stdout,
            "__stdout__": self.stdout,
            "stderr": self.stderr,
            "__stderr__": self.stderr,
            "stdin": self.stdin,
            "__stdin__": self.stdin,
        }

    def begin(self, limit: int, fatal: bool, live: bool) -> None:
        """Starts a call: the standard streams are ours, and a new budget is there.

        `live` says that somebody listens.
        """
        self._limit = limit
        self._fatal = fatal
        self.live = live
        if live:
            self.sent_at = -_SOON
        self.exceeded = False
        self.active = True
        if self.row is None:
            self.remaining = limit
            self.stdout.truncated = self.stderr.truncated = False
        self.install()

    def begin_rows(self, limit: int, row: Callable[[], int]) -> None:
        """From here on calls are of the row that `row` tells, and share this budget, too."""
        self.row = row
        self._left_for_all = limit
        self._last_row = -1
        self._renew(0)

    def end_rows(self) -> None:
        self.row = None

    def turn(self) -> None:
        """Begins a row's output where another row's was before."""
        row = self.row()
        if row == self._last_row:
            return
        # What has gathered is still the other one's.
        self.stdout.flush()
        self.stderr.flush()
        self._last_row = row
        self._left_for_all -= self._budget - self.remaining
        self._renew(min(self._limit, self._left_for_all))
        write_frame(self._write, b"w", row.to_bytes(4, "big"))

    def _renew(self, budget: int) -> None:
        self.remaining = self._budget = budget
        self.stdout.truncated = self.stderr.truncated = False

    def install(self) -> None:
        """Makes the standard streams ours."""
        _put_into_sys(self._streams)

    def finish(self) -> None:
        """Ends a call: sends what has gathered. `exceeded` then is final."""
        if self.stdout.gathered or self.stderr.gathered:
            self._send_rest()
        self.active = False

    def _send_rest(self) -> None:
        for stream in (self.stdout, self.stderr):
            try:
                stream.flush()
            except OutputLimit:
                continue

    def hold(self) -> None:
        """Keeps what is to be sent: the stream is in the middle of something else."""
        self._held = []
        self._write = self._keep

    def release(self) -> None:
        """Sends what was kept."""
        held, self._held = self._held, []
        self._write = self._stream
        for data in held:
            write_frame(self._write, data[4:5], data[HEADER:])

    def _keep(self, data: bytes | memoryview) -> int:
        self._held.append(bytes(data))
        return len(data)

    def message(self) -> str:
        return f"more than {self._limit} bytes were written to standard output and error"

    def send(self, stream: _Stream, text: str) -> None:
        """Sends text as far as the budget goes."""
        for start in range(0, len(text), _PIECE):
            data = text[start : start + _PIECE].encode("utf-8", "backslashreplace")
            if len(data) > self.remaining:
                self._send_last(stream, data)
                return
            self.remaining -= len(data)
            write_frame(self._write, b"o", stream.mark + data)

    def _send_last(self, stream: _Stream, data: bytes) -> None:
        # No half characters.
        data = data[: self.remaining].decode("utf-8", "ignore").encode()
        self.remaining = 0
        if data:
            write_frame(self._write, b"o", stream.mark + data)
        self.refuse(stream)

    def refuse(self, stream: _Stream) -> None:
        """Says once for each stream that its text is dropped from here on."""
        if not stream.truncated:
            stream.truncated = True
            write_frame(self._write, b"t", stream.mark)
        # What all rows have used up is no fault of this one.
        if self._fatal and (self.row is None or self._budget == self._limit):
            self.exceeded = True
            raise OutputLimit(self.message())


class _Stream(TextIOBase):
    """A text stream that ends in frames."""

    encoding = "utf-8"
    errors = "backslashreplace"
    newlines = None
    mode = "w"
    line_buffering = True
    write_through = False

    def __init__(self, output: Output, number: int) -> None:
        self._output = output
        self._number = number
        self.mark = bytes([number])
        self.name = _NAMES[number]
        self.truncated = False
        self._parts: list[str] = []
        self.gathered = 0
        self._buffer: _Buffer | None = None

    def write(self, text: str, /) -> int:
        if type(text) is not str:
            if not issubclass(type(text), str):
                raise TypeError(f"write() argument must be str, not {type_name(type(text))}")
            text = _exact(text)
        output = self._output
        length = len(text)
        if not length or not output.active:
            return length
        if output.row is not None:
            output.turn()
        if not output.remaining:
            self.flush()
            output.refuse(self)
            return length
        if length > output.remaining:
            # Cut before it is encoded; the one character more makes the limit be noticed.
            text = text[: output.remaining + 1]
        self._parts.append(text)
        self.gathered += len(text)
        if self.gathered >= _GATHER or "\n" in text:
            self.flush()
        elif output.live and monotonic() - output.sent_at >= _SOON:
            self.flush()
        return length

    def writelines(self, lines: Iterable[str], /) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        parts = self._parts
        if parts and self._output.active:
            text = parts[0] if len(parts) == 1 else "".join(parts)
            parts.clear()
            self.gathered = 0
            if self._output.live:
                self._output.sent_at = monotonic()
            self._output.send(self, text)

    @property
    def buffer(self) -> _Buffer:
        """The stream for bytes, which are taken as UTF-8."""
        if self._buffer is None:
            self._buffer = _Buffer(self)
        return self._buffer

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> NoReturn:
        raise UnsupportedOperation("the output of a sandbox has no file descriptor")

    def reconfigure(self, **options: object) -> None:
        """There is nothing to choose: text leaves as UTF-8."""

    def close(self) -> None:
        """Sends what has gathered; the stream stays open."""
        self.flush()

    def __repr__(self) -> str:
        return f"<sandbox output name={self.name!r} encoding='utf-8'>"


class _Buffer(BufferedIOBase):
    """The bytes side of a stream."""

    mode = "wb"

    def __init__(self, stream: _Stream) -> None:
        self._stream = stream
        self.name = stream.name
        self._decoder = getincrementaldecoder("utf-8")("backslashreplace")

    def write(self, data: bytes, /) -> int:
        if issubclass(type(data), str):
            raise TypeError("a bytes-like object is required, not 'str'")
        taken = bytes(memoryview(data).cast("B"))
        self._stream.write(self._decoder.decode(taken))
        return len(taken)

    def flush(self) -> None:
        self._stream.flush()

    def writable(self) -> bool:
        return True

    def close(self) -> None:
        """Sends what has gathered; the stream stays open."""
        self.flush()

    def fileno(self) -> NoReturn:
        raise UnsupportedOperation("the output of a sandbox has no file descriptor")


class _NoInput(TextIOBase):
    """Standard input: there is none."""

    encoding = "utf-8"
    errors = "strict"
    mode = "r"
    name = "<stdin>"

    def read(self, size: int | None = -1, /) -> NoReturn:
        raise UnsupportedOperation("there is no standard input in a sandbox")

    def readline(self, size: int = -1, /) -> NoReturn:
        raise UnsupportedOperation("there is no standard input in a sandbox")

    def __iter__(self) -> NoReturn:
        raise UnsupportedOperation("there is no standard input in a sandbox")

    def __next__(self) -> NoReturn:
        raise UnsupportedOperation("there is no standard input in a sandbox")

    readlines = read

    @property
    def buffer(self) -> _NoInput:
        return self

    def readable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> NoReturn:
        raise UnsupportedOperation("there is no standard input in a sandbox")

    def close(self) -> None:
        """There is nothing to close."""
