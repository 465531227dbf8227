"""Attributes by name: getattr and friends, __getattr__, vars, slots."""

import copy
from functools import cached_property
from operator import attrgetter
from types import SimpleNamespace


class Settings:
    """Attributes from keywords; what is not there has a default."""

    _defaults = {"colour": "blue", "size": 10}

    def __init__(self, **values):
        for name, value in values.items():
            setattr(self, name, value)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(f"no private setting {name}")
        try:
            return self._defaults[name]
        except KeyError:
            raise AttributeError(f"unknown setting {name!r}") from None


#> read_settings [{"size": 3}, ["size", "colour"]] -> [3, "blue"]
#> read_settings [{"size": 3}, ["weight"]] raises AttributeError: unknown setting 'weight'
#> read_settings [{"size": 3}, ["_secret"]] raises AttributeError: no private setting _secret
def read_settings(values, names):
    settings = Settings(**values)
    return [getattr(settings, name) for name in names]


#> default_attributes [{"size": 3}] -> [3, 0, "none", true, true, false, {"size": 3}]
def default_attributes(values):
    settings = Settings(**values)
    return [
        getattr(settings, "size", 0),
        getattr(settings, "weight", 0),
        getattr(settings, "_hidden", "none"),
        hasattr(settings, "colour"),
        hasattr(settings, "_defaults"),
        hasattr(settings, "_other"),
        vars(settings),
    ]


class Record:
    """Keeps its fields private, shows them by name."""

    def __init__(self, **fields):
        for name, value in fields.items():
            setattr(self, f"_{name}", value)
        self._changed = set()

    def get(self, name):
        return getattr(self, "_" + name)

    def set(self, name, value):
        if not hasattr(self, "_" + name):
            raise AttributeError(f"{type(self).__name__} has no field {name}")
        setattr(self, "_" + name, value)
        self._changed.add(name)

    def delete(self, name):
        delattr(self, "_" + name)

    def __iter__(self):
        return ((name.lstrip("_"), value) for name, value in vars(self).items())


#> update_record [{"name": "Ann", "age": 30}, {"age": 31}] -> [{"name": "Ann", "age": 31}, ["age"], "Ann", "Ann"]
#> update_record [{"name": "Ann"}, {"age": 31}] raises AttributeError: Record has no field age
def update_record(fields, changes):
    record = Record(**fields)
    for name, value in changes.items():
        record.set(name, value)
    changed = sorted(record._changed)
    del record._changed
    return [dict(record), changed, attrgetter("_name")(record), record._name]


#> delete_field [{"name": "Ann", "age": 30}, "age"] -> ["_changed", "_name"]
def delete_field(fields, name):
    record = Record(**fields)
    record.delete(name)
    return sorted(vars(record))


class Locked:
    """May be filled once."""

    def __init__(self, **values):
        for name, value in values.items():
            self.__setattr__(name, value)
        self._locked = True

    def __setattr__(self, name, value):
        if getattr(self, "_locked", False):
            raise TypeError(f"cannot set {name}: locked")
        super().__setattr__(name, value)

    def __delattr__(self, name):
        raise TypeError(f"cannot delete {name}: locked")


#> locked [1] -> [1, 2, ["_b", "_locked", "a"]]
#> locked [2] raises TypeError: cannot set a: locked
#> locked [3] raises TypeError: cannot delete _b: locked
def locked(case):
    thing = Locked(a=1, _b=2)
    if case == 2:
        thing.a = 5
    if case == 3:
        del thing._b
    return [thing.a, thing._b, sorted(vars(thing))]


class Slotted:
    __slots__ = ("_x", "__y", "z")

    def __init__(self, x, y):
        self._x = x
        self.__y = y

    def total(self):
        return self._x + self.__y


#> slotted [1, 2] -> [3, 12, false, true, 2]
def slotted(x, y):
    thing = Slotted(x, y)
    twin = copy.copy(thing)
    twin._x = 10
    return [thing.total(), twin.total(), hasattr(thing, "z"), hasattr(thing, "_x"), thing._Slotted__y]


#> unset_slot [1, 2] raises LookupError: x is gone
def unset_slot(x, y):
    thing = Slotted(x, y)
    thing.total()
    del thing._x
    try:
        return thing.total()
    except AttributeError:
        raise LookupError("x is gone")


class Circle:
    _computations = 0

    def __init__(self, radius):
        self.radius = radius

    @cached_property
    def area(self):
        Circle._computations += 1
        return round(3.14159 * self.radius**2, 3)

    @cached_property
    def _diameter(self):
        Circle._computations += 1
        return 2 * self.radius


#> cached_values [2] -> [[12.566, 12.566, 4, 4], 4, 3, ["_diameter", "area", "radius"]]
def cached_values(radius):
    circle = Circle(radius)
    values = [circle.area, circle.area, circle._diameter, circle._diameter]
    names = sorted(vars(circle))
    del circle._diameter
    return [values, circle._diameter, Circle._computations, names]


class Proxy:
    """Passes everything on, and counts."""

    def __init__(self, target):
        self._target = target
        self._calls = {}

    def __getattr__(self, name):
        value = getattr(self._target, name)
        self._calls[name] = self._calls.get(name, 0) + 1
        return value


#> proxied [[3, 1, 2]] -> [[1, 2, 3, 4], 3, {"append": 1, "sort": 1, "index": 1}]
#> proxied [null] raises AttributeError: 'NoneType' object has no attribute 'append'
def proxied(items):
    proxy = Proxy(items)
    proxy.append(4)
    proxy.sort()
    return [items, proxy.index(4), proxy._calls]


#> namespaces [{"a": 1, "b": 2}] -> [{"a": 1, "b": 2, "total": 3, "_note": "kept"}, true, 3, "kept"]
def namespaces(values):
    space = SimpleNamespace(**values)
    space.total = sum(vars(space).values())
    space._note = "kept"
    return [vars(space), space == SimpleNamespace(**vars(space)), space.total, space._note]


#> public_names [] -> [["_hidden", "method", "own", "shared"], ["method"], 3, "method"]
def public_names():
    class Sample:
        shared = 1
        _hidden = 2

        def method(self):
            return self.shared + self._hidden

    sample = Sample()
    sample.own = 3
    names = [name for name in dir(sample) if not name.startswith("__")]
    methods = [name for name in names if callable(getattr(sample, name))]
    return [names, methods, Sample.method(sample), Sample.method.__name__]


#> copies [[1, [2, 3]]] -> [[1, [2, 3, 4]], [1, [2, 3]], {"sum": 6}, true, false]
def copies(items):
    class Holder:
        def __init__(self, items):
            self.items = items
            self._cache = {"sum": 6}

        def __eq__(self, other):
            return vars(self) == vars(other)

    original = Holder(items)
    shallow, deep = copy.copy(original), copy.deepcopy(original)
    equal_before = original == deep
    items[1].append(4)
    deep._cache["sum"] = 0
    return [shallow.items, deep.items, original._cache, equal_before, original == deep]


#> introspect [[1, "a", 2.5, null, [1]]] -> [["int", "str", "float", "NoneType", "list"], true, [1, 2.5], [true, true, false, false], true, "introspect"]
def introspect(values):
    names = [type(value).__name__ for value in values]
    same = [value.__class__ is type(value) for value in values]
    numbers = [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
    classes = [isinstance(thing, type) for thing in (int, Settings, 3, len)]
    return [names, all(same), numbers, classes, callable(introspect), introspect.__name__]
