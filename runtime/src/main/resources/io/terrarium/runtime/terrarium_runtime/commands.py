"""The supervisor's commands to a zygote, on standard input; `zygote` lists them.

One at a time, in memory that is wiped: a command to fork bears the token of a worker, and whatever
the zygote still holds of other commands is in the memory of every worker that it forks.
"""

from __future__ import annotations

from _io import FileIO
from struct import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable

_HEAD = Struct(">IB")
_LONGEST = 64


class Commands:
    """Reads commands from a descriptor, which has to be open when this is made."""

    def __init__(self, descriptor: int) -> None:
        # Reads into memory of ours, where os.read would make objects that are let go but not wiped.
        self._read = FileIO(descriptor, closefd=False).readinto
        self._memory = memoryview(bytearray(_LONGEST))

    def obey(self, deeds: dict[int, Callable[[memoryview], object]]) -> bool:
        """Waits for a command and does what it says, with its payload; False when there is none.

        The payload is gone afterwards. No byte of a further command is read.
        """
        head = self._memory[: _HEAD.size]
        if not self._fill(head):
            return False
        size, kind = _HEAD.unpack(head)
        if size > _LONGEST:
            raise ValueError(f"a command of {size} bytes")
        payload = self._memory[:size]
        if not self._fill(payload):
            return False
        try:
            deeds[kind](payload)
        finally:
            self._memory[:] = bytes(_LONGEST)
        return True

    def _fill(self, memory: memoryview) -> bool:
        while memory:
            count = self._read(memory)
            if not count:
                return False
            memory = memory[count:]
        return True
