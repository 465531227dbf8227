"""Parsing with re and match"""

import re

TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[a-z]+)|(?P<sign>[-+*/()]))")
LOG = re.compile(r"(?P<level>[A-Z]+) (?P<user>\w+) took (?P<millis>\d+) ms")


def tokens(text):
    place = 0
    text = text.rstrip()
    while place < len(text):
        found = TOKEN.match(text, place)
        if not found:
            raise SyntaxError(f"column {place + 1}: {text[place]!r}")
        place = found.end()
        yield found.lastgroup, found[found.lastgroup]


class Parser:
    def __init__(self, text):
        self._tokens = list(tokens(text))
        self._place = 0

    def _peek(self):
        return self._tokens[self._place][1] if self._place < len(self._tokens) else None

    def _next(self):
        self._place += 1
        return self._tokens[self._place - 1]

    def sum(self):
        left = self.product()
        while self._peek() in ("+", "-"):
            left = (self._next()[1], left, self.product())
        return left

    def product(self):
        left = self.factor()
        while self._peek() in ("*", "/"):
            left = (self._next()[1], left, self.factor())
        return left

    def factor(self):
        match self._next():
            case ("number", digits):
                return float(digits)
            case ("name", name):
                return name
            case ("sign", "-"):
                return ("neg", self.factor())
            case ("sign", "("):
                inner = self.sum()
                self._next()
                return inner
            case (_, other):
                raise SyntaxError(f"unexpected {other!r}")


def evaluate(tree, names):
    match tree:
        case float():
            return tree
        case str():
            return names[tree]
        case ("neg", inner):
            return -evaluate(inner, names)
        case ("+", left, right):
            return evaluate(left, names) + evaluate(right, names)
        case ("-", left, right):
            return evaluate(left, names) - evaluate(right, names)
        case ("*", left, right):
            return evaluate(left, names) * evaluate(right, names)
        case ("/", left, right):
            return evaluate(left, names) / evaluate(right, names)


def slowest(lines):
    worst = {}
    for line in lines:
        if found := LOG.fullmatch(line):
            user, millis = found["user"], int(found["millis"])
            worst[user] = max(worst.get(user, 0), millis)
    return worst


def run():
    tree = Parser("(a + 2.5) * -(b - 4 / c) + 3 * (a * b - c) - 10 / (a + b + c)").sum()
    values = [
        evaluate(tree, {"a": a, "b": b, "c": 2.0}) for a in range(1, 16) for b in range(1, 16)
    ]
    parsed = [Parser(f"{n} * (x + {n + 1}) - y / {n + 2}").sum() for n in range(80)]
    log = [f"INFO user{n % 7} took {n * 31 % 997} ms" for n in range(1500)] + ["garbage"]
    title = re.sub(r"\b(\w)(\w*)", lambda found: found[1].upper() + found[2], "the end of it " * 60)
    return [sum(values), parsed[3], slowest(log), title[:40]]
