# What got out of RestrictedPython, as classes: each advisory's own way, and its neighbours.

#! deny_cve_2023_37271_the_frame_of_a_generator: refused attribute-refused@2
def attack():
    made = (made.gi_frame.f_back.f_back for x in [1])
    frame = [x for x in made][0]
    os = frame.f_builtins["__import__"]("os")
    return {LOOT}

#! deny_cve_2023_37271_the_frame_of_a_generator_by_a_walk: refused attribute-refused@3
def attack():
    def walk():
        yield made.gi_frame.f_back
    made = walk()
    frame = next(made)
    while frame.f_back is not None:
        frame = frame.f_back
    os = frame.f_builtins["__import__"]("os")
    return {LOOT}

#! deny_cve_2023_37271_the_frame_of_a_generator_by_getattr: raises AttributeError: policy
def attack():
    def walk():
        yield getattr(getattr(made, "gi_frame"), "f_back")
    made = walk()
    os = getattr(next(made), "f_builtins")["__import__"]("os")
    return {LOOT}

#! deny_cve_2023_37271_the_frame_of_a_generator_in_a_format_text: refused format-refused@2
def attack():
    return "{0.gi_frame.f_builtins}".format(x for x in ())

#! deny_cve_2023_37271_the_frame_of_a_generator_in_a_pattern: refused attribute-refused@3
def attack():
    match (x for x in ()):
        case object(gi_frame=object(f_builtins=found)):
            os = found["__import__"]("os")
            return {LOOT}

#! deny_cve_2023_37271_the_frame_of_a_coroutine: refused attribute-refused@3
async def work(): pass
def attack():
    os = work().cr_frame.f_builtins["__import__"]("os")
    return {LOOT}

#! deny_cve_2023_41039_format_on_a_text: refused format-refused@2
def attack():
    return "{0.__class__.__mro__[1].__subclasses__}".format("x")

#! deny_cve_2023_41039_format_map_on_a_text: refused format-refused@2
def attack():
    return "{x.__class__.__mro__[1].__subclasses__}".format_map({"x": "x"})

#! deny_cve_2023_41039_format_through_the_class: raises AttributeError: policy
def attack():
    return str.format("{0.__class__.__mro__}", "x")

#! deny_cve_2023_41039_format_map_through_the_class: raises AttributeError: policy
def attack():
    return str.format_map("{x.__class__.__mro__}", {"x": "x"})

#! deny_cve_2023_41039_format_through_a_subclass: raises AttributeError: policy
class Text(str): pass
def attack():
    return Text.format("{0.__class__.__mro__}", "x")

#! deny_cve_2023_41039_format_through_a_module: raises AttributeError: policy
import typing
def attack():
    return typing.Text.format("{0.__globals__}", attack)

#! deny_cve_2024_47532_a_module_in_the_object_of_an_attribute_error: raises AttributeError: policy
import string
def attack():
    try:
        getattr(string, "no_such_name")
    except AttributeError as e:
        return str(e.obj)

#! deny_cve_2024_47532_a_formatter_and_the_object_of_its_error: raises AttributeError: policy
import string
def attack():
    try:
        string.Formatter().format("{0.no_such_name}", string)
    except AttributeError as e:
        return str(e.obj)

#! deny_cve_2024_47532_the_module_that_random_holds: raises AttributeError
import random
def attack():
    return str(random._os)

#! deny_cve_2025_22153_except_star_with_a_group_of_ones_own[3.11]: refused construct-refused@6 or raises TypeError
def attack():
    class Odd(BaseExceptionGroup):
        def __new__(cls, *given): return super().__new__(cls, "g", [ValueError("x")])
        def split(self, condition):
            return (attack, attack)
    try:
        raise Odd()
    except* ValueError as found:
        kept = found
    return str(kept.exceptions[3])

#! deny_cve_2025_22153_except_star_with_a_group_that_splits_itself[3.11]: refused construct-refused@4 or raises TypeError
def attack():
    odd = ExceptionGroup("g", [ValueError("x")])
    odd.split = lambda condition: ([1] * 9, [2] * 9)
    try:
        raise odd
    except* ValueError as found:
        kept = found
    return len(kept)

#! deny_cve_2025_22153_except_star_and_a_traceback[3.11]: refused attribute-refused@5
def attack():
    try:
        raise ExceptionGroup("g", [ValueError("x")])
    except* ValueError as found:
        os = found.__traceback__.tb_frame.f_builtins["__import__"]("os")
    return {LOOT}

#! deny_cve_2025_22153_except_star_that_binds_a_guard[3.11]: gives ["function", true] or refused construct-refused@2
def attack():
    try:
        raise ExceptionGroup("g", [ValueError("x")])
    except* ValueError as getattr:
        kind = attack.__class__.__name__
        return_later = isinstance(getattr, ExceptionGroup)
    return [kind, return_later]

#! deny_8_3_a_positional_parameter_that_shadows_a_guard: gives ["function", 0]
def attack():
    asked = []
    def spy(*given): asked.append(given)
    def go(getattr, type, vars, /):
        return attack.__class__.__name__
    return [go(spy, spy, spy), len(asked)]

#! deny_8_3_a_positional_parameter_that_is_a_dunder: refused name-refused@1
def go(__import__, /): import math; return math
def attack():
    return str(go(lambda *given: "mine"))

#! deny_8_3_a_positional_parameter_of_a_lambda_that_is_a_dunder: refused name-refused@1
attack = lambda __builtins__=1, /: str(__builtins__)

#! deny_8_3_a_positional_parameter_of_a_guard_of_restrictedpython: gives ["a", 0]
def attack():
    asked = []
    def spy(*given): asked.append(given)
    def go(_getattr_, _getitem_, _getiter_, _write_, _inplacevar_, _print_, /):
        kept = {"k": "a"}
        kept["x"] = [each for each in kept["k"]]
        kept["x"] += ["b"]
        return kept["x"][0]
    return [go(spy, spy, spy, spy, spy, spy), len(asked)]

#! deny_8_4_a_formatter: raises AttributeError: policy
import string
def attack():
    return string.Formatter().format("{0.__class__.__mro__}", "x")

#! deny_8_4_a_formatter_through_its_class: raises AttributeError: policy
import string
def attack():
    return string.Formatter.format(string.Formatter(), "{0.__class__.__mro__}", "x")

#! deny_8_4_a_subclass_of_a_formatter: raises AttributeError: policy
import string
class Mine(string.Formatter):
    def get_field(self, name, args, kwargs):
        return super().get_field(name, args, kwargs)
def attack():
    return Mine().format("{0.__globals__}", attack)

#! deny_8_4_a_formatter_that_a_module_brings: raises AttributeError: policy
from string import Formatter as F
def attack():
    return F().vformat("{f.__globals__}", (), {"f": attack})

#! deny_a_text_of_ones_own_for_a_name: raises TypeError
class Name(str):
    def startswith(self, prefix): return False
def attack():
    return str(getattr(attack, Name("__globals__")))

#! deny_a_print_of_ones_own: gives [[], "PrintCollector"]
def attack():
    asked = []
    class PrintCollector:
        def __init__(self, *given): asked.append(given)
        def _call_print(self, *given): asked.append(given)
    _print_ = PrintCollector
    _print = PrintCollector()
    asked.clear()
    print("x")
    return [asked, _print_.__name__]

#! allow_what_its_users_are_used_to: gives [3, "x", [1, 2], 5]
def attack():
    kept = {"n": 1}
    kept["n"] += 2
    text = "%s" % "x"
    class Thing:
        def __init__(self): self.size = 5
    first, second = [1, 2]
    return [kept["n"], text, [first, second], Thing().size]
