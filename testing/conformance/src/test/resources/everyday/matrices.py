"""Matrices, images and boards as nested lists."""

from array import array
from functools import reduce
from itertools import product, starmap
from operator import add, mul


class ShapeError(ValueError):
    """Matrices that do not go together."""


#> multiply [[[1, 2], [3, 4]], [[5, 6], [7, 8]]] -> [[19, 22], [43, 50]]
#> multiply [[[1, 2]], [[1, 2]]] raises ShapeError: 1x2 times 1x2
def multiply(a, b):
    if len(a[0]) != len(b):
        raise ShapeError(f"{len(a)}x{len(a[0])} times {len(b)}x{len(b[0])}")
    return [[sum(starmap(mul, zip(row, column))) for column in zip(*b)] for row in a]


#> determinant [[[2, 0, 1], [1, 3, 2], [1, 1, 1]]] -> 0
#> determinant [[[1, 2], [3]]] raises IndexError: list index out of range
def determinant(matrix):
    if len(matrix) == 1:
        return matrix[0][0]
    return sum(
        (-1) ** column
        * matrix[0][column]
        * determinant([row[:column] + row[column + 1 :] for row in matrix[1:]])
        for column in range(len(matrix))
    )


#> rotate [[[1, 2, 3], [4, 5, 6]]] -> [[4, 1], [5, 2], [6, 3]]
#> rotate [[[1, 2, 3], [4, 5, 6]], 2] -> [[6, 5, 4], [3, 2, 1]]
def rotate(matrix, times=1):
    for _ in range(times % 4):
        matrix = [list(row) for row in zip(*matrix[::-1])]
    return matrix


#> spiral [[[1, 2, 3], [4, 5, 6], [7, 8, 9]]] -> [1, 2, 3, 6, 9, 8, 7, 4, 5]
def spiral(matrix):
    order = []
    while matrix:
        first, *rest = matrix
        order += first
        matrix = list(zip(*rest))[::-1]
    return order


#> solve_linear [[[2, 1], [1, 3]], [3, 5]] -> [0.625, 1.75]
#> solve_linear [[[1, 2], [2, 4]], [1, 2]] raises ZeroDivisionError: float division by zero
def solve_linear(matrix, right):
    """Gauss-Jordan elimination with pivots."""
    rows = [[*row, value] for row, value in zip(matrix, right)]
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda r: abs(rows[r][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        divisor = rows[column][column]
        rows[column] = [value / int(divisor) for value in rows[column]]
        for other in range(size):
            if other != column:
                factor = rows[other][column]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[column])]
    return [round(row[-1], 6) for row in rows]


#> game_of_life [[".....", "..#..", "..#..", "..#..", "....."]] -> [".....", ".....", ".###.", ".....", "....."]
def game_of_life(rows):
    alive = {(r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell == "#"}

    def neighbours(cell):
        return sum(
            (cell[0] + dr, cell[1] + dc) in alive
            for dr, dc in product((-1, 0, 1), repeat=2)
            if dr or dc
        )

    return [
        "".join(
            "#" if (n := neighbours((r, c))) == 3 or (n == 2 and (r, c) in alive) else "."
            for c in range(len(row))
        )
        for r, row in enumerate(rows)
    ]


#> pascal [5] -> [[1], [1, 1], [1, 2, 1], [1, 3, 3, 1], [1, 4, 6, 4, 1]]
def pascal(height):
    rows = [[1]]
    while len(rows) < height:
        rows.append(list(map(add, [0, *rows[-1]], [*rows[-1], 0])))
    return rows


#> blur [[[0, 9, 0], [9, 9, 9]]] -> [[4.5, 3.0, 4.5], [9.0, 9.0, 9.0]]
def blur(image):
    width = len(image[0])
    pixels = array("d", reduce(add, image))
    result = array("d", pixels)
    for index in range(len(pixels)):
        row, column = divmod(index, width)
        near = [pixels[row * width + c] for c in (column - 1, column, column + 1) if 0 <= c < width]
        result[index] = sum(near) / len(near)
    return [result[start : start + width].tolist() for start in range(0, len(result), width)]


class Matrix:
    def __init__(self, rows):
        self._rows = [list(row) for row in rows]

    @classmethod
    def identity(cls, size):
        return cls([[int(r == c) for c in range(size)] for r in range(size)])

    def __matmul__(self, other):
        return type(self)(multiply(self._rows, other._rows))

    def __pow__(self, exponent):
        result = self.identity(len(self._rows))
        base = self
        while exponent:
            if exponent & 1:
                result = result @ base
            base = base @ base
            exponent >>= 1
        return result

    def __getitem__(self, position):
        match position:
            case int(row):
                return self._rows[row]
            case (row, column):
                return self._rows[row][column]

    def __setitem__(self, position, value):
        row, column = position
        self._rows[row][column] = value


#> fibonacci_by_matrix [60] -> [1548008755920, [1, 1]]
def fibonacci_by_matrix(n):
    base = Matrix([[1, 1], [1, 0]])
    return [(base**n)[0, 1], (base**2)[1]]


#> set_cell [1, 1] -> [[1, 0], [0, 5]]
#> set_cell [2, 0] raises IndexError: list index out of range
def set_cell(row, column):
    matrix = Matrix.identity(2)
    matrix[row, column] = 5
    return matrix._rows


#> check_sudoku_row [[5, 3, 4, 6, 7, 8, 9, 1, 2]] -> {"valid": true, "missing": [], "twice": []}
#> check_sudoku_row [[5, 3, 4, 6, 7, 8, 9, 1, 1]] -> {"valid": false, "missing": [2], "twice": [1]}
def check_sudoku_row(row):
    missing = set(range(1, 10)) - set(row)
    twice = {n for n in row if row.count(n) > 1}
    return {"valid": not missing, "missing": sorted(missing), "twice": sorted(twice)}
