"""Errors: own classes, chains, clean-up, and code that simply goes wrong."""

import json


class ApplicationError(Exception):
    """The base of what can go wrong here."""

    code = 1

    def __init__(self, message, **details):
        super().__init__(message)
        self.details = details
        self._seen = False

    def mark(self):
        self._seen = True
        return self


class NotFound(ApplicationError):
    code = 404


class Invalid(ApplicationError, ValueError):
    code = 422

    def __str__(self):
        field = self.details.get("field", "?")
        return f"{field}: {super().__str__()}"


def load(table, key):
    try:
        return table[key]
    except KeyError as error:
        raise NotFound(f"no entry {key!r}", key=key) from error


#> look_up [{"a": 1}, "a"] -> 1
#> look_up [{"a": 1}, "b"] raises NotFound: no entry 'b'
def look_up(table, key):
    return load(table, key)


#> explain_failure [{"a": 1}, "b"] -> ["NotFound", "no entry 'b'", 404, {"key": "b"}, "KeyError", "b", true, true]
def explain_failure(table, key):
    try:
        load(table, key)
    except ApplicationError as error:
        return [
            type(error).__name__,
            str(error),
            error.code,
            error.details,
            type(error.__cause__).__name__,
            error.__cause__.args[0],
            isinstance(error, Exception),
            error.mark()._seen,
        ]


#> validate_user [{"name": "Ann", "age": 30}] -> true
#> validate_user [{"name": "", "age": 30}] raises Invalid: name: must not be empty
#> validate_user [{"name": "Ann", "age": -1}] raises Invalid: age: out of range
#> validate_user [{"name": "Ann"}] raises KeyError: 'age'
def validate_user(user):
    def require(condition, message, field):
        if not condition:
            raise Invalid(message, field=field)

    require(user["name"], "must not be empty", "name")
    require(0 <= user["age"] < 150, "out of range", "age")
    return True


#> collect_problems [["1", "x", "", "3", null]] -> {"numbers": [1, 3], "problems": ["ValueError: invalid literal for int() with base 10: 'x'", "ValueError: invalid literal for int() with base 10: ''", "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'"]}
def collect_problems(values):
    numbers, problems = [], []
    for value in values:
        try:
            number = int(value)
        except (ValueError, TypeError) as error:
            problems.append(f"{type(error).__name__}: {error}")
        else:
            numbers.append(number)
    return {"numbers": numbers, "problems": problems}


#> finally_order [0] -> ["end", ["try", "else", "finally"]]
#> finally_order [1] -> ["end", ["try", "except one", "finally"]]
#> finally_order [2] -> ["early", ["try", "finally"]]
def finally_order(case):
    steps = []

    def work():
        try:
            steps.append("try")
            if case == 1:
                raise LookupError("one")
            if case == 2:
                return "early"
        except LookupError as error:
            steps.append(f"except {error}")
        else:
            steps.append("else")
        finally:
            steps.append("finally")
        return "end"

    return [work(), steps]


#> handler_fails ["{bad json"] raises KeyError: 'errors'
def handler_fails(text):
    log = {}
    try:
        return json.loads(text)
    except ValueError:
        log["errors"] += 1


#> three_deep [["7", "8"]] -> [[1, 2], [7, 8]]
#> three_deep [["7", "eight"]] raises ApplicationError: bad table
def three_deep(texts):
    def parse(text):
        return int(text)

    def parse_row(row):
        try:
            return [parse(text) for text in row]
        except ValueError as error:
            raise RuntimeError(f"bad row {row}") from error

    def parse_table(table):
        try:
            return [parse_row(row) for row in table]
        except RuntimeError as error:
            raise ApplicationError("bad table") from error

    return parse_table([["1", "2"], texts])


#> without_context [[1, 2, 3], 9] raises LookupError: 9 is not there
def without_context(items, wanted):
    positions = {item: index for index, item in enumerate(items)}
    try:
        return positions[wanted]
    except KeyError:
        raise LookupError(f"{wanted} is not there") from None


#> reraise ["5"] -> [5, 1]
#> reraise ["five"] raises ValueError: invalid literal for int() with base 10: 'five'
def reraise(text):
    attempts = 0
    while True:
        attempts += 1
        try:
            return [int(text), attempts]
        except ValueError:
            if attempts == 3:
                raise


#> in_comprehension [[[1, 2], [3, 0]]] raises ZeroDivisionError: division by zero
def in_comprehension(pairs):
    return {
        f"{a}/{b}": [
            round(a / b, 2)
            for b in (b, b + 1)
        ]
        for a, b in pairs
    }


#> in_lambda [["b", "a", 3]] raises AttributeError: 'int' object has no attribute 'lower'
def in_lambda(items):
    return sorted(items, key=lambda item: item.lower())


class Config:
    defaults = {"retries": 3}

    def __init__(self, **settings):
        self._settings = {**self.defaults, **settings}

    def __getitem__(self, name):
        return self._settings[name]

    @property
    def timeout(self):
        return self["timeout"] * 1000

    def _validated(self):
        assert self["retries"] > 0, "retries must be positive"
        return self


#> in_property [{"timeout": 2}] -> 2000
#> in_property [{}] raises KeyError: 'timeout'
def in_property(settings):
    return Config(**settings).timeout


#> in_private_method [{"retries": 0}] raises AssertionError: retries must be positive
def in_private_method(settings):
    return Config(**settings)._validated()["retries"]


#> in_init [3] -> 120.0
#> in_init [0] raises ZeroDivisionError: division by zero
def in_init(sides):
    class Polygon:
        def __init__(self, sides):
            self.angle = self._angle(sides)

        def _angle(self, sides):
            return 360 / sides

    return Polygon(sides).angle


#> in_match [{"kind": "circle", "radius": "big"}] raises TypeError: '>' not supported between instances of 'str' and 'int'
#> in_match [{"kind": "square"}] raises NotImplementedError: squares are for later
def in_match(shape):
    match shape:
        case {"kind": "circle", "radius": radius} if radius > 0:
            return 3 * radius**2
        case {"kind": kind}:
            raise NotImplementedError(f"{kind}s are for later")


#> undefined_name [4] raises NameError: name 'totl' is not defined
def undefined_name(count):
    total = 0
    for number in range(count):
        total += number
    return totl


#> wrong_arguments [] raises TypeError: wrong_arguments.<locals>.area() missing 1 required keyword-only argument: 'unit'
def wrong_arguments():
    def area(width, height=1, *, unit):
        return f"{width * height} {unit}"

    return area(2, 3)


#> too_many_arguments [] raises TypeError: Config._validated() takes 1 positional argument but 2 were given
def too_many_arguments():
    return Config()._validated(True)


#> not_callable [3] raises TypeError: 'int' object is not callable
def not_callable(number):
    handlers = {"add": 1}
    return handlers["add"](number)


#> unpack_row [["Ann"]] raises ValueError: not enough values to unpack (expected 2, got 1)
def unpack_row(row):
    name, age = row
    return f"{name} is {age}"


#> index_out_of_range [[1, 2, 3], 5] raises IndexError: list index out of range
def index_out_of_range(items, index):
    return sum(
        items[position]
        for position in range(index)
    )


#> add_text_and_number ["total: ", 5] raises TypeError: can only concatenate str (not "int") to str
def add_text_and_number(text, number):
    return text + number


#> none_has_no_method [{"name": "x"}] raises AttributeError: 'NoneType' object has no attribute 'strip'
def none_has_no_method(record):
    return record.get("title").strip().upper()


#> group_or_list [[1, -2, 3, -4]] -> ["-2 is negative", "-4 is negative"]
def group_or_list(numbers):
    """Exception groups where Python has them."""
    errors = [ValueError(f"{n} is negative") for n in numbers if n < 0]
    try:
        Group = ExceptionGroup
    except NameError:
        return [str(error) for error in errors]
    try:
        raise Group("several", errors)
    except Group as group:
        return [str(error) for error in group.exceptions]


#> with_argument_tuple [] raises ApplicationError: ('code', 7)
def with_argument_tuple():
    raise ApplicationError(("code", 7))


#> multi_line_message ["a"] raises ValueError: a is short\na is common
def multi_line_message(name):
    problems = [f"{name} is short", f"{name} is common"]
    raise ValueError("\n".join(problems))


#> long_call_chain [6] raises StopAsyncIteration: the bottom
def long_call_chain(depth):
    if depth == 0:
        raise StopAsyncIteration("the bottom")
    return long_call_chain(depth - 1) + 1


#> mutual_recursion [5] raises ValueError: odd after all
def mutual_recursion(n):
    def is_even(n):
        return True if n == 0 else is_odd(n - 1)

    def is_odd(n):
        if n == 0:
            raise ValueError("odd after all")
        return is_even(n - 1)

    return is_even(n)


#> deep_recursion_is_caught [100000] -> "too deep"
def deep_recursion_is_caught(depth):
    def down(n):
        return 0 if n == 0 else 1 + down(n - 1)

    try:
        return down(depth)
    except RecursionError:
        return "too deep"


#> umlaut_in_line ["größe"] raises KeyError: 'größe'
def umlaut_in_line(schlüssel):
    tabelle = {"länge": 1, "breite": 2}; return [tabelle["länge"], tabelle[schlüssel], tabelle["breite"]]
