"""Generators and iterators."""

import itertools
from collections.abc import Iterable, Iterator


def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


#> first_fibonacci [10] -> [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
def first_fibonacci(count):
    return list(itertools.islice(fibonacci(), count))


#> even_fibonacci_sum [1000] -> 798
def even_fibonacci_sum(limit):
    small = itertools.takewhile(lambda n: n < limit, fibonacci())
    return sum(n for n in small if n % 2 == 0)


#> chunks [[1, 2, 3, 4, 5, 6, 7], 3] -> [[1, 2, 3], [4, 5, 6], [7]]
#> chunks [[1, 2], 0] raises ValueError: chunk size must be at least 1
def chunks(items, size):
    def generate():
        if size < 1:
            raise ValueError("chunk size must be at least 1")
        for start in range(0, len(items), size):
            yield items[start : start + size]

    return list(generate())


def walk(tree):
    if isinstance(tree, list):
        for branch in tree:
            yield from walk(branch)
    elif tree is None:
        raise ValueError("a hole in the tree")
    else:
        yield tree


#> flatten [[1, [2, [3, [4]], 5]]] -> [1, 2, 3, 4, 5]
#> flatten [[1, [2, [null]]]] raises ValueError: a hole in the tree
def flatten(tree):
    return list(walk(tree))


def averager():
    total = count = 0
    average = None
    while True:
        try:
            value = yield average
        except ValueError:
            total = count = 0
            average = None
            continue
        if value is None:
            return count
        total += value
        count += 1
        average = total / count


#> running_average [[10, 20, 60]] -> [10.0, 15.0, 30.0, null, 7.0, "counted 1"]
def running_average(values):
    coroutine = averager()
    next(coroutine)
    averages = [coroutine.send(value) for value in values]
    averages.append(coroutine.throw(ValueError("start again")))
    averages.append(coroutine.send(7))
    try:
        coroutine.send(None)
    except StopIteration as stop:
        averages.append(f"counted {stop.value}")
    return averages


#> closed_generator [3] -> [[0, 1, 2], ["open", "close"], "finished"]
def closed_generator(steps):
    events = []

    def resource():
        events.append("open")
        try:
            for number in itertools.count():
                yield number
        finally:
            events.append("close")

    numbers = resource()
    taken = [next(numbers) for _ in range(steps)]
    numbers.close()
    return [taken, events, next(numbers, "finished")]


class Countdown:
    """An iterator as a class."""

    def __init__(self, start):
        self._current = start

    def __iter__(self):
        return self

    def __next__(self):
        if self._current <= 0:
            raise StopIteration
        self._current -= 1
        return self._current + 1


#> countdown [3] -> [3, [2, 1], true, false]
def countdown(start):
    timer = Countdown(start)
    first = next(timer)
    return [first, list(timer), isinstance(timer, Iterator), isinstance(start, Iterable)]


class Tree:
    def __init__(self, value, left=None, right=None):
        self._value, self._left, self._right = value, left, right

    def insert(self, value):
        side = "_left" if value < self._value else "_right"
        child = getattr(self, side)
        if child is None:
            setattr(self, side, Tree(value))
        else:
            child.insert(value)

    def __iter__(self):
        if self._left:
            yield from self._left
        yield self._value
        if self._right:
            yield from self._right

    def __contains__(self, value):
        if value == self._value:
            return True
        child = self._left if value < self._value else self._right
        return child is not None and value in child

    def depth(self):
        return 1 + max((t.depth() for t in (self._left, self._right) if t), default=0)


#> tree_sort [[5, 2, 8, 1, 9, 3]] -> [[1, 2, 3, 5, 8, 9], 3, true, false]
def tree_sort(values):
    tree = Tree(values[0])
    for value in values[1:]:
        tree.insert(value)
    return [list(tree), tree.depth(), 8 in tree, 7 in tree]


#> stop_inside_generator [[1, 2]] raises RuntimeError: generator raised StopIteration
def stop_inside_generator(values):
    source = iter(values)

    def pairs():
        while True:
            yield next(source) + next(source)

    return list(pairs())


#> exhausted [] raises StopIteration
def exhausted():
    numbers = (n for n in range(2))
    return [next(numbers), next(numbers), next(numbers)]


#> lazy_failure [[4, 2, 0, 1]] raises ZeroDivisionError: division by zero
#> lazy_failure [[4, 2, 1]] -> [20, 40, 80]
def lazy_failure(values):
    quotients = (8 / value for value in values)
    scaled = map(lambda q: q * 10, quotients)
    return [int(q) for q in scaled]


#> delegate [] -> ["ready", 42, "inner is done"]
def delegate():
    def inner():
        received = yield "ready"
        yield received * 2
        return "inner is done"

    def outer():
        result = yield from inner()
        yield result

    generator = outer()
    return [next(generator), generator.send(21), next(generator)]


#> read_blocks ["a\nb\n\nc\n\n\nd"] -> ["a+b", "c", "d"]
def read_blocks(text):
    """Paragraphs of lines, separated by empty ones."""

    def blocks(lines):
        block = []
        for line in itertools.chain(lines, [""]):
            if line:
                block.append(line)
            elif block:
                yield block
                block = []

    return ["+".join(block) for block in blocks(text.split("\n"))]
