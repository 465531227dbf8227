"""The files that a call is given: `open()` for bytes in memory.

Theory of operation. The files come with the request, by name, and are there for that call. There are
two doors to them. Programs that a policy checks get `open_given` as their `open`, and nothing else
exists for it. Programs that are not checked keep Python's own; while there are files, `lend` puts
`open_or_ask` in its place, which asks the kernel for every other name, and the kernel refuses.

What is opened is Python's own text layer over a `BytesIO` that cannot be written to: no descriptor,
no path, and nothing behind it that leads anywhere.
"""

from __future__ import annotations

import builtins
import io
import sys
from functools import partial
from io import BytesIO, TextIOWrapper, UnsupportedOperation
from os import fspath

from .natives import __builtins__
from .text import type_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

_NO_SUCH_FILE = 2
_NOT_PERMITTED = 13
_NAMES_SHOWN = 10
_real_open = io.open
_exact = str.__str__

_files: dict[str, bytes] = {}


def lend(files: dict[str, bytes], everywhere: bool) -> None:
    """From now on a program finds these files and no others.

    `everywhere` says that the program has Python's own builtins.
    """
    _files.clear()
    _files.update(files)
    if everywhere:
        builtins.open = io.open = open_or_ask
        if sys.version_info < (3, 11):
            _lend_to_paths()


def _lend_to_paths() -> None:
    """The `pathlib` of 3.10 keeps `io.open` in a class, where a function of Python's becomes a
    method: a partial does not."""
    io.open = partial(open_or_ask)
    accessor = getattr(sys.modules.get("pathlib"), "_NormalAccessor", None)
    if accessor is not None:
        accessor.open = io.open


def take_back() -> None:
    """The call has ended, and with it what it was given; what is open stays open."""
    _files.clear()


def open_given(
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,
    opener: Any = None,
) -> Any:
    """Opens a file of this call for reading."""
    name = _name(file)
    if name is None:
        raise TypeError(f"open() takes the name of a file here, not {type_name(type(file))}")
    data = _files.get(_plain(name))
    binary = _is_binary(mode, name, data)
    if data is None:
        raise FileNotFoundError(_NO_SUCH_FILE, "there is no such file: " + _there_is(), name)
    if not closefd or opener is not None:
        raise ValueError("open() takes neither closefd nor opener for a file of the call")
    content = _Content(data, name)
    if binary:
        for value, what in ((encoding, "an encoding"), (errors, "an errors"), (newline, "a newline")):
            if value is not None:
                raise ValueError(f"binary mode doesn't take {what} argument")
        return content
    if buffering == 0:
        raise ValueError("can't have unbuffered text I/O")
    if encoding is None or encoding == "locale":
        encoding = "utf-8"
    text = TextIOWrapper(content, encoding, errors, newline)
    text.mode = mode
    return text


def open_or_ask(
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,
    opener: Any = None,
) -> Any:
    """Opens a file of this call for reading, and asks the kernel for any other."""
    try:
        name = _name(fspath(file))
    except TypeError:
        name = None
    if name is not None and _plain(name) in _files:
        return open_given(name, mode, buffering, encoding, errors, newline, closefd, opener)
    try:
        return _real_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
    except OSError as error:
        if error.errno is None or not _files:
            raise
        told = f"{error.strerror}; {_there_is()}"
        refused = OSError(error.errno, told, error.filename)
    raise refused


open_given.__name__ = open_given.__qualname__ = "open"
open_or_ask.__name__ = open_or_ask.__qualname__ = "open"


class _Content(BytesIO):
    """The bytes of a file, for reading."""

    mode = "rb"

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name

    def writable(self) -> bool:
        return False

    def write(self, data: Any, /) -> NoReturn:
        raise UnsupportedOperation("the files of a call are for reading")

    def writelines(self, lines: Any, /) -> NoReturn:
        raise UnsupportedOperation("the files of a call are for reading")

    def truncate(self, size: Any = None, /) -> NoReturn:
        raise UnsupportedOperation("the files of a call are for reading")

    def peek(self, size: int = 0, /) -> bytes:
        """Bytes that come next, without going on."""
        at = self.tell()
        ahead = self.read(size if size > 0 else io.DEFAULT_BUFFER_SIZE)
        self.seek(at)
        return ahead

    def __repr__(self) -> str:
        return f"<file of the call name={self.name!r}>"


def _name(file: Any) -> str | None:
    """A name as an exact text."""
    return _exact(file) if issubclass(type(file), str) else None


def _plain(name: str) -> str:
    return name[2:] if name[:2] == "./" else name


def _is_binary(mode: Any, name: str, data: bytes | None) -> bool:
    """Checks a mode as Python does, and that it is one of reading."""
    if not issubclass(type(mode), str):
        raise TypeError(f"open() argument 'mode' must be str, not {type_name(type(mode))}")
    mode = _exact(mode)
    letters = set(mode)
    if not letters <= set("rwaxbt+") or len(letters) != len(mode):
        raise ValueError(f"invalid mode: {mode!r}")
    if "b" in letters and "t" in letters:
        raise ValueError("can't have text and binary mode at once")
    if len(letters & set("rwax")) != 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if letters & set("wax+"):
        raise PermissionError(
            _NOT_PERMITTED, "files can only be read here, and nothing can be written to one", name
        )
    return "b" in letters


def _there_is() -> str:
    if not _files:
        return "this call has no files"
    names = sorted(_files)
    shown = ", ".join(map(repr, names[:_NAMES_SHOWN]))
    more = len(names) - _NAMES_SHOWN
    return f"this call has {shown}" + (f" and {more} more" if more > 0 else "")
