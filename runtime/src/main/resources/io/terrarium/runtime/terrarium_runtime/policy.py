"""The language policies that this runtime knows. `full` is all of Python: the jail alone guards."""

from __future__ import annotations

from .natives import __builtins__

FULL = "full"


def problem(policy: dict[str, object]) -> str | None:
    """Says why programs cannot be checked under `policy`; None when they can."""
    name = policy.get("name")
    if name == FULL:
        return None
    return f"the policy {name!r} is unknown to this runtime"
