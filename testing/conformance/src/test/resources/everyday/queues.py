"""Heaps, deques, sorted lists."""

import heapq
from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass, field
from itertools import count


class EmptyQueue(Exception):
    pass


class PriorityQueue:
    """First by priority, then by arrival."""

    def __init__(self):
        self._heap = []
        self._counter = count()

    def push(self, item, priority=0):
        heapq.heappush(self._heap, (-priority, next(self._counter), item))

    def pop(self):
        try:
            return heapq.heappop(self._heap)[-1]
        except IndexError:
            raise EmptyQueue("nothing to do") from None

    def __len__(self):
        return len(self._heap)


@dataclass(order=True)
class Task:
    deadline: int
    name: str = field(compare=False)
    duration: int = field(default=1, compare=False)


#> hospital [[["cold", 1], ["heart", 9], ["arm", 5], ["flu", 1]]] -> ["heart", "arm", "cold", "flu"]
def hospital(patients):
    queue = PriorityQueue()
    for name, urgency in patients:
        queue.push(name, urgency)
    return [queue.pop() for _ in range(len(queue))]


#> pop_too_often [["one"]] raises EmptyQueue: nothing to do
def pop_too_often(items):
    queue = PriorityQueue()
    for item in items:
        queue.push(item)
    return [queue.pop(), queue.pop()]


#> schedule [[[9, "report", 3], [4, "call", 2], [6, "mail", 3]]] -> [["call", 2, "ok"], ["mail", 5, "ok"], ["report", 8, "ok"]]
def schedule(rows):
    tasks = [Task(*row) for row in rows]
    heapq.heapify(tasks)
    clock, plan = 0, []
    while tasks:
        task = heapq.heappop(tasks)
        clock += task.duration
        plan.append([task.name, clock, "late" if clock > task.deadline else "ok"])
    return plan


#> merge_streams [[1, 4, 9], [2, 3, 10], [5]] -> [[1, 2, 3, 4, 5, 9, 10], [9, 4], [2]]
def merge_streams(*streams):
    merged = heapq.merge(*streams, key=lambda n: n)
    return [list(merged), heapq.nlargest(2, streams[0]), heapq.nsmallest(1, streams[1])]


#> sliding_maximum [[1, 3, -1, -3, 5, 3, 6, 7], 3] -> [3, 3, 5, 5, 6, 7]
def sliding_maximum(values, size):
    window, result = deque(), []
    for index, value in enumerate(values):
        while window and values[window[-1]] <= value:
            window.pop()
        window.append(index)
        if window[0] <= index - size:
            window.popleft()
        if index >= size - 1:
            result.append(values[window[0]])
    return result


#> josephus [7, 3] -> [3, 6, 2, 7, 5, 1, 4]
def josephus(people, step):
    circle = deque(range(1, people + 1))
    order = []
    while circle:
        circle.rotate(1 - step)
        order.append(circle.popleft())
    return order


#> recent_visitors [["ann", "bob", "ann", "cid", "dee"]] -> ["dee", "cid", "ann"]
def recent_visitors(visits):
    recent = deque(maxlen=3)
    for name in visits:
        if name in recent:
            recent.remove(name)
        recent.appendleft(name)
    return list(recent)


class SortedList:
    def __init__(self, items=()):
        self.__items = sorted(items)

    def add(self, item):
        insort(self.__items, item)
        return self

    def discard(self, item):
        if (index := self._find(item)) is not None:
            del self.__items[index]
        return self

    def _find(self, item):
        index = bisect_left(self.__items, item)
        if index < len(self.__items) and self.__items[index] == item:
            return index

    def __iter__(self):
        return iter(self.__items)


#> sorted_list [[5, 1, 3], [2, 4], [3, 9]] -> [1, 2, 4, 5]
#> sorted_list [[5, 1], ["two"], []] raises TypeError: '<' not supported between instances of 'str' and 'int'
def sorted_list(items, added, removed):
    numbers = SortedList(items)
    for item in added:
        numbers.add(item)
    for item in removed:
        numbers.discard(item)
    return list(numbers)


#> train_station [[900, 940, 950, 1100], [910, 1200, 1120, 1130]] -> 3
def train_station(arrivals, departures):
    """How many platforms are needed."""
    platforms, needed = [], 0
    for arrival, departure in sorted(zip(arrivals, departures)):
        while platforms and platforms[0] < arrival:
            heapq.heappop(platforms)
        heapq.heappush(platforms, departure)
        needed = max(needed, len(platforms))
    return needed


#> balanced ["{[()]}"] -> true
#> balanced ["{[(])}"] -> false
#> balanced ["(("] raises SyntaxError: '(' at 1 is never closed
def balanced(text):
    pairs = {")": "(", "]": "[", "}": "{"}
    stack = []
    for position, character in enumerate(text):
        if character in pairs.values():
            stack.append((character, position))
        elif character in pairs:
            if not stack or stack.pop()[0] != pairs[character]:
                return False
    if stack:
        raise SyntaxError(f"{stack[-1][0]!r} at {stack[-1][1]} is never closed")
    return True
