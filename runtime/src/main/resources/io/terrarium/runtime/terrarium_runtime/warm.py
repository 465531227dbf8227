"""What makes the first call of a worker as fast as the next ones.

`warm` runs once, in the zygote: it imports what programs commonly use and what answering needs, and
does everything once that Python only prepares at its first use. `rehearse` runs in each forked
worker before it says that it is ready: one call through the very code that will serve the real one,
so that the pages which that code writes to are the worker's own by then.
"""

from __future__ import annotations

import _signal
import codecs
import sys
from marshal import dumps, loads

from . import event_loop, language, lazy, policy, worker
from .frames import LOAD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

COMMON = (
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "itertools",
    "math",
    "re",
    "typing",
    "uuid",
)
"""What is imported for the sake of the programs and of the values that they exchange."""

_ENCODINGS = (
    *("ascii", "latin-1", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"),
    *("cp1250", "cp1251", "cp1252", "iso8859-2", "iso8859-15", "koi8-r"),
)
"""What sources and files of a call may be written in wherever the library is not at hand."""

_NAME = "rehearsal.py"
_LIMITS = (1 << 20, 10_000, 100, 1 << 16, False, False)
_CALL = b"rehearse"
_REHEARSED = """\
def call(numbers: list, *, text: "str" = 'é', **rest) -> dict:
    print(text, len(numbers))
    total = {}
    for number in numbers:
        total[number] = [number * 2, str(number), f"{number:>10}"]
    return {"sum": sum(numbers), "all": total, "text": text.upper(), "none": (None, True)}
""".encode()
_USED_ONCE = """\
import math
from dataclasses import dataclass

@dataclass
class Point:
    '''What is compiled, run and handed back once.'''
    x: float
    y: float = math.pi

def special(*, text: "str" = 'é', **rest) -> list:
    return [Point(1.0), {(1, 2): b"x"}, bytearray(1)]

def fail():
    é = [undefined_name for _ in (1, 2)] + [("é" + 1)]
""".encode()

_policy = {"name": policy.FULL}
_request: bytes | None = None


def warm(policy_name: str) -> None:
    """Imports and uses what workers of this policy will need. Takes tens of milliseconds."""
    _policy["name"] = policy_name
    for name in COMMON:
        __import__(name)
    if policy_name != policy.FULL:
        _prepare_language()
    for module in (lazy.ast, lazy.traceback, lazy.linecache, lazy.warnings):
        module()
    for encoding in _ENCODINGS:
        try:
            codecs.lookup(encoding)
        except LookupError:
            # This Python was built without it; a source that declares it hears so itself.
            continue
    sys.modules["datetime"].datetime.strptime("2000-01-01 Mon", "%Y-%m-%d %a")
    repr(sys.modules["decimal"].Decimal(1) / 3)
    _leave_signals_alone()
    _tell_little_of_the_machine()
    _wait_for_asyncio()
    for function in ("special", "fail", "misspelt"):
        _perform(_execution(_USED_ONCE, function))
    rehearse()


def rehearse() -> None:
    """Serves one call of our own whose output and answer go nowhere, and leaves no trace of it."""
    global _request
    if _request is None:
        _request = _execution(_REHEARSED, "call", [1.5, 2, 3])
    _perform(_request)


def _prepare_language() -> None:
    """Imports every module that the policy lends, and makes its facade."""
    rules = policy.resolve(_policy)
    names = []
    for name in rules.modules:
        try:
            __import__(name)
            names.append(name)
        except ImportError:
            # This Python was built without it; a program that wants it hears so itself.
            continue
    language.of(rules).prepare(names)


def _leave_signals_alone() -> None:
    """asyncio.run sets a handler where Python's own is there, and a worker may not set any."""
    try:
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
    except (AttributeError, OSError, ValueError):
        # A platform without signals, or not the main thread: there is nothing to leave alone.
        pass


def _tell_little_of_the_machine() -> None:
    """`platform` asks the system once and for all. A worker may not ask; and what others found out
    in the zygote, such as the machine's name, is nobody's business there."""
    import platform

    platform._uname_cache = platform.uname_result(
        platform.system(), "terrarium", "", "", platform.machine()
    )


def _wait_for_asyncio() -> None:
    """Where the library comes from memory, its loader puts our event loop into asyncio."""
    importing = sys.modules.get(f"{__package__}.importing")
    if importing is not None:
        importing.FINDER.adaptations.setdefault("asyncio", []).append(event_loop.install)


def _execution(source: bytes, function: str, *args: Any) -> bytes:
    answer = _perform(_frame(b"C", (source, _NAME, _policy)))
    program = _frame(LOAD, (loads(answer)[0], source, _NAME, _policy))
    return program + _frame(b"X", (function, args, {}, False, {}, _LIMITS))


def _frame(kind: bytes, request: tuple[Any, ...]) -> bytes:
    payload = _CALL + dumps(request, 2)
    return len(payload).to_bytes(4, "big") + kind + payload


def _perform(request: bytes) -> bytes:
    """Serves one request, with its program before it, and returns the data of its answer."""
    kept = {name: getattr(sys, name) for name in _STREAMS}
    finders = sys.meta_path[:]
    stream = [request]
    written: list[bytes] = []

    def read(size: int) -> bytes:
        return stream.pop() if stream else b""

    def write(data: Any) -> int:
        written.append(bytes(data))
        return len(data)

    try:
        one = worker.Worker(read, write)
        one.run()
        one.forget()
    finally:
        for name, value in kept.items():
            setattr(sys, name, value)
        sys.meta_path[:] = finders
    return written[-1][13:]


_STREAMS = ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__")
