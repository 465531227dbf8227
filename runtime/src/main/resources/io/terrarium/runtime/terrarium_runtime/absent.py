"""Stand-ins for what the WebAssembly build of Python leaves out and other modules of it import.

`asyncio` imports `concurrent.futures` and `subprocess` though a program with our event loop uses
neither. What is here is as much of them as that takes: their names and constants, and classes that
say why there is nothing behind them.
"""

from __future__ import annotations

from types import CodeType

from .importing import FINDER

_FUTURES = """
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
    "What a thread would bring about."

    def __init__(self):
        raise RuntimeError("there are no threads in a sandbox")

class Executor(Future):
    "Runs things in threads."

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
