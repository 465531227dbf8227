"""What the tests share: the package on the path, and a supervisor in miniature."""

from __future__ import annotations

import builtins
import io
import marshal
import os
import pathlib
import sys
import unittest
from typing import Any

sys.dont_write_bytecode = True

RESOURCES = pathlib.Path(__file__).resolve().parents[2] / "main/resources/io/terrarium/runtime"
if str(RESOURCES) not in sys.path:
    sys.path.insert(0, str(RESOURCES))

from terrarium_runtime import worker  # noqa: E402

CALL = b"\0call\xff\n1"
FULL = {"name": "full"}
NAME = "user.py"
LIMITS = (1 << 24, 1_000_000, 100, 1 << 16, False, False)
SANDBOXED = ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__")


def limits(
    size: int = LIMITS[0],
    nodes: int = LIMITS[1],
    depth: int = LIMITS[2],
    output: int = LIMITS[3],
    fatal: bool = False,
    live: bool = False,
) -> tuple[int, int, int, int, bool, bool]:
    return (size, nodes, depth, output, fatal, live)


def frame(kind: bytes, payload: bytes) -> bytes:
    return len(payload).to_bytes(4, "big") + kind + payload


def request(kind: bytes, *values: Any) -> bytes:
    """A request; where it runs a program, that is the first value and goes before it."""
    if kind in (b"X", b"O"):
        program, *values = values
        return request(b"A", *program) + frame(kind, CALL + marshal.dumps(tuple(values), 2))
    return frame(kind, CALL + marshal.dumps(values, 2))


def frames(data: bytes) -> list[tuple[bytes, bytes]]:
    """Splits what a worker wrote."""
    found = []
    while data:
        end = 5 + int.from_bytes(data[:4], "big")
        assert len(data) >= end, "a frame is cut off"
        found.append((data[4:5], data[5:end]))
        data = data[end:]
    return found


class Reply:
    """What a worker wrote for one request: its answer, and the output before it."""

    def __init__(self, data: bytes, status: int | None = None) -> None:
        self.status = status
        self.frames = frames(data)
        self.kind, payload = self.frames[-1]
        assert payload[:8] == CALL, "the call id is not echoed"
        self.value = marshal.loads(payload[8:])
        self.data = payload[8:]
        self.output = [(kind, data[0], data[1:].decode()) for kind, data in self.frames[:-1]]

    def text(self, stream: int = 1) -> str:
        return "".join(text for kind, number, text in self.output if number == stream)


class Supervisor:
    """Serves requests in this process, and puts back what a worker changes."""

    def __init__(self, *requests: bytes) -> None:
        self.to_read = list(requests)
        self.written: list[bytes] = []
        self.left: list[int] = []
        kept = {name: getattr(sys, name) for name in SANDBOXED}
        modules, finders = dict(sys.modules), sys.meta_path[:]
        limit = sys.getrecursionlimit()
        opening = builtins.open, io.open
        try:
            worker.serve(self.read, self.write, self.left.append)
        finally:
            sys.setrecursionlimit(limit)
            worker.files.take_back()
            builtins.open, io.open = opening
            sys.meta_path[:] = finders
            for name, value in kept.items():
                setattr(sys, name, value)
            for name in set(sys.modules) - set(modules):
                module = sys.modules[name]
                if not hasattr(module, "__spec__") or module.__spec__ is None:
                    del sys.modules[name]

    def read(self, size: int) -> bytes:
        if not self.to_read:
            return b""
        data = self.to_read.pop(0)
        if len(data) > size:
            self.to_read.insert(0, data[size:])
        return data[:size]

    def write(self, data: Any) -> int:
        self.written.append(bytes(data))
        return len(data)

    def data(self) -> bytes:
        return b"".join(self.written)


def compiled(source: str | bytes, name: str = NAME, policy: Any = FULL) -> Reply:
    data = source.encode() if isinstance(source, str) else source
    supervisor = Supervisor(request(b"C", data, name, policy))
    return Reply(supervisor.data(), supervisor.left[-1])


def program(
    source: str | bytes, name: str = NAME, policy: Any = FULL
) -> tuple[bytes, bytes, str, dict[str, Any]]:
    data = source.encode() if isinstance(source, str) else source
    reply = compiled(data, name, policy)
    assert reply.kind == b"P", reply.value
    return (reply.value[0], data, name, policy)


def execute(
    source: str | bytes,
    function: str = "f",
    *args: Any,
    kwargs: dict[str, Any] | None = None,
    tagged: bool = False,
    limits: tuple[int, int, int, int, bool, bool] = LIMITS,
    name: str = NAME,
    files: dict[str, bytes] | None = None,
    policy: Any = FULL,
) -> Reply:
    """One pristine call, served in this process."""
    made = program(source, name, policy)
    asked = request(b"X", made, function, args, kwargs or {}, tagged, files or {}, limits)
    supervisor = Supervisor(asked)
    return Reply(supervisor.data(), supervisor.left[-1])


def call(
    function: str, *args: Any, tagged: bool = False, limits: Any = LIMITS, files: Any = None
) -> bytes:
    return request(b"S", function, args, {}, tagged, files or {}, limits)


def session(source: str, *calls: bytes) -> list[Reply]:
    """One session, served in this process: the replies to opening it and to each call."""
    supervisor = Supervisor(request(b"O", program(source), LIMITS), *calls)
    replies, pending = [], []
    for kind, payload in frames(supervisor.data()):
        pending.append(frame(kind, payload))
        if kind not in (b"o", b"t"):
            replies.append(Reply(b"".join(pending), supervisor.left[-1]))
            pending = []
    assert not pending, "something was written behind the last answer"
    return replies


def forked(*requests: bytes, prepare: Any = None) -> tuple[bytes, int]:
    """Serves requests in a child process; returns what it wrote, and its wait status."""
    to_child, from_parent = os.pipe()
    to_parent, from_child = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(from_parent)
            os.close(to_parent)
            if prepare is not None:
                prepare()
            worker.serve(
                lambda size: os.read(to_child, size), lambda data: os.write(from_child, data)
            )
        finally:
            os._exit(99)
    os.close(to_child)
    os.close(from_child)
    written = b""
    with open(to_parent, "rb", buffering=0) as answers:
        for sent in requests:
            view = memoryview(sent)
            while view:
                try:
                    view = view[os.write(from_parent, view) :]
                except BrokenPipeError:
                    break
            # The sides take turns: the next request follows the answer.
            while not _has_answer(written, requests.index(sent) + 1):
                data = answers.read(65536)
                if not data:
                    break
                written += data
        os.close(from_parent)
        written += answers.read()
    return written, os.waitpid(pid, 0)[1]


def _has_answer(data: bytes, count: int) -> bool:
    seen = 0
    while len(data) >= 5:
        end = 5 + int.from_bytes(data[:4], "big")
        if len(data) < end:
            break
        seen += data[4:5] not in (b"o", b"t")
        data = data[end:]
    return seen >= count


class RuntimeTest(unittest.TestCase):
    """Assertions about answers."""

    maxDiff = None

    def returned(self, reply: Reply) -> Any:
        self.assertEqual(b"R", reply.kind, reply.value)
        return reply.value

    def raised(self, reply: Reply) -> Any:
        self.assertEqual(b"E", reply.kind, reply.value)
        return reply.value

    def refused(self, reply: Reply) -> tuple[str, str, str]:
        self.assertEqual(b"U", reply.kind, reply.value)
        return reply.value

    def limited(self, reply: Reply, limit: str) -> Any:
        self.assertEqual(b"L", reply.kind, reply.value)
        self.assertEqual(limit, reply.value[0])
        return reply.value
