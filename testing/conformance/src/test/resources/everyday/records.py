"""Named tuples, typed dictionaries, tables of rows."""

from collections import ChainMap, OrderedDict, namedtuple
from itertools import groupby
from operator import attrgetter, itemgetter, methodcaller
from typing import NamedTuple, TypedDict

Book = namedtuple("Book", ["title", "author", "year"], defaults=[None])


class Employee(NamedTuple):
    """A row of the staff table."""

    name: str
    salary: float
    department: str = "none"

    def _raise_by(self, percent):
        return self._replace(salary=round(self.salary * (1 + percent / 100), 2))

    def raised(self, percent):
        return self._raise_by(percent)

    @property
    def initial(self):
        return self.name[0]


class Movie(TypedDict, total=False):
    title: str
    year: int


STAFF = [
    Employee("Ann", 5000, "sales"),
    Employee("Bob", 4000, "support"),
    Employee("Cid", 4500, "sales"),
    Employee("Dee", 6000, "support"),
]


#> book_record ["Emma", "Austen"] -> {"dict": {"title": "Emma", "author": "Austen", "year": 1815}, "fields": ["title", "author", "year"], "defaults": {"year": null}, "made": ["a", "b", 1], "repr": "Book(title='Emma', author='Austen', year=None)", "title": "Emma", "rest": ["Austen", 1815], "index": 1815}
#> book_record ["Emma"] raises TypeError: Book.__new__() missing 1 required positional argument: 'author'
def book_record(*values):
    book = Book(*values)
    dated = book._replace(year=1815)
    title, *rest = dated
    return {
        "dict": dated._asdict(),
        "fields": list(Book._fields),
        "defaults": Book._field_defaults,
        "made": list(Book._make(["a", "b", 1])),
        "repr": repr(book),
        "title": title,
        "rest": rest,
        "index": dated[2],
    }


#> replace_unknown_field [] raises LookupError: a book is not like that: Got unexpected field names: ['pages']
def replace_unknown_field():
    try:
        return list(Book("Emma", "Austen")._replace(pages=400))
    except (TypeError, ValueError) as error:
        raise LookupError(f"a book is not like that: {error}") from error


#> assign_to_tuple [] raises AttributeError: can't set attribute
def assign_to_tuple():
    book = Book("Emma", "Austen")
    book.title = "Persuasion"
    return list(book)


#> raise_salaries [10] -> [["Bob", "B", 4400.0], ["Cid", "C", 4950.0], ["Ann", "A", 5500.0], ["Dee", "D", 6600.0]]
def raise_salaries(percent):
    raised = [employee.raised(percent) for employee in STAFF]
    return [[e.name, e.initial, e.salary] for e in sorted(raised, key=attrgetter("salary"))]


#> by_department [] -> {"sales": ["Ann", "Cid"], "support": ["Bob", "Dee"]}
def by_department():
    ordered = sorted(STAFF, key=attrgetter("department", "name"))
    return {
        department: [member.name for member in members]
        for department, members in groupby(ordered, key=attrgetter("department"))
    }


#> department_statistics ["salary"] -> {"sales": [4500, 5000], "support": [4000, 6000]}
#> department_statistics ["bonus"] raises AttributeError: 'Employee' object has no attribute 'bonus'
def department_statistics(column):
    get = attrgetter(column)
    totals = {}
    for employee in STAFF:
        totals.setdefault(employee.department, []).append(get(employee))
    return {name: [min(values), max(values)] for name, values in totals.items()}


#> sort_rows [[{"n": "b", "v": 2}, {"n": "a", "v": 2}, {"n": "c", "v": 1}]] -> "CAB"
#> sort_rows [[{"n": "b"}, {"v": 2}]] raises KeyError: 'v'
def sort_rows(rows):
    rows = sorted(rows, key=itemgetter("v", "n"))
    return "".join(map(methodcaller("upper"), map(itemgetter("n"), rows)))


#> movies [[{"title": "Alien", "year": 1979}, {"title": "Heat"}]] -> ["Alien (1979)", "Heat (unknown)"]
def movies(items):
    catalogue: list[Movie] = [Movie(**item) for item in items]
    return [f"{movie['title']} ({movie.get('year', 'unknown')})" for movie in catalogue]


#> layered_settings [{"colour": "red"}, {"colour": "blue", "size": 3}] -> ["red", {"colour": "red", "size": 4}, {"colour": "blue", "size": 3}, ["colour", "extra", "size"], 3]
#> layered_settings [{}, {"size": 3}] raises KeyError: 'colour'
def layered_settings(user, system):
    settings = ChainMap(user, system)
    colour = settings["colour"]
    settings["size"] = settings["size"] + 1
    child = settings.new_child({"extra": True})
    return [colour, user, system, sorted(child), len(child.maps)]


#> join_tables [[[1, "Ann"], [2, "Bob"]], [[1, "book"], [1, "pen"], [3, "cup"]]] -> [[{"name": "Ann", "thing": "book"}, {"name": "Ann", "thing": "pen"}], [3]]
def join_tables(people, purchases):
    names = dict(people)
    joined = [
        {"name": names[owner], "thing": thing}
        for owner, thing in purchases
        if owner in names
    ]
    missing = {owner for owner, _ in purchases} - names.keys()
    return [joined, sorted(missing)]


#> pivot [[["north", "q1", 5], ["south", "q1", 7], ["north", "q2", 6]]] -> {"north": {"q1": 5, "q2": 6}, "south": {"q1": 7, "q2": 0}}
def pivot(rows):
    columns = sorted({quarter for _, quarter, _ in rows})
    table = {}
    for region, quarter, amount in rows:
        table.setdefault(region, dict.fromkeys(columns, 0))[quarter] += amount
    return table


class LeastRecentlyUsed:
    def __init__(self, size):
        self.__size = size
        self._entries = OrderedDict()

    def get(self, key, default=None):
        if key in self._entries:
            self._entries.move_to_end(key)
        return self._entries.get(key, default)

    def put(self, key, value):
        self._entries[key] = value
        self._entries.move_to_end(key)
        if len(self._entries) > self.__size:
            self._entries.popitem(last=False)


#> least_recently_used [2] -> [1, null, 3, ["a", "c"]]
def least_recently_used(size):
    cache = LeastRecentlyUsed(size)
    cache.put("a", 1)
    cache.put("b", 2)
    cache.get("a")
    cache.put("c", 3)
    return [cache.get("a"), cache.get("b"), cache.get("c"), list(cache._entries)]
