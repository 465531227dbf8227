"""What things cost: discounts, tiers, coupons, shipping."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Callable, Iterable

VAT = {"standard": 0.19, "reduced": 0.07, "none": 0.0}


class CouponError(Exception):
    pass


class ExpiredCoupon(CouponError):
    def __init__(self, code: str, days: int):
        super().__init__(code, days)
        self.code = code
        self.days = days

    def __str__(self) -> str:
        return f"coupon {self.code} expired {self.days} day{'s' if self.days != 1 else ''} ago"


#> discounted_total [[10.0, 20.0, 5.5]] {"discount": 0.1} -> 31.95
#> discounted_total [[10.0, 20.0, 5.5]] -> 35.5
#> discounted_total [[1.0]] {"discount": 1.5} raises ValueError: discount must be between 0 and 1
def discounted_total(prices: list[float], discount: float = 0.0) -> float:
    if not 0 <= discount <= 1:
        raise ValueError("discount must be between 0 and 1")
    return round(sum(prices) * (1 - discount), 2)


#> tiered_price [5] -> 10.0
#> tiered_price [120] -> 175.0
#> tiered_price [1000] -> 1055.0
def tiered_price(quantity: int) -> float:
    """The first 10 at full price, the next 90 cheaper, the rest cheaper still."""
    tiers = [(10, 2.0), (90, 1.5), (math.inf, 1.0)]
    total = 0.0
    for size, price in tiers:
        taken = min(quantity, size)
        total += taken * price
        quantity -= taken
        if quantity <= 0:
            break
    return total


@dataclass(frozen=True)
class Item:
    name: str
    price: float
    tax: str = "standard"

    def gross(self) -> float:
        return round(self.price * (1 + VAT[self.tax]), 2)


#> gross_prices [[["book", 10.0, "reduced"], ["lamp", 25.5], ["stamp", 0.85, "none"]]] -> {"book": 10.7, "lamp": 30.34, "stamp": 0.85}
#> gross_prices [[["book", 10.0, "reduced"], ["wine", 8.0, "luxury"]]] raises KeyError: 'luxury'
def gross_prices(rows: list[list]) -> dict[str, float]:
    return {item.name: item.gross() for item in (Item(*row) for row in rows)}


#> cheapest_combination [[3, 5, 8], 13] -> [8, 5]
#> cheapest_combination [[4, 6], 7] -> null
def cheapest_combination(packs: list[int], wanted: int) -> list[int] | None:
    """The fewest packs that hold exactly as many as are wanted."""
    best: list[list[int] | None] = [[]] + [None] * wanted
    for amount in range(1, wanted + 1):
        for pack in packs:
            if pack <= amount and (rest := best[amount - pack]) is not None:
                candidate = rest + [pack]
                if best[amount] is None or len(candidate) < len(best[amount]):
                    best[amount] = candidate
    return best[wanted]


Rule = Callable[[float], float]


def percent_off(percent: float) -> Rule:
    def apply(total: float) -> float:
        return total * (1 - percent / 100)

    return apply


def amount_off(amount: float, minimum: float = 0) -> Rule:
    def apply(total: float) -> float:
        return total - amount if total >= minimum else total

    return apply


COUPONS: dict[str, Rule] = {
    "TEN": percent_off(10),
    "FIVER": amount_off(5),
    "BIG": amount_off(20, minimum=100),
}


def find_coupon(code: str) -> Rule:
    if code == "SUMMER":
        raise ExpiredCoupon(code, 1)
    try:
        return COUPONS[code]
    except KeyError as error:
        raise CouponError(f"no coupon {code}") from error


#> apply_coupons [120, ["TEN", "BIG"]] -> 88.0
#> apply_coupons [30, ["FIVER", "BIG", "TEN"]] -> 22.5
#> apply_coupons [30, ["FIVER", "FREE"]] raises CouponError: no coupon FREE
#> apply_coupons [30, ["SUMMER"]] raises ExpiredCoupon: coupon SUMMER expired 1 day ago
def apply_coupons(total: float, codes: Iterable[str]) -> float:
    for code in codes:
        total = find_coupon(code)(total)
    return round(total, 2)


#> shipping_cost [{"weight": 0.8, "country": "DE"}] -> 3.9
#> shipping_cost [{"weight": 12, "country": "FR", "express": true}] -> 31.8
#> shipping_cost [{"weight": 40, "country": "US"}] raises OverflowError: a parcel weighs 30 kg at most
def shipping_cost(parcel: dict) -> float:
    match parcel:
        case {"weight": weight} if weight > 30:
            raise OverflowError("a parcel weighs 30 kg at most")
        case {"country": "DE", "weight": weight}:
            base = 3.9 if weight < 2 else 6.9
        case {"country": "AT" | "FR" | "NL", "weight": weight}:
            base = 9.9 + 0.5 * weight
        case {"weight": weight}:
            base = 19.9 + weight
    return round(base * (2 if parcel.get("express") else 1), 2)


#> split_bill [100, 3] -> [33.34, 33.33, 33.33]
#> split_bill [0.05, 2] -> [0.03, 0.02]
def split_bill(total: float, people: int) -> list[float]:
    """Shares in whole cents that add up; the first ones pay the cents left over."""
    cents = round(total * 100)
    share, left = divmod(cents, people)
    return [(share + (1 if person < left else 0)) / 100 for person in range(people)]


if __name__ == "__main__":
    print(discounted_total([1, 2, 3]))
