"""Attempts at what a jail must stop, made by our own code in a worker whose jail is closed.

The supervisor has one worker run them before it serves anybody, and refuses to serve when one
succeeds. They are few and harmless; each stands for a class of attacks.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import time
from _socket import AF_INET, AF_UNIX, SOCK_STREAM, socket
from _thread import start_new_thread

from . import attempts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .frames import Read, Write

_CHANNEL = 3
_DESCRIPTORS = 1024
_PAGE = 4096
_READ_WRITE_EXECUTE = 7
_PRIVATE_ANONYMOUS = 0x22
_NEW_SEGMENT = 0o1600

_libc = ctypes.CDLL(None, use_errno=True)
_libc.mmap.restype = ctypes.c_void_p
_libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
_FAILED = ctypes.c_void_p(-1).value


def run(read: Read, write: Write) -> None:
    """Answers with what became of the attempts, and then does what has to end this process."""
    attempts.answer(_ATTEMPTS, read, write)
    os.execv("/bin/true", ["true"])


# Each raises or returns something false when it is stopped.


def _read_a_file() -> object:
    os.close(os.open("/etc/passwd", os.O_RDONLY))
    return "/etc/passwd"


def _write_a_file() -> object:
    path = "/tmp/terrarium-self-check"
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600))
    os.unlink(path)
    return path


def _fork() -> object:
    if os.fork() == 0:
        os._exit(0)
    return "a child"


def _start_a_thread() -> object:
    start_new_thread(int, ())
    return "a thread"


def _signal_a_process() -> object:
    os.kill(1, 0)
    return "process 1"


def _raise_a_limit() -> object:
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return "no bound on memory"


def _become_root() -> object:
    os.setuid(0)
    return "root"


def _be_root() -> object:
    return "root" if os.getuid() == 0 else ""


def _make_code() -> object:
    place = _libc.mmap(None, _PAGE, _READ_WRITE_EXECUTE, _PRIVATE_ANONYMOUS, -1, 0)
    return "" if place == _FAILED else "memory that can be executed"


def _share_memory() -> object:
    segment = _libc.shmget(0, _PAGE, _NEW_SEGMENT)
    return "" if segment == -1 else f"segment {segment}"


def _read_a_clock() -> object:
    return time.clock_gettime_ns(~1 << 3 | 2)


def _find_a_descriptor() -> object:
    return [number for number in range(_DESCRIPTORS) if number != _CHANNEL and _is_open(number)]


def _is_open(descriptor: int) -> bool:
    """Whether it can be read or written, or is refused for another reason than not being there.

    A pipe's end for writing is none to a reader, and a folder can be neither read nor written.
    """
    for use in (lambda: os.read(descriptor, 0), lambda: os.write(descriptor, b"")):
        try:
            use()
        except OSError as error:
            if error.errno != errno.EBADF:
                return True
        else:
            return True
    return False


_ATTEMPTS = (
    ("read a file", _read_a_file),
    ("write a file", _write_a_file),
    ("list a folder", lambda: os.listdir("/")),
    ("open a TCP socket", lambda: socket(AF_INET, SOCK_STREAM)),
    ("open a Unix socket", lambda: socket(AF_UNIX, SOCK_STREAM)),
    ("start a process", _fork),
    ("start a thread", _start_a_thread),
    ("signal another process", _signal_a_process),
    ("read another process's clock", _read_a_clock),
    ("raise a limit", _raise_a_limit),
    ("be root", _be_root),
    ("become root", _become_root),
    ("make memory executable", _make_code),
    ("share memory", _share_memory),
    ("find a descriptor besides its own", _find_a_descriptor),
    ("find an environment", lambda: dict(os.environ)),
)
