import errno, os, sys, time


class Later:
    """A module that is imported where it is used: this Python may have been built without it."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        return getattr(__import__(self._name), name)


resource, signal, socket = Later("resource"), Later("signal"), Later("socket")
try:
    import ctypes
except ImportError:
    ctypes = libc = Later("ctypes")
else:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
EVERY_BIT = -1
IS_WASM = sys.platform == "wasi"
# What a worker answers on, and what it is asked on.
CHANNEL, REQUESTS = (1, 0) if IS_WASM else (3, 3)
X86_64 = not IS_WASM and __import__("platform").machine() == "x86_64"


def system_call(number, *arguments):
    """The answer of a raw system call; an OSError is one as Python's own calls raise it."""
    answer = libc.syscall(ctypes.c_long(number), *(ctypes.c_ulong(a % 2**64) for a in arguments))
    if answer == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return answer


def considered(number, *arguments):
    """Evidence that the kernel looked at a call, whatever it then said of its arguments."""
    try:
        return f"answered {system_call(number, *arguments)}"
    except OSError as error:
        if error.errno in (errno.EPERM, errno.ENOSYS):
            raise
        return f"looked at it: {error}"


def siblings():
    """The ids of processes near this one: workers of the same zygote among them."""
    own = os.getpid()
    return [pid for pid in range(max(2, own - 60), own + 60) if pid != own]


def any_of(attempts):
    """What the first attempt that is not refused got; else what the last one was refused with."""
    refusal = None
    for attempt in attempts:
        try:
            return attempt()
        except OSError as error:
            refusal = error
    raise refusal
