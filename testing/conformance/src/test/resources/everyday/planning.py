"""Budgets, plans, puzzles: dynamic programming and search."""

import itertools
import operator
from bisect import bisect_right
from functools import cache, partial, reduce


#> pack_knapsack [[["map", 9, 150], ["water", 50, 200], ["tent", 40, 160], ["bread", 10, 60]], 60] -> {"worth": 370, "packed": ["map", "tent", "bread"]}
def pack_knapsack(items, capacity):
    best = [(0, ())] * (capacity + 1)
    for name, weight, value in items:
        for room in range(capacity, weight - 1, -1):
            worth, packed = best[room - weight]
            best[room] = max(best[room], (worth + value, (*packed, name)), key=operator.itemgetter(0))
    worth, packed = best[capacity]
    return {"worth": worth, "packed": list(packed)}


#> longest_increasing [[3, 1, 4, 1, 5, 9, 2, 6]] -> [1, 4, 5, 6]
def longest_increasing(numbers):
    tails, chains = [], []
    for number in numbers:
        position = bisect_right(tails, number - 1)
        chain = (chains[position - 1] if position else []) + [number]
        tails[position:position + 1] = [number]
        chains[position:position + 1] = [chain]
    return chains[-1]


#> maximum_subarray [[-2, 1, -3, 4, -1, 2, 1, -5, 4]] -> {"sum": 6, "part": [4, -1, 2, 1]}
#> maximum_subarray [[]] raises IndexError: list index out of range
def maximum_subarray(numbers):
    best = current = numbers[0]
    start = best_start = best_end = 0
    for index, number in enumerate(numbers[1:], 1):
        if current < 0:
            current, start = number, index
        else:
            current += number
        if current > best:
            best, best_start, best_end = current, start, index
    return {"sum": best, "part": numbers[best_start : best_end + 1]}


#> unique_paths [3, 7] -> 28
def unique_paths(rows, columns):
    @cache
    def paths(row, column):
        if row == 0 or column == 0:
            return 1
        return paths(row - 1, column) + paths(row, column - 1)

    return paths(rows - 1, columns - 1)


#> send_more_money ["AB", "BA", "CC"] -> "12 + 21 = 33"
#> send_more_money ["ABCDEF", "GHIJKL", "A"] raises ValueError: 12 letters for ten digits
def send_more_money(first, second, total):
    """Letters for digits, by trying everything."""
    letters = "".join(sorted(set(first + second + total)))
    if len(letters) > 10:
        raise ValueError(f"{len(letters)} letters for ten digits")
    for digits in itertools.permutations("0123456789", len(letters)):
        table = str.maketrans(letters, "".join(digits))
        a, b, c = (word.translate(table) for word in (first, second, total))
        if "0" not in (a[0], b[0], c[0]) and int(a) + int(b) == int(c):
            return f"{a} + {b} = {c}"
    return None


#> budget_report [{"rent": 800, "food": 350}, {"rent": 800, "food": 410, "fun": 60}] -> ["food: +17% !", "fun: unplanned 60", "rent: +0%"]
#> budget_report [{"rent": 0}, {"rent": 800}] raises ZeroDivisionError: division by zero
def budget_report(planned, spent):
    lines = []
    for category in sorted(planned.keys() | spent.keys()):
        plan, actual = planned.get(category), spent.get(category, 0)
        if plan is None:
            lines.append(f"{category}: unplanned {actual}")
            continue
        over = (actual - plan) / plan
        lines.append(f"{category}: {over:+.0%}" + (" !" if over > 0.1 else ""))
    return lines


#> assign_tasks [[["ann", 3], ["bob", 1], ["cid", 2], ["dee", 4]], 2] -> [[5, ["dee", "bob"]], [5, ["ann", "cid"]]]
def assign_tasks(tasks, workers):
    loads = [[0, []] for _ in range(workers)]
    for name, hours in sorted(tasks, key=lambda task: -task[1]):
        load = min(loads, key=lambda load: load[0])
        load[0] += hours
        load[1] += [name]
    return loads


#> choose_meetings [[[1, 4], [3, 5], [0, 6], [5, 7], [8, 11], [8, 12]]] -> [[1, 4], [5, 7], [8, 11]]
def choose_meetings(meetings):
    """As many as possible that do not overlap."""
    chosen = []
    for start, end in sorted(meetings, key=operator.itemgetter(1)):
        if not chosen or start >= chosen[-1][1]:
            chosen.append([start, end])
    return chosen


#> water_jugs [3, 5, 4] -> [[0, 0], [0, 5], [3, 2], [0, 2], [2, 0], [2, 5], [3, 4]]
#> water_jugs [2, 4, 3] -> null
def water_jugs(small, large, goal):
    start = (0, 0)
    frontier, seen = [[start]], {start}
    for path in frontier:
        a, b = path[-1]
        if goal in (a, b):
            return [list(state) for state in path]
        poured_right, poured_left = min(a, large - b), min(b, small - a)
        for state in (
            (small, b),
            (a, large),
            (0, b),
            (a, 0),
            (a - poured_right, b + poured_right),
            (a + poured_left, b - poured_left),
        ):
            if state not in seen:
                seen.add(state)
                frontier.append(path + [state])
    return None


#> combine_all [[1, 2, 3, 4]] -> {"product": 24, "halves": [24, 12, 8, 6], "running": [1, 2, 3, 4], "any": true}
def combine_all(numbers):
    product = reduce(operator.mul, numbers, 1)
    halves = list(map(partial(operator.floordiv, product), numbers))
    running = list(itertools.accumulate(numbers, max))
    return {"product": product, "halves": halves, "running": running, "any": any(n > 3 for n in numbers)}


#> loan_comparison [10000, {"A": 0.05, "B": 0.045}, 24] -> {"offers": {"A": 438.71, "B": 436.48}, "cheapest": "B"}
#> loan_comparison [10000, {"A": -1}, 24] raises ValueError: rate -1 is negative
def loan_comparison(amount, rates, months):
    def monthly(rate):
        if rate < 0:
            raise ValueError(f"rate {rate} is negative")
        r = rate / 12
        return amount * r / (1 - (1 + r) ** -months)

    offers = {bank: round(monthly(rate), 2) for bank, rate in rates.items()}
    cheapest = min(offers, key=offers.get)
    return {"offers": offers, "cheapest": cheapest}


#> grade_boundaries [[88, 72, 95, 61, 79], [["A", 1], ["B", 2], ["C", 2]]] -> {"A": [95], "B": [88, 79], "C": [72, 61]}
def grade_boundaries(marks, quotas):
    ranked = iter(sorted(marks, reverse=True))
    return {grade: list(itertools.islice(ranked, quota)) for grade, quota in quotas}
