"""Numeric loops"""

import math


def primes_below(limit):
    sieve = [True] * limit
    sieve[0] = sieve[1] = False
    for number in range(2, int(math.sqrt(limit)) + 1):
        if sieve[number]:
            multiple = number * number
            while multiple < limit:
                sieve[multiple] = False
                multiple += number
    count = 0
    for is_prime in sieve:
        if is_prime:
            count += 1
    return count


def longest_collatz(limit):
    best, best_steps = 1, 0
    for start in range(1, limit):
        number, steps = start, 0
        while number != 1:
            if number % 2:
                number = 3 * number + 1
            else:
                number //= 2
            steps += 1
        if steps > best_steps:
            best, best_steps = start, steps
    return [best, best_steps]


def integral(begin, end, pieces):
    width = (end - begin) / pieces
    total = 0.0
    for piece in range(pieces):
        x = begin + (piece + 0.5) * width
        total += math.exp(-x * x) * width
    return total


def loan(principal, yearly_rate, months):
    rate = yearly_rate / 12
    payment = principal * rate / (1 - (1 + rate) ** -months)
    interest = 0.0
    for _ in range(months):
        due = principal * rate
        interest += due
        principal -= payment - due
    return round(payment, 6), round(interest, 6)


def run():
    return [
        primes_below(8000),
        longest_collatz(700),
        integral(0.0, 3.0, 15000),
        [loan(200000.0, 0.01 * percent, 360) for percent in range(1, 9)],
    ]
