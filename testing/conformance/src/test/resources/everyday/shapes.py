"""Abstract base classes and polymorphism."""

import abc
import math
from abc import ABC, abstractmethod
from typing import ClassVar


class Shape(ABC):
    """What every shape can do."""

    _registry: ClassVar[dict] = {}
    sides = None

    def __init_subclass__(cls, /, label=None, **kwargs):
        super().__init_subclass__(**kwargs)
        Shape._registry[label or cls.__name__.lower()] = cls

    @property
    @abstractmethod
    def area(self):
        """The area in square units."""

    @abstractmethod
    def _perimeter(self): ...

    def describe(self):
        return f"{type(self).__name__}: area {self.area:.2f}, perimeter {self._perimeter():.2f}"

    @classmethod
    def make(cls, name, *args):
        try:
            kind = cls._registry[name]
        except KeyError:
            known = ", ".join(sorted(cls._registry))
            raise ValueError(f"unknown shape {name!r}; known: {known}") from None
        return kind(*args)


class Rectangle(Shape):
    sides = 4

    def __init__(self, width, height):
        self.width = width
        self.height = height

    @property
    def area(self):
        return self.width * self.height

    def _perimeter(self):
        return 2 * (self.width + self.height)


class Square(Rectangle):
    def __init__(self, side):
        super().__init__(side, side)


class Circle(Shape, label="disc"):
    def __init__(self, radius):
        if radius < 0:
            raise ValueError("negative radius")
        self._radius = radius

    @property
    def area(self):
        return math.pi * self._radius**2

    def _perimeter(self):
        return 2 * math.pi * self._radius


class Incomplete(Shape):
    @property
    def area(self):
        return 0


#> describe_shapes [[["rectangle", 2, 3], ["square", 2], ["disc", 1]]] -> ["Rectangle: area 6.00, perimeter 10.00", "Square: area 4.00, perimeter 8.00", "Circle: area 3.14, perimeter 6.28"]
#> describe_shapes [[["square", 2], ["hexagon", 1]]] raises ValueError: unknown shape 'hexagon'; known: disc, incomplete, rectangle, square
#> describe_shapes [[["disc", -1]]] raises ValueError: negative radius
def describe_shapes(specifications):
    return [Shape.make(name, *sizes).describe() for name, *sizes in specifications]


#> abstract_class_cannot_be_made ["incomplete"] -> "TypeError"
#> abstract_class_cannot_be_made ["square"] -> "made"
def abstract_class_cannot_be_made(name):
    try:
        Shape.make(name, *([2] if name == "square" else []))
    except TypeError as error:
        return type(error).__name__
    return "made"


#> relations [] -> [true, true, false, true, false, true, "Square", "Square", "What every shape can do.", 4]
def relations():
    square = Square(2)
    return [
        isinstance(square, Rectangle),
        isinstance(square, Shape),
        issubclass(Circle, Rectangle),
        type(square) is Square,
        type(square) == Rectangle,
        isinstance(Square, type),
        square.__class__.__name__,
        Square.__qualname__,
        Shape.__doc__,
        Square.sides,
    ]


class Stack(abc.ABC):
    @abc.abstractmethod
    def push(self, item):
        raise NotImplementedError

    def push_all(self, items):
        for item in items:
            self.push(item)


class LoggedStack(Stack):
    def __init__(self):
        self._items = []
        self._log = []

    def push(self, item):
        if item is None:
            super().push(item)
        self._items.append(item)
        self._log.append(f"push {item}")


#> push_everything [[1, "two"]] -> ["push 1", "push two"]
#> push_everything [[1, null]] raises NotImplementedError
def push_everything(items):
    stack = LoggedStack()
    stack.push_all(items)
    return stack._log


class Animal:
    sound = "..."

    def speak(self):
        return f"{self.name()} says {self.sound}"

    def name(self):
        return self.__class__.__name__


class Swimmer:
    def move(self):
        return "swims"


class Flyer:
    def move(self):
        return "flies, then " + super().move()


class Duck(Animal, Flyer, Swimmer):
    sound = "Quack"


class Robot(Duck):
    sound = property(lambda self: "beep" * 2)

    def name(self):
        return "Robo" + super().name()


#> animals [] -> ["Duck says Quack and flies, then swims", "RoboRobot says beepbeep and flies, then swims"]
def animals():
    return [creature.speak() + " and " + creature.move() for creature in (Duck(), Robot())]


class Visitor:
    def visit(self, node):
        method = getattr(self, "visit_" + type(node).__name__, self._unknown)
        return method(node)

    def visit_int(self, node):
        return str(node)

    def visit_list(self, node):
        return "(" + " ".join(self.visit(child) for child in node) + ")"

    def _unknown(self, node):
        raise TypeError(f"cannot visit {type(node).__name__}")


#> visit_tree [[1, [2, 3], []]] -> "(1 (2 3) ())"
#> visit_tree [[1, [2, "x"]]] raises TypeError: cannot visit str
def visit_tree(tree):
    return Visitor().visit(tree)
