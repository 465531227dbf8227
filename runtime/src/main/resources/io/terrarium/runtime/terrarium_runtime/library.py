"""The standard library for a worker that has no file system.

Theory of operation. Before the jail closes, the zygote reads the compiled code of every module of
the standard library that makes sense in a jail, one after the other into one sealed memory file,
and maps it read-only and shared: a fork then copies no page table for it. Extension modules are
loaded into the process (`dlopen`) without running them: a later import finds the library by the
same path among those loaded, and the dynamic linker opens no file. Both cost nothing to a program
that does not import them.

Time zones come the same way (`zones`).
"""

from __future__ import annotations

import ctypes
import fcntl
import marshal
import mmap
import os
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import MAGIC_NUMBER
from types import CodeType
from typing import Callable

from terrarium_runtime import zones
from terrarium_runtime.importing import FINDER

# Top-level names that make no sense where there is no screen, no disk, no process and no network
# to make anything of, or that are about testing and building Python itself.
LEFT_OUT = frozenset(
    """
    __pycache__ _aix_support _bootsubprocess _osx_support _sysconfigdata antigravity curses
    dbm dist-packages distutils ensurepip idlelib lib-dynload lib2to3 msilib nturl2path pip
    pydoc_data site-packages sitecustomize test this tkinter turtle turtledemo venv zipapp
    """.split()
)

# What of an installed package is about testing it.
PACKAGES_LEFT_OUT = frozenset({"__pycache__", "test", "tests"})

# Extension modules that open a device, a terminal, a data base file or a connection as their
# purpose, and those that exist to test the interpreter.
EXTENSIONS_LEFT_OUT = frozenset(
    """
    _crypt _ctypes_test _curses _curses_panel _dbm _gdbm _posixshmem _ssl _tkinter nis ossaudiodev readline spwd
    """.split()
)

_ZONE_FOLDERS = ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo")
_ZONE_FILES_AT_MOST = 2000
_ZONE_BYTES_AT_MOST = 1 << 16


class Library:
    """What was read: figures for the supervisor's report."""

    def __init__(self) -> None:
        self.modules = 0
        self.extensions = 0
        self.zones = 0
        self.bytes = 0


class _Blob:
    """Pieces of data that end up in one read-only memory file."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0
        self._view: memoryview | None = None

    def add(self, piece: bytes) -> tuple[int, int]:
        begin = self._size
        self._pieces.append(piece)
        self._size += len(piece)
        return begin, self._size

    def seal(self) -> int:
        """Moves everything into shared memory that nobody can write to, and says how much."""
        if self._size == 0:
            return 0
        descriptor = os.memfd_create("library", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            for piece in self._pieces:
                written = 0
                while written < len(piece):
                    written += os.write(descriptor, piece[written:] if written else piece)
            fcntl.fcntl(
                descriptor,
                fcntl.F_ADD_SEALS,
                fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL,
            )
            mapping = mmap.mmap(descriptor, self._size, mmap.MAP_SHARED, mmap.PROT_READ)
        finally:
            os.close(descriptor)
        self._pieces.clear()
        self._view = memoryview(mapping)
        return self._size

    def read(self, place: tuple[int, int]) -> memoryview:
        assert self._view is not None
        return self._view[place[0] : place[1]]


def load() -> Library:
    """Reads the library; to be called while there still is a file system."""
    library, blob = Library(), _Blob()
    folder = os.path.dirname(os.__file__)
    _read_modules(folder, "", blob, library, LEFT_OUT)
    for path in sys.path:
        if os.path.basename(path) == "lib-dynload":
            _load_extensions(path, library)
    _read_zones(blob, library)
    library.bytes = blob.seal()
    return library


def load_zones() -> int:
    """Reads the data of the time zones, for a zygote without the rest; says how many there are."""
    library, blob = Library(), _Blob()
    _read_zones(blob, library)
    blob.seal()
    zones.import_now()
    return library.zones


def load_packages(folders: list[str], packages: set[str]) -> Library:
    """Reads all modules of packages that were imported from these folders, but for their tests."""
    library, blob = Library(), _Blob()
    for name in sorted(packages):
        for folder in folders:
            path = os.path.join(folder, name)
            if os.path.isdir(path):
                _read_modules(path, f"{name}.", blob, library, PACKAGES_LEFT_OUT)
                _load_package_extensions(path, name, library)
    library.bytes = blob.seal()
    return library


def _load_package_extensions(top: str, package: str, library: Library) -> None:
    """Loads what a package may import later and cannot open then."""
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(set(folders) - PACKAGES_LEFT_OUT)
        prefix = package + folder[len(top) :].replace("/", ".")
        for file in sorted(files):
            name = f"{prefix}.{file.partition('.')[0]}"
            if file.endswith(tuple(EXTENSION_SUFFIXES)) and name not in sys.modules:
                _load_extension(name, os.path.join(folder, file), library)


def _read_modules(
    folder: str, prefix: str, blob: _Blob, library: Library, left_out: frozenset[str]
) -> None:
    compiled_folder = os.path.join(folder, "__pycache__")
    try:
        compiled = set(os.listdir(compiled_folder))
    except OSError:
        compiled = set()
    with os.scandir(folder) as entries:
        for entry in entries:
            stem, ending = os.path.splitext(entry.name)
            if stem in left_out:
                continue
            if ending == ".py":
                cached = f"{stem}.{sys.implementation.cache_tag}.pyc"
                path = os.path.join(compiled_folder, cached) if cached in compiled else None
                _read_module(entry, path, prefix + stem, blob, library)
            elif not ending and entry.is_dir():
                _read_modules(entry.path, f"{prefix}{stem}.", blob, library, left_out)


def _read_module(
    entry: os.DirEntry[str], compiled: str | None, name: str, blob: _Blob, library: Library
) -> None:
    if name.endswith(".__init__"):
        name = name[: -len(".__init__")]
        FINDER.packages.add(name)
    code = _read(compiled) if compiled else b""
    if _is_current(code, entry):
        place = blob.add(code[16:])
        FINDER.codes[name] = lambda: marshal.loads(blob.read(place))
    else:
        place = blob.add(_read(entry.path))
        FINDER.codes[name] = lambda: _compiled(bytes(blob.read(place)), entry.path)
    library.modules += 1


def _is_current(code: bytes, source: os.DirEntry[str]) -> bool:
    """Whether a compiled file belongs to its source (PEP 552 describes the sixteen bytes)."""
    if len(code) < 16 or code[:4] != MAGIC_NUMBER:
        return False
    if code[4:8] != b"\0\0\0\0":
        return True
    state = source.stat()
    modified = (int(state.st_mtime) & 0xFFFFFFFF).to_bytes(4, "little")
    size = (state.st_size & 0xFFFFFFFF).to_bytes(4, "little")
    return code[8:12] == modified and code[12:16] == size


def _compiled(source: bytes, name: str) -> CodeType:
    return compile(source, name, "exec", dont_inherit=True)


def _read(path: str) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        # One byte more than the file has: a read that ends short of it is the whole.
        size = os.fstat(descriptor).st_size
        data = os.read(descriptor, size + 1)
        while 0 < len(data) < size:
            more = os.read(descriptor, size + 1 - len(data))
            if not more:
                break
            data += more
        return data
    finally:
        os.close(descriptor)


def _load_extensions(folder: str, library: Library) -> None:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for file in names:
        name = file.partition(".")[0]
        testing = "test" in name or name.startswith("xx")
        if not file.endswith(".so") or name in EXTENSIONS_LEFT_OUT or testing:
            continue
        _load_extension(name, os.path.join(folder, file), library)


def _load_extension(name: str, path: str, library: Library) -> None:
    try:
        # Kept open for good by the dynamic linker: nothing calls dlclose on it.
        ctypes.CDLL(path)
    except OSError:
        # A library that it needs is not installed: importing it says that there is no module.
        return
    FINDER.extensions[name] = path
    library.extensions += 1


zone_data: dict[str, Callable[[], bytes]] = {}
"""The data of each time zone, for other packages than the standard one."""


def _read_zones(blob: _Blob, library: Library) -> None:
    folder = next((folder for folder in _ZONE_FOLDERS if os.path.isdir(folder)), None)
    if folder is None:
        return
    places: dict[str, tuple[int, int]] = {}
    known: dict[tuple[int, int], tuple[int, int]] = {}
    _read_zone_folder(folder, "", blob, places, known)
    library.zones = len(places)
    for key, place in places.items():
        zone_data[key] = lambda place=place: bytes(blob.read(place))
    zones.offer(zone_data, lambda key: zone_data[key]())


def _read_zone_folder(
    folder: str,
    prefix: str,
    blob: _Blob,
    places: dict[str, tuple[int, int]],
    known: dict[tuple[int, int], tuple[int, int]],
) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not prefix and entry.name in ("posix", "right"):
                continue
            if len(places) >= _ZONE_FILES_AT_MOST:
                return
            if entry.is_dir():
                _read_zone_folder(entry.path, f"{prefix}{entry.name}/", blob, places, known)
                continue
            state = entry.stat()
            if state.st_size > _ZONE_BYTES_AT_MOST:
                continue
            # Zones under several names are links to one file.
            identity = (state.st_dev, state.st_ino)
            if identity not in known:
                data = _read(entry.path)
                if data[:4] != b"TZif":
                    continue
                known[identity] = blob.add(data)
            places[prefix + entry.name] = known[identity]
