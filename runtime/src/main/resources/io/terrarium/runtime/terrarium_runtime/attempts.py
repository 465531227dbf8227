"""What a worker tries in vain before anybody is served, as an answer to the supervisor."""

from __future__ import annotations

from marshal import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable, Iterable

    from .frames import Read, Write

_CALL_ID = bytes(8)


def answer(
    attempts: Iterable[tuple[str, Callable[[], object]]], read: Read, write: Write
) -> None:
    """Answers with (attempt, stopped, how) for each.

    An attempt raises or returns something false when it is stopped. Begins at the supervisor's
    word, a byte: it has seen the worker arrive before the last of them may end it.
    """
    read(1)
    payload = _CALL_ID + dumps(tuple((name, *_outcome(attempt)) for name, attempt in attempts), 2)
    write(len(payload).to_bytes(4, "big") + b"R" + payload)


def _outcome(attempt: Callable[[], object]) -> tuple[bool, str]:
    try:
        found = attempt()
    except BaseException as error:
        return True, f"{type(error).__name__}: {error}"
    return not found, f"found {found!r}"[:200] if found else "found nothing"
