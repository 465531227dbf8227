"""Puts the operator's modules and installed packages into a zygote, before its jail closes.

Theory of operation. Everything here is the operator's choice and trusted, and yet it runs without
any privilege: the zygote is the jail's user by now. The folders of the interpreter's installed
packages are put on the path, in a virtual environment that environment's. Modules to preload are
imported from there; the operator's own come from memory and may import the former. Then every
extension module of what was imported is loaded, and its other modules are put into a sealed memory
file, so that what a package imports only when it is used is there without a file system.

A library of numbers must not start threads: they would be gone after a fork, and what they held
locked would be locked for ever. So their number is pinned to one by the environment, which is empty
again before anything else runs, and a zygote with more than one thread does not start. Nothing
that is imported reads from or writes to the supervisor's pipes, which are out of the way meanwhile.
"""

from __future__ import annotations

import io
import os
import sys
from typing import Any, Iterable

from . import additions, arrays, library, operators
from .operators import EquipmentError

THREADS = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "BLIS_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "NUMEXPR_MAX_THREADS": "1",
    # A system call that a worker has not.
    "NUMPY_MADVISE_HUGEPAGE": "0",
}
"""The environment while packages are imported."""

_TASKS = "/proc/self/task"


def put_in(modules: list[dict[str, Any]], preload: list[str]) -> dict[str, str]:
    """Puts everything in; returns the versions of the packages by name."""
    folders = installed_folders()
    with _Pipes():
        sys.path[:] += folders
        os.environ.update(THREADS)
        try:
            for name in preload:
                _preload(name, folders)
            operators.load(modules, _refuse_threads)
        finally:
            os.environ.clear()
        additions.packages |= additions.top_level_in(folders)
        library.load_packages(folders, additions.packages)
        _give_zones_to_pytz()
        arrays.learn()
        _refuse_threads("a package", "what was imported")
    return {name: _version(name) for name in sorted(additions.packages)}


def installed_folders() -> list[str]:
    """Where the packages of this interpreter are: with `-S` nobody has asked yet.

    Files that end with `.pth` are not looked at: they may run code.
    """
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    settings = _environment_settings()
    if settings is None:
        return _existing(_folders_of_interpreter())
    environment, inherits = settings
    folders = [f"{environment}/{lib}/{version}/site-packages" for lib in ("lib", "lib64")]
    return _existing(folders + (_folders_of_interpreter() if inherits else []))


def _environment_settings() -> tuple[str, bool] | None:
    """The folder of the virtual environment and whether the base's packages are its too."""
    environment = os.path.dirname(os.path.dirname(sys.executable))
    try:
        with open(os.path.join(environment, "pyvenv.cfg"), encoding="utf-8") as file:
            lines = [line.partition("=") for line in file]
    except OSError:
        return None
    settings = {key.strip().lower(): value.strip().lower() for key, _, value in lines}
    return environment, settings.get("include-system-site-packages") == "true"


def _folders_of_interpreter() -> list[str]:
    import site

    prefixes = {sys.base_prefix, sys.base_exec_prefix}
    kept, sys.prefix = sys.prefix, sys.base_prefix
    try:
        return site.getsitepackages(sorted(prefixes))
    finally:
        sys.prefix = kept


def _existing(folders: Iterable[str]) -> list[str]:
    """Those that are there, each once; one that cannot be read is told of when it is needed."""
    found: list[str] = []
    for folder in folders:
        real = os.path.realpath(folder)
        if os.path.isdir(real) and real not in found:
            found.append(real)
    return found


class _Pipes:
    """Keeps the pipes of the supervisor out of reach while foreign code is imported."""

    def __enter__(self) -> None:
        self._kept = [os.dup(0), os.dup(1)]
        nothing = os.open("/dev/null", os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)

    def __exit__(self, *unused: object) -> None:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        for number, descriptor in enumerate(self._kept):
            os.dup2(descriptor, number)
            os.close(descriptor)


def _preload(name: str, folders: list[str]) -> None:
    try:
        __import__(name)
    except BaseException as error:
        raise EquipmentError(name, _why_not(name, error, folders)) from None
    _refuse_threads(name, f"importing {name}")


def _why_not(name: str, error: BaseException, folders: list[str]) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name == name.partition(".")[0]:
        if not folders:
            return f"{name} cannot be preloaded: {sys.executable} has no packages installed"
        closed = next((each for each in map(_closed, folders) if each), None)
        if closed is not None:
            return (
                f"{name} cannot be preloaded: {closed} is not open to the unprivileged user that"
                f" workers become ({os.getuid()}); open it (chmod o+rx)"
            )
        where = ", ".join(folders)
        return (
            f"{name} cannot be preloaded: it is not installed in {where}"
            f" ({sys.executable} -m pip install {name.partition('.')[0]})"
        )
    return f"{name} cannot be preloaded: {type(error).__name__}: {error}"


def _closed(folder: str) -> str | None:
    """The first folder on the way to one that this process may not enter or read."""
    part = ""
    for word in folder.split("/")[1:]:
        part += "/" + word
        if not os.access(part, os.X_OK):
            return part
    return None if os.access(folder, os.R_OK) else folder


def _refuse_threads(module: str, cause: str) -> None:
    try:
        threads = len(os.listdir(_TASKS))
    except OSError as error:
        raise EquipmentError(module, f"the threads cannot be counted: {error}") from None
    if threads != 1:
        raise EquipmentError(
            module,
            f"{cause} started {threads - 1} thread(s), and a process with threads cannot be forked"
            " safely",
        )


def _give_zones_to_pytz() -> None:
    """It opens a file for each zone; the data is in memory already."""
    pytz = sys.modules.get("pytz")
    if pytz is None:
        return

    def open_resource(name: str) -> io.BytesIO:
        data = library.zone_data.get(name)
        if data is None:
            raise OSError(f"there is no {name!r} in a sandbox")
        return io.BytesIO(data())

    pytz.open_resource = open_resource  # type: ignore[attr-defined]
    pytz.resource_exists = library.zone_data.__contains__  # type: ignore[attr-defined]


def _version(name: str) -> str:
    version = getattr(sys.modules.get(name), "__version__", "")
    return version if type(version) is str else ""
