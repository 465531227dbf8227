"""The users' code: everything about it is asked of the Terrarium service."""

import functools
import math

from django.conf import settings
from terrarium_client import Client, Limits

LIMITS = Limits(wall_ms=2_000, cpu_ms=1_000, memory_bytes=64 << 20)


@functools.cache
def client():
    """One client for this process, which keeps its connections."""
    return Client(settings.TERRARIUM_URL, timeout=15).options(limits=LIMITS)


def check(source, filename):
    """What is in a source, or wrong with it."""
    return client().check(source, filename=filename)


@functools.lru_cache(maxsize=256)
def program(source, filename):
    """The compiled source, to be called as often as needed."""
    return client().compile(source, filename=filename)


def rate(rule, function, seller):
    """What became of the function with the seller's amounts, and the rate, if it gave one."""
    outcome = program(rule.source, rule.name).invoke(function, seller.amounts)
    return outcome, as_rate(outcome.result)


def as_rate(value):
    """The float to compute on with; None for what is no finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def takes_one_list(function):
    """Whether a function can be called with one argument."""
    positional = ("positional_only", "positional_or_keyword")
    needed = [
        parameter
        for parameter in function.parameters
        if parameter.default is None and not parameter.kind.startswith("var_")
    ]
    if any(parameter.kind not in positional for parameter in needed):
        return False
    takes = [one for one in function.parameters if one.kind in (*positional, "var_positional")]
    return len(needed) <= 1 and bool(takes)
