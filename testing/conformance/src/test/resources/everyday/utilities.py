"""Odds and ends: timing, warnings, pretty printing, what differs from run to run."""

import pprint
import random
import secrets
import string
import time
import uuid
import warnings
from datetime import datetime, timedelta, timezone
from functools import wraps

__all__ = ["timed_sum", "deprecated_call"]


def timed(function):
    """Remembers how long each call took."""

    @wraps(function)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            wrapper._timings.append(time.perf_counter() - start)

    wrapper._timings = []
    return wrapper


@timed
def slow_sum(numbers):
    time.sleep(0.001)
    return sum(numbers)


#> timed_sum [[1, 2, 3]] -> [6, 1, true]
#> timed_sum [["x"]] raises TypeError: unsupported operand type(s) for +: 'int' and 'str'
def timed_sum(numbers):
    total = slow_sum(numbers)
    return [total, len(slow_sum._timings), all(took > 0 for took in slow_sum._timings)]


def old_area(width, height):
    warnings.warn("old_area is old, use area", DeprecationWarning, stacklevel=2)
    return width * height


#> deprecated_call [3, 4] -> [12, ["DeprecationWarning: old_area is old, use area"]]
def deprecated_call(width, height):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        area = old_area(width, height)
    return [area, [f"{w.category.__name__}: {w.message}" for w in caught]]


#> warnings_as_errors [3, 4] raises DeprecationWarning: old_area is old, use area
def warnings_as_errors(width, height):
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        return old_area(width, height)


#> pretty [{"name": "terrace", "sizes": [10, 20, 30], "owner": {"first": "Ann", "last": "Lee"}}] -> ["{'name': 'terrace',", " 'owner': {'first': 'Ann',", "           'last': 'Lee'},", " 'sizes': [10, 20, 30]}"]
def pretty(document):
    return pprint.pformat(document, width=40, sort_dicts=True).splitlines()


#> make_password [12] -> [12, true, 16]
#> make_password [2] raises ValueError: too short to be safe
def make_password(length):
    alphabet = string.ascii_letters + string.digits
    if length < 3:
        raise ValueError("too short to be safe")
    while True:
        password = "".join(secrets.choice(alphabet) for _ in range(length))
        if any(c.islower() for c in password) and any(c.isdigit() for c in password):
            break
    return [len(password), password.isalnum(), len(secrets.token_hex(8))]


#> unique_keys [100] -> [100, true]
def unique_keys(count):
    keys = {uuid.uuid4() for _ in range(count)}
    return [len(keys), {key.version for key in keys} == {4}]


#> clock_moves_on [] -> [true, true, 1970, true]
def clock_moves_on():
    first = datetime.now(timezone.utc)
    later = datetime.now(timezone.utc) + timedelta(seconds=1)
    stamp = time.time()
    return [first < later, stamp > 1_600_000_000, time.gmtime(0).tm_year, time.monotonic() > 0]


#> pick_winners [["ann", "bob", "cid", "dee"], 2] -> [2, true, true]
#> pick_winners [["ann"], 2] raises ValueError: Sample larger than population or is negative
def pick_winners(names, count):
    winners = random.sample(names, count)
    random.shuffle(winners)
    return [len(winners), set(winners) <= set(names), 0 <= random.random() < 1]


class RateLimiter:
    """At most so many events in a window; the clock is passed in, so it can be tested."""

    def __init__(self, limit, window, clock=time.monotonic):
        self._limit, self._window, self.__clock = limit, window, clock
        self._events = []

    def allow(self):
        now = self.__clock()
        self._events = [event for event in self._events if now - event < self._window]
        if len(self._events) >= self._limit:
            return False
        self._events.append(now)
        return True


#> rate_limit [[0, 1, 2, 9, 10, 11, 12]] -> [true, true, false, false, true, true, false]
#> rate_limit [[]] raises StopIteration
def rate_limit(times):
    ticks = iter(times)
    limiter = RateLimiter(2, 10, clock=lambda: next(ticks))
    return [limiter.allow() for _ in range(max(1, len(times)))]
