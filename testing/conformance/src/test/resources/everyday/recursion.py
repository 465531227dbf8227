"""Functions that call themselves."""

from functools import cache, lru_cache
from itertools import chain


#> hanoi [3] -> ["A->C", "A->B", "C->B", "A->C", "B->A", "B->C", "A->C"]
def hanoi(disks, source="A", target="C", spare="B"):
    if disks == 0:
        return []
    return (
        hanoi(disks - 1, source, spare, target)
        + [f"{source}->{target}"]
        + hanoi(disks - 1, spare, target, source)
    )


#> permutations ["abc"] -> ["abc", "acb", "bac", "bca", "cab", "cba"]
def permutations(text):
    if len(text) <= 1:
        return [text]
    return [
        first + rest
        for index, first in enumerate(text)
        for rest in permutations(text[:index] + text[index + 1 :])
    ]


#> power_set [[1, 2, 3]] -> [[], [3], [2], [2, 3], [1], [1, 3], [1, 2], [1, 2, 3]]
def power_set(items):
    if not items:
        return [[]]
    head, *tail = items
    without = power_set(tail)
    return without + [[head, *subset] for subset in without]


#> ackermann [2, 3] -> 9
def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


#> solve_queens [6] -> [[1, 3, 5, 0, 2, 4], [2, 5, 1, 4, 0, 3], [3, 0, 4, 1, 5, 2], [4, 2, 0, 5, 3, 1]]
def solve_queens(size):
    solutions = []

    def place(row, columns):
        if row == size:
            solutions.append(columns)
            return
        for column in range(size):
            if all(
                column != other and abs(column - other) != row - above
                for above, other in enumerate(columns)
            ):
                place(row + 1, columns + [column])

    place(0, [])
    return solutions


#> merge_sort [[5, 2, 9, 1, 5]] -> [1, 2, 5, 5, 9]
def merge_sort(items):
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left, right = merge_sort(items[:middle]), merge_sort(items[middle:])
    merged = []
    while left and right:
        merged.append((left if left[0] <= right[0] else right).pop(0))
    return merged + left + right


#> quick_select [[7, 1, 5, 3], 2] -> 5
#> quick_select [[7, 1], 5] raises IndexError: k is too large
def quick_select(items, k):
    if not items:
        raise IndexError("k is too large")
    pivot, *rest = items
    smaller = [item for item in rest if item < pivot]
    if k < len(smaller):
        return quick_select(smaller, k)
    if k == len(smaller):
        return pivot
    return quick_select([item for item in rest if item >= pivot], k - len(smaller) - 1)


#> folder_size [{"docs": {"a.txt": 10, "old": {"b.txt": 5}}, "c.txt": 1}] -> 16
#> folder_size [{"docs": {"a.txt": "ten"}}] raises TypeError: unsupported operand type(s) for +=: 'int' and 'str'
def folder_size(folder):
    total = 0
    for name, content in folder.items():
        if isinstance(content, dict):
            total += folder_size(content)
        else:
            total += content
    return total


#> count_change [100, [50, 20, 10, 5]] -> 49
def count_change(amount, coins):
    @cache
    def ways(left, kinds):
        if left == 0:
            return 1
        if left < 0 or kinds == 0:
            return 0
        return ways(left, kinds - 1) + ways(left - coins[kinds - 1], kinds)

    return ways(amount, len(coins))


@lru_cache(maxsize=None)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


#> memoised_fibonacci [90] -> [2880067194370816120, 91, 88, 0]
def memoised_fibonacci(n):
    value = fibonacci(n)
    information = fibonacci.cache_info()
    fibonacci.cache_clear()
    return [value, information.misses, information.hits, fibonacci.cache_info().currsize]


#> longest_common_subsequence ["AGGTAB", "GXTXAYB"] -> "GTAB"
def longest_common_subsequence(a, b):
    @lru_cache
    def longest(i, j):
        if i == len(a) or j == len(b):
            return ""
        if a[i] == b[j]:
            return a[i] + longest(i + 1, j + 1)
        return max(longest(i + 1, j), longest(i, j + 1), key=len)

    return longest(0, 0)


class Grid:
    """Flood fill with a method that calls itself."""

    def __init__(self, rows):
        self.__cells = [list(row) for row in rows]

    def _fill(self, row, column, old, new):
        if not (0 <= row < len(self.__cells) and 0 <= column < len(self.__cells[row])):
            return 0
        if self.__cells[row][column] != old:
            return 0
        self.__cells[row][column] = new
        return 1 + sum(
            self._fill(row + dr, column + dc, old, new)
            for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0))
        )

    def fill(self, row, column, new):
        return self._fill(row, column, self.__cells[row][column], new)

    def __str__(self):
        return "\n".join(map("".join, self.__cells))


#> flood_fill [["..#", ".##", "#.."], 0, 0] -> [3, "~~#\n~##\n#.."]
#> flood_fill [["..#"], 4, 0] raises IndexError: list index out of range
def flood_fill(rows, row, column):
    grid = Grid(rows)
    return [grid.fill(row, column, "~"), str(grid)]


class Memo:
    """Memoisation by hand, with a dict that computes what it lacks."""

    def __init__(self, function):
        self._function = function
        self._results = {}

    def __call__(self, *key):
        if key not in self._results:
            self._results[key] = self._function(*key)
        return self._results[key]

    def __len__(self):
        return len(self._results)


@Memo
def catalan(n):
    if n <= 1:
        return 1
    return sum(catalan(i) * catalan(n - 1 - i) for i in range(n))


#> catalan_numbers [8] -> [[1, 1, 2, 5, 14, 42, 132, 429], 8]
def catalan_numbers(count):
    return [[catalan(n) for n in range(count)], len(catalan)]


#> collatz_lengths [10] -> [1, 2, 8, 3, 6, 9, 17, 4, 20, 7]
def collatz_lengths(limit, _cache={1: 1}):
    """The default is made once: here that is meant."""

    def length(n):
        if n not in _cache:
            _cache[n] = 1 + length(n // 2 if n % 2 == 0 else 3 * n + 1)
        return _cache[n]

    return list(chain([length(n) for n in range(1, limit + 1)]))
