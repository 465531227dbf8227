"""Generators"""


def numbers(limit):
    number = 0
    while number < limit:
        yield number
        number += 1


def even(source):
    for number in source:
        if number % 2 == 0:
            yield number


def squares(source):
    for number in source:
        yield number * number


def batches(source, size):
    batch = []
    for thing in source:
        batch.append(thing)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def flatten(tree):
    for branch in tree:
        if isinstance(branch, list):
            yield from flatten(branch)
        else:
            yield branch


def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def running_mean():
    total = count = 0
    mean = None
    while True:
        value = yield mean
        total += value
        count += 1
        mean = total / count


def nested(depth):
    return [nested(depth - 1), depth, nested(depth - 1)] if depth else [0]


def run():
    pipeline = batches(squares(even(numbers(20000))), 16)
    sums = [sum(batch) for batch in pipeline]
    mean = running_mean()
    next(mean)
    means = [mean.send(value) for value in range(6000)]
    small = []
    for number in fibonacci():
        if number > 10**30:
            break
        small.append(number)
    leaves = sum(leaf for leaf in flatten(nested(8)))
    pairs = sum(a * b for a in range(90) for b in range(a) if (a + b) % 3 == 0)
    return [sum(sums), len(sums), means[-1], small[-1], leaves, pairs]
