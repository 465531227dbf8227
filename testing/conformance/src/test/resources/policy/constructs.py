# A refused attribute in every place where an expression can stand: none is skipped.

#! deny_a_walk_in_a_decorator: refused attribute-refused@1
@().__class__.__base__.__subclasses__
def attack(): return 1

#! deny_a_walk_in_a_decorator_of_a_class: refused attribute-refused@1
@str.__mro__[-1].__subclasses__
class A: pass
def attack(): return 1

#! deny_a_walk_in_a_default: refused attribute-refused@1
def attack(found=().__class__.__base__): return str(found)

#! deny_a_walk_in_a_default_of_a_keyword: refused attribute-refused@1
def attack(*, found=().__class__.__base__): return str(found)

#! deny_a_walk_in_a_default_of_a_positional: refused attribute-refused@1
def attack(found=().__class__.__base__, /): return str(found)

#! deny_a_walk_in_an_annotation: refused attribute-refused@1
def attack(found: ().__class__.__base__ = None): return str(found)

#! deny_a_walk_in_the_annotation_of_more_arguments: refused attribute-refused@1
def attack(*found: ().__class__.__base__): return str(found)

#! deny_a_walk_in_the_annotation_of_more_keywords: refused attribute-refused@1
def attack(**found: ().__class__.__base__): return str(found)

#! deny_a_walk_in_the_annotation_of_a_result: refused attribute-refused@1
def attack() -> ().__class__.__base__: return 1

#! deny_a_walk_in_the_annotation_of_a_variable: refused attribute-refused@1
x: ().__class__.__base__ = 1
def attack(): return x

#! deny_a_walk_in_the_annotation_of_an_attribute: refused attribute-refused@3
class A: pass
def attack():
    A.x: ().__class__.__base__ = 1
    return A.x

#! deny_an_annotated_attribute_that_is_refused: refused attribute-refused@3
class A: pass
def attack():
    A.__dict__: dict = {}
    return 1

#! deny_a_walk_in_a_lambda: refused attribute-refused@1
attack = lambda: str(().__class__.__base__)

#! deny_a_walk_in_the_default_of_a_lambda: refused attribute-refused@1
attack = lambda found=().__class__.__base__: str(found)

#! deny_a_walk_in_a_base_class: refused attribute-refused@1
class A(().__class__.__base__): pass
def attack(): return 1

#! deny_a_walk_in_a_keyword_of_a_class: refused attribute-refused@2
class Base:
    def __init_subclass__(cls, found=None): cls.found = found.__base__
class A(Base, found=str): pass
def attack(): return str(A.found)

#! deny_a_walk_in_a_class_body: refused attribute-refused@2
class A:
    found = ().__class__.__base__
def attack(): return str(A.found)

#! deny_a_walk_in_a_list_comprehension: refused attribute-refused@2
def attack():
    return str([c for c in ().__class__.__base__.__subclasses__()])

#! deny_a_walk_in_the_element_of_a_comprehension: refused attribute-refused@2
def attack():
    return str([c.__mro__ for c in [str]])

#! deny_a_walk_in_the_condition_of_a_comprehension: refused attribute-refused@2
def attack():
    return str([c for c in [str] if c.__mro__])

#! deny_a_walk_in_a_set_comprehension: refused attribute-refused@2
def attack():
    return str({c.__base__ for c in [str]})

#! deny_a_walk_in_the_key_of_a_dict_comprehension: refused attribute-refused@2
def attack():
    return str({c.__base__: 1 for c in [str]})

#! deny_a_walk_in_the_value_of_a_dict_comprehension: refused attribute-refused@2
def attack():
    return str({1: c.__base__ for c in [str]})

#! deny_a_walk_in_a_generator: refused attribute-refused@2
def attack():
    return str(list(c.__base__ for c in [str]))

#! deny_a_walk_in_the_second_loop_of_a_comprehension: refused attribute-refused@2
def attack():
    return str([d for c in [str] for d in c.__mro__])

#! deny_a_walk_as_the_target_of_a_comprehension: refused attribute-refused@3
class A: pass
def attack():
    return [1 for A.__dict__ in [1]]

#! deny_a_walk_in_an_fstring: refused attribute-refused@2
def attack():
    return f"{().__class__.__base__}"

#! deny_a_walk_in_the_specification_of_an_fstring: refused attribute-refused@2
def attack():
    return f"{'x':{attack.__globals__}}"

#! deny_a_walk_in_an_fstring_within_an_fstring: refused attribute-refused@2
def attack():
    return f"{f'{attack.__globals__}'}"

#! deny_a_walk_in_an_fstring_that_shows_its_text: refused attribute-refused@2
def attack():
    return f"{attack.__globals__=}"

#! deny_a_walk_in_an_fstring_with_a_conversion: refused attribute-refused@2
def attack():
    return f"{attack.__globals__!r:.9}"

#! deny_a_walk_in_an_fstring_in_quotes_of_its_own_kind[3.12]: refused attribute-refused@2
def attack():
    return f"{"{0}".format(attack.__globals__["__name__"])}"

#! deny_a_format_text_that_an_fstring_makes: raises AttributeError: policy
def attack():
    return f"{{0.{'__globals__'}}}".format(attack)

#! deny_a_walk_in_a_template_string[3.14]: refused attribute-refused@2
def attack():
    return str(t"{attack.__globals__}")

#! deny_a_walk_in_the_subject_of_a_match: refused attribute-refused@2
def attack():
    match ().__class__.__base__:
        case found: return str(found)

#! deny_a_walk_in_the_guard_of_a_case: refused attribute-refused@3
def attack():
    match 1:
        case found if str.__mro__: return 1

#! deny_a_walk_in_the_value_of_a_pattern: refused attribute-refused@3
def attack():
    match object:
        case str.__base__: return "read"

#! deny_a_walk_in_the_class_of_a_pattern: refused attribute-refused@3
def attack():
    match 1:
        case str.__base__(): return "read"

#! deny_a_walk_in_the_key_of_a_pattern: refused attribute-refused@3
def attack():
    match {}:
        case {str.__doc__: 1, attack.__code__: 2}: return "read"
    return "no"

#! deny_a_walk_within_an_or_pattern: refused attribute-refused@3
def attack():
    match 1:
        case 2 | object(__class__=1): return "read"

#! deny_a_walk_within_a_sequence_pattern: refused attribute-refused@3
def attack():
    match [attack]:
        case [object(__globals__=_)]: return "read"

#! deny_a_walk_within_a_mapping_pattern: refused attribute-refused@3
def attack():
    match {"f": attack}:
        case {"f": object(__code__=_)}: return "read"

#! deny_a_walk_within_a_class_pattern: refused attribute-refused@5
class Box:
    def __init__(self, f): self.f = f
def attack():
    match Box(attack):
        case Box(f=object(__globals__=_)): return "read"

#! deny_a_private_name_of_a_library_in_a_pattern: gives "no"
from warnings import catch_warnings
def attack():
    match catch_warnings():
        case catch_warnings(_module=found):
            os = found.sys.modules["os"]
            return {LOOT}
    return "no"

#! deny_a_walk_in_a_with: refused attribute-refused@2
def attack():
    with attack.__globals__["x"]: pass

#! deny_a_walk_as_the_target_of_a_with: refused attribute-refused@4
class A: pass
from contextlib import nullcontext
def attack():
    with nullcontext(1) as A.__dict__: pass

#! deny_a_walk_as_the_target_of_a_for: refused attribute-refused@3
class A: pass
def attack():
    for A.__bases__ in [(int,)]: pass

#! deny_a_walk_as_a_target_among_others: refused attribute-refused@3
class A: pass
def attack():
    a, (A.__bases__, *b) = 1, (2, 3)

#! deny_a_walk_as_a_starred_target: refused attribute-refused@3
class A: pass
def attack():
    a, *A.__dict__ = 1, 2

#! deny_a_walk_as_the_target_of_an_assignment: refused attribute-refused@3
class A: pass
def attack():
    A.__bases__ = (int,)

#! deny_a_class_that_is_assigned: refused attribute-refused@5
class A: pass
class B: pass
def attack():
    thing = A()
    thing.__class__ = B
    return type(thing).__name__

#! deny_a_walk_as_the_target_of_an_operation: refused attribute-refused@3
class A: pass
def attack():
    A.__bases__ += (int,)

#! deny_a_walk_that_is_deleted: refused attribute-refused@3
class A: pass
def attack():
    del A.__dict__

#! deny_a_special_method_that_is_assigned_from_outside: refused attribute-refused@3
class A: pass
def attack():
    A.__getattr__ = lambda self, name: name
    return A().x

#! deny_a_walk_in_what_is_deleted: refused attribute-refused@2
def attack():
    del attack.__globals__["attack"]

#! deny_a_walk_in_an_assertion: refused attribute-refused@2
def attack():
    assert attack.__globals__

#! deny_a_walk_in_the_message_of_an_assertion: refused attribute-refused@2
def attack():
    assert 0, attack.__globals__

#! deny_a_walk_in_a_raise: refused attribute-refused@2
def attack():
    raise ValueError(attack.__globals__)

#! deny_a_walk_in_a_cause: refused attribute-refused@2
def attack():
    raise ValueError from attack.__globals__

#! deny_a_walk_in_an_except: refused attribute-refused@3
def attack():
    try: 1 / 0
    except attack.__globals__["E"]: pass

#! deny_a_walk_in_an_except_star[3.11]: refused attribute-refused@3
def attack():
    try: 1 / 0
    except* attack.__globals__["E"]: pass

#! deny_a_walk_in_a_finally: refused attribute-refused@3
def attack():
    try: pass
    finally: attack.__globals__

#! deny_a_walk_in_the_else_of_a_try: refused attribute-refused@4
def attack():
    try: pass
    except ValueError: pass
    else: attack.__globals__

#! deny_a_walk_in_the_else_of_a_loop: refused attribute-refused@3
def attack():
    for x in []: pass
    else: return str(attack.__globals__)

#! deny_a_walk_in_the_condition_of_a_while: refused attribute-refused@2
def attack():
    while attack.__globals__: return 1

#! deny_a_walk_in_an_if: refused attribute-refused@2
def attack():
    if attack.__globals__: return 1

#! deny_a_walk_in_an_elif: refused attribute-refused@3
def attack():
    if 0: pass
    elif attack.__globals__: return 1

#! deny_a_walk_in_a_conditional_expression: refused attribute-refused@2
def attack():
    return 1 if attack.__globals__ else 2

#! deny_a_walk_in_a_slice: refused attribute-refused@2
def attack():
    return [1][0:attack.__code__.co_argcount:1]

#! deny_a_walk_in_an_index: refused attribute-refused@2
def attack():
    return {attack.__code__: 1}[attack.__code__]

#! deny_a_walk_in_a_starred_argument: refused attribute-refused@2
def attack():
    return str([*str.__mro__])

#! deny_a_walk_in_a_keyword_argument: refused attribute-refused@2
def attack():
    return dict(x=attack.__globals__)["x"]["__name__"]

#! deny_a_walk_in_keywords_that_are_unpacked: refused attribute-refused@2
def attack():
    return sorted(dict(**attack.__globals__))

#! deny_a_walk_in_a_dict_that_is_unpacked: refused attribute-refused@2
def attack():
    return sorted({**attack.__globals__})

#! deny_a_walk_in_a_walrus: refused attribute-refused@2
def attack():
    return str((found := attack.__globals__))

#! deny_a_walk_in_an_await: refused attribute-refused@2
async def attack():
    return await attack.__globals__["x"]

#! deny_a_walk_in_a_yield: refused attribute-refused@2
def work():
    yield attack.__globals__
def attack(): return str(next(work()))

#! deny_a_walk_in_a_yield_from: refused attribute-refused@2
def work():
    yield from attack.__globals__
def attack(): return str(next(work()))

#! deny_a_walk_in_an_async_for: refused attribute-refused@2
async def attack():
    async for x in attack.__globals__["x"]: pass

#! deny_a_walk_in_an_async_with: refused attribute-refused@2
async def attack():
    async with attack.__globals__["x"]: pass

#! deny_a_walk_in_an_async_comprehension: refused attribute-refused@2
async def attack():
    return [x async for x in attack.__globals__["x"]]

#! deny_a_walk_in_a_comparison: refused attribute-refused@2
def attack():
    return 1 < 2 < attack.__code__.co_argcount

#! deny_a_walk_in_a_boolean_operation: refused attribute-refused@2
def attack():
    return 0 or attack.__globals__["__name__"]

#! deny_a_walk_in_an_operation: refused attribute-refused@2
def attack():
    return 1 + attack.__code__.co_argcount

#! deny_a_walk_in_a_negation: refused attribute-refused@2
def attack():
    return not attack.__globals__

#! deny_a_walk_in_a_return_of_several: refused attribute-refused@2
def attack():
    return 1, *str.__mro__

#! deny_a_walk_behind_a_semicolon: refused attribute-refused@2
def attack():
    x = 1; return str(attack.__globals__)

#! deny_a_walk_behind_a_backslash: refused attribute-refused@3
def attack():
    return str(attack. \
        __globals__)

#! deny_a_walk_over_several_lines: refused attribute-refused@4
def attack():
    return str((attack
        .
        __globals__
    ))

#! deny_a_walk_in_a_function_within_a_method_within_a_class: refused attribute-refused@5
def attack():
    class A:
        def go(self):
            def inner():
                return attack.__globals__
            return inner()
    return str(A().go())

#! deny_a_walk_behind_a_thousand_lines: refused attribute-refused@2
def attack():
    return [1, 2, [3, [4, [5, [6, [7, [8, [9, [attack.__globals__]]]]]]]]]

#! deny_several_walks_each_with_its_line: refused attribute-refused@2, attribute-refused@3, builtin-refused@4, module-refused@5
def attack():
    a = attack.__globals__
    b = ().__class__.__base__
    c = open
    import os

#! deny_a_walk_in_the_bound_of_a_type_parameter[3.12]: refused attribute-refused@1
def attack[T: ().__class__.__base__](): return 1

#! deny_a_walk_in_the_default_of_a_type_parameter[3.13]: refused attribute-refused@1
def attack[T = ().__class__.__base__](): return 1

#! deny_a_walk_in_a_type_parameter_of_a_class[3.12]: refused attribute-refused@1
class A[T: (str.__base__, int)]: pass
def attack(): return 1

#! deny_a_walk_in_a_type_alias[3.12]: refused attribute-refused@1
type A = ().__class__.__base__
def attack(): return str(A)

#! deny_a_walk_in_a_type_parameter_of_an_alias[3.12]: refused attribute-refused@1
type A[T: str.__base__] = T
def attack(): return str(A)

#! deny_the_value_of_a_type_alias_as_a_way_on[3.12]: refused attribute-refused@3
type A = int
def attack():
    return str(A.__value__)

#! deny_the_parameters_of_a_function[3.12]: refused attribute-refused@3
def work[T](): return 1
def attack():
    return str(work.__type_params__)

#! deny_an_except_star_that_rebinds_a_guard[3.11]: refused name-refused@3
def attack():
    try: raise ExceptionGroup("g", [ValueError()])
    except* ValueError as __builtins__: pass

#! deny_an_except_star_with_an_odd_group[3.11]: refused construct-refused@6 or raises TypeError
def attack():
    class Odd(ExceptionGroup):
        def split(self, condition): return (attack, None)
        def subgroup(self, condition): return attack
        def derive(self, found): return attack
    try:
        raise Odd("g", [ValueError("x")])
    except* ValueError as g:
        found = g
    return str(found.exceptions[0].args[5])

#! deny_an_exception_class_that_is_no_class[3.11]: refused construct-refused@2 or raises TypeError
def attack():
    try:
        raise ExceptionGroup("g", [ValueError("x")])
    except* attack as g:
        pass

#! allow_every_statement: gives [45, "b", [0, 2], "x", 3, "done", "k1"]
import math
async def coroutine(): return 1
def attack():
    total = 0
    for n in range(10):
        total += n
    else:
        kind = "b"
    evens = [n for n in range(4) if not n % 2]
    with open_nothing() as name: pass
    while True:
        break
    try:
        assert total == 45, "no"
        raise KeyError("k1")
    except KeyError as e:
        key = e.args[0]
    finally:
        end = "done"
    match [1, 2, 3]:
        case [first, *rest]: length = first + len(rest)
    del n
    return [total, kind, evens, name, length, end, key]
from contextlib import contextmanager
@contextmanager
def open_nothing(): yield "x"

#! allow_type_parameters[3.12]: gives [3, 1]
def first[T](items: list[T]) -> T: return items[0]
class Box[T]:
    def __init__(self, value: T): self.value = value
type Numbers = list[int]
def attack():
    return [first([3]), Box(1).value]

#! allow_async_functions: gives [0, 1, 2]
async def numbers(n):
    for each in range(n): yield each
async def attack():
    return [each async for each in numbers(3)]

#! allow_fstrings: gives ["   1.50|'a'|x=5", "a{b}"]
def attack():
    x = 5
    width = 7
    return [f"{1.5:{width}.2f}|{'a'!r}|{x=}", f"a{{b}}"]
