"""async def without a library: coroutines that await each other."""

from contextlib import asynccontextmanager


class Pause:
    """Something to await."""

    def __init__(self, value):
        self._value = value

    def __await__(self):
        received = yield self._value
        return received


class AsyncRange:
    def __init__(self, stop):
        self._next, self._stop = 0, stop

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self._next >= self._stop:
            raise StopAsyncIteration
        self._next += 1
        return self._next - 1


class Connection:
    def __init__(self, log):
        self._log = log

    async def __aenter__(self):
        self._log.append("connect")
        return self

    async def __aexit__(self, *details):
        self._log.append("disconnect")

    async def fetch(self, key):
        if key is None:
            raise LookupError("no key to fetch")
        self._log.append(f"fetch {key}")
        return key * 2


async def double(value):
    return value * 2


#> async_sum [[1, 2, 3]] -> 12
#> async_sum [[1, "a"]] raises TypeError: unsupported operand type(s) for +=: 'int' and 'str'
async def async_sum(values):
    total = 0
    for value in values:
        total += await double(value)
    return total


#> async_loop [4] -> [[0, 4, "end"], 6]
async def async_loop(stop):
    squares = [number**2 async for number in AsyncRange(stop) if number % 2 == 0]
    total = 0
    async for number in AsyncRange(stop):
        total += number
    else:
        squares.append("end")
    return [squares, total]


#> fetch_all [["a", "b"]] -> [{"a": "aa", "b": "bb"}, ["connect", "fetch a", "fetch b", "disconnect"]]
#> fetch_all [["a", null]] raises LookupError: no key to fetch
async def fetch_all(keys):
    log = []
    async with Connection(log) as connection:
        results = {key: await connection.fetch(key) for key in keys}
    return [results, log]


#> async_generator [3] -> [0, 2, 4]
async def async_generator(count):
    async def produce():
        for number in range(count):
            yield await double(number)

    return [item async for item in produce()]


#> async_manager [] -> ["+a", "+b", "AB", "-b", "-a"]
async def async_manager():
    steps = []

    @asynccontextmanager
    async def section(name):
        steps.append(f"+{name}")
        try:
            yield name.upper()
        finally:
            steps.append(f"-{name}")

    async with section("a") as a, section("b") as b:
        steps.append(a + b)
    return steps


#> drive_by_hand [[10, 20]] -> [["first?", "second?"], 30]
def drive_by_hand(answers):
    """What an event loop does, in a few lines."""

    async def conversation():
        first = await Pause("first?")
        second = await Pause("second?")
        return first + second

    coroutine = conversation()
    questions = [coroutine.send(None)]
    try:
        for answer in answers:
            questions.append(coroutine.send(answer))
    except StopIteration as stop:
        return [questions, stop.value]
    finally:
        coroutine.close()


#> round_robin [{"a": 2, "b": 3}] -> ["a0", "b0", "a1", "b1", "b2"]
def round_robin(jobs):
    order = []

    async def job(name, steps):
        for step in range(steps):
            order.append(f"{name}{step}")
            await Pause(name)

    ready = [job(name, steps) for name, steps in jobs.items()]
    while ready:
        current = ready.pop(0)
        try:
            current.send(None)
        except StopIteration:
            continue
        ready.append(current)
    return order
