"""Stand-ins for what the WebAssembly build of Python leaves out and other modules of it import.

`asyncio` imports `concurrent.futures` and `subprocess` though a program with our event loop uses
neither. What is here is as much of them as makes sense without threads and processes: their names and
constants, futures that their holder finishes, and classes that say why there is nothing behind them.
"""

from __future__ import annotations

from types import CodeType

from .importing import FINDER

_FUTURES = """
import time

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"
TimeoutError = TimeoutError

class CancelledError(Exception):
    "A future was cancelled."

class InvalidStateError(Exception):
    "A future is in another state."

class BrokenExecutor(RuntimeError):
    "An executor can do no more."

class Future:
    "What somebody will bring about; here that is only who holds it."

    def __init__(self):
        self._state = "PENDING"
        self._result = self._exception = None
        self._callbacks = []

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x} state={self._state.lower()}>"

    def cancelled(self):
        return self._state == "CANCELLED"

    def running(self):
        return self._state == "RUNNING"

    def done(self):
        return self._state in ("CANCELLED", "FINISHED")

    def cancel(self):
        if self._state == "PENDING":
            self._end("CANCELLED")
        return self.cancelled()

    def result(self, timeout=None):
        if self.exception(timeout) is not None:
            raise self._exception
        return self._result

    def exception(self, timeout=None):
        if not self.done():
            if timeout is None:
                raise RuntimeError("it will never be done: there are no threads in a sandbox")
            time.sleep(max(timeout, 0))
            raise TimeoutError()
        if self.cancelled():
            raise CancelledError()
        return self._exception

    def add_done_callback(self, function):
        if self.done():
            function(self)
        else:
            self._callbacks.append(function)

    def set_running_or_notify_cancel(self):
        if self._state == "PENDING":
            self._state = "RUNNING"
        return not self.cancelled()

    def set_result(self, result):
        self._require_open()
        self._result = result
        self._end("FINISHED")

    def set_exception(self, exception):
        self._require_open()
        self._exception = exception
        self._end("FINISHED")

    def _require_open(self):
        if self.done():
            raise InvalidStateError(f"{self._state}: {self!r}")

    def _end(self, state):
        self._state = state
        callbacks, self._callbacks = self._callbacks, []
        for function in callbacks:
            function(self)

class Executor:
    "Runs things in threads or processes, of which there are none."

    def __init__(self, *args, **kwargs):
        pass

    def submit(self, fn, /, *args, **kwargs):
        raise RuntimeError("can't start new thread")

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        for given in zip(*iterables):
            self.submit(fn, *given)
        return iter(())

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

class ThreadPoolExecutor(Executor):
    "Runs things in threads."

class ProcessPoolExecutor(Executor):
    "Runs things in processes."
"""

_SUBPROCESS = """
PIPE, STDOUT, DEVNULL = -1, -2, -3

class SubprocessError(Exception):
    "Something is wrong with a process."

class CalledProcessError(SubprocessError):
    "A process failed."

class TimeoutExpired(SubprocessError):
    "A process took too long."

class Popen:
    "A process."

    def __init__(self, *args, **kwargs):
        raise PermissionError(1, "there are no processes in a sandbox")

def run(*args, **kwargs):
    Popen()

call = check_call = check_output = getoutput = getstatusoutput = run
"""


def put_in() -> None:
    """Makes them importable."""
    FINDER.packages.update(("concurrent", "concurrent.futures"))
    FINDER.codes["concurrent"] = lambda: _compiled("", "concurrent")
    FINDER.codes["concurrent.futures"] = lambda: _compiled(_FUTURES, "concurrent.futures")
    FINDER.codes["subprocess"] = lambda: _compiled(_SUBPROCESS, "subprocess")


def _compiled(source: str, name: str) -> CodeType:
    return compile(source, f"<{name}>", "exec", dont_inherit=True)
