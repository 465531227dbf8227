"""Simulations with seeded random numbers."""

import math
import random
from collections import Counter, deque
from dataclasses import dataclass


#> roll_dice [42, 1000] -> [30, 53, 75, 122, 124, 160, 136, 119, 94, 50, 37]
def roll_dice(seed, rolls):
    generator = random.Random(seed)
    counts = Counter(generator.randint(1, 6) + generator.randint(1, 6) for _ in range(rolls))
    return [counts[total] for total in range(2, 13)]


#> estimate_pi [7, 5000] -> 3.1504
def estimate_pi(seed, samples):
    rng = random.Random(seed)
    inside = 0
    for _ in range(samples):
        x, y = rng.random(), rng.random()
        if math.hypot(x, y) <= 1:
            inside += 1
    return round(4 * inside / samples, 4)


#> random_walk [3, 50] -> {"end": [-3, -1], "farthest": 5}
def random_walk(seed, steps):
    rng = random.Random(seed)
    x = y = 0
    farthest = 0
    for _ in range(steps):
        dx, dy = rng.choice([(0, 1), (1, 0), (0, -1), (-1, 0)])
        x, y = x + dx, y + dy
        farthest = max(farthest, abs(x) + abs(y))
    return {"end": [x, y], "farthest": farthest}


#> deal_cards [11, 2] -> [["4D", "JD", "QC", "5D", "AC"], ["8D", "KD", "AS", "KS", "9C"]]
#> deal_cards [11, 60] raises LookupError: the deck is empty
def deal_cards(seed, hands, size=5):
    suits, ranks = "SHDC", "23456789TJQKA"
    deck = [rank + suit for suit in suits for rank in ranks]
    random.Random(seed).shuffle(deck)

    def draw():
        if not deck:
            raise LookupError("the deck is empty")
        return deck.pop()

    return [[draw() for _ in range(size)] for _ in range(hands)]


@dataclass
class Customer:
    arrival: float
    service: float


class Queue:
    """One clerk, customers one after the other."""

    def __init__(self, rng):
        self._rng = rng
        self._clock = 0.0
        self.__waiting = deque()
        self.waits = []

    def _arrive(self):
        self._clock += self._rng.uniform(0, 2)
        self.__waiting.append(Customer(self._clock, self._rng.uniform(0, 1.8)))

    def run(self, customers):
        for _ in range(customers):
            self._arrive()
        free_at = 0.0
        while self.__waiting:
            customer = self.__waiting.popleft()
            begin = max(free_at, customer.arrival)
            self.waits.append(begin - customer.arrival)
            free_at = begin + customer.service
        return self


#> waiting_times [5, 40] -> {"longest": 5.519, "average": 1.81, "no_wait": 8}
def waiting_times(seed, customers):
    queue = Queue(random.Random(seed)).run(customers)
    return {
        "longest": round(max(queue.waits), 3),
        "average": round(sum(queue.waits) / len(queue.waits), 3),
        "no_wait": sum(wait == 0 for wait in queue.waits),
    }


#> epidemic [100, 0.3, 0.1, 30] -> {"peak_day": 28, "peak": 31.59, "recovered": 42.81}
def epidemic(population, infection, recovery, days):
    """A compartment model: susceptible, infected, recovered."""
    s, i, r = population - 1.0, 1.0, 0.0
    peak = (0, i)
    for day in range(1, days + 1):
        infected = infection * s * i / population
        recovered = recovery * i
        s, i, r = s - infected, i + infected - recovered, r + recovered
        peak = max(peak, (day, i), key=lambda entry: entry[1])
    return {"peak_day": peak[0], "peak": round(peak[1], 2), "recovered": round(r, 2)}


#> bank_run [1, 20] -> "32 left"
def bank_run(seed, days):
    """Every day somebody draws or pays in; the bank fails when it is empty."""
    random.seed(seed)
    money = 50
    for day in range(days):
        money += random.randrange(-20, 18)
        if money < 0:
            return f"failed on day {day + 1}"
    return f"{money} left"


#> monty_hall [9, 2000] -> {"stay": 629, "switch": 1371}
def monty_hall(seed, games):
    rng = random.Random(seed)
    wins = {"stay": 0, "switch": 0}
    for _ in range(games):
        prize, choice = rng.randrange(3), rng.randrange(3)
        opened = next(door for door in range(3) if door not in (prize, choice))
        switched = next(door for door in range(3) if door not in (choice, opened))
        wins["stay"] += choice == prize
        wins["switch"] += switched == prize
    return wins


#> weighted_lottery [4, {"ann": 5, "bob": 1, "cid": 0}] -> {"ann": 159, "bob": 41, "cid": 0}
def weighted_lottery(seed, tickets):
    rng = random.Random(seed)
    names = list(tickets)
    drawn = rng.choices(names, weights=tickets.values(), k=200)
    return {name: drawn.count(name) for name in names}
