/** What the page offers to begin with: sources, and texts for their functions' fields. */

export const EXAMPLES = [
  {
    title: "A mean of squares",
    filename: "mean_square.py",
    function: "mean_square",
    fields: { xs: "[1.0, 2.0, 3.0]" },
    source: `def mean_square(xs: list[float]) -> float:
    """The mean of the squares of some numbers."""
    return sum(x * x for x in xs) / len(xs)
`,
  },
  {
    title: "Typed values",
    filename: "orders.py",
    function: "summary",
    fields: { prices: "[19.9, 5.25, 102.0]", customer: "Ada" },
    source: `from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass
class Summary:
    customer: str
    day: date
    total: Decimal
    discounted: bool
    rows: list


def summary(prices: list[float], customer: str = "somebody", *, discount: bool = True):
    """What a customer has to pay, with ten per cent off from a hundred on."""
    total = sum(Decimal(str(price)) for price in prices)
    print(customer, "ordered", len(prices), "things")
    reduced = discount and total >= 100
    if reduced:
        total = (total * Decimal("0.9")).quantize(Decimal("0.01"))
    rows = [(number, price, price * 1.2) for number, price in enumerate(prices, 1)]
    return Summary(customer, date(2024, 2, 29), total, reduced, rows)
`,
  },
  {
    title: "An exception",
    filename: "ages.py",
    function: "oldest",
    fields: { people: '[{"name": "Ada", "age": 36}, {"name": "Grace"}]' },
    source: `def age(person: dict) -> int:
    return person["age"]


def oldest(people: list[dict]) -> str:
    """The name of the oldest of them."""
    print("looking at", len(people), "people")
    return max(people, key=age)["name"]
`,
  },
  {
    title: "A loop without an end",
    filename: "forever.py",
    function: "count",
    fields: {},
    source: `def count():
    """Counts until a limit ends it."""
    number = 0
    while True:
        number += 1
        if number % 5_000_000 == 0:
            print("at", number, flush=True)
`,
  },
  {
    title: "What the rules refuse",
    filename: "curious.py",
    function: "look",
    fields: {},
    source: `import os


def look(path="/"):
    return os.listdir(path)


def escape():
    return ().__class__.__base__.__subclasses__()
`,
  },
];
