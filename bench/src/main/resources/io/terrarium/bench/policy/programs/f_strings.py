"""Text with f-strings"""


def table(rows):
    widths = [max([len(str(cell)) for cell in column]) for column in zip(*rows)]
    lines = []
    for row in rows:
        cells = [f"{cell!s:>{width}}" for cell, width in zip(row, widths)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def caesar(text, shift):
    letters = []
    for letter in text:
        if letter.isalpha():
            base = ord("A") if letter.isupper() else ord("a")
            letters.append(chr((ord(letter) - base + shift) % 26 + base))
        else:
            letters.append(letter)
    return "".join(letters)


def slug(title):
    kept = "".join([c if c.isalnum() else " " for c in title.lower()])
    return "-".join(kept.split())


def invoice(number, name, prices):
    total = sum(prices)
    lines = [f"Invoice {number:06d} for {name.title()}"]
    for place, price in enumerate(prices, 1):
        lines.append(f"{place:3d}. {price:10,.2f} EUR  {price / total:6.1%}")
    lines.append(f"{'total':>4} {total:10,.2f} EUR")
    return "\n".join(lines)


def wrap(words, width):
    text = ""
    line = ""
    for word in words:
        if line and len(line) + 1 + len(word) > width:
            text += line + "\n"
            line = word
        else:
            line = f"{line} {word}" if line else word
    return text + line


def run():
    rows = [(number, number * number, f"row {number:x}") for number in range(400)]
    prices = [1.25 * number + 0.99 for number in range(1, 60)]
    pages = [table(rows)]
    pages += [invoice(number, "ada lovelace", prices) for number in range(40)]
    pages += [caesar("The quick brown fox jumps over the lazy dog. " * 5, shift) for shift in range(25)]
    pages += [slug(f"{number}. What's New, in Chapter {number}?") for number in range(300)]
    pages.append(wrap("to be or not to be that is the question".split() * 150, 40))
    return [len("".join(pages)), pages[1], pages[60], pages[-1][:200]]
