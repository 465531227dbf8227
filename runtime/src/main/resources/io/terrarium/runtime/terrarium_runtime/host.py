"""Host functions: what the supervisor lends to a call, as functions of Python.

Theory of operation. A lent function is a builtin for as long as the call lasts that it is lent to.
Called, it first checks its arguments against its signature with a function that has this signature
and does nothing else, so that Python itself says what is wrong; then it sends the arguments, waits,
and returns or raises what comes back. Whatever the supervisor is told it checks by itself: nothing
here is a boundary.

The user's code can run in the midst of ours: finalizers, whenever memory is allocated, and trace
functions. So from the first byte of a question to the last one of its answer nothing else may use
the stream: a further host function is refused then, and what is printed is kept until after it. And
the answer is read to its end even where memory is too short for it, or the next one would begin in
the middle of it.
"""

from __future__ import annotations

import sys
from marshal import dumps, loads

from .encode import encode
from .frames import HEADER, ProtocolError, parts_of, write_parts
from .natives import __builtins__
from .recursion import with_room
from .refusal import TooLarge, Unrepresentable
from .restore import restore
from .text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .frames import Read, Write
    from .output import Output
    from .program import Program

    Parameter = tuple[str, str, str | None, str | None]
    Lent = tuple[str, str | None, tuple[Parameter, ...], str | None]

_CHUNK = 64 * 1024
_LEAST = 512
_PAYLOAD = 13
_RETURNED, _RAISED = b"re"
_VARARGS, _VARKEYWORDS = 4, 8
_exceptions = __builtins__
_FunctionType = type(lambda: None)
_from_bytes = int.from_bytes
_ABSENT = object()
_TEXT = frozenset([str])
_exact = str.__str__

if sys.version_info >= (3, 13):

    def _value(data: bytes | memoryview) -> Any:
        return loads(data, allow_code=False)

else:
    _value = loads


class Host:
    """What a worker's program may call of the supervisor's."""

    def __init__(
        self, read: Read, write: Write, output: Output, let_go: Callable[[], Any]
    ) -> None:
        """`let_go` frees the memory that is kept for when there is no more."""
        self._read = read
        self._write = write
        self._output = output
        self._let_go = let_go
        self._made: dict[str, tuple[Lent, Any]] = {}
        self._lent: dict[str, tuple[dict[str, Any], Any]] = {}
        self._busy = False
        self._call = b""
        self._limits = (0, 0, 0)
        self._program: Program | None = None

    def lend(
        self, functions: tuple[Lent, ...], call: bytes, program: Program, limits: tuple[int, ...]
    ) -> None:
        """Puts functions among the builtins of a program until `withdraw`."""
        self._call = call
        self._limits = limits[:3]
        self._program = program
        builtins = program.builtins
        for lent in functions:
            name = lent[0]
            known = self._made.get(name)
            if known is None or known[0] != lent:
                known = self._made[name] = (lent, self._function(lent))
            self._lent[name] = (builtins, builtins.get(name, _ABSENT))
            builtins[name] = known[1]

    def withdraw(self) -> None:
        """Takes them away again."""
        for name, (builtins, before) in self._lent.items():
            if before is _ABSENT:
                builtins.pop(name, None)
            else:
                builtins[name] = before
        self._lent.clear()

    def _function(self, lent: Lent) -> Any:
        name, docstring, parameters, returns = lent
        annotations = {
            each: text for each, _, _, text in (*parameters, ("return", "", None, returns)) if text
        }
        check = _checker(name, parameters, annotations)
        ask = self._ask

        def function(*args: Any, **kwargs: Any) -> Any:
            check(*args, **kwargs)
            return ask(name, args, kwargs)

        function.__name__ = function.__qualname__ = name
        function.__module__ = "builtins"
        function.__doc__ = docstring
        function.__annotations__ = dict(annotations)
        # For those who ask `inspect`: it takes the signature from there.
        function.__wrapped__ = check
        return function

    def _ask(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if name not in self._lent:
            raise NameError(f"{name}() is not lent to this call")
        question = self._question(name, args, kwargs)
        if self._busy:
            raise RuntimeError(f"{name}() cannot be called while another host function is")
        kind, answer = with_room(self._exchange, question)
        if answer is None:
            raise MemoryError(f"what {name}() answered does not fit into memory")
        data = memoryview(answer)[_PAYLOAD:]
        if kind == _RAISED:
            exception, message = _value(data)
            raise _exceptions[exception](message)
        value, tagged = _value(data)
        program = self._program
        return restore(value, program.namespace, program.name) if tagged else value

    def _question(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes:
        """The data of a question. The user's code may run meanwhile, and ask others."""
        size, nodes, depth = self._limits
        program = self._program
        if not _TEXT.issuperset(map(type, kwargs)):
            kwargs = {_exact(key): value for key, value in kwargs.items()}
        try:
            # One walk for both, so that they share the limits.
            data = encode((args, kwargs), size, nodes, depth + 2, program.name)
        except Unrepresentable as problem:
            message = f"{name}() {_path(problem)}: {_told(problem)}"
        except TooLarge:
            message = f"{name}() takes no arguments of more than {size} bytes or {nodes} values"
        else:
            # A tuple of three from a tuple of two: its head, the name, and what the other had.
            return b"(\3\0\0\0" + dumps(name, 2) + data[5:]
        raise TypeError(clean(message))

    def _exchange(self, question: bytes) -> tuple[int, bytes | bytearray | None]:
        """Asks and waits: the kind of the answer, and its frame unless memory is too short for it."""
        # Whatever takes memory comes first: where there is none, nothing has been sent.
        parts = parts_of(b"h", question, self._call)
        self._busy = True
        try:
            self._output.hold()
        except MemoryError:
            self._busy = False
            raise
        write_parts(self._write, parts)
        answer = self._answer()
        # Only where all went well: after half of an answer there is no other.
        self._busy = False
        self._output.release()
        return answer

    def _answer(self) -> tuple[int, bytes | bytearray | None]:
        data = self._some(_CHUNK)
        while len(data) < _PAYLOAD:
            data += self._some(_PAYLOAD - len(data))
        total = HEADER + _from_bytes(data[:4], "big")
        kind = data[4]
        if data[HEADER:_PAYLOAD] != self._call or kind not in (_RETURNED, _RAISED):
            raise ProtocolError("no answer to a host call")
        received = len(data)
        if received > total:
            raise ProtocolError("there are bytes behind a frame")
        if received == total:
            # As it is: it is all there, and a copy might fail.
            return kind, data
        try:
            whole = bytearray(total)
            whole[:received] = data
        except MemoryError:
            whole = None
            self._let_go()
        while received < total:
            data = self._some(min(_CHUNK, total - received))
            if whole is not None:
                whole[received : received + len(data)] = data
            received += len(data)
        return kind, whole

    def _some(self, size: int) -> bytes:
        """At most so many bytes: fewer where memory is short even after what was kept for that."""
        while True:
            try:
                data = self._read(size)
            except MemoryError:
                self._let_go()
                size = min(size, max(_LEAST, size // 4))
                continue
            if not data:
                raise ProtocolError("the stream ended where an answer belongs")
            return data


def _nothing() -> None:
    pass


class _Default:
    """Stands for a default, which is the supervisor's to fill in, and prints like it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def _checker(name: str, parameters: tuple[Parameter, ...], annotations: dict[str, str]) -> Any:
    """A function with these parameters that does nothing: calling it checks the arguments."""
    by_kind: dict[str, list[Parameter]] = {}
    for parameter in parameters:
        by_kind.setdefault(parameter[1], []).append(parameter)
    only = by_kind.get("positional_only", [])
    either = by_kind.get("positional_or_keyword", [])
    keyword = by_kind.get("keyword_only", [])
    rest = by_kind.get("var_positional", [])
    further = by_kind.get("var_keyword", [])
    template = _nothing.__code__
    flags = template.co_flags | (_VARARGS if rest else 0) | (_VARKEYWORDS if further else 0)
    code = template.replace(
        co_name=name,
        co_filename="<host>",
        co_argcount=len(only) + len(either),
        co_posonlyargcount=len(only),
        co_kwonlyargcount=len(keyword),
        co_nlocals=len(parameters),
        co_varnames=tuple([each[0] for each in (*only, *either, *keyword, *rest, *further)]),
        co_flags=flags,
    )
    defaults = tuple([_Default(each[2]) for each in only + either if each[2] is not None])
    # Its globals are its own: nothing of ours can be reached through it.
    check = _FunctionType(code, {"__builtins__": {}, "__name__": "builtins"}, name, defaults)
    check.__qualname__ = name
    check.__kwdefaults__ = {each[0]: _Default(each[2]) for each in keyword if each[2] is not None}
    check.__annotations__ = annotations
    return check


def _told(problem: Unrepresentable) -> str:
    """What is wrong, which the walk says of a result."""
    told = problem.message.replace("cannot be handed back", "cannot be handed over", 1)
    return told.replace("the result", "an argument", 1)


def _path(problem: Unrepresentable) -> str:
    """Where it is wrong: the walk has the arguments by position in a pair with those by name."""
    path = problem.path()
    if path.startswith("result[0]"):
        return "args" + path[len("result[0]") :]
    return "kwargs" + path[len("result[1]") :]
