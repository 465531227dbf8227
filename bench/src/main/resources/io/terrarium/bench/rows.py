"""A function of one float over many rows, and what encoding rows and results takes, in Python alone.

Each line on standard input, a count, is answered by two times in seconds, each the best of as many:
that of a list of floats mapped, encoded and decoded each way; and that of rows, a tuple each. It
ends with standard input.
"""

import sys
import time
from itertools import starmap
from marshal import dumps, loads


def f(x: float) -> float:
    return x * 2 + 1


def column(numbers: list[float]) -> float:
    began = time.perf_counter()
    given = loads(dumps(numbers, 2))
    results = [f(x) for x in given]
    back = loads(dumps(results, 2))
    took = time.perf_counter() - began
    check(back, numbers)
    return took


def rows(numbers: list[float]) -> float:
    pairs = [(number,) for number in numbers]
    began = time.perf_counter()
    given = loads(dumps(pairs, 2))
    results = list(starmap(f, given))
    back = loads(dumps(results, 2))
    took = time.perf_counter() - began
    check(back, numbers)
    return took


def check(results: list[float], numbers: list[float]) -> None:
    if results[-1] != numbers[-1] * 2 + 1:
        sys.exit("the results came back wrong")


def main(count: int) -> None:
    numbers = [index * 0.5 for index in range(count)]
    print(flush=True)
    for line in sys.stdin:
        times = range(int(line))
        best = [min(measure(numbers) for _ in times) for measure in (column, rows)]
        print(*best, flush=True)


main(int(sys.argv[1]))
