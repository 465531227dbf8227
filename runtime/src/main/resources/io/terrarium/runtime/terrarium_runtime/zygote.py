"""The zygote: the warmed, jailed parent from which workers are forked.

Theory of operation. The supervisor starts `python3 -I -S` with an empty environment and hands over
the runtime's sources and a plan on standard input. The zygote warms up, reads what workers will
need and cannot open later, closes its own jail by executing the plan, and says that it is ready.
From then on it does what single-threaded processes do best: it forks when told to, reports how its
children ended, and reads or changes their limits. It never runs a user's code and never reads a
byte that a worker wrote.

A child that was forked ahead of need rehearses a call, so that the copy-on-write faults of the first
one are taken by then. Every child connects to the supervisor's socket, puts up its own, tighter
layers, the system call filter last, and only then shows its token and waits for a request.

Control frames, both ways: length (4 bytes, big-endian), kind (1 byte), payload:
    supervisor to zygote                              zygote to supervisor
    f  worker, token, memory, cpu seconds, what for   r  marshal data: ready
       (0 a call, 1 a call to come: rehearse one
       first, 2 the self-check): fork
    k  worker: kill                                   d  marshal data: set-up failed, and the end
    l  worker, memory, cpu seconds: other limits      e  worker, errno: it could not be forked
    c  worker: its processor time                     l  worker, errno: the limits hold (0) or not
    q  end all workers, report them, exit             c  worker, nanoseconds (all ones: gone)
                                                      x  worker, wait status, µs of processor, KiB
The end of standard input means the same as q: nobody is left to work for.

The filter that the plan ends with holds from before it is ready: it can fork, wait, kill, change
limits and make Unix sockets, and nothing else that reaches out of it.
"""

from __future__ import annotations

import errno
import gc
import marshal
import os
import resource
import select
import sys
import time
import _signal  # not signal, whose enumerations cost every fork a tenth of a millisecond
from _socket import AF_UNIX, SOCK_CLOEXEC, SOCK_STREAM, socket
from functools import partial
from struct import Struct
from typing import Any, NoReturn

from terrarium_runtime import importing, jail, library, polling, self_check, worker
from terrarium_runtime.commands import Commands
from terrarium_runtime.control import IN, OUT, fail, send

# The token is skipped: it is read by the worker alone, or its copy would be left here.
_FORK = Struct(">I32xQIB")
_TOKEN = slice(4, 36)
_LIMIT = Struct(">IQI")
_WORKER = Struct(">I")
_WORKER_AND_ERRNO = Struct(">Ii")
_WORKER_AND_TIME = Struct(">IQ")
_EXIT = Struct(">IiQQ")

_STATM, _KEEPER, _WAKE_IN, _WAKE_OUT = 3, 4, 5, 6
_WORKER_CHANNEL = 3
_AHEAD_OF_NEED, _SELF_CHECK = 1, 2
_GONE = (1 << 64) - 1
_PAGE = os.sysconf("SC_PAGE_SIZE")

# What a worker needs over the zygote's address space before a program is in it: the memory that
# the rehearsal and the first request take.
_SLACK = 4 << 20


def main(start: dict[str, Any], report: dict[str, Any], keeper: int | None) -> NoReturn:
    """Sets everything up as `start` says, reports, and serves until told to end.

    `keeper` is a pipe that ends with the process that this one ends with; see `launch`.
    """
    began = time.monotonic()
    try:
        zygote = _set_up(start, report, keeper)
    except BaseException as error:
        fail(error)
    # What the bootstrap left behind is nothing that a program should find.
    sys.modules["__main__"] = type(sys)("__main__")
    zygote.serve(began)


def _set_up(start: dict[str, Any], report: dict[str, Any], keeper: int | None) -> _Zygote:
    os.environ.clear()
    os.chdir("/")
    os.umask(0o077)
    worker.warm("full" if start["library"] else "restricted")
    if start["library"]:
        report["library"] = vars(library.load())
    else:
        library.load_zones()
    if start["modules"] or start["preload"]:
        # What zygotes without have no use for.
        from terrarium_runtime import equipment

        report["packages"] = equipment.put_in(start["modules"], start["preload"])
    importing.forget_paths()
    compiled = importing.FINDER.take_compiled()
    if compiled is not None:
        report["compiled"] = compiled
    _arrange_descriptors(keeper)
    _wake_when_children_end()
    commands = Commands(IN)
    results: dict[str, int] = {}
    began = time.monotonic()
    jail.apply(start["plan"]["zygote"], {}, results)
    report["jail_seconds"] += time.monotonic() - began
    if keeper is not None:
        _end_with_keeper()
    return _Zygote(start, report, results, commands)


def _arrange_descriptors(keeper: int | None) -> None:
    """Leaves the control pipes and standard error, and gives what is needed besides its number."""
    statm = os.open("/proc/self/statm", os.O_RDONLY)
    wake_in, wake_out = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    wanted = {_STATM: statm, _WAKE_IN: wake_in, _WAKE_OUT: wake_out}
    if keeper is not None:
        wanted[_KEEPER] = keeper
    # First out of the way of each other.
    aside = {number: _above(descriptor, _WAKE_OUT) for number, descriptor in wanted.items()}
    os.closerange(_STATM, _WAKE_OUT + 1)
    for number, descriptor in aside.items():
        os.dup2(descriptor, number, inheritable=False)
    os.closerange(_WAKE_OUT + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _above(descriptor: int, number: int) -> int:
    while descriptor <= number:
        descriptor = os.dup(descriptor)
    return descriptor


def _wake_when_children_end() -> None:
    _signal.signal(_signal.SIGCHLD, lambda number, frame: None)
    _signal.set_wakeup_fd(_WAKE_OUT, warn_on_full_buffer=False)


def _end_with_keeper() -> None:
    """Ends here if the keeper had ended before the kernel was asked to end this process with it."""
    poll = select.poll()
    poll.register(_KEEPER, select.POLLIN)
    if poll.poll(0):
        os._exit(0)
    os.close(_KEEPER)


def _move(descriptor: int, number: int) -> None:
    """Gives a descriptor a number of its own."""
    if descriptor != number:
        os.dup2(descriptor, number, inheritable=False)
        os.close(descriptor)


def _resident_of_a_worker() -> int:
    """What one has resident before a program is in it, in bytes: the kernel's figure for a fork.

    It is less than this process has, for a fork maps pages of files anew as it touches them.
    """
    pid = os.fork()
    if pid == 0:
        try:
            worker.rehearse()
        finally:
            os._exit(0)
    return os.wait4(pid, 0)[2].ru_maxrss * 1024


class _Zygote:
    def __init__(
        self,
        start: dict[str, Any],
        report: dict[str, Any],
        results: dict[str, int],
        commands: Commands,
    ) -> None:
        self._socket_path: str = start["socket"]
        self._session_reader = (
            partial(polling.reader, _WORKER_CHANNEL) if start["polls"] else None
        )
        self._to_warm: list[str] = list(start["warm"])[::-1]
        self._report = report
        self._results = results
        self._worker_steps = jail.prepare(start["plan"]["worker"], results)
        self._pid = os.getpid()
        self._pid_of: dict[int, int] = {}
        self._worker_of: dict[int, int] = {}
        self._commands = commands
        self._deeds = {
            ord("f"): self._fork,
            ord("k"): self._kill,
            ord("l"): self._limit,
            ord("c"): self._cpu_time,
            ord("q"): self._obey_to_quit,
        }

    def serve(self, began: float) -> NoReturn:
        self._settle()
        self._say_ready(began)
        poll = select.poll()
        poll.register(IN, select.POLLIN)
        poll.register(_WAKE_IN, select.POLLIN)
        while True:
            # Warming goes on between commands, a module at a time, for as long as nobody waits.
            ready = poll.poll(0 if self._to_warm else None)
            if not ready:
                self._warm_one()
                continue
            for descriptor, _ in ready:
                if descriptor == _WAKE_IN:
                    os.read(_WAKE_IN, 4096)
                    self._reap()
                elif not self._commands.obey(self._deeds):
                    self._quit()

    def _settle(self) -> None:
        """Makes what is there permanent, so that no collection in a worker touches its pages."""
        gc.collect()
        gc.freeze()

    def _say_ready(self, began: float) -> None:
        self._report.update(
            version=".".join(map(str, sys.version_info[:3])),
            implementation=sys.implementation.name,
            executable=sys.executable or "",
            steps=self._results,
            address_space=self._address_space(),
            resident=_resident_of_a_worker(),
            milliseconds=int((time.monotonic() - began) * 1000),
        )
        send(b"r", marshal.dumps(self._report, 2))
        self._report.clear()

    def _address_space(self) -> int:
        """That of this process, in bytes."""
        return int(os.pread(_STATM, 128, 0).split()[0]) * _PAGE

    def _warm_one(self) -> None:
        name = self._to_warm.pop()
        try:
            __import__(name)
        except ImportError:
            # This Python was built without it; a program that wants it hears so itself.
            pass
        if not self._to_warm:
            self._settle()

    def _fork(self, payload: memoryview) -> None:
        ident, memory, cpu_seconds, purpose = _FORK.unpack(payload)
        address_space = self._address_space() + _SLACK + memory
        values = {
            "address_space": address_space,
            "address_space_ceiling": address_space,
            "cpu_seconds": cpu_seconds,
            "cpu_seconds_ceiling": cpu_seconds + 1,
        }
        try:
            pid = os.fork()
        except OSError as error:
            send(b"e", _WORKER_AND_ERRNO.pack(ident, error.errno or 0))
            return
        if pid == 0:
            self._become_worker(bytes(payload[_TOKEN]), values, purpose)
        self._pid_of[ident] = pid
        self._worker_of[pid] = ident

    def _become_worker(self, token: bytes, values: dict[str, int], purpose: int) -> NoReturn:
        try:
            _signal.set_wakeup_fd(-1)
            _signal.signal(_signal.SIGCHLD, _signal.SIG_DFL)
            if purpose == _AHEAD_OF_NEED:
                worker.rehearse()
            channel = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC)
            channel.connect(self._socket_path)
            self._keep_only(channel.detach())
            try:
                self._put_up_layers(values)
            except jail.JailError as error:
                # With the token, so that the supervisor knows whom it was waiting for.
                reason = (error.layer, error.step, error.errno or 0, str(error))
                failure = token + marshal.dumps(reason, 2)
                os.write(_WORKER_CHANNEL, len(failure).to_bytes(4, "big") + b"F" + failure)
                os._exit(1)
            os.write(_WORKER_CHANNEL, len(token).to_bytes(4, "big") + b"H" + token)
            del token
            read = partial(os.read, _WORKER_CHANNEL)
            write = partial(os.write, _WORKER_CHANNEL)
            if purpose == _SELF_CHECK:
                self_check.run(read, write)
            else:
                worker.serve(read, write, os._exit, session_reader=self._session_reader)
        finally:
            os._exit(70)

    def _keep_only(self, channel: int) -> None:
        """Closes every descriptor but the channel, and the ruleset, which a layer closes itself."""
        _move(channel, _WORKER_CHANNEL)
        for descriptor in (IN, OUT, 2, _WAKE_IN, _WAKE_OUT):
            os.close(descriptor)

    def _put_up_layers(self, values: dict[str, int]) -> None:
        first, *others = self._worker_steps
        first(values)
        # The first step has the kernel end this process with its parent, if that is there still.
        if os.getppid() != self._pid:
            os._exit(0)
        for step in others:
            step(values)

    def _kill(self, payload: memoryview) -> None:
        pid = self._pid_of.get(_WORKER.unpack(payload)[0])
        if pid is not None:
            # Not reaped yet, so that the number is surely still the worker's.
            os.kill(pid, _signal.SIGKILL)

    def _limit(self, payload: memoryview) -> None:
        ident, memory, cpu_seconds = _LIMIT.unpack(payload)
        pid = self._pid_of.get(ident)
        failure = errno.ESRCH
        if pid is not None:
            address_space = self._address_space() + _SLACK + memory
            try:
                resource.prlimit(pid, resource.RLIMIT_AS, (address_space, address_space))
                resource.prlimit(pid, resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
                failure = 0
            except OSError as error:
                failure = error.errno or errno.EIO
        send(b"l", _WORKER_AND_ERRNO.pack(ident, failure))

    def _cpu_time(self, payload: memoryview) -> None:
        ident = _WORKER.unpack(payload)[0]
        pid = self._pid_of.get(ident)
        used = _GONE
        if pid is not None:
            try:
                # The clock of another process: clock_getcpuclockid(3) makes this number.
                used = time.clock_gettime_ns(~pid << 3 | 2)
            except OSError:
                used = _GONE
        send(b"c", _WORKER_AND_TIME.pack(ident, used))

    def _reap(self) -> None:
        while self._worker_of:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
            if pid == 0:
                return
            self._report_exit(pid, status, usage)

    def _report_exit(self, pid: int, status: int, usage: Any) -> None:
        ident = self._worker_of.pop(pid)
        del self._pid_of[ident]
        microseconds = round((usage.ru_utime + usage.ru_stime) * 1_000_000)
        send(b"x", _EXIT.pack(ident, status, microseconds, usage.ru_maxrss))

    def _obey_to_quit(self, payload: memoryview) -> NoReturn:
        self._quit()

    def _quit(self) -> NoReturn:
        for pid in self._worker_of:
            os.kill(pid, _signal.SIGKILL)
        try:
            while self._worker_of:
                self._report_exit(*os.wait4(-1, 0))
        finally:
            os._exit(0)
