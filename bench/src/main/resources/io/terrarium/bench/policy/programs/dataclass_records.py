"""Dataclasses and type hints"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Optional


class Kind(Enum):
    BOOK = "book"
    FOOD = "food"
    OTHER = "other"


@dataclass(frozen=True)
class Item:
    name: str
    cents: int
    kind: Kind = Kind.OTHER

    @property
    def tax(self) -> int:
        return self.cents * (5 if self.kind is Kind.BOOK else 19) // 100


@dataclass
class Line:
    item: Item
    count: int = 1

    def total(self) -> int:
        return self.count * (self.item.cents + self.item.tax)


@dataclass
class Order:
    customer: str
    lines: list[Line] = field(default_factory=list)
    discount: Optional[int] = None
    _closed: bool = field(default=False, repr=False)

    def add(self, item: Item, count: int = 1) -> Order:
        if self._closed:
            raise ValueError("the order is closed")
        for line in self.lines:
            if line.item == item:
                line.count += count
                return self
        self.lines.append(Line(item, count))
        return self

    def close(self) -> int:
        self._closed = True
        total = sum(line.total() for line in self.lines)
        if self.discount is not None:
            total -= total * self.discount // 100
        return total


def run() -> list[object]:
    kinds = list(Kind)
    items = [Item(f"item {number}", 100 + 17 * number, kinds[number % 3]) for number in range(12)]
    totals: list[int] = []
    for number in range(170):
        order = Order(f"customer {number % 9}", discount=number % 20 or None)
        for step in range(10):
            order.add(items[number * step % 12], 1 + step % 4)
        totals.append(order.close())
    cheaper = [replace(item, cents=item.cents // 2) for item in items]
    by_kind: dict[str, int] = {}
    for item in cheaper:
        by_kind[item.kind.value] = by_kind.get(item.kind.value, 0) + item.tax
    return [sum(totals), max(totals), by_kind, repr(cheaper[-1])]
