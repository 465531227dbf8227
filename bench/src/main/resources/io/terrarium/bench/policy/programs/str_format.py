"""Text with str.format"""

from decimal import Decimal

ROW = "{0:<12}|{1:>8}|{2:>10.2f}"
GREETING = "Dear {name}, you have {count:d} new {what} since {when:>10}."
MEASURE = "{place}: {reading.degrees:5.1f} °C, {reading.humidity:3d} %"


class Reading:
    def __init__(self, degrees, humidity):
        self.degrees = degrees
        self.humidity = humidity


def rows(count):
    return [ROW.format(f"item {number}", number, number * 1.5) for number in range(count)]


def greetings(names):
    return [
        GREETING.format(name=name.capitalize(), count=len(name), what="messages", when="Monday")
        for name in names
    ]


def literals(count):
    lines = []
    for number in range(count):
        lines.append("{}-{:03d}-{}".format("A", number, number % 7))
        lines.append("{:,} of {:,} ({:.1%})".format(number, count, number / count))
    return lines


def readings(count):
    return [
        MEASURE.format(place=f"station {number}", reading=Reading(number / 7, number % 100))
        for number in range(count)
    ]


def mapped(template, people):
    return [template.format_map(person) for person in people]


def run():
    people = [{"first": f"first {n}", "last": f"last {n}", "age": n % 90} for n in range(800)]
    lines = rows(2000)
    lines += greetings(["ada", "grace", "barbara", "edith"] * 300)
    lines += literals(1200)
    lines += readings(1200)
    lines += mapped("{last}, {first} ({age})", people)
    lines.append("{:.3f}".format(Decimal("2.71828")))
    return [len("".join(lines)), lines[7], lines[2100], lines[4000], lines[6000], lines[-1]]
