"""The standard library as code, for instances: their Python has sources alone, in its own memory.

Theory of operation. To compile a module takes several times as long in an instance as to run it:
`import asyncio` compiles forty. So when the image is made, whatever is not imported into it already
is compiled once and kept as marshal data; an import then reads that. Each is of the module that lies
there, whose sources nobody can change.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from marshal import dumps, loads
from types import CodeType

from .importing import FINDER

# What has no use where there is no screen, disk, process or network, what is about developing and
# testing, and what stands in for modules that are built in. They are found by their sources.
LEFT_OUT = frozenset(
    """
    __hello__ __phello__ __pycache__ _aix_support _android_support _apple_support _ios_support
    _osx_support _pydatetime _pydecimal _pyio _pyrepl _sysconfigdata__wasi_wasm32-wasi antigravity
    bdb cProfile compileall ctypes curses dbm encodings ensurepip ftplib idlelib imaplib importlib
    lib-dynload mailbox modulefinder ntpath nturl2path pdb pickletools poplib profile pstats pty
    py_compile pyclbr pydoc pydoc_data rlcompleter site-packages smtplib socketserver tabnanny test
    this tkinter trace tty turtle turtledemo venv wsgiref xmlrpc zipapp
    """.split()
)


def keep() -> None:
    """Compiles what is not imported yet; to be called when the image is made."""
    for folder in sys.path:
        if os.path.isdir(folder):
            _keep_folder(folder, "")


def _keep_folder(folder: str, prefix: str) -> None:
    for file in sorted(os.listdir(folder)):
        stem, ending = os.path.splitext(file)
        path = f"{folder}/{file}"
        if stem in LEFT_OUT:
            continue
        if ending == ".py":
            name = prefix[:-1] if stem == "__init__" else prefix + stem
            if name not in sys.modules:
                _keep_module(name, path, stem == "__init__")
        elif not ending and os.path.exists(f"{path}/__init__.py"):
            _keep_folder(path, f"{prefix}{stem}.")


def _keep_module(name: str, path: str, is_package: bool) -> None:
    with open(path, "rb") as file:
        code = dumps(compile(file.read(), path, "exec", dont_inherit=True))
    FINDER.codes[name] = partial(_code, code)
    if is_package:
        FINDER.packages.add(name)


def _code(data: bytes) -> CodeType:
    return loads(data)
