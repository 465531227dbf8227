"""Prices for the orders of a small shop: a file of 200 lines, as somebody might submit it."""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from statistics import mean, median
from typing import Iterable, Iterator, Optional

__all__ = ["price", "report", "parse_order", "Basket"]

CENT = Decimal("0.01")
COUPON = re.compile(r"(?P<kind>[A-Z]{2,5})-(?P<amount>\d{1,3})(?P<percent>%?)")
SHIPPING = {"CH": Decimal("7.00"), "DE": Decimal("4.90"), "AT": Decimal("8.50")}
DEFAULT_SHIPPING = Decimal("19.00")


class Kind(Enum):
    BOOK = "book"
    FOOD = "food"
    TOOL = "tool"

    @property
    def tax(self) -> Decimal:
        return {Kind.BOOK: Decimal("0.07"), Kind.FOOD: Decimal("0.05")}.get(self, Decimal("0.19"))


class OrderError(ValueError):
    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(f"{message} (line {line})" if line else message)
        self.line = line


@dataclass(frozen=True)
class Item:
    name: str
    price: Decimal
    kind: Kind = Kind.TOOL
    weight: float = 0.0

    def gross(self) -> Decimal:
        return (self.price * (1 + self.kind.tax)).quantize(CENT, ROUND_HALF_UP)


@dataclass
class Line:
    item: Item
    count: int = 1
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.count < 1:
            raise OrderError(f"{self.item.name}: the count has to be positive")

    @property
    def total(self) -> Decimal:
        return self.item.gross() * self.count


class Basket:
    """What somebody buys; prices are computed once."""

    _made = 0

    def __init__(self, customer: str, country: str = "CH", *, day: Optional[date] = None) -> None:
        self.customer = customer
        self.country = country
        self.day = day or date(2024, 2, 29)
        self._lines: list[Line] = []
        self._coupons: dict[str, Decimal] = {}
        self._total: Optional[Decimal] = None
        Basket._made += 1
        self.__number = Basket._made

    def __len__(self) -> int:
        return sum(line.count for line in self._lines)

    def __iter__(self) -> Iterator[Line]:
        yield from self._lines

    def __contains__(self, name: object) -> bool:
        return any(line.item.name == name for line in self._lines)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.customer!r}, lines={len(self._lines)})"

    @property
    def number(self) -> str:
        return "{:%Y%m}-{:05d}".format(self.day, self.__number)

    def add(self, item: Item, count: int = 1, *notes: str) -> Basket:
        self._total = None
        for line in self._lines:
            if line.item == item:
                line.count += count
                line.notes += notes
                break
        else:
            self._lines.append(Line(item, count, list(notes)))
        return self

    def redeem(self, code: str) -> None:
        match COUPON.fullmatch(code):
            case None:
                raise OrderError(f"{code!r} is no coupon")
            case found if found["percent"]:
                self._coupons[found["kind"]] = Decimal(found["amount"]) / 100
            case found:
                self._coupons[found["kind"]] = Decimal(found["amount"])
        self._total = None

    def shipping(self) -> Decimal:
        weight = math.ceil(sum(line.item.weight * line.count for line in self))
        base = SHIPPING.get(self.country, DEFAULT_SHIPPING)
        return base + max(0, weight - 5) * Decimal("0.80")

    def total(self) -> Decimal:
        if self._total is None:
            total = sum((line.total for line in self._lines), Decimal(0))
            for amount in sorted(self._coupons.values(), reverse=True):
                total -= amount if amount >= 1 else total * amount
            self._total = (max(total, Decimal(0)) + self.shipping()).quantize(CENT)
        return self._total

    def arrives(self, working_days: int = 3) -> date:
        day = self.day
        while working_days:
            day += timedelta(days=1)
            if day.weekday() < 5:
                working_days -= 1
        return day


class GiftBasket(Basket):
    wrapping = Decimal("3.50")

    def shipping(self) -> Decimal:
        return super().shipping() + self.wrapping


def parse_order(text: str, catalogue: dict[str, Item]) -> Basket:
    """Reads lines such as ``2 x hammer # as a gift``."""
    first, *rest = text.strip().splitlines()
    customer, _, country = (part.strip() for part in first.partition("/"))
    basket = Basket(customer, country or "CH")
    for number, line in enumerate(rest, 2):
        content, _, note = line.partition("#")
        if not content.strip():
            # A line with nothing but a note, or nothing at all.
            continue
        try:
            count, name = content.split(" x ")
            item = catalogue[name.strip()]
        except ValueError:
            raise OrderError(f"cannot read {content.strip()!r}", number) from None
        except KeyError as error:
            raise OrderError(f"there is no {error.args[0]}", number) from error
        basket.add(item, int(count), *([note.strip()] if note else []))
    return basket


def price(orders: Iterable[str], catalogue_json: str, coupon: str = "") -> float:
    catalogue = {
        name: Item(name, Decimal(str(entry["price"])), Kind(entry.get("kind", "tool")))
        for name, entry in json.loads(catalogue_json).items()
    }
    total = Decimal(0)
    for order in orders:
        basket = parse_order(order, catalogue)
        if coupon:
            basket.redeem(coupon)
        total += basket.total()
    return float(total)


def report(baskets: list[Basket]) -> dict[str, object]:
    by_country: defaultdict[str, list[Decimal]] = defaultdict(list)
    sold: Counter[str] = Counter()
    for basket in baskets:
        by_country[basket.country].append(basket.total())
        sold.update({line.item.name: line.count for line in basket})
    rows = [
        {"country": country, "orders": len(totals), "mean": round(mean(totals), 2)}
        for country, totals in sorted(by_country.items(), key=lambda entry: -len(entry[1]))
    ]
    return {
        "rows": rows,
        "median": median([total for totals in by_country.values() for total in totals]),
        "best": [f"{name} ({count:,})" for name, count in sold.most_common(3)],
    }


if __name__ == "__main__":
    print(report([Basket("nobody").add(Item("hammer", Decimal("12.50")))]))
