"""Graphs: paths, orders, components."""

import heapq
import math
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable

Node = Hashable
Edges = Iterable[tuple[Node, Node]]


class NoPath(Exception):
    def __init__(self, start, goal):
        self.start, self.goal = start, goal

    def __str__(self):
        return f"no way from {self.start} to {self.goal}"


#> shortest_path [{"a": {"b": 7, "c": 3}, "c": {"b": 1, "d": 8}, "b": {"d": 2}}, "a", "d"] -> [6, ["a", "c", "b", "d"]]
#> shortest_path [{"a": {"b": 7}, "c": {}}, "a", "c"] raises NoPath: no way from a to c
def shortest_path(roads, start, goal):
    distances = {start: 0}
    previous = {}
    heap = [(0, start)]
    while heap:
        distance, town = heapq.heappop(heap)
        if town == goal:
            path = [town]
            while path[-1] != start:
                path.append(previous[path[-1]])
            return [distance, path[::-1]]
        for neighbour, length in roads.get(town, {}).items():
            if (candidate := distance + length) < distances.get(neighbour, math.inf):
                distances[neighbour] = candidate
                previous[neighbour] = town
                heapq.heappush(heap, (candidate, neighbour))
    raise NoPath(start, goal)


#> build_order [{"app": ["lib", "ui"], "ui": ["lib"], "lib": []}] -> ["lib", "ui", "app"]
#> build_order [{"a": ["b"], "b": ["a"]}] raises ValueError: cycle: a -> b -> a
def build_order(requirements):
    """Topological order by depth-first search."""
    order, state = [], {}

    def visit(name, trail):
        match state.get(name):
            case "done":
                return
            case "open":
                raise ValueError("cycle: " + " -> ".join([*trail, name]))
        state[name] = "open"
        for needed in requirements[name]:
            visit(needed, [*trail, name])
        state[name] = "done"
        order.append(name)

    for name in requirements:
        visit(name, [])
    return order


#> maze_steps [["S.#", "..#", "#.E"]] -> 4
#> maze_steps [["S#E"]] -> null
#> maze_steps [["..."]] raises TypeError: cannot unpack non-iterable NoneType object
def maze_steps(rows):
    def find(letter):
        for r, row in enumerate(rows):
            if (c := row.find(letter)) >= 0:
                return r, c

    (row, column), end = find("S"), find("E")
    queue, seen = deque([(row, column, 0)]), {(row, column)}
    while queue:
        row, column, steps = queue.popleft()
        if (row, column) == end:
            return steps
        for r, c in ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)):
            inside = 0 <= r < len(rows) and 0 <= c < len(rows[r])
            if inside and rows[r][c] != "#" and (r, c) not in seen:
                seen.add((r, c))
                queue.append((r, c, steps + 1))
    return None


class DisjointSet:
    def __init__(self):
        self._parent: dict[Node, Node] = {}

    def find(self, item: Node) -> Node:
        parent = self._parent.setdefault(item, item)
        if parent != item:
            parent = self._parent[item] = self.find(parent)
        return parent

    def union(self, a: Node, b: Node) -> bool:
        a, b = self.find(a), self.find(b)
        self._parent[a] = b
        return a != b

    def groups(self) -> list[list[Node]]:
        found = defaultdict(list)
        for item in self._parent:
            found[self.find(item)].append(item)
        return sorted(sorted(group) for group in found.values())


#> friend_groups [[["ann", "bob"], ["cid", "dee"], ["bob", "eve"]]] -> [["ann", "bob", "eve"], ["cid", "dee"]]
def friend_groups(pairs: Edges):
    circles = DisjointSet()
    for a, b in pairs:
        circles.union(a, b)
    return circles.groups()


#> spanning_tree [[["a", "b", 4], ["b", "c", 2], ["a", "c", 1], ["c", "d", 5]]] -> {"edges": [["a", "c", 1], ["b", "c", 2], ["c", "d", 5]], "total": 8}
def spanning_tree(edges):
    circles = DisjointSet()
    chosen = [
        edge for edge in sorted(edges, key=lambda edge: edge[2]) if circles.union(*edge[:2])
    ]
    return {"edges": chosen, "total": sum(length for *_, length in chosen)}


#> page_rank [{"a": ["b", "c"], "b": ["c"], "c": ["a"]}] -> {"a": 0.3878, "b": 0.2148, "c": 0.3974}
def page_rank(links, damping=0.85, rounds=50):
    rank = dict.fromkeys(links, 1 / len(links))
    for _ in range(rounds):
        fresh = dict.fromkeys(links, (1 - damping) / len(links))
        for page, targets in links.items():
            for target in targets:
                fresh[target] += damping * rank[page] / len(targets)
        rank = fresh
    return {page: round(value, 4) for page, value in rank.items()}


class FamilyTree:
    def __init__(self):
        self.__parents = defaultdict(set)

    def add(self, child, *parents):
        self.__parents[child].update(parents)
        return self

    def ancestors(self, person):
        found = set()
        for parent in self.__parents.get(person, ()):
            found |= {parent} | self.ancestors(parent)
        return found

    def __call__(self, a, b):
        return sorted(self.ancestors(a) & self.ancestors(b))


#> common_ancestors [[["ann", "bea", "carl"], ["dan", "bea", "ed"], ["bea", "flo"]], "ann", "dan"] -> ["bea", "flo"]
def common_ancestors(rows, a, b):
    tree = FamilyTree()
    for child, *parents in rows:
        tree.add(child, *parents)
    return tree(a, b)
