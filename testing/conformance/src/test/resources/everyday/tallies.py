"""Counters, groups, sets, iterators: collections at work."""

import itertools
from collections import Counter, UserList, defaultdict
from itertools import combinations, groupby, product, zip_longest


#> group_by_first_letter [["apple", "avocado", "bean", "beet", "carrot"]] -> {"a": ["apple", "avocado"], "b": ["bean", "beet"], "c": ["carrot"]}
def group_by_first_letter(words):
    groups = defaultdict(list)
    for word in words:
        groups[word[0]].append(word)
    return dict(groups)


#> inventory_difference [{"apple": 3, "pear": 2}, {"apple": 1, "plum": 4}] -> {"sold": {"apple": 2, "pear": 2}, "bought": {"plum": 4}, "both": {"apple": 1}, "most": {"apple": 3, "pear": 2, "plum": 4}, "total": 10}
def inventory_difference(before, after):
    a, b = Counter(before), Counter(after)
    return {
        "sold": dict(a - b),
        "bought": dict(b - a),
        "both": dict(a & b),
        "most": dict(sorted((a | b).items())),
        "total": sum((a + b).values()),
    }


#> poker_hand [["KH", "KD", "5S", "5C", "5D"]] -> "full house"
#> poker_hand [["2H", "3H", "4H", "5H", "6H"]] -> "straight flush"
#> poker_hand [["2H", "3D", "4H", "5H", "9H"]] -> "high card"
#> poker_hand [["1H", "3D", "4H", "5H", "9H"]] raises ValueError: substring not found
def poker_hand(cards):
    values = sorted("23456789TJQKA".index(card[0]) for card in cards)
    flush = len({card[1] for card in cards}) == 1
    straight = values == list(range(values[0], values[0] + 5))
    shape = sorted(Counter(values).values(), reverse=True)
    match shape, flush, straight:
        case _, True, True:
            return "straight flush"
        case [4, *_], _, _:
            return "four of a kind"
        case [3, 2], _, _:
            return "full house"
        case _, True, _:
            return "flush"
        case _, _, True:
            return "straight"
        case [2, 2, *_], _, _:
            return "two pair"
        case [2, *_], _, _:
            return "pair"
        case _:
            return "high card"


#> streaks [[true, true, false, true, true, true]] -> {"longest": 3, "runs": [2, 1, 3]}
def streaks(results):
    runs = [(won, len(list(group))) for won, group in groupby(results)]
    return {"longest": max(n for won, n in runs if won), "runs": [n for _, n in runs]}


#> two_sum [[2, 7, 11, 15], 9] -> [0, 1]
#> two_sum [[1, 2], 9] raises ValueError: no two numbers add up to 9
def two_sum(numbers, target):
    seen = {}
    for index, number in enumerate(numbers):
        if (needed := target - number) in seen:
            return [seen[needed], index]
        seen[number] = index
    raise ValueError(f"no two numbers add up to {target}")


#> meal_plans [["soup", "salad"], ["fish", "beef"], 12] -> ["soup + beef: 11", "salad + beef: 12"]
def meal_plans(starters, mains, budget):
    prices = {"soup": 4, "salad": 5, "fish": 9, "beef": 7}
    return [
        f"{starter} + {main}: {cost}"
        for starter, main in product(starters, mains)
        if (cost := prices[starter] + prices[main]) <= budget
    ]


#> round_table [["Ann", "Bob", "Cid"]] -> {"pairs": ["Ann & Bob", "Ann & Cid", "Bob & Cid"], "turns": ["Ann", "Bob", "Cid", "Ann", "Bob"], "rota": [["Ann", "cook"], ["Bob", "wash"], ["Cid", "rest"]]}
def round_table(names):
    pairs = [" & ".join(pair) for pair in combinations(names, 2)]
    turns = list(itertools.islice(itertools.cycle(names), 5))
    rota = [list(row) for row in zip_longest(names, ["cook", "wash"], fillvalue="rest")]
    return {"pairs": pairs, "turns": turns, "rota": rota}


#> invert [{"a": 1, "b": 2, "c": 1}] -> {"1": ["a", "c"], "2": ["b"]}
def invert(mapping):
    inverted = {}
    for key, value in mapping.items():
        inverted.setdefault(str(value), set()).add(key)
    return {value: sorted(keys) for value, keys in inverted.items()}


#> nested_counts [["a/b/c", "a/b", "x/y"]] -> {"a": {"b": {"c": {}}}, "x": {"y": {}}}
def nested_counts(paths):
    def tree():
        return defaultdict(tree)

    root = tree()
    for path in paths:
        node = root
        for part in path.split("/"):
            node = node[part]

    def plain(node):
        return {name: plain(child) for name, child in node.items()}

    return plain(root)


#> set_algebra [["ann", "bob", "cid"], ["bob", "dee"]] -> {"both": ["bob"], "any": ["ann", "bob", "cid", "dee"], "only_morning": ["ann", "cid"], "once": ["ann", "cid", "dee"], "subset": true, "disjoint": true}
def set_algebra(morning, evening):
    first, second = set(morning), frozenset(evening)
    return {
        "both": sorted(first & second),
        "any": sorted(first | second),
        "only_morning": sorted(first - second),
        "once": sorted(first ^ second),
        "subset": {"bob"} <= first,
        "disjoint": first.isdisjoint({"eve"}),
    }


class History(UserList):
    """A list that forgets."""

    _limit = 3

    def append(self, item):
        super().append(item)
        while len(self.data) > self._limit:
            self.data.pop(0)


#> remember [[1, 2, 3, 4, 5]] -> [[3, 4, 5], 3, 3, true]
def remember(items):
    history = History()
    for item in items:
        history.append(item)
    return [list(history), history[0], len(history), 4 in history]


#> partition [[1, 8, 3, 6, 5], 5] -> {"low": [1, 3], "high": [8, 6, 5], "first": 8, "middle": [6, 5, 3], "last": 1}
def partition(numbers, pivot):
    low, high = [], []
    for number in numbers:
        (low if number < pivot else high).append(number)
    first, *middle, last = sorted(low + high, reverse=True)
    return {"low": low, "high": high, "first": first, "middle": middle, "last": last}


#> deduplicate [[3, 1, 3, 2, 1]] -> [3, 1, 2]
def deduplicate(items):
    seen = set()
    unique = [item for item in items if not (item in seen or seen.add(item))]
    assert unique == list(dict.fromkeys(items))
    return unique


#> change_while_iterating [{"a": 1, "b": 2}] raises RuntimeError: dictionary changed size during iteration
def change_while_iterating(counts):
    for key in counts:
        if counts[key] == 1:
            del counts[key]
    return counts


#> unhashable_key [[[1, 2], [3]]] raises TypeError: unhashable type: 'list'
def unhashable_key(rows):
    checksum = hash(tuple(rows))
    return {checksum: sum(map(sum, rows))}
