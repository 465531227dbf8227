"""Reading in a session: the next call is looked for before the worker sleeps.

Theory of operation. Whoever calls a session in a loop asks again within microseconds, and to wake a
processor that has fallen asleep meanwhile takes longer than a short call. So a worker whose last
wait was short looks for a while whether the next request is there, and sleeps if it is not.

Looking in vain costs whoever else needs the processor. A session that is called now and then never
looks; and where processors are short, so that looking is often in vain, it is done ever more seldom:
each time, twice as many short waits have to pass before the next.
"""

from __future__ import annotations

import os
from _socket import AF_UNIX, MSG_DONTWAIT, SOCK_STREAM, socket
from functools import partial
from time import monotonic

from .natives import __builtins__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable

    from .frames import Read

_SHORT = 0.000_1
"""A wait of at most so many seconds is a short one."""

_LOOKS = 64
"""How often to look: about as long as that, for each takes a microsecond or two. The clock would cost
a tenth of that each time."""

_PAYS = 16
"""Looking once in vain is worth it where it was not at least so many times before."""

_MOST_WAITS = 1024


def reader(descriptor: int) -> Read:
    """What reads from a socket as `os.read` does, but awake."""
    receive = socket(AF_UNIX, SOCK_STREAM, 0, descriptor).recv
    # Not looked up again: a program may rebind what is in a module.
    return polling(lambda size: receive(size, MSG_DONTWAIT), partial(os.read, descriptor))


def polling(look: Read, sleep: Read, now: Callable[[], float] = monotonic) -> Read:
    """What reads with `look`, which raises BlockingIOError if there is nothing, or with `sleep`."""
    found = 0
    waits = waits_next = 1

    def read(size: int) -> bytes:
        nonlocal found, waits, waits_next
        if waits:
            began = now()
            data = sleep(size)
            if now() - began <= _SHORT:
                waits -= 1
            return data
        for _ in range(_LOOKS):
            try:
                data = look(size)
            except BlockingIOError:
                continue
            except OSError:
                # The connection is broken, which sleeping tells; or an outer jail refuses all looks.
                break
            found += 1
            return data
        waits = waits_next = 1 if found >= _PAYS else min(2 * waits_next, _MOST_WAITS)
        found = 0
        return sleep(size)

    return read
