# From generators, coroutines, tracebacks and functions to frames and code.

#! deny_the_frame_of_a_generator: refused attribute-refused@2
def attack():
    frame = (x for x in ()).gi_frame
    os = frame.f_builtins["__import__"]("os")
    return {LOOT}

#! deny_the_code_of_a_generator: refused attribute-refused@2
def attack():
    return str((x for x in ()).gi_code.co_consts)

#! deny_the_generator_that_a_generator_waits_for: refused attribute-refused@4
def inner(): yield 1
def outer(): yield from inner()
def attack():
    return str(outer().gi_yieldfrom)

#! deny_a_walk_up_the_frames_of_a_generator_that_runs: refused attribute-refused@2
def attack():
    def walk(): yield made.gi_frame.f_back.f_back.f_globals
    made = walk()
    return str(next(made))

#! deny_the_frame_of_a_coroutine: refused attribute-refused@3
async def work(): pass
def attack():
    os = work().cr_frame.f_builtins["__import__"]("os")
    return {LOOT}

#! deny_what_a_coroutine_waits_for: refused attribute-refused@3
async def work(): pass
def attack():
    return str(work().cr_await)

#! deny_where_a_coroutine_was_made: refused attribute-refused@3
async def work(): pass
def attack():
    return str(work().cr_origin)

#! deny_the_code_of_a_coroutine: refused attribute-refused@3
async def work(): pass
def attack():
    return str(work().cr_code)

#! deny_the_frame_of_an_asynchronous_generator: refused attribute-refused@3
async def work(): yield 1
def attack():
    os = work().ag_frame.f_builtins["__import__"]("os")
    return {LOOT}

#! deny_the_code_of_an_asynchronous_generator: refused attribute-refused@3
async def work(): yield 1
def attack():
    return str(work().ag_code)

#! deny_the_traceback_of_an_exception: refused attribute-refused@5
def attack():
    try:
        1 / 0
    except ZeroDivisionError as e:
        os = e.__traceback__.tb_frame.f_builtins["__import__"]("os")
        return {LOOT}

#! deny_the_frame_of_the_traceback_that_exit_is_given: refused attribute-refused@4
class Catch:
    def __enter__(self): return self
    def __exit__(self, kind, error, tb):
        self.found = tb.tb_frame.f_builtins
        return True
def attack():
    with Catch() as caught:
        1 / 0
    os = caught.found["__import__"]("os")
    return {LOOT}

#! deny_the_next_traceback: refused attribute-refused@4
class Catch:
    def __enter__(self): return self
    def __exit__(self, kind, error, tb):
        self.found = tb.tb_next
        return True
def attack():
    with Catch() as caught:
        1 / 0
    return str(caught.found)

#! deny_the_traceback_that_exit_is_given_by_getattr: raises AttributeError: policy
class Catch:
    def __enter__(self): return self
    def __exit__(self, kind, error, tb):
        self.tb = tb
        return True
def attack():
    with Catch() as caught:
        1 / 0
    os = getattr(getattr(caught.tb, "tb_frame"), "f_builtins")["__import__"]("os")
    return {LOOT}

#! deny_the_frame_above_a_frame: refused attribute-refused@2
def climb(frame):
    return frame.f_back
def attack():
    return str(climb(None))

#! deny_the_globals_of_a_frame: refused attribute-refused@2
def read(frame):
    return frame.f_globals
def attack():
    return str(read(None))

#! deny_the_locals_of_a_frame: refused attribute-refused@2
def read(frame):
    return frame.f_locals
def attack():
    return str(read(None))

#! deny_setting_a_trace_function_on_a_frame: refused attribute-refused@2
def change(frame):
    frame.f_trace = print
def attack():
    return str(change(None))

#! deny_jumping_in_a_frame: refused attribute-refused@2
def change(frame):
    frame.f_lineno = 1
def attack():
    return str(change(None))

#! deny_the_code_of_a_function: refused attribute-refused@2
def attack():
    return str(attack.__code__.co_names)

#! deny_replacing_the_code_of_a_function: refused attribute-refused@4
import textwrap
def other(text): return "changed"
def attack():
    textwrap.dedent.__code__ = other.__code__
    return textwrap.dedent("a")

#! deny_making_code_from_code: refused attribute-refused@2
def attack():
    return attack.__code__.replace(co_consts=()).co_name

#! deny_reading_the_constants_of_code: refused attribute-refused@2
def read(code):
    return code.co_consts
def attack():
    return str(read(None))

#! deny_making_a_function_of_code: refused attribute-refused@3
from types import FunctionType
def attack():
    made = FunctionType(attack.__code__, {"__builtins__": {}})
    return made.__name__

#! deny_the_closure_of_a_function: refused attribute-refused@5
def keep(value):
    def hidden(): return value
    return hidden
def attack():
    return keep(1).__closure__[0].cell_contents

#! deny_the_contents_of_a_cell: refused attribute-refused@2
def read(cell):
    return cell.cell_contents
def attack():
    return str(read(None))

#! deny_changing_the_defaults_of_a_function: refused attribute-refused@3
import textwrap
def attack():
    textwrap.fill.__defaults__ = (5,)
    return textwrap.fill("a b")

#! deny_changing_the_keyword_defaults_of_a_function: refused attribute-refused@3
import functools
def attack():
    functools.reduce.__kwdefaults__ = {}
    return 1

#! deny_the_annotations_of_a_function: refused attribute-refused@2
def attack(x: int = 0):
    return str(attack.__annotations__)

#! deny_a_pattern_that_reads_a_frame: refused attribute-refused@3
def attack():
    match (x for x in ()):
        case object(gi_frame=frame):
            os = frame.f_builtins["__import__"]("os")
            return {LOOT}

#! deny_a_pattern_that_reads_globals: refused attribute-refused@3
def attack():
    match attack:
        case object(__globals__=found):
            os = found["__builtins__"]["__import__"]("os")
            return {LOOT}

#! deny_a_pattern_that_reads_a_class: refused attribute-refused@3
def attack():
    match attack:
        case object(__class__=found):
            return str(found)

#! deny_a_positional_pattern_that_reads_a_frame: refused definition-refused@2
class Frames:
    __match_args__ = ("gi_frame",)
def attack():
    return "no"

#! deny_a_positional_pattern_with_names_that_are_made: refused definition-refused@3
from abc import ABC
class Frames(ABC):
    __match_args__ = ("gi_" + "frame",)
    @classmethod
    def __subclasshook__(cls, C): return True
def attack():
    match (x for x in ()):
        case Frames(frame):
            os = frame.f_builtins["__import__"]("os")
            return {LOOT}

#! deny_positional_patterns_set_later: refused attribute-refused@6
from abc import ABC
class Frames(ABC):
    @classmethod
    def __subclasshook__(cls, C): return True
def attack():
    Frames.__match_args__ = ("gi_frame",)
    match (x for x in ()):
        case Frames(frame):
            os = frame.f_builtins["__import__"]("os")
            return {LOOT}

#! deny_positional_patterns_set_by_setattr: raises AttributeError: policy
from abc import ABC
class Frames(ABC):
    @classmethod
    def __subclasshook__(cls, C): return True
def attack():
    setattr(Frames, "__match_args__", ("gi_frame",))
    match (x for x in ()):
        case Frames(frame):
            return str(frame)

#! deny_positional_patterns_that_are_bound_otherwise: refused definition-refused@2
class Frames:
    for __match_args__ in [("gi_frame",)]: pass
def attack():
    return "no"

#! deny_positional_patterns_bound_by_a_walrus: refused definition-refused@2
class Frames:
    x = (__match_args__ := ("gi_frame",))
def attack():
    return "no"

#! deny_positional_patterns_added_to: refused definition-refused@3
class Frames:
    __match_args__ = ("x",)
    __match_args__ += ("gi_frame",)
def attack():
    return "no"

#! deny_positional_patterns_in_a_list_of_targets: refused definition-refused@2
class Frames:
    __match_args__, y = ("gi_frame",), 1
def attack():
    return "no"

#! deny_a_getter_of_frames: raises AttributeError: policy
import operator
def attack():
    os = operator.attrgetter("gi_frame.f_builtins")(x for x in ())["__import__"]("os")
    return {LOOT}

#! deny_the_frame_of_a_generator_by_getattr: raises AttributeError: policy
def attack():
    frame = getattr((x for x in ()), "gi_frame")
    os = getattr(frame, "f_builtins")["__import__"]("os")
    return {LOOT}

#! deny_the_descriptor_of_a_frame: refused attribute-refused@2
def attack():
    frame = type(x for x in ()).gi_frame.__get__(x for x in ())
    os = frame.f_builtins["__import__"]("os")
    return {LOOT}

#! allow_generators_and_their_methods: gives [1, 5, "closed"]
def count():
    try:
        got = yield 1
        yield got
    finally:
        log.append("closed")
log = []
def attack():
    made = count()
    found = [next(made), made.send(5)]
    made.close()
    return found + log

#! allow_positional_patterns_of_ordinary_names: gives [1, 2]
class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y):
        self.x = x
        self.y = y
def attack():
    match Point(1, 2):
        case Point(x, y):
            return [x, y]

#! allow_keyword_patterns_of_ordinary_names: gives 2
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
def attack():
    match Point(1, 2):
        case Point(x=1, y=found):
            return found

#! allow_a_context_manager_that_looks_at_the_exception: gives ["ZeroDivisionError", "division by zero"]
class Catch:
    def __enter__(self): return self
    def __exit__(self, kind, error, traceback):
        self.seen = [kind.__name__, str(error)]
        return True
def attack():
    with Catch() as caught:
        1 / 0
    return caught.seen

#! allow_await_of_ones_own_coroutine: gives 3
async def part(): return 1
async def attack():
    return await part() + 2
