"""Performs the system calls of a jail plan, and decides nothing.

Theory of operation
-------------------
A plan is made in Java (package io.terrarium.jail) and arrives as plain data: two lists of steps,
"zygote" and "worker". A step is a dict:

    layer      str        the layer of the jail that it is a part of
    name       str        its name, unique in the plan
    number     int        the number of the system call
    arguments  list       at most six, see below
    tolerated  list[int]  errnos that do not fail the step
    refused    list[int]  answers that fail it although the call succeeded

An argument is an int (64 bits, signed or not), or a dict with a "kind":

    buffer     bytes             a pointer to these bytes
    program    bytes             a pointer to a struct sock_fprog over these BPF instructions
    words      words             a pointer to 64-bit words, each an int or {"kind": "value",
                                 "name": name}: a number that is given at each call
    result     step              what an earlier step's call returned
    by_result  step, choices     the argument of the greatest key that is not above that result

The zygote calls apply() once. Every worker runs the same steps with its own numbers, so the zygote
prepares them: prepare() makes each step callable, with its arguments as ints and its memory laid
out. What is left for the worker is to store its numbers and call syscall(2). Each page that it
touches there is copied from the zygote's first, which costs more than the call: hence few, small
objects, made one behind the other.

Every argument is passed as 64 bits and all six are: C's syscall() is variadic, so without
argument types a Python int would be an int of 32 bits, and the upper half of its register or
stack slot whatever was there before.

Nothing here opens a file when steps are applied; ctypes is loaded when this module is. Not thread
safe: a prepared step that takes values writes them to memory of its own.
"""

from __future__ import annotations

import ctypes
import errno as _errno
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

Step = Mapping[str, Any]

_ARGUMENTS = 6
_INSTRUCTION_BYTES = 8
_MODULUS = 2**64

_syscall = ctypes.CDLL(None, use_errno=True).syscall
_syscall.argtypes = [ctypes.c_ulong] * (1 + _ARGUMENTS)
_syscall.restype = ctypes.c_long
_get_errno = ctypes.get_errno


class JailError(Exception):
    """A step failed, and with it the jail: layer, step, and errno (0: its answer was refused)."""

    def __init__(self, layer: str, step: str, errno: int) -> None:
        super().__init__(layer, step, errno)
        self.layer = layer
        self.step = step
        self.errno = errno

    def __str__(self) -> str:
        # Not os.strerror: it may read message catalogues, and no file can be opened by now.
        reason = _errno.errorcode.get(self.errno, str(self.errno)) if self.errno else "its answer"
        return f"jail layer {self.layer}: step {self.step} failed: {reason}"


class _SockFprog(ctypes.Structure):
    """struct sock_fprog of linux/filter.h."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def apply(
    steps: Sequence[Step], values: Mapping[str, int], results: MutableMapping[str, int]
) -> None:
    """Perform steps in order; add what each call returned to results, under the step's name.

    Raises JailError at the first step that fails; the steps before it stay in force.
    """
    for step in steps:
        results[step["name"]] = PreparedStep(step, results)(values)


def prepare(steps: Sequence[Step], results: Mapping[str, int]) -> list[PreparedStep]:
    """Make steps callable, to be called in order with the values.

    Each returns what its system call returned, or raises JailError. The results of earlier steps
    that the arguments name must be known now.
    """
    return [PreparedStep(step, results) for step in steps]


class PreparedStep:
    """A step whose arguments are ready."""

    __slots__ = ("_layer", "_memory", "_name", "_patches", "_refused", "_registers", "_tolerated")

    def __init__(self, step: Step, results: Mapping[str, int]) -> None:
        self._layer: str = step["layer"]
        self._name: str = step["name"]
        self._tolerated = tuple(step["tolerated"])
        self._refused = tuple(step["refused"])
        # What pointers point to: it must live as long as they do.
        self._memory: list[Any] = []
        # Words of memory that are filled in for each call: (memory, index, name of the value).
        self._patches: list[tuple[Any, int, str]] = []
        arguments = [self._argument(argument, results) for argument in step["arguments"]]
        padding = [0] * (_ARGUMENTS - len(arguments))
        self._registers = (step["number"], *arguments, *padding)

    def __call__(self, values: Mapping[str, int]) -> int:
        for memory, index, name in self._patches:
            memory[index] = values[name]
        answer = _syscall(*self._registers)
        if answer == -1:
            errno = _get_errno()
            if errno not in self._tolerated:
                raise JailError(self._layer, self._name, errno)
        elif answer in self._refused:
            raise JailError(self._layer, self._name, 0)
        return answer

    def _argument(self, data: Any, results: Mapping[str, int]) -> int:
        if type(data) is int:
            return _word(data)
        kind = data["kind"]
        if kind == "buffer":
            return self._buffer(data["bytes"])
        if kind == "words":
            return self._words(data["words"])
        if kind == "program":
            return self._program(data["bytes"])
        if kind == "result":
            return _word(results[data["step"]])
        if kind == "by_result":
            return self._argument(self._choose(data["choices"], results[data["step"]]), results)
        raise ValueError(f"unknown kind of argument in step {self._name}: {kind!r}")

    def _buffer(self, content: bytes) -> int:
        return self._address(ctypes.create_string_buffer(content, len(content)))

    def _words(self, words: Sequence[Any]) -> int:
        memory = (ctypes.c_uint64 * len(words))()
        for index, word in enumerate(words):
            if type(word) is int:
                memory[index] = _word(word)
            elif word["kind"] == "value":
                self._patches.append((memory, index, word["name"]))
            else:
                raise ValueError(f"not a word in step {self._name}: {word['kind']!r}")
        return self._address(memory)

    def _program(self, instructions: bytes) -> int:
        length, rest = divmod(len(instructions), _INSTRUCTION_BYTES)
        if rest or not 0 < length < 2**16:
            raise ValueError(f"not a BPF program in step {self._name}: {len(instructions)} bytes")
        return self._address(_SockFprog(length, self._buffer(instructions)))

    def _choose(self, choices: Sequence[Any], result: int) -> Any:
        fitting = [(key, argument) for key, argument in choices if key <= result]
        if not fitting:
            # The kernel offers less than the least that the plan can use.
            raise JailError(self._layer, self._name, _errno.EOPNOTSUPP)
        return max(fitting, key=lambda choice: choice[0])[1]

    def _address(self, memory: Any) -> int:
        self._memory.append(memory)
        return ctypes.addressof(memory)


def _word(number: int) -> int:
    """The 64 bits of a number, signed or not."""
    if not -_MODULUS // 2 <= number < _MODULUS:
        raise ValueError(f"does not fit 64 bits: {number}")
    return number % _MODULUS
