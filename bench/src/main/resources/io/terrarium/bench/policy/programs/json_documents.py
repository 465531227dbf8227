"""JSON in and out"""

import json


def document(number):
    return {
        "id": number,
        "name": f"product {number}",
        "price": number * 1.25,
        "tags": ["new", "sale"] if number % 3 else [],
        "stock": {"berlin": number % 17, "basel": number % 5, "graz": None},
        "active": number % 2 == 0,
    }


def in_stock(products):
    found = []
    for product in products:
        stock = {place: count for place, count in product["stock"].items() if count}
        if product["active"] and stock:
            found.append({"id": product["id"], "stock": stock, "total": sum(stock.values())})
    return found


def renamed(value, names):
    if isinstance(value, dict):
        return {names.get(key, key): renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    return value


def run():
    text = json.dumps([document(number) for number in range(350)])
    products = json.loads(text)
    found = in_stock(products)
    pretty = json.dumps(found[:60], indent=2, sort_keys=True)
    german = renamed(products, {"name": "bezeichnung", "price": "preis"})
    again = json.loads(json.dumps(german, ensure_ascii=False))
    lines = [json.loads(json.dumps(product)) for product in products[:100]]
    return [len(text), len(pretty), len(found), again[17]["bezeichnung"], again == german, lines[3]]
