"""All the ways to put values into text."""

from dataclasses import dataclass
from string import Formatter, Template


class Temperature:
    def __init__(self, celsius):
        self.celsius = celsius
        self._unit = "C"

    def __format__(self, spec):
        if spec.endswith("F"):
            return format(self.celsius * 9 / 5 + 32, spec[:-1] or ".1f") + " °F"
        return format(self.celsius, spec or ".1f") + " °" + self._unit

    def __str__(self):
        return f"{self.celsius}°"

    def __repr__(self):
        return f"Temperature(celsius={self.celsius!r})"


@dataclass
class Product:
    name: str
    price: float
    tags: list


#> fstring_formats [3.14159, 1234567] -> ["3.14", "        3.14|", "1,234,567", "      1_234_567", "0x12d687", "314.2%", "   3.14159", "ratio=3.142", "    centred    |", "{literal} +1.234567e+06"]
def fstring_formats(ratio, count):
    width, precision = 12, 2
    return [
        f"{ratio:.2f}",
        f"{ratio:{width}.{precision}f}|",
        f"{count:,}",
        f"{count:>15_}",
        f"{count:#x}",
        f"{ratio:.1%}",
        f"{ratio!r:>10}",
        f"{ratio=:.3f}",
        f"{'centred':^15}|",
        f"{{literal}} {count:+e}",
    ]


#> temperature_texts [21.5] -> ["21.5 °C", "22 °C", "70.7 °F", "21.5°", "Temperature(celsius=21.5)", "21.5°", "70.7 °F"]
def temperature_texts(celsius):
    t = Temperature(celsius)
    return [f"{t}", f"{t:.0f}", f"{t:.1fF}", f"{t!s}", f"{t!r}", str(t), format(t, "F")]


#> receipt [[["Coffee", 2.5, 2], ["Croissant", 1.8, 1]]] -> " 2 x Coffee       5.00\n 1 x Croissant    1.80\n----------------------\ntotal             6.80"
def receipt(lines):
    width = max(len(name) for name, *_ in lines)
    text = []
    for name, price, quantity in lines:
        text.append(f"{quantity:>2} x {name:<{width}} {price * quantity:>7.2f}")
    total = sum(price * quantity for _, price, quantity in lines)
    text.append("-" * (width + 13))
    text.append(f"{'total':<{width + 5}} {total:>7.2f}")
    return "\n".join(text)


#> old_style ["Ann", 7, 3.456] -> ["Hello Ann, you have 7 new messages", "Ann       |    3.46", " 12.3%", "'Ann' ff 10"]
#> old_style ["Ann", "seven", 3.456] raises TypeError: %d format: a real number is required, not str
def old_style(name, count, price):
    greeting = "Hello %s, you have %d new message%s" % (name, count, "" if count == 1 else "s")
    table = "%(name)-10s|%(price)8.2f" % {"name": name, "price": price}
    return [greeting, table, "%5.1f%%" % 12.345, "%r %x %o" % (name, 255, 8)]


#> format_method [{"name": "lamp", "price": 12.5, "tags": ["home", "light"]}] -> ["lamp costs 12.50", "a b a", "      lamp light", "'lamp': home", "***mid***", "lamp 12.5"]
def format_method(product):
    item = Product(**product)
    return [
        "{} costs {:.2f}".format(item.name, item.price),
        "{0} {1} {0}".format("a", "b"),
        "{item.name:>10} {item.tags[1]}".format(item=item),
        "{name!r}: {tags[0]}".format(**product),
        "{:*^{width}}".format("mid", width=9),
        "{name} {price}".format_map(product),
    ]


#> mail_merge ["Dear {name}, you owe {amount:.2f}.", [{"name": "Ann", "amount": 5}, {"name": "Bob", "amount": 7.5}]] -> ["Dear Ann, you owe 5.00.", "Dear Bob, you owe 7.50."]
#> mail_merge ["Dear {title} {name}", [{"name": "Ann"}]] raises KeyError: 'title'
def mail_merge(template, people):
    return [template.format(**person) for person in people]


#> template_letter ["$who likes ${what}s for $$1", {"who": "Tim", "what": "egg"}] -> "Tim likes eggs for $1"
#> template_letter ["$who likes $what", {"who": "Tim"}] raises KeyError: 'what'
def template_letter(text, values):
    return Template(text).substitute(values)


class ShoutingFormatter(Formatter):
    def convert_field(self, value, conversion):
        if conversion == "u":
            return str(value).upper()
        return super().convert_field(value, conversion)


#> shout ["{0!u} and {1}", ["loud", "quiet"]] -> ["LOUD and quiet", ["0", "1"]]
def shout(template, words):
    formatter = ShoutingFormatter()
    names = [name for _, name, _, _ in formatter.parse(template)]
    return [formatter.format(template, *words), names]


#> print_table [["name", "qty"], [["nut", 12], ["bolt", 7]]] -> ["name  qty", "====  ===", "nut   12", "bolt  7"]
def print_table(header, rows):
    """Columns as wide as their widest cell."""
    table = [[str(cell) for cell in row] for row in [header, *rows]]
    widths = [max(map(len, column)) for column in zip(*table)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)) for row in table]
    lines.insert(1, "  ".join("=" * width for width in widths))
    for line in lines:
        print(line.rstrip())
    print(len(rows), "rows", sep=" ", end=".\n")
    return [line.rstrip() for line in lines]


#> human_size [512] -> "512 B"
#> human_size [123456789] -> "117.7 MiB"
def human_size(count):
    size = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 1024 or unit == "GiB":
            return f"{size:.{0 if unit == 'B' else 1}f} {unit}"
        size /= 1024


#> ordinals [[1, 2, 3, 4, 11, 12, 13, 21, 102, 111]] -> "1st 2nd 3rd 4th 11th 12th 13th 21st 102nd 111th"
def ordinals(numbers):
    def ordinal(n):
        if n % 100 in (11, 12, 13):
            return f"{n}th"
        return f"{n}" + {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")

    return " ".join(map(ordinal, numbers))
