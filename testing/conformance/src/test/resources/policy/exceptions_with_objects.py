# Exceptions that carry objects, and what hangs on an exception.

#! deny_the_object_of_an_attribute_error: raises AttributeError: policy
import math
def attack():
    try:
        getattr(math, "no_such_name")
    except AttributeError as e:
        return str(e.obj)

#! deny_the_object_of_an_attribute_error_by_getattr: raises AttributeError: policy
def attack():
    try:
        attack.no_such_name
    except AttributeError as e:
        found = e
    return str(getattr(found, "obj"))

#! deny_the_object_of_an_attribute_error_by_attrgetter: raises AttributeError: policy
from operator import attrgetter
def attack():
    try:
        attack.no_such_name
    except AttributeError as e:
        found = e
    return str(attrgetter("obj")(found))

#! deny_the_object_of_an_attribute_error_in_a_format_text: raises AttributeError: policy
def attack():
    try:
        attack.no_such_name
    except AttributeError as e:
        found = e
    return "{0.obj}".format(found)

#! deny_the_object_of_an_attribute_error_in_a_pattern: refused attribute-refused@6
def attack():
    try:
        attack.no_such_name
    except AttributeError as e:
        match e:
            case AttributeError(obj=found):
                return str(found)

#! deny_the_object_of_an_attribute_error_by_its_descriptor: raises *
def attack():
    try:
        attack.no_such_name
    except AttributeError as e:
        found = e
    return str(AttributeError.obj.__get__(found))

#! deny_the_object_of_an_attribute_error_by_its_descriptor_in_a_class: raises *
class Leak(AttributeError):
    leak = AttributeError.obj
def attack():
    try:
        raise Leak("x", name="y", obj=attack)
    except Leak as e:
        return str(e.leak)

#! deny_the_object_of_an_attribute_error_of_a_subclass: raises AttributeError: policy
class Mine(AttributeError): pass
def attack():
    error = Mine("x", name="y", obj=attack)
    return str(error.obj)

#! deny_the_object_of_an_attribute_error_as_a_name_to_match: refused definition-refused@2
class Mine(AttributeError):
    __match_args__ = ("obj",)
def attack():
    match Mine("x", obj=attack):
        case Mine(found):
            return str(found)

#! deny_the_object_of_an_attribute_error_as_a_field: gives ["x"]
from dataclasses import make_dataclass
def attack():
    try:
        made = make_dataclass("Mine", ["obj"], bases=(AttributeError,), init=False, repr=False, eq=False)
        match made("x", obj="leak"):
            case made(found):
                return ["leak"]
    except (TypeError, ValueError):
        pass
    return ["x"]

#! deny_the_object_of_a_librarys_attribute_error: raises *
from warnings import catch_warnings
class Module:
    filters = []
def attack():
    try:
        catch_warnings(module=Module()).__enter__()
    except AttributeError as e:
        found = e
    return str(found.obj)

#! deny_the_traceback_of_the_cause: refused attribute-refused@6
def attack():
    try:
        try: 1 / 0
        except ZeroDivisionError as e: raise ValueError("x") from e
    except ValueError as e:
        os = e.__cause__.__traceback__.tb_frame.f_builtins["__import__"]("os")
        return {LOOT}

#! deny_the_traceback_of_the_context: refused attribute-refused@6
def attack():
    try:
        try: 1 / 0
        except ZeroDivisionError: raise ValueError("x")
    except ValueError as e:
        os = e.__context__.__traceback__.tb_frame.f_builtins["__import__"]("os")
        return {LOOT}

#! deny_the_traceback_of_a_member_of_a_group[3.11]: refused attribute-refused@5
def attack():
    try:
        raise ExceptionGroup("g", [ValueError("x")])
    except* ValueError as g:
        found = str(g.exceptions[0].__traceback__)
    return found

#! deny_the_state_of_an_exception: refused attribute-refused@3
def attack():
    error = ValueError()
    error.__setstate__({"_x": 1})
    return str(vars(error))

#! deny_reading_how_an_exception_is_copied: refused attribute-refused@2
def attack():
    return str(ValueError("x").__reduce__())

#! deny_an_exception_that_knows_its_frame_by_getattr: raises AttributeError: policy
def attack():
    try:
        1 / 0
    except ZeroDivisionError as e:
        error = e
    return str(getattr(error, "__traceback__"))

#! deny_with_traceback_as_a_way_to_a_frame: refused attribute-refused@5
def attack():
    try:
        1 / 0
    except ZeroDivisionError as e:
        return str(e.with_traceback(None).__traceback__)

#! deny_the_refusal_itself_as_a_way_to_frames: raises AttributeError: policy
def attack():
    try:
        getattr(attack, "__globals__")
    except AttributeError as e:
        error = e
    return str(getattr(error, "__traceback__"))

#! deny_the_object_of_the_refusal: raises AttributeError: policy
def attack():
    try:
        getattr(attack, "__globals__")
    except AttributeError as e:
        error = e
    return str(getattr(error, "obj"))

#! deny_what_led_to_a_refusal_is_no_object_of_the_policy: gives []
def attack():
    found = []
    for go in (lambda: getattr(attack, "__code__"), lambda: eval("open"), lambda: getattr(1, "f_back")):
        try:
            go()
        except Exception as e:
            while e is not None:
                found += [type(each).__name__ for each in e.args if type(each) not in (str, int, tuple)]
                e = e.__cause__ or e.__context__
    return found

#! deny_frames_in_the_hook_of_an_exit_stack: refused attribute-refused@4
from contextlib import ExitStack
seen = []
def hook(kind, error, tb):
    seen.append(tb.tb_frame)
    return True
def attack():
    with ExitStack() as stack:
        stack.push(hook)
        1 / 0
    return str(seen)

#! allow_the_attribute_obj_of_other_things: gives [5, "abc"]
class Thing:
    def __init__(self): self.obj = 5
def attack():
    return [Thing().obj, bytes(memoryview(b"abc").obj).decode()]

#! allow_what_exceptions_say: gives [["x", 1], "k", "division by zero", "ZeroDivisionError", ["more"]]
def attack():
    found = []
    try:
        raise ValueError("x", 1)
    except ValueError as e:
        found.append(list(e.args))
    try:
        {}["k"]
    except KeyError as e:
        found.append(e.args[0])
    try:
        try:
            1 / 0
        except ZeroDivisionError as e:
            raise RuntimeError("y") from e
    except RuntimeError as e:
        found += [str(e.__cause__), type(e.__context__).__name__]
    found.append(["more"])
    return found

#! allow_the_name_of_a_name_error: gives "no_such"
def attack():
    try:
        no_such
    except NameError as e:
        return e.name

#! allow_the_value_of_a_generator: gives 7
def work():
    return 7
    yield
def attack():
    try:
        next(work())
    except StopIteration as e:
        return e.value

#! allow_groups[3.11]: gives [1, "x"] or refused construct-refused@2
def attack():
    try:
        raise ExceptionGroup("g", [ValueError("x"), KeyError("k")])
    except* ValueError as g:
        found = [len(g.exceptions), str(g.exceptions[0])]
    except* KeyError:
        pass
    return found
