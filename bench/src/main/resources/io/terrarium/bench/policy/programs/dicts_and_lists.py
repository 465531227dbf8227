"""Dicts and lists"""

WORDS = (
    "the garden of a quiet house holds roses herbs and a pond where frogs sing in the evening "
    "while the owner of the house reads about frogs roses and the history of gardens"
).split()


def count(words):
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def group(words):
    groups = {}
    for word in words:
        groups.setdefault(word[0], []).append(word)
    return {letter: sorted(set(group)) for letter, group in groups.items()}


def multiply(left, right):
    columns = list(zip(*right))
    return [[sum([a * b for a, b in zip(row, column)]) for column in columns] for row in left]


def join(orders, customers):
    names = {customer["id"]: customer["name"] for customer in customers}
    totals = {}
    for order in orders:
        name = names.get(order["customer"], "nobody")
        totals[name] = totals.get(name, 0) + order["price"] * order["count"]
    return totals


def moving_average(values, width):
    return [sum(values[i : i + width]) / width for i in range(len(values) - width + 1)]


def run():
    customers = [{"id": number, "name": f"customer {number}"} for number in range(25)]
    orders = [
        {"customer": number % 30, "price": number * 7 % 101, "count": 1 + number % 3}
        for number in range(2500)
    ]
    matrix = [[row * column % 7 for column in range(22)] for row in range(22)]
    words = WORDS * 70
    unique = {(a, b) for a in WORDS for b in WORDS if a < b}
    stack = []
    for number in range(6000):
        if number % 3 == 2:
            stack.pop()
        else:
            stack.append(number)
    return [
        count(words),
        group(words),
        multiply(multiply(matrix, matrix), matrix)[5],
        join(orders, customers),
        sum(moving_average(list(range(2500)), 10)),
        len(unique),
        sum(stack),
    ]
