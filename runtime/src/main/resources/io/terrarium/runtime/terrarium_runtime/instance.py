"""What the zygote is to processes, for WebAssembly instances: all that is different is here.

Theory of operation. `prepare` runs once, when the image of an instance is made, and `handle` is
entered once in each instance that is made of it. There is no forking, no system call to filter and
no limit to set inside: the memory is the instance's own, its bound and its clocks are the
supervisor's, and its world is a stream each way, which the numbers 0 and 1 stand for as if they were
a process's. So everything behind `worker.serve` is the same as there.
"""

from __future__ import annotations

import gc
import os
import random
import sys
from functools import partial
from marshal import loads

from . import absent, attempts, compiled, importing, operators, worker, zones

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OFTEN_IMPORTED = (
    """
    math re json datetime collections itertools functools random statistics typing dataclasses enum
    string decimal fractions operator copy heapq bisect csv io time uuid hashlib base64 abc
    contextlib textwrap urllib.parse pathlib
    """.split()
)
"""What is ready for programs that may import more than the policies lend."""

_GUEST = "guest"
_FOLDER = "/guest"
_PACKAGES = "site-packages"


def prepare(zone_data: dict[str, bytes]) -> None:
    """Makes an interpreter that was just started ready for programs.

    `zone_data` has the files of the time zones by name.
    """
    os.environ.clear()
    absent.put_in()
    # Many names are of one zone.
    kept = {data: data for data in zone_data.values()}
    named = {name: kept[data] for name, data in zone_data.items()}
    zones.offer(named, named.__getitem__)
    zones.import_now()
    worker.warm("restricted")
    for name in OFTEN_IMPORTED:
        __import__(name)
    importing.FINDER.take_compiled()
    compiled.keep()
    # What the artifact brought besides Python is not for programs, and its loader is gone.
    sys.path[:] = [path for path in sys.path if path != _FOLDER and _PACKAGES not in path]
    sys.path_importer_cache.clear()
    sys.argv[:] = [""]


def handle(order: bytes) -> bytes:
    """Does what an instance is made for; of what it returns from, another image is made."""
    kind, rest = order[:1], order[1:]
    if kind == b"f":
        return _finish()
    if kind == b"e":
        return _equip(loads(rest))
    # All instances are made of one image, and so is what the module has drawn in it.
    random.seed()
    if kind == b"r":
        worker.rehearse()
    read, write = partial(os.read, 0), partial(os.write, 1)
    if kind == b"c":
        attempts.answer(_ATTEMPTS, read, write)
    worker.serve(read, write, os._exit)
    return b""


def _finish() -> bytes:
    """Takes away what the image was made with, and returns the version of Python."""
    for name in (_GUEST, "trino"):
        sys.modules.pop(name, None)
    sys.modules["__main__"] = type(sys)("__main__")
    _settle()
    return ".".join(map(str, sys.version_info[:3])).encode()


def _settle() -> None:
    gc.collect()
    gc.freeze()


def _equip(modules: list[dict[str, Any]]) -> bytes:
    """Puts the operator's modules in; answers with what is wrong with them, if anything is."""
    try:
        operators.load(modules, lambda name, cause: None)
    except operators.EquipmentError as error:
        return str(error).encode("utf-8", "backslashreplace")
    for stream in (sys.stdout, sys.stderr):
        # Else what they printed would be in every instance, on its way to the supervisor.
        stream.flush()
    _settle()
    return b""


# The self-check: each raises or returns something false when it is stopped.


def _read(path: str) -> object:
    os.close(os.open(path, os.O_RDONLY))
    return path


def _write(path: str) -> object:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    return path


def _list_the_root() -> object:
    # The library of Python is in its own memory, in a folder of this name.
    return [name for name in os.listdir("/") if name not in ("opt", "guest")]


def _connect() -> object:
    # The system's own, as the module `socket` would take seconds in a new virtual machine.
    from _socket import socket

    return socket().connect(("127.0.0.1", 1)) or "a connection"


def _start_a_thread() -> object:
    from _thread import start_new_thread

    start_new_thread(int, ())
    return "a thread"


def _find_a_descriptor() -> object:
    found = []
    for number in range(3, 64):
        try:
            os.read(number, 1)
        except OSError:
            continue
        found.append(number)
    return found


_ATTEMPTS = (
    ("read a file", lambda: _read("/etc/passwd")),
    ("write a file", lambda: _write("/tmp/terrarium-self-check")),
    # The one folder that was ever given to it.
    ("read what it was made of", lambda: _read(f"{_FOLDER}/{_GUEST}.py")),
    ("write beside that", lambda: _write(f"{_FOLDER}/note")),
    ("list a folder", _list_the_root),
    ("open a TCP socket", _connect),
    ("start a process", lambda: os.fork()),
    ("run a program", lambda: os.execv("/bin/true", ["true"])),
    ("start a thread", _start_a_thread),
    ("find a descriptor besides its own", _find_a_descriptor),
    ("find an environment", lambda: dict(os.environ)),
    ("find arguments", lambda: [argument for argument in sys.argv if argument]),
)
