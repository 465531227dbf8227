"""Sorting with keys"""

from operator import itemgetter


def people(count):
    first = ["ada", "grace", "alan", "edsger", "barbara", "donald"]
    last = ["lovelace", "hopper", "turing", "dijkstra", "liskov", "knuth", "hamilton"]
    made = []
    seed = 12345
    for number in range(count):
        seed = (seed * 1103515245 + 12345) % 2147483648
        made.append(
            {
                "id": number,
                "first": first[seed % 6],
                "last": last[seed // 7 % 7],
                "age": 18 + seed // 64 % 60,
                "score": seed % 1000 / 10,
            }
        )
    return made


def rank(rows):
    ranked = sorted(rows, key=lambda row: (-row["score"], row["last"], row["first"]))
    return [(place, row["id"]) for place, row in enumerate(ranked, 1)]


def insertion_sort(values):
    values = list(values)
    for place in range(1, len(values)):
        value = values[place]
        before = place - 1
        while before >= 0 and values[before] > value:
            values[before + 1] = values[before]
            before -= 1
        values[before + 1] = value
    return values


def run():
    rows = people(1500)
    ranked = rank(rows)
    oldest = sorted(rows, key=itemgetter("age"), reverse=True)
    rows.sort(key=lambda row: len(row["first"]) + len(row["last"]))
    names = sorted([row["first"] + " " + row["last"] for row in rows], key=str.lower)
    best = max(rows, key=lambda row: row["score"])
    worst = min(rows, key=lambda row: row["score"])
    ages = insertion_sort([row["age"] for row in rows[:180]])
    youngest = sorted(rows, key=lambda row: row["age"])[:10]
    return [
        ranked[:5],
        oldest[0]["id"],
        rows[0]["id"],
        names[0],
        best["id"],
        worst["id"],
        ages[90],
        [row["id"] for row in youngest],
    ]
