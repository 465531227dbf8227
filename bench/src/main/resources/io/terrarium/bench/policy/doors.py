"""What goes through a guard: each function does one thing as often as it is told."""

from dataclasses import dataclass
from operator import attrgetter


class Thing:
    def __init__(self):
        self.name = "thing"
        self.obj = 1
        self._secret = 2


THING = Thing()
NAME = "name"
TEMPLATE = "{:>8}"
READ = attrgetter("name")


def an_attribute(times):
    """`x.name`, which has no guard"""
    x = THING
    for _ in times:
        x.name


def a_private_attribute(times):
    """`x._secret`, which has none either"""
    x = THING
    for _ in times:
        x._secret


def setting_a_private_attribute(times):
    """`x._secret = 1`"""
    x = THING
    for _ in times:
        x._secret = 1


def an_attribute_named_obj(times):
    """`x.obj`"""
    x = THING
    for _ in times:
        x.obj


def getting(times):
    """`getattr(x, name)`"""
    x, name = THING, NAME
    for _ in times:
        getattr(x, name)


def getting_with_default(times):
    """`getattr(x, "missing", None)`"""
    x = THING
    for _ in times:
        getattr(x, "missing", None)


def having(times):
    """`hasattr(x, "name")`"""
    x = THING
    for _ in times:
        hasattr(x, "name")


def setting(times):
    """`setattr(x, "name", 1)`"""
    x = THING
    for _ in times:
        setattr(x, "name", 1)


def an_attrgetter(times):
    """`attrgetter("name")`, called"""
    x, read = THING, READ
    for _ in times:
        read(x)


def variables(times):
    """`vars(x)`"""
    x = THING
    for _ in times:
        vars(x)


def class_of(times):
    """`x.__class__`"""
    x = THING
    for _ in times:
        x.__class__


def type_of(times):
    """`type(x)`"""
    x = THING
    for _ in times:
        type(x)


def constant_format(times):
    """`"{:>8}".format(x)`"""
    for _ in times:
        "{:>8}".format(7)


def variable_format(times):
    """`template.format(x)`"""
    template = TEMPLATE
    for _ in times:
        template.format(7)


def format_of_an_attribute(times):
    """`"{x.name}".format(x=x)`"""
    x = THING
    for _ in times:
        "{x.name}".format(x=x)


def a_class(times):
    """a class of two methods"""
    for _ in times:

        class Point:
            def __init__(self, x):
                self.x = x

            def double(self):
                return 2 * self.x


def a_class_with_private_members(times):
    """a class of two methods, one of them private"""
    for _ in times:

        class Point:
            def __init__(self, x):
                self._x = x

            def _double(self):
                return 2 * self._x


def a_dataclass(times):
    """a dataclass of two fields"""
    for _ in times:

        @dataclass
        class Point:
            x: float = 0.0
            y: float = 0.0


def an_import(times):
    """`import math` in a function"""
    for _ in times:
        import math  # noqa: F401


def an_import_from(times):
    """`from math import sqrt` in a function"""
    for _ in times:
        from math import sqrt  # noqa: F401


def evaluating(times):
    """`eval("x + 1", {"x": 1})`"""
    for _ in times:
        eval("x + 1", {"x": 1})
