"""Enumerations."""

from enum import Enum, Flag, IntEnum, auto, unique


@unique
class Weekday(IntEnum):
    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 3
    THURSDAY = 4
    FRIDAY = 5
    SATURDAY = 6
    SUNDAY = 7

    @property
    def is_weekend(self):
        return self >= Weekday.SATURDAY

    def next(self):
        return Weekday(self % 7 + 1)


class Planet(Enum):
    EARTH = (5.976e24, 6.37814e6)
    MARS = (6.421e23, 3.3972e6)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius

    @property
    def gravity(self):
        return 6.67430e-11 * self.mass / (self.radius * self.radius)


class Permission(Flag):
    READ = auto()
    WRITE = auto()
    DELETE = auto()
    ALL = READ | WRITE | DELETE


class Size(Enum):
    SMALL = "S"
    LARGE = "L"
    BIG = "L"

    @classmethod
    def _missing_(cls, value):
        if isinstance(value, str):
            for member in cls:
                if member.name == value.upper():
                    return member
        return None

    def _surcharge(self):
        return 0.5 if self is Size.LARGE else 0

    def price(self, base):
        return base + self._surcharge()


class Suit(str, Enum):
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    HEARTS = auto()
    SPADES = auto()


class Priority(Enum):
    """Members with a value and a label, made in `__new__`."""

    LOW = 1, "whenever"
    HIGH = 2, "at once"

    def __new__(cls, value, label):
        member = object.__new__(cls)
        member._value_ = value
        member._label = label
        return member

    @property
    def label(self):
        return f"{self.name.title()} ({self._label})"


#> weekday [7] -> ["SUNDAY", 7, true, "MONDAY", 7, true]
#> weekday [5] -> ["FRIDAY", 5, false, "SATURDAY", 5, true]
#> weekday [8] raises ValueError: 8 is not a valid Weekday
def weekday(number):
    day = Weekday(number)
    return [day.name, day.value, day.is_weekend, day.next().name, day + 0, day > Weekday.MONDAY]


#> surface_gravity ["MARS"] -> 3.713
#> surface_gravity ["PLUTO"] raises KeyError: 'PLUTO'
def surface_gravity(name):
    return round(Planet[name].gravity, 3)


#> permissions [["READ", "WRITE"]] -> {"write": true, "delete": false, "missing": "DELETE", "value": 3, "all": false}
def permissions(names):
    granted = Permission(0)
    for name in names:
        granted |= Permission[name]
    return {
        "write": Permission.WRITE in granted,
        "delete": bool(granted & Permission.DELETE),
        "missing": (Permission.ALL & ~granted).name,
        "value": granted.value,
        "all": granted == Permission.ALL,
    }


#> size_price ["S", 2] -> ["SMALL", 2, true, 2, ["SMALL", "LARGE", "BIG"]]
#> size_price ["large", 2] -> ["LARGE", 2.5, true, 2, ["SMALL", "LARGE", "BIG"]]
#> size_price ["XXL", 2] raises ValueError: 'XXL' is not a valid Size
def size_price(size, base):
    member = Size(size)
    return [member.name, member.price(base), Size.BIG is Size.LARGE, len(Size), list(Size.__members__)]


#> suits [] -> [["hearts", "spades"], true, true]
def suits():
    return [[suit.value for suit in Suit], Suit.HEARTS == "hearts", isinstance(Suit.SPADES, str)]


#> priorities ["HIGH"] -> ["High (at once)", 2, "<Priority.HIGH: 2>", "Low (whenever)"]
#> priorities ["URGENT"] raises ValueError: no priority 'URGENT'
def priorities(name):
    try:
        priority = Priority[name]
    except KeyError as error:
        raise ValueError(f"no priority {error}") from error
    return [priority.label, priority.value, repr(priority), Priority(1).label]


class TrafficLight(Enum):
    RED = auto()
    GREEN = auto()
    YELLOW = auto()

    def following(self):
        members = list(type(self))
        return members[(members.index(self) + 1) % len(members)]


#> traffic_light [4] -> ["TrafficLight.RED", "GREEN", "YELLOW", "RED", "GREEN"]
def traffic_light(steps):
    light = TrafficLight.RED
    seen = [str(light)]
    for _ in range(steps):
        light = light.following()
        seen.append(light.name)
    return seen


#> change_member [] raises KeyError: 'COW'
def change_member():
    functional = Enum("Animal", "CAT DOG")
    assert functional.DOG.value == 2
    return functional["CAT"].value + functional["COW"].value
