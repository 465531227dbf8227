"""Modules that come from memory.

Theory of operation. A worker has no file system, so every import that happens behind the jail has
to be answered from memory. One finder does it for two kinds of module: the runtime's own sources,
handed over by the supervisor, and the standard library, read by `library` before the jail closes.
It stands before all other finders: an import never looks at a path.

This file runs before the package that it belongs to can be imported, so it imports nothing of it.
"""

from __future__ import annotations

import marshal
import sys
from functools import partial
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from importlib.util import MAGIC_NUMBER
from types import CodeType, ModuleType
from typing import Callable

# What a provider answers: the code of a module, made only when it is wanted.
CodeProvider = Callable[[], CodeType]


class MemoryLoader:
    """Loads one module from its code; modules of a package find their siblings by name alone."""

    def __init__(self, name: str, code: CodeProvider) -> None:
        self._name = name
        self._code = code

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code(), module.__dict__)
        for adapt in FINDER.adaptations.pop(self._name, ()):
            adapt(module)

    def get_code(self, fullname: str) -> CodeType:
        return self._code()

    def get_source(self, fullname: str) -> None:
        """The source is not kept: code alone is what a worker needs."""
        return None

    def get_data(self, path: str) -> bytes:
        """A file of the package, by its path within it."""
        data = FINDER.data.get(path)
        if data is None:
            raise OSError(f"there are no files in a sandbox: {path!r}")
        return data

    def is_package(self, fullname: str) -> bool:
        return fullname in FINDER.packages


class MemoryFinder:
    """Finds what was put into it. One of its kind in a process: `FINDER`."""

    def __init__(self) -> None:
        self.codes: dict[str, CodeProvider] = {}
        self.packages: set[str] = set()
        # Extension modules whose libraries are in memory already, by the path they came from.
        self.extensions: dict[str, str] = {}
        # The code of modules, by file, as marshal data; and whether some of it was made here.
        self._compiled: dict[str, bytes] = {}
        self._has_compiled = False
        # Files that belong to a package.
        self.data: dict[str, bytes] = {}
        # What has to be changed in a module of the library for it to work without files.
        self.adaptations: dict[str, list[Callable[[ModuleType], None]]] = {}

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> ModuleSpec | None:
        code = self.codes.get(fullname)
        if code is not None:
            package = fullname in self.packages
            spec = ModuleSpec(fullname, MemoryLoader(fullname, code), is_package=package)
            return spec
        library = self.extensions.get(fullname)
        if library is not None:
            return ModuleSpec(fullname, ExtensionFileLoader(fullname, library), origin=library)
        return None

    def find_distributions(self, context: object = None) -> tuple[()]:
        """`importlib.metadata` asks every finder: nothing is installed in a sandbox."""
        return ()

    def invalidate_caches(self) -> None:
        """There is nothing that could become stale."""

    def add_sources(self, package: str, sources: dict[str, bytes], compiled: bytes = b"") -> None:
        """Makes the modules of one package importable from their sources, and its files readable.

        `compiled` is what `take_compiled` gave to this process or another one, for these sources.
        """
        self.packages.add(package)
        self._compiled = _codes_in(compiled)
        for name, source in sources.items():
            if "." in name:
                self.data[name] = source
                continue
            fullname = package if name == "__init__" else f"{package}.{name}"
            self.codes[fullname] = partial(self._code_of, f"<{package}/{name}.py>", source)

    def take_compiled(self) -> bytes | None:
        """The code of all modules of the package that are in use; None where nothing was compiled."""
        compiled, self._compiled = self._compiled, {}
        if not self._has_compiled:
            return None
        return marshal.dumps({"magic": MAGIC_NUMBER, "codes": compiled})

    def _code_of(self, file: str, source: bytes) -> CodeType:
        known = self._compiled.get(file)
        if known is not None:
            return marshal.loads(known)
        code = compile(source, file, "exec", dont_inherit=True)
        self._has_compiled = True
        self._compiled[file] = marshal.dumps(code)
        return code


def _codes_in(compiled: bytes) -> dict[str, bytes]:
    """What `take_compiled` gave, where this very Python made it."""
    try:
        known = marshal.loads(compiled)
    except (EOFError, ValueError, TypeError):
        # Nothing, or a file that somebody cut off.
        return {}
    fits = type(known) is dict and known.get("magic") == MAGIC_NUMBER
    return dict(known["codes"]) if fits else {}


FINDER = MemoryFinder()


def install() -> None:
    """Puts the finder before all others."""
    sys.meta_path.insert(0, FINDER)


def forget_paths() -> None:
    """Takes away every finder and cache that would look at a file system."""
    sys.path[:] = []
    sys.path_hooks[:] = []
    sys.path_importer_cache.clear()
    kept = [FINDER]
    kept += [
        finder
        for finder in sys.meta_path
        if getattr(finder, "__name__", "") in ("BuiltinImporter", "FrozenImporter")
    ]
    sys.meta_path[:] = kept
