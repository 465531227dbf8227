"""A shop's stock, as dataclasses."""

from __future__ import annotations

import copy
from dataclasses import (
    KW_ONLY,
    FrozenInstanceError,
    InitVar,
    asdict,
    astuple,
    dataclass,
    field,
    fields,
    is_dataclass,
    replace,
)
from typing import ClassVar, Optional


class OutOfStock(LookupError):
    """There is less than somebody wants."""


@dataclass(order=True)
class Article:
    sort_key: tuple = field(init=False, repr=False)
    name: str
    quantity: int = 0
    _reserved: int = field(default=0, compare=False)
    _count: ClassVar[int] = 0

    def __post_init__(self):
        self.sort_key = (-self.quantity, self.name)
        Article._count += 1

    @property
    def available(self) -> int:
        return self.quantity - self._reserved

    def reserve(self, amount: int) -> None:
        if amount > self.available:
            raise OutOfStock(f"only {self.available} of {self.name} left, {amount} wanted")
        self._reserved += amount


@dataclass
class Warehouse:
    name: str
    articles: dict[str, Article] = field(default_factory=dict)
    _log: list[str] = field(default_factory=list, repr=False, compare=False)

    def add(self, name: str, quantity: int) -> Warehouse:
        article = self.articles.setdefault(name, Article(name))
        article.quantity += quantity
        self._log.append(f"+{quantity} {name}")
        return self

    def take(self, name: str, quantity: int) -> None:
        try:
            article = self.articles[name]
        except KeyError as missing:
            raise OutOfStock(f"no {name} in {self.name}") from missing
        article.reserve(quantity)
        self._log.append(f"-{quantity} {name}")


#> stock_movements [[["add", "nut", 10], ["add", "bolt", 3], ["take", "nut", 4]]] -> {"available": {"nut": 6, "bolt": 3}, "log": ["+10 nut", "+3 bolt", "-4 nut"], "shown": "Warehouse(name='main', articles={'nut': Article(name='nut', quantity=10, _reserved=4), 'bolt': Article(name='bolt', quantity=3, _reserved=0)})"}
#> stock_movements [[["add", "nut", 10], ["take", "nut", 14]]] raises OutOfStock: only 10 of nut left, 14 wanted
#> stock_movements [[["take", "gear", 1]]] raises OutOfStock: no gear in main
def stock_movements(movements):
    warehouse = Warehouse("main")
    for action, name, quantity in movements:
        getattr(warehouse, action)(name, quantity)
    return {
        "available": {name: article.available for name, article in warehouse.articles.items()},
        "log": warehouse._log,
        "shown": repr(warehouse),
    }


#> sort_articles [{"nut": 5, "bolt": 9, "gear": 5}] -> [["bolt", "gear", "nut"], true, "Article(name='bolt', quantity=9, _reserved=0)", 5]
def sort_articles(stock):
    articles = sorted(Article(name, quantity) for name, quantity in stock.items())
    same = Article("nut", 5, 1) == Article("nut", 5, 2)
    return [[article.name for article in articles], same, repr(articles[0]), Article._count]


@dataclass(frozen=True)
class Money:
    amount: int
    currency: str = "EUR"
    _digits: int = 2

    def __post_init__(self):
        object.__setattr__(self, "currency", self.currency.upper())
        object.__setattr__(self, "_text", f"{self.amount / 10**self._digits:.{self._digits}f}")

    def __str__(self):
        return f"{self._text} {self.currency}"


#> frozen_money [1250, "usd"] -> ["12.50 USD", "25.00 USD", "Money(amount=1250, currency='USD', _digits=2)", true, true, "cannot assign to field 'amount'"]
def frozen_money(amount, currency):
    money = Money(amount, currency)
    dearer = replace(money, amount=2 * amount)
    try:
        money.amount = 0
    except FrozenInstanceError as error:
        message = str(error)
    return [str(money), str(dearer), repr(money), money == replace(money), hash(money) != 0, message]


#> change_frozen [] raises dataclasses.FrozenInstanceError: cannot assign to field '_digits'
def change_frozen():
    money = Money(5)
    money._digits = 3
    return money


@dataclass
class Order:
    number: int
    lines: list[Line] = field(default_factory=list)
    note: Optional[str] = None
    _: KW_ONLY
    express: bool = False


@dataclass
class Line:
    article: str
    count: int = 1


#> nested_dataclasses [17] -> {"dict": {"number": 17, "lines": [{"article": "nut", "count": 3}, {"article": "bolt", "count": 1}], "note": null, "express": true}, "tuple": ["('nut', 3)", "('bolt', 1)"], "fields": ["number", "lines", "note", "express"], "is": [true, true, false], "equal": [false, true]}
def nested_dataclasses(number):
    order = Order(number, [Line("nut", 3), Line("bolt")], express=True)
    other = copy.deepcopy(order)
    other.lines[0].count = 4
    return {
        "dict": asdict(order),
        "tuple": list(map(str, astuple(order)[1])),
        "fields": [f.name for f in fields(order)],
        "is": [is_dataclass(order), is_dataclass(Order), is_dataclass(number)],
        "equal": [order == other, order.lines[1] == other.lines[1]],
    }


#> positional_express [1] raises TypeError: Order.__init__() takes from 2 to 4 positional arguments but 5 were given
def positional_express(number):
    return asdict(Order(number, [], "a note", True))


@dataclass
class Circle:
    radius: float
    unit: InitVar[str] = "cm"
    area: float = field(init=False)

    def __post_init__(self, unit):
        factor = {"mm": 0.1, "cm": 1, "m": 100}[unit]
        self.area = round(3.14159 * (self.radius * factor) ** 2, 3)


#> circle_area [2.0] -> 12.566
#> circle_area [2.0, "m"] -> 125663.6
#> circle_area [2.0, "inch"] raises KeyError: 'inch'
def circle_area(radius, unit="cm"):
    return Circle(radius, unit).area


@dataclass(slots=True)
class Sensor:
    name: str
    _value: float = 0.0
    __calibration: float = 1.5

    def read(self):
        return self._value * self.__calibration

    def _set(self, value):
        self._value = value


#> read_sensor [4.0] -> [6.0, 1.5, ["name", "_value", "_Sensor__calibration"], {"name": "door", "_value": 1, "_Sensor__calibration": 1.5}]
def read_sensor(value):
    sensor = Sensor("door")
    sensor._set(value)
    copied = copy.copy(sensor)
    copied._value = 1
    return [sensor.read(), copied.read(), [f.name for f in fields(sensor)], asdict(copied)]


@dataclass
class Base:
    identifier: int

    def label(self):
        return f"{self.__class__.__name__}#{self.identifier}"


@dataclass(repr=False)
class Employee(Base):
    name: str = "nobody"
    boss: "Employee | None" = None

    def chain(self):
        return [self.name] + (self.boss.chain() if self.boss else [])

    def label(self):
        return super().label() + f" {self.name}"


#> chain_of_command [["Ann", "Bob", "Cid"]] -> [["Cid", "Bob", "Ann"], "Employee#2 Cid"]
def chain_of_command(names):
    boss = None
    for number, name in enumerate(names):
        boss = Employee(number, name, boss)
    return [boss.chain(), boss.label()]


#> missing_argument [] raises TypeError: Line.__init__() missing 1 required positional argument: 'article'
def missing_argument():
    return Line()
