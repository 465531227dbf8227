"""Exact amounts: Decimal and Fraction."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from fractions import Fraction
from functools import total_ordering

CENT = Decimal("0.01")


@total_ordering
class Money:
    """An amount in a currency; amounts of other currencies do not mix."""

    __slots__ = ("_amount", "_currency")

    def __init__(self, amount, currency="EUR"):
        self._amount = Decimal(amount).quantize(CENT, rounding=ROUND_HALF_UP)
        self._currency = currency

    @property
    def amount(self):
        return self._amount

    def _check(self, other):
        if self._currency != other._currency:
            raise TypeError(f"cannot mix {self._currency} and {other._currency}")
        return other

    def __add__(self, other):
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self._amount + self._check(other)._amount, self._currency)

    def __radd__(self, other):
        return self if other == 0 else NotImplemented

    def __mul__(self, factor):
        return Money(self._amount * Decimal(str(factor)), self._currency)

    __rmul__ = __mul__

    def __neg__(self):
        return Money(-self._amount, self._currency)

    def __eq__(self, other):
        if not isinstance(other, Money):
            return NotImplemented
        return (self._amount, self._currency) == (other._amount, other._currency)

    def __lt__(self, other):
        return self._amount < self._check(other)._amount

    def __hash__(self):
        return hash((self._amount, self._currency))

    def __bool__(self):
        return self._amount != 0

    def __repr__(self):
        return f"{type(self).__name__}({str(self._amount)!r}, {self._currency!r})"

    def __format__(self, spec):
        return f"{self._amount:{spec or ',.2f'}} {self._currency}"


#> invoice_total [["19.99", "5.005", "0.1"]] -> "25.10 EUR"
#> invoice_total [[]] -> "0.00 EUR"
def invoice_total(amounts):
    total = sum((Money(amount) for amount in amounts), Money(0))
    return f"{total}"


#> compare_money ["10.00", "9.999"] -> [false, true, true, false, true, 1, true, "Money('20.00', 'EUR')"]
#> compare_money ["10.00", "10.01"] -> [true, true, false, true, false, 2, true, "Money('20.00', 'EUR')"]
def compare_money(left, right):
    a, b = Money(left), Money(right)
    return [a < b, a <= b, a == b, a != b, max(a, b) is a, len({a, b}), bool(-a), repr(2 * a)]


#> mixed_currencies [["1.50", "EUR"], ["2.50", "USD"]] raises TypeError: cannot mix EUR and USD
#> mixed_currencies [["1.50", "EUR"], ["2.50", "EUR"]] -> "4.0 EUR"
def mixed_currencies(*pairs):
    purse = [Money(amount, currency) for amount, currency in pairs]
    return format(sum(purse[1:], purse[0]), ".1f")


#> money_plus_number ["1.50", 2] raises TypeError: unsupported operand type(s) for +: 'Money' and 'int'
def money_plus_number(amount, number):
    return Money(amount) + number


#> parse_amount ["12.50"] -> "12.50"
#> parse_amount [" 1,234.5 "] -> "1234.50"
#> parse_amount ["twelve"] raises ValueError: not an amount: 'twelve'
def parse_amount(text):
    try:
        value = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        raise ValueError(f"not an amount: {text!r}") from None
    return str(value.quantize(CENT, rounding=ROUND_HALF_EVEN))


#> decimal_garbage ["1.2.3"] raises decimal.InvalidOperation: [<class 'decimal.ConversionSyntax'>]
def decimal_garbage(text):
    return str(Decimal(text) * 2)


#> compound_interest ["1000", "0.05", 10] -> "1628.88"
#> compound_interest ["250.00", "0.0125", 3] {"fee": "1.50"} -> "254.94"
def compound_interest(principal, rate, years, fee="0"):
    balance = Decimal(principal)
    for _ in range(years):
        interest = (balance * Decimal(rate)).quantize(CENT)
        balance += interest - Decimal(fee)
    return str(balance)


#> amortisation ["1200", "0.12", 3] -> [{"month": 1, "paid": "408.03", "balance": "803.97"}, {"month": 2, "paid": "408.03", "balance": "403.98"}, {"month": 3, "paid": "408.02", "balance": "0.00"}]
def amortisation(loan, yearly_rate, months):
    """The plan of a loan that is paid back in equal parts."""
    rate = Decimal(yearly_rate) / 12
    balance = Decimal(loan)
    payment = (balance * rate / (1 - (1 + rate) ** -months)).quantize(CENT)
    plan = []
    for month in range(1, months + 1):
        interest = (balance * rate).quantize(CENT)
        paid = payment if month < months else balance + interest
        balance = balance + interest - paid
        plan.append({"month": month, "paid": str(paid), "balance": f"{balance:.2f}"})
    return plan


#> precise_division ["1", "7", 20] -> "0.14285714285714285714"
#> precise_division ["2", "3", 5] -> "0.66667"
def precise_division(a, b, digits):
    with localcontext() as context:
        context.prec = digits
        return str(Decimal(a) / Decimal(b))


#> recipe_for [{"flour": "3/4", "milk": "1/2", "eggs": "2"}, 4, 6] -> {"flour": "1 1/8", "milk": "3/4", "eggs": "3"}
def recipe_for(ingredients, serves, guests):
    """Scales a recipe, and writes amounts as cooks do."""
    scale = Fraction(guests, serves)

    def written(amount):
        whole, rest = divmod(amount, 1)
        if not rest:
            return str(whole)
        return f"{whole} {rest}" if whole else str(rest)

    return {name: written(Fraction(amount) * scale) for name, amount in ingredients.items()}


#> egyptian_fractions ["5/6"] -> ["1/2", "1/3"]
#> egyptian_fractions ["7/15"] -> ["1/3", "1/8", "1/120"]
def egyptian_fractions(text):
    rest = Fraction(text)
    parts = []
    while rest > 0:
        denominator = -(-rest.denominator // rest.numerator)
        parts.append(f"1/{denominator}")
        rest -= Fraction(1, denominator)
    return parts
