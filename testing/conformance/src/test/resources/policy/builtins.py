# Builtins that reach out of the sandbox, or around the policy.

#! deny_open: refused builtin-refused@2
def attack():
    return open("{SECRET_FILE}").read()

#! deny_open_for_writing: refused builtin-refused@2
def attack():
    return open("{SECRET_FILE}.written", "w").write("x")

#! deny_open_under_another_name: refused builtin-refused@1
read = open
def attack():
    return read("{SECRET_FILE}").read()

#! deny_open_as_a_value: refused builtin-refused@2
def attack():
    return [f for f in (open,)][0]("{SECRET_FILE}").read()

#! deny_open_as_a_default: refused builtin-refused@1
def attack(read=open):
    return read("{SECRET_FILE}").read()

#! deny_open_as_a_decorator: refused builtin-refused@1
@open
def attack(): return 1

#! deny_open_as_an_argument: refused builtin-refused@2
def attack():
    return list(map(open, ["{SECRET_FILE}"]))[0].read()

#! deny_open_in_a_class: refused builtin-refused@2
class A:
    read = open
def attack():
    return A.read("{SECRET_FILE}").read()

#! deny_open_in_a_lambda: refused builtin-refused@1
attack = lambda: open("{SECRET_FILE}").read()

#! deny_exec: refused builtin-refused@3
def attack():
    names = {}
    exec("import os; found = os", names)
    os = names["found"]
    return {LOOT}

#! deny_compile: refused builtin-refused@2
def attack():
    os = eval(compile("__import__('os')", "x", "eval"))
    return {LOOT}

#! deny_globals: refused builtin-refused@2
def attack():
    os = globals()["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_locals: refused builtin-refused@2
def attack():
    return sorted(locals())

#! deny_locals_in_a_class: refused builtin-refused@2
class A:
    locals()["__getattribute__"] = lambda self, name: name
def attack():
    return A().x

#! deny_input: refused builtin-refused@2
def attack():
    return input()

#! deny_breakpoint: refused builtin-refused@2
def attack():
    breakpoint()

#! deny_help: refused builtin-refused@2
def attack():
    help(attack)

#! deny_exit: refused builtin-refused@2
def attack():
    exit()

#! deny_quit: refused builtin-refused@2
def attack():
    quit()

#! deny_copyright: refused builtin-refused@2
def attack():
    return str(copyright)

#! deny_credits: refused builtin-refused@2
def attack():
    return str(credits)

#! deny_license: refused builtin-refused@2
def attack():
    return str(license)

#! deny_the_building_of_classes: refused name-refused@2
def attack():
    return __build_class__(lambda: None, "A").__name__

#! deny_the_name_of_the_loader: refused builtin-refused@2
def attack():
    return str(__loader__)

#! deny_delattr_of_a_guard: raises *
def attack():
    del getattr.__call__
    return "deleted"

#! deny_what_a_guard_wraps: raises *
def attack():
    return str(getattr(getattr, "__wrapped__")(attack, "__globals__"))

#! deny_what_a_guard_is_called_with: raises AttributeError: policy
def attack():
    return str(getattr(getattr, "__defaults__"))

#! deny_what_a_guard_closes_over: raises AttributeError: policy
def attack():
    return str(getattr(getattr, "__closure__"))

#! deny_the_module_of_a_guard: raises AttributeError: policy
def attack():
    return str(getattr(vars, "__globals__"))

#! deny_another_guard_for_a_guard: raises AttributeError: policy
def attack():
    def mine(object, name): return "mine"
    setattr(getattr, "__code__", mine)
    return "set"

#! deny_getattr_with_more_arguments: raises TypeError
def attack():
    return str(getattr(attack, "__globals__", None, None))

#! deny_hasattr_of_what_raises: raises ValueError
class A:
    @property
    def x(self): raise ValueError("x")
def attack():
    return hasattr(A(), "x")

#! deny_a_set_attribute_of_a_function: raises AttributeError: policy
def attack():
    setattr(attack, "__globals__", {})
    return "set"

#! deny_super_as_a_way_past_a_guard: refused attribute-refused@4
class A: pass
def attack():
    thing = super(A, A())
    return str(thing.__self_class__)

#! deny_memory_of_a_type_through_memoryview: raises TypeError
def attack():
    return bytes(memoryview(attack))

#! deny_printing_to_a_file_of_the_host: raises AttributeError
def attack():
    print("x", file="{SECRET_FILE}.written")
    return "printed"

#! deny_the_stream_of_the_process: raises *
from contextlib import redirect_stdout
def attack():
    made = redirect_stdout([])
    found = made.__enter__()
    try:
        return str(made._old_targets[0].buffer.raw.name)
    finally:
        made.__exit__(None, None, None)

#! allow_the_builtins_that_people_use: gives [6, [1, 2], "3", 2, [0, 1], true, [[1, "a"]], 5, 1, "0x1f", ["a"]]
def attack():
    return [sum([1, 2, 3]), sorted([2, 1]), str(3), len("ab"), list(range(2)), any([0, 1]),
            [list(pair) for pair in zip([1], "a")], abs(-5), min(1, 2), hex(31), list(filter(None, ["a", ""]))]

#! allow_print: gives null
def attack():
    print("a", 1, sep="-", end="!\n", flush=True)

#! allow_print_to_a_text: gives "a 1\n"
import io
def attack():
    kept = io.StringIO()
    print("a", 1, file=kept)
    return kept.getvalue()

#! allow_hasattr_and_dir: gives [true, false, true]
class A:
    def __init__(self): self.x = 1
def attack():
    return [hasattr(A(), "x"), hasattr(A(), "y"), "x" in dir(A())]

#! allow_delattr: gives false
class A: pass
def attack():
    made = A()
    made.x = 1
    delattr(made, "x")
    return hasattr(made, "x")
