"""Operator overloading."""

import math
from functools import reduce
from numbers import Number


class Vector:
    __slots__ = ("x", "y")
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return self + -other

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __mul__(self, factor):
        if not isinstance(factor, Number):
            return NotImplemented
        return Vector(self.x * factor, self.y * factor)

    __rmul__ = __mul__

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __abs__(self):
        return math.hypot(self.x, self.y)

    def __eq__(self, other):
        match other:
            case Vector(x, y):
                return self.x == x and self.y == y
            case _:
                return NotImplemented

    def __hash__(self):
        return hash((self.x, self.y))

    def __iter__(self):
        yield self.x
        yield self.y

    def __getitem__(self, index):
        return (self.x, self.y)[index]

    def __bool__(self):
        return bool(self.x or self.y)

    def __repr__(self):
        return f"Vector({self.x}, {self.y})"


#> vector_algebra [[1, 2], [3, 4]] -> ["Vector(4, 6)", "Vector(2, 2)", [3, 6], 11, 5.0, true, true, false, false, 2, 4, 2]
def vector_algebra(a, b):
    v, w = Vector(*a), Vector(*b)
    return [
        repr(v + w),
        repr(w - v),
        list(3 * v),
        v @ w,
        abs(w),
        v == Vector(*a),
        v != w,
        v == "v",
        bool(v - v),
        len({v, w, Vector(*a)}),
        w[-1],
        max(v),
    ]


#> multiply_by_text ["two"] raises TypeError: unsupported operand type(s) for *: 'Vector' and 'Vector'
def multiply_by_text(factor):
    return Vector(1, 2) * Vector(3, factor) * 2


#> centroid [[[0, 0], [4, 0], [4, 4], [0, 4]]] -> [2.0, 2.0]
#> centroid [[]] raises ZeroDivisionError: division by zero
def centroid(points):
    total = reduce(lambda a, b: a + b, (Vector(*point) for point in points), Vector(0, 0))
    return list(total * (1 / len(points)))


class Polynomial:
    """Coefficients from the constant upwards."""

    def __init__(self, *coefficients):
        self._coefficients = list(coefficients)
        while self._coefficients and self._coefficients[-1] == 0:
            self._coefficients.pop()

    @property
    def degree(self):
        return len(self._coefficients) - 1

    def __call__(self, x):
        result = 0
        for coefficient in reversed(self._coefficients):
            result = result * x + coefficient
        return result

    def __add__(self, other):
        a, b = self._coefficients, other._coefficients
        longest = max(len(a), len(b))
        padded = [c + [0] * (longest - len(c)) for c in (a, b)]
        return Polynomial(*map(sum, zip(*padded)))

    def __mul__(self, other):
        product = [0] * (len(self._coefficients) + len(other._coefficients))
        for i, a in enumerate(self._coefficients):
            for j, b in enumerate(other._coefficients):
                product[i + j] += a * b
        return Polynomial(*product)

    def __pow__(self, exponent):
        result = Polynomial(1)
        for _ in range(exponent):
            result *= self
        return result

    def __str__(self):
        terms = []
        for power, coefficient in reversed(list(enumerate(self._coefficients))):
            if coefficient:
                variable = {0: "", 1: "x"}.get(power, f"x^{power}")
                number = "" if coefficient == 1 and power else str(coefficient)
                terms.append(number + variable)
        return " + ".join(terms) or "0"


#> polynomials [[1, 1], [0, 2, 1]] -> ["x^2 + 3x + 1", "x^3 + 3x^2 + 2x", "x^3 + 3x^2 + 3x + 1", 24, 4, "0"]
def polynomials(p, q):
    first, second = Polynomial(*p), Polynomial(*q)
    return [
        str(first + second),
        str(first * second),
        str(first**3),
        (first * second)(2),
        (first**4).degree,
        str(first + Polynomial(-1, -1)),
    ]


class Interval:
    """A half-open range that answers `in`, `&`, `|` and `len`."""

    def __init__(self, low, high):
        self._low, self._high = low, high

    def __contains__(self, value):
        return self._low <= value < self._high

    def __and__(self, other):
        return Interval(max(self._low, other._low), min(self._high, other._high))

    def __or__(self, other):
        if not (self & other):
            raise ValueError(f"{self} and {other} do not touch")
        return Interval(min(self._low, other._low), max(self._high, other._high))

    def __len__(self):
        return max(0, self._high - self._low)

    def __str__(self):
        return f"[{self._low}, {self._high})"


#> intervals [[0, 10], [5, 15]] -> ["[5, 10)", true, false, 5, "[0, 15)"]
#> intervals [[0, 3], [5, 15]] raises ValueError: [0, 3) and [5, 15) do not touch
def intervals(a, b):
    first, second = Interval(*a), Interval(*b)
    return [str(first & second), 7 in first, 12 in first, len(first & second), str(first | second)]


class Playlist:
    """A container of its own: subscripts, slices, deletion, iteration, reversal."""

    def __init__(self, *songs):
        self.__songs = list(songs)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return Playlist(*self.__songs[index])
        return self.__songs[index]

    def __setitem__(self, index, song):
        self.__songs[index] = song

    def __delitem__(self, index):
        del self.__songs[index]

    def __len__(self):
        return len(self.__songs)

    def __iter__(self):
        return iter(self.__songs)

    def __reversed__(self):
        return Playlist(*self.__songs[::-1])

    def __contains__(self, song):
        return any(song.lower() == known.lower() for known in self)

    def __iadd__(self, songs):
        self.__songs.extend(songs)
        return self


#> edit_playlist [["Help", "Yesterday", "Michelle"]] -> [["HELP", "Yesterday", "Girl"], ["Yesterday", "Girl"], ["Girl", "Yesterday", "HELP"], true]
#> edit_playlist [["Help"]] raises IndexError: list assignment index out of range
def edit_playlist(songs):
    playlist = Playlist(*songs)
    playlist += ["Girl"]
    playlist[0] = playlist[0].upper()
    del playlist[2]
    return [list(playlist), list(playlist[1:]), list(reversed(playlist)), "girl" in playlist]


#> compare_versions ["1.10.2", "1.9.7"] -> ["1.9.7", "1.10.2"]
def compare_versions(left, right):
    class Version:
        def __init__(self, text):
            self._parts = tuple(map(int, text.split(".")))

        def __lt__(self, other):
            return self._parts < other._parts

        def __repr__(self):
            return ".".join(map(str, self._parts))

    return [repr(version) for version in sorted([Version(left), Version(right)])]
