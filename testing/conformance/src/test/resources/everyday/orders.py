"""Pattern matching, all kinds of patterns."""

import enum
from dataclasses import dataclass


class Status(enum.Enum):
    NEW = "new"
    PAID = "paid"
    SENT = "sent"


class Colour:
    RED = "red"
    GREEN = "green"


@dataclass
class Point:
    x: int
    y: int


@dataclass
class Rectangle:
    corner: Point
    opposite: Point
    _label: str = ""


class Node:
    __match_args__ = ("_value", "children")

    def __init__(self, value, *children):
        self._value = value
        self.children = children


#> handle_command ["go north"] -> "walking north"
#> handle_command ["take lamp and rope"] -> "taking lamp, rope"
#> handle_command ["look"] -> "a dark room"
#> handle_command ["dance wildly now"] -> "cannot dance ... now"
#> handle_command [""] -> "say something"
def handle_command(text):
    match text.split():
        case []:
            return "say something"
        case ["go", ("north" | "south" | "east" | "west") as direction]:
            return f"walking {direction}"
        case ["take", *things] if things:
            return "taking " + ", ".join(thing for thing in things if thing != "and")
        case ["look" | "examine"]:
            return "a dark room"
        case [verb, *_, last]:
            return f"cannot {verb} ... {last}"
        case _:
            return "what?"


#> describe_value [null] -> "nothing"
#> describe_value [true] -> "a truth"
#> describe_value [-1] -> "a small integer"
#> describe_value [2.5] -> "more than two: 2.5"
#> describe_value ["red"] -> "the colour red"
#> describe_value [[1, [2, 3]]] -> "1 and [2, 3]"
#> describe_value [{"kind": "x", "a": 1, "b": 2}] -> "x with ['a', 'b']"
def describe_value(value):
    match value:
        case None:
            return "nothing"
        case True | False:
            return "a truth"
        case -1 | 0 | 1:
            return "a small integer"
        case int():
            return "an integer"
        case float(number) if number > 2:
            return f"more than two: {number}"
        case Colour.RED | Colour.GREEN as colour:
            return f"the colour {colour}"
        case str() as text:
            return f"text of {len(text)}"
        case [first, [*inner]]:
            return f"{first} and {inner}"
        case {"kind": str(kind), **rest}:
            return f"{kind} with {sorted(rest)}"
    return "something"


#> order_step [{"status": "new", "total": 10}] -> "pay 10"
#> order_step [{"status": "paid", "total": 10, "address": {"country": "CH"}}] -> "declare for customs in CH"
#> order_step [{"status": "sent"}] raises RuntimeError: nothing to do for SENT
#> order_step [{"status": "lost"}] raises ValueError: 'lost' is not a valid Status
def order_step(order):
    match Status(order["status"]), order:
        case Status.NEW, {"total": total}:
            return f"pay {total}"
        case Status.PAID, {"address": {"country": "CH" | "LI" as country}}:
            return f"declare for customs in {country}"
        case Status.PAID, _:
            return "send"
        case state, _:
            raise RuntimeError(f"nothing to do for {state.name}")


#> locate [0, 0] -> "origin"
#> locate [0, 5] -> "on the y axis at 5"
#> locate [3, 3] -> "diagonal 3"
#> locate [3, 4] -> "somewhere: Point(x=3, y=4)"
def locate(x, y):
    match Point(x, y):
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=height):
            return f"on the y axis at {height}"
        case Point(a, b) if a == b:
            return f"diagonal {a}"
        case Point() as point:
            return f"somewhere: {point}"


#> match_private ["table"] -> "table is 4 wide"
#> match_private [""] -> "no label"
def match_private(label):
    rectangle = Rectangle(Point(0, 0), Point(4, 3), label)
    match rectangle:
        case Rectangle(_label=""):
            return "no label"
        case Rectangle(corner=Point(x=left), opposite=Point(x=right), _label=text):
            return f"{text} is {right - left} wide"


#> tree_sum [] -> 15
def tree_sum():
    def total(node):
        match node:
            case Node(value, ()):
                return value
            case Node(_value=value, children=[*children]):
                return value + sum(map(total, children))

    return total(Node(1, Node(2), Node(3, Node(4), Node(5))))


#> json_shape [[1, "a", {"x": [true, null]}]] -> "[ns{x:[bb]}]"
def json_shape(document):
    match document:
        case bool() | None:
            return "b"
        case int() | float():
            return "n"
        case str():
            return "s"
        case [*items]:
            return "[" + "".join(map(json_shape, items)) + "]"
        case {}:
            return "{" + ",".join(f"{k}:{json_shape(v)}" for k, v in document.items()) + "}"


#> simplify [["+", 0, ["*", 1, "x"]]] -> "x"
#> simplify [["*", ["+", 2, 3], ["-", "y", "y"]]] -> 0
#> simplify [["?", 1, 2]] raises ValueError: unknown operator ?
def simplify(expression):
    """Algebra on nested lists."""
    match expression:
        case [op, left, right]:
            match [op, simplify(left), simplify(right)]:
                case ["+", 0, other] | ["+", other, 0] | ["*", 1, other] | ["*", other, 1]:
                    return other
                case ["*", 0, _] | ["*", _, 0]:
                    return 0
                case ["-", a, b] if a == b:
                    return 0
                case ["+", int(a), int(b)]:
                    return a + b
                case ["+" | "*" | "-" as known, a, b]:
                    return [known, a, b]
                case [unknown, *_]:
                    raise ValueError(f"unknown operator {unknown}")
        case _:
            return expression


#> http_status [200] -> "success"
#> http_status [404] -> "not found"
#> http_status [503] -> "server error"
#> http_status ["200"] raises TypeError: expected a number, not '200'
def http_status(code):
    match code:
        case 200 | 201 | 204:
            return "success"
        case 404:
            return "not found"
        case int(n) if 500 <= n < 600:
            return "server error"
        case str(text):
            raise TypeError(f"expected a number, not {text!r}")
