"""The request loop of a worker.

Theory of operation. The supervisor sends one request and waits; the worker answers exactly once
and either ends (`C`, `X`) or waits for the next (`O`, `S`, `M`). Whatever the user's code does, the
answer is made here, under a guard for every BaseException; where even the guard fails, the worker
ends without an answer, and the supervisor sees that.

After its last answer a worker waits until the stream ends: were it to exit at once, the kernel might
take it apart on the very processor that the supervisor needs to read the answer with. Then it leaves: no exit handler, finalizer or thread of the user's runs, and
nothing large is taken apart. A worker that stays lets go of arguments and results before it answers,
so that finalizers run within the call.
"""

from __future__ import annotations

import gc
import os
import sys
from marshal import dumps, loads

from . import event_loop, files
from .encode import encode
from .errors import describe
from .frames import LARGEST, LOAD, ProtocolError, read_frame, write_frame
from .host import Host
from .natives import __builtins__
from .nearest import nearest
from .output import Output
from .program import Program, Rejected, compile_program
from .refusal import TooLarge, Unrepresentable
from .restore import restore
from .rows import RowRun
from .text import clean, type_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .frames import Read, Write

    Answer = tuple[bytes, bytes]

DONE = 0
"""The exit status of a worker that answered, or was never asked."""

BROKEN = 70
"""The exit status of a worker that could not answer."""

_PAYLOAD = 5
_DATA = 13
_SMALL = 4096
_OWN_LIMITS = 6
_FILES, _LIMITS = 4, 5
_COMPILE, _EXECUTE, _OPEN, _CALL, _ROWS = b"CXOSM"
_LOAD = LOAD[0]

# Memory that is let go of when there is no more, so that an answer can still be made. The zygote
# has it before it forks: it counts as its memory, not as the program's.
_RESERVE = 2 << 20
_reserve = [bytearray(_RESERVE)]
_clear_reserve = _reserve.clear
_NO_MEMORY_MESSAGE = "the program used all the memory that it may use"
_NO_MEMORY = dumps(("memory", _NO_MEMORY_MESSAGE, None), 2)

_CoroutineType = event_loop.CoroutineType
_gc_is_enabled = gc.isenabled
_gc_enable = gc.enable
_gc_disable = gc.disable
_get_trace = sys.gettrace
_get_profile = sys.getprofile
_set_trace = sys.settrace
_set_profile = sys.setprofile

if sys.version_info >= (3, 13):

    def _values(data: bytes | memoryview) -> Any:
        return loads(data, allow_code=False)

else:
    _values = loads


def warm(policy_name: str) -> None:
    """Prepares the zygote for programs of a policy; see the module `warm`."""
    from . import warm as module

    module.warm(policy_name)


def rehearse() -> None:
    """Prepares a worker that was just forked; see the module `warm`."""
    from . import warm as module

    module.rehearse()


def serve(
    read: Read,
    write: Write,
    leave: Callable[[int], Any] = os._exit,
    bound: int = LARGEST,
    session_reader: Callable[[], Read] | None = None,
) -> None:
    """Answers requests until the stream ends or the worker is done, then calls `leave`.

    `leave` is given the exit status; where it returns, `serve` returns. A worker that becomes a
    session reads its calls with what `session_reader` makes, if there is one.
    """
    status = BROKEN
    try:
        status = Worker(read, write, bound, session_reader).run()
    except BaseException:
        # There is nobody to tell: the supervisor sees the end of the stream.
        pass
    leave(status)


class Worker:
    """What is there between requests."""

    def __init__(
        self,
        read: Read,
        write: Write,
        bound: int = LARGEST,
        session_reader: Callable[[], Read] | None = None,
    ) -> None:
        self._read = read
        self._session_reader = session_reader
        self._write = write
        self._bound = bound
        self._output = Output(write)
        self._program: Program | None = None
        self._has_run = False
        self._kept: list[Any] = []
        self._host = Host(read, write, self._output, _clear_reserve)
        self._current = b""
        event_loop.prepare()

    def run(self) -> int:
        """Answers requests; returns the exit status."""
        self._output.install()
        behind: list[bytes] = []
        while True:
            frame = read_frame(self._read, self._bound, behind)
            if frame is None:
                return DONE
            kind = frame[4]
            call = bytes(frame[_PAYLOAD:_DATA])
            if len(call) < 8:
                raise ProtocolError("a request without a call id")
            self._current = call
            request = self._decode(frame)
            del frame
            if request is None:
                _clear_reserve()
                self._answer(call, (b"L", _NO_MEMORY))
                return self._wait_for_end()
            if kind == _CALL:
                if not self._has_run:
                    raise ProtocolError("a call of a session that is not open")
                self._answer(call, self._call(request))
                if not _reserve:
                    _refill_reserve()
            elif kind == _ROWS:
                if not self._has_run:
                    raise ProtocolError("rows for a session that is not open")
                if not self._rows(call, *request):
                    return self._wait_for_end()
            elif kind == _EXECUTE and self._is_loaded():
                self._answer(call, self._execute(request))
                return self._wait_for_end()
            elif kind == _LOAD and self._program is None:
                self._program = Program(*request)
            elif kind == _OPEN and self._is_loaded():
                self._has_run = True
                if self._session_reader is not None:
                    self._read = self._session_reader()
                answer = self._guarded(self._run, None, *request)
                self._answer(call, answer)
                if answer[0] != b"R":
                    return self._wait_for_end()
            elif kind == _COMPILE and self._program is None:
                self._answer(call, self._compile(*request))
                return self._wait_for_end()
            else:
                raise ProtocolError("an unknown kind of request, or one at the wrong time")
            del request

    def forget(self) -> None:
        """Takes away every trace of the program that was here."""
        if self._program is not None:
            self._program.forget()

    def _is_loaded(self) -> bool:
        return self._program is not None and not self._has_run

    def _wait_for_end(self) -> int:
        """The supervisor has what it wanted, and ends the stream."""
        self._read(1)
        return DONE

    def _decode(self, frame: bytes | bytearray) -> Any:
        """The tuple of a request; None where memory does not suffice for it."""
        if len(frame) < _SMALL:
            try:
                return _values(frame[_DATA:])
            except MemoryError:
                return None
        enabled = _gc_is_enabled()
        if enabled:
            # Nothing in it is garbage, so nothing has to be searched while it grows.
            _gc_disable()
        try:
            return _values(memoryview(frame)[_DATA:])
        except MemoryError:
            return None
        finally:
            if enabled:
                _gc_enable()

    def _answer(self, call: bytes, answer: Answer) -> None:
        write_frame(self._write, answer[0], answer[1], call)

    # The requests

    def _compile(
        self, source: bytes, name: str, policy: dict[str, object], lent: tuple[str, ...] = ()
    ) -> Answer:
        try:
            return b"P", dumps(compile_program(source, name, policy, lent), 2)
        except Rejected as rejected:
            return b"D", dumps((rejected.kind, rejected.diagnostics), 2)
        except MemoryError:
            _clear_reserve()
            return b"L", _NO_MEMORY

    def _execute(self, request: Any) -> Answer:
        # Nothing of it is let go: the process ends, which is faster than taking it apart.
        self._kept.append(request)
        given = request[_FILES]
        if given:
            files.lend(given, self._program.is_unchecked)
        return self._guarded(self._run_and_call, request, request[_LIMITS])

    def _call(self, request: Any) -> Answer:
        given = request[_FILES]
        if not given:
            return self._guarded(self._call_function, request, request[_LIMITS])
        files.lend(given, self._program.is_unchecked)
        answer = self._guarded(self._call_function, request, request[_LIMITS])
        files.take_back()
        return answer

    def _rows(
        self, call: bytes, function: str, shape: str, rows: Any, tagged: bool, plan: Any, limits: Any
    ) -> bool:
        """Answers as it goes; returns whether the worker is of further use."""
        target = self._program.namespace.get(function, _MISSING)
        if target is _MISSING or not callable(target):
            # Which says so.
            nothing = (function, (), {}, False, {}, limits)
            self._answer(call, self._guarded(self._call_function, nothing, limits))
            return True

        def send(payload: bytes) -> None:
            write_frame(self._write, b"B", payload, call)

        run = RowRun(
            self._program, target, (shape, rows, tagged), plan, limits, self._guarded, send
        )
        self._output.begin_rows(plan[4], run.row)
        try:
            run.run()
        finally:
            self._output.end_rows()
        return not run.out_of_memory

    def _run(self, _: None) -> Any:
        self._program.run()

    def _run_and_call(self, request: Any) -> Any:
        self._program.run()
        value = self._call_function(request)
        self._kept.append(value)
        return value

    def _call_function(self, request: Any) -> Any:
        function, args, kwargs, tagged, _, _ = request
        program = self._program
        target = program.namespace.get(function, _MISSING)
        if target is _MISSING or not callable(target):
            raise _NoFunction(function, target)
        if tagged:
            args = restore(args, program.namespace, program.name)
            kwargs = restore(kwargs, program.namespace, program.name)
        value = target(*args, **kwargs)
        if type(value) is _CoroutineType:
            value = event_loop.run(value, program.source.data)
        return value

    # From what became of it to an answer

    def _guarded(self, work: Callable[[Any], Any], argument: Any, limits: Any) -> Answer:
        """Does the work with the user's code and answers, whatever comes of it."""
        if len(limits) > _OWN_LIMITS:
            return self._lending(work, argument, limits)
        size, nodes, depth, output_limit, output_fatal, output_live = limits
        output = self._output
        output.begin(output_limit, output_fatal, output_live)
        own_module = self._program.name
        try:
            value = work(argument)
            if _get_trace() is not None or _get_profile() is not None:
                _stop_tracing()
            answer = b"R", encode(value, size, nodes, depth, own_module)
            value = None
            output.finish()
            if not output.exceeded:
                return answer
            return b"L", dumps(("output", output.message(), None), 2)
        except BaseException as error:
            # Before any function of ours is called: a trace or profile function of the user's would
            # see that, and may raise. One that raises is taken away by that, so once more is enough.
            for _ in (1, 2):
                try:
                    _set_profile(None)
                    _set_trace(None)
                    break
                except BaseException:
                    continue
            # And where memory has ended, none can be called before some is let go.
            if issubclass(type(error), MemoryError):
                _clear_reserve()
            return self._failed(error)

    def _lending(self, work: Callable[[Any], Any], argument: Any, limits: Any) -> Answer:
        """The same for a call that host functions are lent to."""
        *own, lent = limits
        try:
            return self._guarded(self._lent, (work, argument, lent, own), own)
        finally:
            self._host.withdraw()

    def _lent(self, lending: Any) -> Any:
        work, argument, lent, limits = lending
        self._host.lend(lent, self._current, self._program, limits)
        return work(argument)

    def _failed(self, error: BaseException) -> Answer:
        """The answer to what was raised, or the last resort where memory does not suffice."""
        try:
            answer = self._failure(error)
            self._output.finish()
            if self._output.exceeded and answer[0] != b"L":
                answer = b"L", self._limit("output", self._output.message(), error)
        except MemoryError:
            _clear_reserve()
            answer = b"L", _NO_MEMORY
        return answer

    def _failure(self, error: BaseException) -> Answer:
        kind = type(error)
        if self._output.exceeded:
            return b"L", self._limit("output", self._output.message(), error)
        if kind is Unrepresentable:
            told = (error.type_name, error.path(), clean(error.message))
            return b"U", dumps(told, 2)
        if kind is TooLarge:
            return b"L", dumps(("result", str(error), None), 2)
        if kind is _NoFunction:
            return b"N", dumps(error.answer(self._program), 2)
        if issubclass(kind, MemoryError):
            return b"L", self._limit("memory", _NO_MEMORY_MESSAGE, error)
        return b"E", dumps(describe(error, self._program.source, self._program.name), 2)

    def _limit(self, limit: str, message: str, error: BaseException) -> bytes:
        described = describe(error, self._program.source, self._program.name)
        return dumps((limit, message, described), 2)


class _NoFunction(Exception):
    """There is no such function in the program."""

    def __init__(self, name: str, target: object) -> None:
        super().__init__(name)
        self.name = name
        self.target = target

    def answer(self, program: Program) -> tuple[str, str, tuple[str, ...]]:
        names = nearest(self.name, program.namespace)
        if self.target is _MISSING:
            return ("missing", "", names)
        return ("not_callable", type_name(type(self.target), program.name), names)


_MISSING = object()


def _refill_reserve() -> None:
    try:
        _reserve.append(bytearray(_RESERVE))
    except MemoryError:
        # The program keeps too much; the next answer has to do without.
        pass


def _stop_tracing() -> None:
    """A trace function of the user's would see, and could break, what follows."""
    _set_trace(None)
    _set_profile(None)
