"""Decorators: plain, with arguments, on classes, stacked."""

import functools
from functools import partial, partialmethod, singledispatch, singledispatchmethod, wraps

_events = []


def logged(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        _events.append(f"call {function.__name__}")
        try:
            return function(*args, **kwargs)
        finally:
            _events.append(f"end {function.__name__}")

    return wrapper


def retry(times, exceptions=(Exception,)):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            for attempt in range(1, times + 1):
                try:
                    return function(*args, attempt=attempt, **kwargs)
                except exceptions as error:
                    _events.append(f"attempt {attempt}: {error}")
                    if attempt == times:
                        raise

        return wrapper

    return decorate


def typed(**kinds):
    def decorate(function):
        @wraps(function)
        def wrapper(**kwargs):
            for name, value in kwargs.items():
                if not isinstance(value, kinds[name]):
                    raise TypeError(
                        f"{function.__name__}: {name} must be {kinds[name].__name__}, "
                        f"not {type(value).__name__}"
                    )
            return function(**kwargs)

        return wrapper

    return decorate


class CountCalls:
    """A decorator that is a class."""

    def __init__(self, function):
        functools.update_wrapper(self, function)
        self._function = function
        self.calls = 0

    def __call__(self, *args):
        self.calls += 1
        return self._function(*args)


def register(registry, name=None):
    def decorate(thing):
        registry[name or thing.__name__] = thing
        return thing

    return decorate


def with_repr(cls):
    def __repr__(self):
        content = ", ".join(f"{key}={value!r}" for key, value in vars(self).items())
        return f"{type(self).__name__}({content})"

    cls.__repr__ = __repr__
    cls._decorated = True
    return cls


@logged
def divide(a, b):
    """Divides."""
    return a / b


#> logged_division [6, 3] -> [2.0, ["call divide", "end divide"], "divide", "Divides.", 4.0]
#> logged_division [6, 0] raises ZeroDivisionError: division by zero
def logged_division(a, b):
    result = divide(a, b)
    return [result, _events, divide.__name__, divide.__doc__, divide.__wrapped__(8, 2)]


@retry(3, (ConnectionError,))
def unreliable(succeeds_at, *, attempt):
    if attempt < succeeds_at:
        raise ConnectionError(f"no answer ({attempt})")
    return f"worked at attempt {attempt}"


#> call_unreliable [2] -> ["worked at attempt 2", ["attempt 1: no answer (1)"]]
#> call_unreliable [5] raises ConnectionError: no answer (3)
def call_unreliable(succeeds_at):
    return [unreliable(succeeds_at), list(_events)]


#> create_user [] {"name": "Ann", "age": 30} -> {"name": "Ann", "adult": true}
#> create_user [] {"name": "Ann", "age": "30"} raises TypeError: create_user: age must be int, not str
@typed(name=str, age=int)
def create_user(name, age):
    return {"name": name, "adult": age >= 18}


@CountCalls
def hypotenuse(a, b):
    return (a * a + b * b) ** 0.5


#> count_calls [[[3, 4], [6, 8]]] -> [[5.0, 10.0], 2, "hypotenuse"]
def count_calls(pairs):
    results = [hypotenuse(*pair) for pair in pairs]
    return [results, hypotenuse.calls, hypotenuse.__name__]


HANDLERS = {}


@register(HANDLERS)
def greet(name):
    return f"hello {name}"


@register(HANDLERS, "bye")
def say_goodbye(name):
    return f"goodbye {name}"


#> dispatch ["greet", "Ann"] -> "hello Ann"
#> dispatch ["bye", "Bob"] -> "goodbye Bob"
#> dispatch ["sing", "Cid"] raises KeyError: 'sing'
def dispatch(action, name):
    return HANDLERS[action](name)


@with_repr
class Setting:
    def __init__(self, name, value):
        self.name = name
        self._value = value


#> decorated_class ["colour", "blue"] -> ["Setting(name='colour', _value='blue')", true]
def decorated_class(name, value):
    return [repr(Setting(name, value)), Setting._decorated]


@singledispatch
def to_text(value):
    return f"? {value}"


@to_text.register
def _(value: int):
    return f"int {value}"


@to_text.register(list)
@to_text.register(tuple)
def _(value):
    return "[" + "; ".join(to_text(item) for item in value) + "]"


#> generic_text [[1, "a", [2.5, 3]]] -> "[int 1; ? a; [? 2.5; int 3]]"
def generic_text(value):
    return to_text(value)


class Thermostat:
    def __init__(self):
        self._degrees = 20

    def _change(self, by):
        self._degrees += by
        return self._degrees

    warmer = partialmethod(_change, 1)
    colder = partialmethod(_change, by=-1)

    @singledispatchmethod
    def set(self, value):
        raise NotImplementedError(f"cannot set {type(value).__name__}")

    @set.register
    def _set_number(self, value: int):
        self._degrees = value

    @set.register
    def _set_text(self, value: str):
        self._degrees = int(value.rstrip("C"))


#> thermostat [["warmer", "warmer", "colder"], "18C"] -> [21, 22, 21, 18]
#> thermostat [["warmer"], [18]] raises NotImplementedError: cannot set list
def thermostat(steps, final):
    device = Thermostat()
    degrees = [getattr(device, step)() for step in steps]
    device.set(final)
    return [*degrees, device._degrees]


#> pipeline [[" 3 ", "4", " x5"]] -> [9, 16, 25]
def pipeline(texts):
    """Functions made of functions."""
    compose = lambda *functions: functools.reduce(lambda f, g: lambda x: g(f(x)), functions)
    parse = compose(str.strip, lambda text: text.lstrip("x"), int)
    power = partial(pow, exp=2)
    return [power(parse(text)) for text in texts]


def bounded(low, high):
    def decorate(function):
        @wraps(function)
        def wrapper(self, value):
            if not low <= value <= high:
                raise ValueError(f"{function.__name__}({value}) is outside {low}..{high}")
            return function(self, value)

        wrapper.limits = (low, high)
        return wrapper

    return decorate


class Volume:
    @bounded(0, 11)
    def set_level(self, value):
        self._level = value
        return self._level


#> set_volume [11] -> [11, [0, 11]]
#> set_volume [12] raises ValueError: set_level(12) is outside 0..11
def set_volume(value):
    return [Volume().set_level(value), list(Volume.set_level.limits)]
