"""One request for many rows: a function called for each, and their values sent while it goes on.

Theory of operation. Rows run several at once, in a loop of C without a step of ours between them,
and then the clock is looked at: as many at once as take about two milliseconds, so that a quick
function is called at full speed, and a slow one row by row. Before they run, the supervisor knows
how many they are (`next` of the answer before), and has the values of all rows before them. So a
row that ends the worker costs no more than these few a second run, and none where it ran alone.

A row that fails ends the loop of C, and not what comes after it: the next rows go on from there.
Values that cannot be sent as one list are sent one by one, which finds those that have no form.

Others wait for what this worker takes up. So after a second the request ends with the rows that run
then, whatever is left, and the supervisor asks again when it is its turn.

Where memory ends while several rows run, nobody can say whose fault it is, since the values of
those before take memory too. The worker then ends without a word: each will be tried alone.
"""

from __future__ import annotations

from itertools import islice, starmap
from marshal import loads
from time import monotonic_ns as _now

from . import event_loop
from .natives import __builtins__
from .restore import restore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterator

    from .program import Program

    Answer = tuple[bytes, bytes]

_AT_ONCE_NS = 2_000_000
_AT_ONCE_BYTES = 256 * 1024
_AT_MOST = 1 << 14
_FASTER = 4
_TURN_NS = 1_000_000_000

_COROUTINE = 0x80  # CO_COROUTINE of a code object's flags
_CoroutineType = event_loop.CoroutineType
_FunctionType = type(restore)

_HEAD = b"(\x03\x00\x00\x00i"
_NONE = b"N"
_FAILURE = b"(\x02\x00\x00\x00u\x01\x00\x00\x00"
_NO_VALUES = b"[\x00\x00\x00\x00"


class OutOfMemory(BaseException):
    """Memory ended while several rows ran: the worker has to end."""


class RowRun:
    """The rows of one request, as far as they have come."""

    def __init__(
        self,
        program: Program,
        target: Callable[..., Any],
        rows: tuple[str, Any, bool],
        plan: tuple[bool, int, int, int, int],
        limits: tuple[int, int, int, int, bool, bool],
        guarded: Callable[[Callable[[Any], Any], Any, Any], Answer],
        send: Callable[[bytes], None],
    ) -> None:
        self._program = program
        self._stop, self._singly, self._at_once, self._budget, _ = plan
        self._limits = limits
        self._list_limits = (*limits[:2], limits[2] + 1, *limits[3:])
        self._guarded = guarded
        self._send = send
        # A row that prints too much fails, which shows when it has ended.
        self._always_singly = limits[4]
        self._left, self._calls = self._prepared(target, *rows)
        self._sent = 0
        self._done: list[Any] = []
        # Of the rows that run at once: the index of the first, their number, how many of them the
        # supervisor has not been told of, when they began, and the bytes sent for them.
        self._first = self._running = self._untold = self._begun = self._bytes = 0
        self._coming = 0
        # Of a value that is told alone, its place among those; and of which row it was said last that
        # it runs, for that never goes back.
        self._telling = -1
        self._said = 0
        self._turn_ends = 0
        self.ended = False
        self.out_of_memory = False

    def row(self) -> int:
        """The index of the row that runs."""
        place = self._telling
        if place < 0:
            place = min(len(self._done), self._running - 1)
        self._said = max(self._said, self._first + place)
        return self._said

    def run(self) -> None:
        """Runs them and tells what became of them, until there is no more to be said."""
        self._turn_ends = _now() + _TURN_NS
        self._coming = self._next()
        while not self.ended:
            self._running = self._untold = self._coming
            self._bytes = 0
            self._begun = _now()
            self._first += self._some()

    # What is called

    def _prepared(
        self, target: Callable[..., Any], shape: str, rows: Any, tagged: bool
    ) -> tuple[int, Iterator[Any]]:
        """How many rows there are, and the iterator that calls the function for each."""
        target = self._settling(target)
        if shape == "columns":
            return len(rows[0]), map(target, *rows)
        count = len(rows)
        if tagged:
            namespace, name = self._program.namespace, self._program.name
            rows = map(lambda row: restore(row, namespace, name), rows)
        if shape == "positional":
            return count, starmap(target, rows)
        if shape == "named":
            return count, map(lambda row: target(**row), rows)
        return count, map(lambda row: target(*row[0], **row[1]), rows)

    def _settling(self, target: Callable[..., Any]) -> Callable[..., Any]:
        """The same, but that a coroutine is run at once, like in a call."""
        if type(target) is _FunctionType and not target.__code__.co_flags & _COROUTINE:
            return target
        return lambda *args, **kwargs: self._settled(target(*args, **kwargs))

    def _settled(self, value: Any) -> Any:
        if type(value) is _CoroutineType:
            value = event_loop.run(value, self._program.source.data)
        return value

    # What runs

    def _some(self) -> int:
        """Runs the rows, or those up to one that fails, and tells of them: returns how many."""
        count = self._running
        answer = self._guarded(self._call, count, self._list_limits)
        done = self._done
        if answer[0] == b"R":
            self._tell(count, answer[1], None)
        elif _is_limit(answer, "output") and len(done) == count:
            # It took no notice of that; where this is fatal, rows run singly.
            self._tell(0, _NO_VALUES, answer)
        elif len(done) == count:
            # All have ended: it is the values that cannot be sent together.
            self._require_memory(answer)
            self._tell_one_by_one(None)
        else:
            self._require_memory(answer)
            count = self._untold = len(done) + 1
            self._tell_before(answer)
        self._done = []
        self._telling = -1
        return count

    def _call(self, count: int) -> list[Any]:
        done = self._done
        done.extend(islice(self._calls, count))
        if len(done) < count:
            # What iterates takes this for the end, so there is nothing left of it to be shown.
            raise StopIteration("the function raised it")
        return done

    def _require_memory(self, answer: Answer) -> None:
        if _is_limit(answer, "memory") and self._running > 1:
            raise OutOfMemory

    # What is told

    def _tell_before(self, failure: Answer) -> None:
        """Tells the values of the rows before one that failed, and how that did."""
        if not self._done:
            self._tell(0, _NO_VALUES, failure)
            return
        answer = self._guarded(self._itself, self._done, self._list_limits)
        if answer[0] == b"R":
            self._tell(len(self._done), answer[1], failure)
        else:
            self._require_memory(answer)
            self._tell_one_by_one(failure)

    def _itself(self, values: list[Any]) -> list[Any]:
        return values

    def _tell_one_by_one(self, failure: Answer | None) -> None:
        """Tells the values that can be told, and of each other why it cannot."""
        gathered: list[bytes] = []
        size = 0
        for self._telling, value in enumerate(self._done):
            answer = self._guarded(self._settled, value, self._limits)
            if answer[0] != b"R":
                self._require_memory(answer)
                self._tell(len(gathered), _list(gathered), answer)
                if self.ended:
                    return
                gathered, size = [], 0
                continue
            size += len(answer[1])
            if gathered and size > self._limits[0]:
                self._tell(len(gathered), _list(gathered), None)
                gathered, size = [], len(answer[1])
            gathered.append(answer[1])
        if gathered or failure is not None:
            self._tell(len(gathered), _list(gathered), failure)

    def _tell(self, count: int, values: bytes, failure: Answer | None) -> None:
        """Tells of so many rows with values, and perhaps of one without, and what comes next."""
        told = count + (failure is not None)
        self._untold -= told
        self._left -= told
        self._singly -= told
        self._bytes += len(values)
        self._sent += len(values)
        next_rows = self._after(failure)
        end = _NONE if failure is None else _FAILURE + failure[0] + failure[1]
        self._send(_HEAD + next_rows.to_bytes(4, "little") + values + end)

    def _after(self, failure: Answer | None) -> int:
        """How many rows are next; 0 where this is the end."""
        if failure is not None and _is_limit(failure, "memory"):
            self.ended = self.out_of_memory = True
            return 0
        if failure is not None and self._stop:
            self.ended = True
            return 0
        if self._untold:
            return self._untold
        now = _now()
        self._adapt(now - self._begun)
        if not self._left or self._sent >= self._budget or now >= self._turn_ends:
            self.ended = True
            return 0
        self._coming = self._next()
        return self._coming

    def _adapt(self, took: int) -> None:
        """Finds how many rows to run at once from how long the last ones took."""
        count = self._running
        if took > 2 * _AT_ONCE_NS:
            self._at_once = max(1, count * _AT_ONCE_NS // took)
        elif took < _AT_ONCE_NS // 2 and count >= self._at_once:
            self._at_once = min(_AT_MOST, self._at_once * _FASTER)
        if self._bytes > _AT_ONCE_BYTES:
            self._at_once = min(self._at_once, max(1, count * _AT_ONCE_BYTES // self._bytes))

    def _next(self) -> int:
        if self._singly > 0 or self._always_singly:
            return min(self._left, 1)
        return min(self._left, self._at_once)


def _is_limit(answer: Answer, limit: str) -> bool:
    return answer[0] == b"L" and loads(answer[1])[0] == limit


def _list(items: list[bytes]) -> bytes:
    """The data of a list from those of its items."""
    return b"[" + len(items).to_bytes(4, "little") + b"".join(items)
