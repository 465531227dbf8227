"""Descriptors and forms that check what they are given."""

import re
from collections import UserDict
from numbers import Real

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)


class Checked:
    """A descriptor that keeps its value in a private attribute of its owner."""

    def __set_name__(self, owner, name):
        self.public_name = name
        self._private_name = "_" + name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return getattr(instance, self._private_name)

    def __set__(self, instance, value):
        self.check(value)
        setattr(instance, self._private_name, value)

    def check(self, value):
        raise NotImplementedError


class Positive(Checked):
    def check(self, value):
        if not isinstance(value, Real):
            raise TypeError(f"{self.public_name} must be a number")
        if value <= 0:
            raise ValueError(f"{self.public_name} must be positive, not {value}")


class Text(Checked):
    def __init__(self, *, maximum=100):
        self.maximum = maximum

    def check(self, value):
        if len(value) > self.maximum:
            raise ValueError(f"{self.public_name} is longer than {self.maximum}")


class LineItem:
    description = Text(maximum=12)
    weight = Positive()
    price = Positive()

    def __init__(self, description, weight, price):
        self.description = description
        self.weight = weight
        self.price = price

    def subtotal(self):
        return self.weight * self.price


#> line_item ["walnuts", 2, 3.5] -> [14.0, ["_description", "_price", "_weight"], "weight", 2]
#> line_item ["walnuts", 0, 3.5] raises ValueError: weight must be positive, not 0
#> line_item ["walnuts", "2", 3.5] raises TypeError: weight must be a number
#> line_item ["walnuts of the very best sort", 2, 3.5] raises ValueError: description is longer than 12
def line_item(description, weight, price):
    item = LineItem(description, weight, price)
    item.price *= 2
    return [item.subtotal(), sorted(vars(item)), LineItem.weight.public_name, item._weight]


class Person:
    def __init__(self, name, age):
        self._name = None
        self.name = name
        self.age = age

    @property
    def name(self):
        """The name, as it is on the badge."""
        return self._name

    @name.setter
    def name(self, value):
        if not value.strip():
            raise ValueError("a name is needed")
        self._name = value.strip().title()

    @property
    def age(self):
        return self.__age

    @age.setter
    def age(self, value):
        if value < 0:
            raise ValueError(f"age cannot be {value}")
        self.__age = value


#> make_person [" ann lee ", 30] -> ["Ann Lee", 31, "The name, as it is on the badge.", true]
#> make_person ["  ", 30] raises ValueError: a name is needed
#> make_person ["Ann", -3] raises ValueError: age cannot be -3
def make_person(name, age):
    person = Person(name, age)
    person.age += 1
    return [person.name, person.age, Person.name.__doc__, Person.name.fset is not None]


#> check_form [{"email": "ann@example.org", "age": "30", "terms": true}] -> "fine"
#> check_form [{"email": "ann(at)example", "age": "old"}] -> {"email": "is no address", "age": "is no age", "terms": "is missing"}
def check_form(form):
    problems = {}
    rules = [
        ("email", lambda v: _EMAIL.fullmatch(v), "is no address"),
        ("age", lambda v: v.isdecimal() and 0 < int(v) < 130, "is no age"),
        ("terms", lambda v: v is True, "must be accepted"),
    ]
    for field, rule, message in rules:
        if field not in form:
            problems[field] = "is missing"
        elif not rule(form[field]):
            problems[field] = message
    return problems or "fine"


#> password_strength ["abc"] -> {"verdict": "weak", "lacks": ["long", "upper", "digit", "other"]}
#> password_strength ["C0rrect-horse"] -> {"verdict": "strong", "lacks": []}
def password_strength(password):
    checks = {
        "long": len(password) >= 10,
        "lower": any(map(str.islower, password)),
        "upper": any(map(str.isupper, password)),
        "digit": any(map(str.isdigit, password)),
        "other": not password.isalnum(),
    }
    score = sum(checks.values())
    verdict = ["weak", "weak", "weak", "fair", "good", "strong"][score]
    return {"verdict": verdict, "lacks": [name for name, met in checks.items() if not met]}


class CaseInsensitive(UserDict):
    """Keys in any case, as headers have them."""

    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)

    def __getitem__(self, key):
        return super().__getitem__(key.lower())

    def __missing__(self, key):
        raise KeyError(f"no header {key}")

    def __contains__(self, key):
        return super().__contains__(key.lower())


#> headers [{"Content-Type": "text/plain"}, "CONTENT-TYPE"] -> ["text/plain", true, ["content-type", "x-test"]]
#> headers [{"Content-Type": "text/plain"}, "Accept"] raises KeyError: 'no header accept'
def headers(values, wanted):
    table = CaseInsensitive(values)
    table["X-Test"] = "1"
    return [table[wanted], "x-test" in table, sorted(table)]


#> match_schema [{"id": 1, "tags": ["a"]}, {"id": "int", "tags": "list"}] -> ["id", "tags"]
#> match_schema [{"id": "1", "tags": ["a"]}, {"id": "int", "tags": "list"}] raises TypeError: id should be int but is str
#> match_schema [{"id": 1}, {"id": "int", "tags": "list"}] raises KeyError: 'tags'
def match_schema(document, schema):
    kinds = {"int": int, "str": str, "list": list}
    for name, kind in schema.items():
        value = document[name]
        if type(value) is not kinds[kind]:
            found = type(value).__name__
            raise TypeError(f"{name} should be {kind} but is {found}")
    return sorted(document)


class Bounded(int):
    """A subclass of a builtin."""

    _low, _high = 0, 10

    def __new__(cls, value):
        if not cls._low <= value <= cls._high:
            raise ValueError(f"{value} is not in {cls._low}..{cls._high}")
        return super().__new__(cls, value)

    def __add__(self, other):
        return type(self)(int(self) + other)


class Percentage(Bounded):
    _high = 100


#> bounded_sum [3, 4] -> [7, 94, true]
#> bounded_sum [8, 4] raises ValueError: 12 is not in 0..10
def bounded_sum(a, b):
    return [int(Bounded(a) + b), int(Percentage(90) + b), isinstance(Bounded(a), int)]
