"""From an interpreter that was started to a zygote: its user, its namespaces, its keeper.

Theory of operation. The first steps of the plan are performed before anything else: the process
becomes the jail's user and makes the namespaces that the kernel grants. One of process ids begins
with the next child, which is its init and whose end ends everybody in it. So this process forks
once, before the zygote has grown: the child goes on as the zygote, and what was started stays
behind as its keeper, without a privilege or a descriptor, to wait and pass on how the zygote ended.

The kernel ends the keeper with the supervisor's thread, and the zygote with the keeper. Where that
happens before the zygote has asked for it, it finds the pipe closed whose other end the keeper held.
"""

from __future__ import annotations

import os
import resource
import time
from typing import Any, NoReturn

from . import control, jail


def main(start: dict[str, Any]) -> NoReturn:
    """Becomes a zygote as `start` says, reports, and serves until told to end."""
    try:
        report: dict[str, Any] = {"oom_score": _prefer_me_when_memory_is_short()}
        began = time.monotonic()
        plan = start["plan"]
        jail.apply(plan["entry"], {}, {})
        keeper = _fork_from_keeper(plan["keeper"]) if plan["keeper"] else None
        report["jail_seconds"] = time.monotonic() - began
    except BaseException as error:
        control.fail(error)
    from . import zygote

    zygote.main(start, report, keeper)


def _prefer_me_when_memory_is_short() -> bool:
    """Asks the kernel to end a worker before anything else when the machine is out of memory.

    To be done before the change of user, which gives the file to root.
    """
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:
            score.write("1000")
        return True
    except OSError:
        return False


def _fork_from_keeper(steps: list[jail.Step]) -> int:
    """Returns in the child, with the descriptor that reads as ended when the keeper is gone."""
    gone, alive = os.pipe()
    zygote = os.fork()
    if zygote == 0:
        os.close(alive)
        return gone
    jail.apply(steps, {}, {})
    os.closerange(0, alive)
    os.closerange(alive + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    status = os.waitstatus_to_exitcode(os.waitpid(zygote, 0)[1])
    os._exit(status if status >= 0 else 128 - status)
