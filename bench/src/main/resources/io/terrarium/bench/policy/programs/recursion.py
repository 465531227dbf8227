"""Recursion"""

from functools import lru_cache


def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def hanoi(discs, source, target, spare):
    if discs == 0:
        return 0
    moves = hanoi(discs - 1, source, spare, target)
    return moves + 1 + hanoi(discs - 1, spare, target, source)


def permutations(things):
    if len(things) <= 1:
        return [things]
    return [
        [thing] + rest
        for place, thing in enumerate(things)
        for rest in permutations(things[:place] + things[place + 1 :])
    ]


def queens(size, row, columns, up, down):
    if row == size:
        return 1
    found = 0
    for column in range(size):
        if column not in columns and row + column not in up and row - column not in down:
            found += queens(
                size, row + 1, columns | {column}, up | {row + column}, down | {row - column}
            )
    return found


@lru_cache(maxsize=None)
def ways(cents, largest):
    if cents == 0:
        return 1
    return sum([ways(cents - coin, coin) for coin in COINS if coin <= largest and coin <= cents])


COINS = (200, 100, 50, 20, 10, 5, 2, 1)


def run():
    ways.cache_clear()
    return [
        fibonacci(20),
        hanoi(12, "a", "b", "c"),
        len(permutations([1, 2, 3, 4, 5, 6])),
        queens(6, 0, frozenset(), frozenset(), frozenset()),
        ways(200, 200),
    ]
