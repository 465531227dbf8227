"""State machines, events, closures: things that remember."""

from collections import defaultdict
from functools import partial

_total_calls = 0
_registry: dict = {}


class InvalidTransition(Exception):
    def __init__(self, state, event):
        self.state = state
        self.event = event
        super().__init__(f"cannot {event} while {state}")


class Machine:
    _transitions = {
        ("draft", "submit"): "review",
        ("review", "approve"): "published",
        ("review", "reject"): "draft",
    }

    def __init__(self):
        self._state = "draft"
        self._listeners = defaultdict(list)

    def on(self, state, listener):
        self._listeners[state].append(listener)
        return listener

    def fire(self, event):
        try:
            self._state = self._transitions[self._state, event]
        except KeyError:
            raise InvalidTransition(self._state, event) from None
        self.__notify()
        return self

    def __notify(self):
        for listener in self._listeners[self._state]:
            listener(self._state)

    state = property(lambda self: self._state)


#> publish [["submit", "reject", "submit", "approve"]] -> ["published", ["back to draft", "published"]]
#> publish [["submit", "submit"]] raises InvalidTransition: cannot submit while review
def publish(events):
    machine, log = Machine(), []
    machine.on("draft", lambda state: log.append(f"back to {state}"))
    machine.on("published", log.append)
    for event in events:
        machine.fire(event)
    return [machine.state, log]


#> failing_listener [["submit"]] raises ZeroDivisionError: division by zero
def failing_listener(events):
    machine = Machine()
    machine.on("review", lambda state: 1 / len(state[:0]))
    for event in events:
        machine.fire(event)
    return machine.state


#> count_up [3] -> [1, 2, 3, 15, 1]
def count_up(steps):
    def make_counter(start=0):
        count = start

        def increment(by=1):
            nonlocal count
            count += by
            return count

        def reset():
            nonlocal count
            count = start

        increment.reset = reset
        return increment

    a, b = make_counter(), make_counter(10)
    values = [a() for _ in range(steps)] + [b(5)]
    a.reset()
    return values + [a()]


#> count_calls_globally [2] -> [2, {"last": 2}]
def count_calls_globally(times):
    global _total_calls
    for _ in range(times):
        _total_calls += 1
    _registry["last"] = times
    return [_total_calls, _registry]


#> late_binding [3] -> [[2, 2, 2], [0, 1, 2], [0, 1, 2]]
def late_binding(count):
    """The classic surprise, and two ways around it."""
    late = [lambda: i for i in range(count)]
    early = [lambda i=i: i for i in range(count)]
    bound = [partial(lambda i: i, i) for i in range(count)]
    return [[f() for f in functions] for functions in (late, early, bound)]


#> mutable_default ["a", "b"] -> [["a"], ["a", "b"], ["a"], ["b"]]
def mutable_default(first, second):
    def add(item, basket=[]):
        basket.append(item)
        return basket

    def add_well(item, basket=None):
        basket = [] if basket is None else basket
        basket.append(item)
        return basket

    return [list(add(first)), list(add(second)), add_well(first), add_well(second)]


class Undo:
    """Commands that know how to take themselves back."""

    def __init__(self):
        self.text = ""
        self.__done, self.__undone = [], []

    def type(self, text):
        before = self.text

        def backward():
            self.text = before

        def forward():
            self.text = before + text

        forward()
        self.__done.append((forward, backward))
        self.__undone.clear()
        return self

    def undo(self):
        if not self.__done:
            raise IndexError("nothing to undo")
        command = self.__done.pop()
        command[1]()
        self.__undone.append(command)
        return self

    def redo(self):
        command = self.__undone.pop()
        command[0]()
        self.__done.append(command)
        return self


#> edit_text [["hello", " world", "undo", "redo", "undo"]] -> "hello"
#> edit_text [["undo"]] raises IndexError: nothing to undo
#> edit_text [["x", "redo"]] raises IndexError: pop from empty list
def edit_text(commands):
    editor = Undo()
    for command in commands:
        method = getattr(editor, command) if command in ("undo", "redo") else partial(editor.type, command)
        method()
    return editor.text


class Singleton:
    _instance = None

    def __new__(cls, *args):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance._created_with = args
        return cls._instance


#> singleton [1, 2] -> [true, [1], true]
def singleton(a, b):
    first, second = Singleton(a), Singleton(b)
    return [first is second, list(second._created_with), type(first)._instance is first]


#> run_machine [["push 2", "push 3", "add", "dup", "mul", "print"]] -> [25]
#> run_machine [["push 2", "add"]] raises IndexError: pop from empty list
#> run_machine [["jump 4"]] raises SyntaxError: instruction 1: unknown jump
def run_machine(program):
    """A stack machine whose instructions are closures in a dict."""
    stack, output = [], []

    def binary(operation):
        def run():
            right, left = stack.pop(), stack.pop()
            stack.append(operation(left, right))

        return run

    instructions = {
        "push": lambda text: stack.append(int(text)),
        "dup": lambda: stack.append(stack[-1]),
        "add": binary(lambda a, b: a + b),
        "mul": binary(lambda a, b: a * b),
        "print": lambda: output.append(stack[-1]),
    }
    for number, line in enumerate(program, 1):
        name, *operands = line.split()
        if name not in instructions:
            raise SyntaxError(f"instruction {number}: unknown {name}")
        instructions[name](*operands)
    return output


#> plugin_order [] -> ["Layout", "Colour", "Spelling"]
def plugin_order():
    class Plugin:
        _plugins = []
        priority = 0

        def __init_subclass__(cls, **options):
            super().__init_subclass__()
            cls.priority = options.get("priority", cls.priority)
            cls._plugins.append(cls)

    class Spelling(Plugin, priority=2):
        pass

    class Layout(Plugin, priority=9):
        pass

    class Colour(Layout):
        pass

    ranked = sorted(Plugin._plugins, key=lambda plugin: -plugin.priority)
    return [plugin.__name__ for plugin in ranked]
