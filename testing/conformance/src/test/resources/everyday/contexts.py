"""Context managers: classes, contextlib, several at once."""

import contextlib
import io
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress


class Transaction:
    """All changes or none."""

    def __init__(self, data):
        self._data = data
        self._backup = None

    def __enter__(self):
        self._backup = dict(self._data)
        return self

    def __exit__(self, kind, error, traceback):
        if kind is not None:
            self._data.clear()
            self._data.update(self._backup)
        return kind is not None and issubclass(kind, LookupError)

    def rename(self, old, new):
        self._data[new] = self._data.pop(old)


#> rename_keys [{"a": 1, "b": 2}, [["a", "x"], ["b", "y"]]] -> {"x": 1, "y": 2}
#> rename_keys [{"a": 1, "b": 2}, [["a", "x"], ["c", "y"]]] -> {"a": 1, "b": 2}
#> rename_keys [{"a": 1, "b": 2}, [["a", "x"], ["b"]]] raises ValueError: not enough values to unpack (expected 2, got 1)
def rename_keys(data, renames):
    with Transaction(data) as transaction:
        for old, new in renames:
            transaction.rename(old, new)
    return data


@contextmanager
def tag(name, lines):
    lines.append(f"<{name}>")
    try:
        yield name.upper()
    except ZeroDivisionError as error:
        lines.append(f"!{error}")
    finally:
        lines.append(f"</{name}>")


#> nested_tags [4, 2] -> ["<html>", "<body>", "HTML BODY 2", "2", "</body>", "</html>"]
#> nested_tags [4, 0] -> ["<html>", "<body>", "HTML BODY 2", "!division by zero", "</body>", "</html>"]
#> nested_tags [4, "two"] raises TypeError: unsupported operand type(s) for /: 'int' and 'str'
def nested_tags(a, b):
    lines = []
    with tag("html", lines) as outer, tag("body", lines) as inner:
        lines.append(f"{outer} {inner} {a // 2}")
        lines.append(str(int(a / b)))
    return lines


#> stack_of_resources [["x", "y", "z"]] -> ["3 open", "callback", "closed z", "closed y", "closed x"]
def stack_of_resources(names):
    log = []

    class Resource:
        def __init__(self, name):
            self._name = name

        def close(self):
            log.append(f"closed {self._name}")

    with ExitStack() as stack:
        for name in names:
            stack.enter_context(closing(Resource(name)))
        stack.callback(log.append, "callback")
        log.append(f"{len(names)} open")
    return log


#> ignore_errors [{"a": "1", "b": "x", "c": "3"}, ["a", "b", "d", "c"]] -> [1, 3]
def ignore_errors(texts, names):
    numbers = []
    for name in names:
        with suppress(KeyError, ValueError):
            numbers.append(int(texts[name]))
    return numbers


#> failing_exit [true] raises RuntimeError: the door is stuck
#> failing_exit [false] -> ["in", "out"]
def failing_exit(fails):
    class Door:
        def __enter__(self):
            return self

        def __exit__(self, *details):
            if fails:
                raise RuntimeError("the door is stuck")

    with Door():
        steps = ["in"]
        if fails:
            raise KeyError("lost")
    steps.append("out")
    return steps


#> captured_print [["Ann", "Bob"]] -> ["1: Ann", "2: Bob", "done"]
def captured_print(names):
    buffer = io.StringIO()
    with contextlib.redirect_stdout(buffer):
        for number, name in enumerate(names, 1):
            print(number, name, sep=": ")
    print("done", file=buffer, end="")
    return buffer.getvalue().splitlines()


class Indenter:
    _level = 0

    def __init__(self):
        self.lines = []

    def __enter__(self):
        self._level += 1
        return self

    def __exit__(self, *_):
        self._level -= 1

    def write(self, text):
        self.lines.append("  " * self._level + text)


#> indented_outline [["fruit", ["apple", "pear", ["green"]], "nuts"]] -> ["fruit", "  apple", "  pear", "    green", "nuts"]
def indented_outline(outline):
    writer = Indenter()

    def write_all(items):
        for item in items:
            if isinstance(item, list):
                with writer:
                    write_all(item)
            else:
                writer.write(item)

    write_all(outline)
    return writer.lines


@contextmanager
def temporarily(mapping, **changes):
    missing = object()
    before = {key: mapping.get(key, missing) for key in changes}
    mapping.update(changes)
    try:
        yield mapping
    finally:
        for key, value in before.items():
            if value is missing:
                del mapping[key]
            else:
                mapping[key] = value


#> temporary_settings [{"debug": false}] -> [{"debug": true, "level": 3}, {"debug": false}]
def temporary_settings(settings):
    with temporarily(settings, debug=True, level=3) as changed:
        inside = dict(changed)
    with nullcontext(settings) as same:
        outside = dict(same)
    return [inside, outside]


#> temporary_decorator [5] raises OverflowError: ['<call>', 'work 1', '</call>', '<call>', 'work 5'] at 5
def temporary_decorator(value):
    events = []

    @tag("call", events)
    def work(number):
        events.append(f"work {number}")
        if number > 3:
            raise OverflowError(f"{events} at {number}")

    work(1)
    work(value)
