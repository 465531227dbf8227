"""Calculators: recursive descent, reverse Polish, numbers in many forms."""

import cmath
import math
import operator

OPERATORS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}


class Parser:
    """expression := term (('+'|'-') term)*, and so on down to numbers."""

    def __init__(self, text):
        self._text = text.replace(" ", "")
        self._position = 0

    def _peek(self):
        return self._text[self._position : self._position + 1]

    def _take(self):
        character = self._peek()
        self._position += 1
        return character

    def parse(self):
        value = self._expression()
        if self._peek():
            raise SyntaxError(f"unexpected {self._peek()!r} at {self._position}")
        return value

    def _expression(self):
        value = self._term()
        while self._peek() and self._peek() in "+-":
            value = OPERATORS[self._take()](value, self._term())
        return value

    def _term(self):
        value = self._factor()
        while self._peek() and self._peek() in "*/":
            value = OPERATORS[self._take()](value, self._factor())
        return value

    def _factor(self):
        if self._peek() == "-":
            self._take()
            return -self._factor()
        if self._peek() == "(":
            self._take()
            value = self._expression()
            if self._take() != ")":
                raise SyntaxError("missing )")
            return value
        return self._number()

    def _number(self):
        start = self._position
        while self._peek().isdigit() or self._peek() == ".":
            self._position += 1
        return float(self._text[start : self._position])


#> calculate ["2 * (3 + 4) - -1"] -> 15.0
#> calculate ["1 + * 2"] raises ValueError: could not convert string to float: ''
#> calculate ["2 ("] raises SyntaxError: unexpected '(' at 1
#> calculate ["(1 + 2"] raises SyntaxError: missing )
def calculate(text):
    return Parser(text).parse()


#> reverse_polish ["3 4 + 2 *"] -> 14
#> reverse_polish ["2 3 ^"] -> 8
#> reverse_polish ["1 +"] raises IndexError: pop from empty list
#> reverse_polish ["1 0 /"] raises ZeroDivisionError: division by zero
def reverse_polish(text):
    stack = []
    for word in text.split():
        if word in OPERATORS:
            right, left = stack.pop(), stack.pop()
            stack.append(OPERATORS[word](left, right))
        else:
            stack.append(int(word))
    return stack.pop()


#> evaluate_formula ["x ** 2 + 3 * x - 1", [0, 1, 2]] -> [-1, 3, 9]
#> evaluate_formula ["max(x, 1) * 10 if x else -1", [0, 5]] -> [-1, 50]
#> evaluate_formula ["x + y", [1]] raises NameError: name 'y' is not defined
def evaluate_formula(formula, points):
    """Lets people type a formula of x."""
    return [eval(formula, {"x": x, "max": max}) for x in points]


#> to_roman [1994] -> "MCMXCIV"
#> to_roman [0] raises ValueError: no Roman numeral for 0
def to_roman(number):
    if not 0 < number < 4000:
        raise ValueError(f"no Roman numeral for {number}")
    parts = []
    for value, symbol in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "M CM D CD C XC L XL X IX V IV I".split(),
    ):
        count, number = divmod(number, value)
        parts.append(symbol * count)
    return "".join(parts)


#> in_base [255, 2] -> "11111111"
#> in_base [-255, 16] -> "-ff"
#> in_base [0, 7] -> "0"
def in_base(number, base):
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    if number == 0:
        return "0"
    sign, number = ("-", -number) if number < 0 else ("", number)
    text = ""
    while number:
        number, digit = divmod(number, base)
        text = digits[digit] + text
    return sign + text


#> quadratic_roots [1, -3, 2] -> [1.0, 2.0]
#> quadratic_roots [1, 0, 4] -> [[0.0, -2.0], [0.0, 2.0]]
def quadratic_roots(a, b, c):
    root = cmath.sqrt(b * b - 4 * a * c)
    roots = [(-b - root) / (2 * a), (-b + root) / (2 * a)]
    return [r.real if not r.imag else [r.real, r.imag] for r in roots]


#> prime_factors [360] -> ["2^3", "3^2", "5"]
#> prime_factors [97] -> ["97"]
def prime_factors(number):
    factors = {}
    divisor = 2
    while divisor * divisor <= number:
        while number % divisor == 0:
            factors[divisor] = factors.get(divisor, 0) + 1
            number //= divisor
        divisor += 1
    if number > 1:
        factors[number] = factors.get(number, 0) + 1
    return [f"{prime}^{power}" if power > 1 else str(prime) for prime, power in factors.items()]


#> sieve [30] -> [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]
def sieve(limit):
    is_prime = bytearray([1]) * (limit + 1)
    is_prime[0:2] = b"\0\0"
    for number in range(2, math.isqrt(limit) + 1):
        if is_prime[number]:
            is_prime[number * number :: number] = bytes(
                len(range(number * number, limit + 1, number))
            )
    return [number for number, prime in enumerate(is_prime) if prime]


#> newton_root [2.0] -> 1.414213562
#> newton_root [-1.0] raises ValueError: no real root
def newton_root(value, tolerance=1e-12):
    if value < 0:
        raise ValueError("no real root")
    guess = value or 1.0
    for _ in range(100):
        better = (guess + value / guess) / 2
        if abs(better - guess) < tolerance:
            break
        guess = better
    else:
        raise ArithmeticError("did not converge")
    return round(better, 9)


#> big_numbers [50] -> [30414093201713378043612608166064768844377641568960512000000000000, 65, 215, 961749]
def big_numbers(n):
    factorial = math.prod(range(1, n + 1))
    return [factorial, len(str(factorial)), factorial.bit_length(), pow(3, n, 1_000_007)]
