# A guard is not asked because a program binds its name. LanguagePolicyTest makes every binding form for every guard;
# here is what that matrix has no form for.

#! deny_a_parameter_named_builtins: refused name-refused@1
def attack(__builtins__={}):
    return str(__builtins__)

#! deny_builtins_in_a_class: refused definition-refused@2
class Names:
    __builtins__ = {}
def attack():
    return "set"

#! deny_a_global_statement_for_builtins: refused name-refused@2
def attack():
    global __builtins__
    __builtins__ = {}
    return "set"

#! deny_a_global_statement_for_builtins_in_a_class: refused name-refused@2
class Names:
    global __builtins__
    __builtins__ = {}
def attack():
    return "set"

#! deny_a_nonlocal_statement_for_the_class_of_a_method: refused name-refused@3
class Thing:
    def go(self):
        nonlocal __class__
        __class__ = int
def attack():
    return Thing().go()

#! deny_a_name_space_of_the_module_by_its_name: refused name-refused@1
__name__ = "builtins"
def attack():
    return __name__

#! deny_a_getattr_of_the_module: refused name-refused@1
def __getattr__(name):
    return name
def attack():
    return "set"

#! deny_a_loader_of_the_module: refused name-refused@1
__loader__ = None
def attack():
    return "set"

#! deny_a_doc_that_is_a_way_to_bind_dunder_names: refused name-refused@2
def attack():
    for __spec__ in [1]: pass
    return "set"

#! deny_a_class_cell: refused definition-refused@2
class Thing:
    __classcell__ = None
def attack():
    return "made"

#! deny_a_module_name_in_a_class: refused definition-refused@2
class Thing:
    __module__ = "os"
def attack():
    return Thing.__module__

#! deny_a_builtin_of_the_program_that_is_gone_again: raises NameError
def attack():
    open = 1
    return inner()
def inner():
    return open("{SECRET_FILE}").read()

#! deny_a_builtin_bound_in_another_function: raises NameError
def other(open): return open
def attack():
    return open("{SECRET_FILE}").read()

#! deny_a_builtin_that_is_bound_and_deleted: raises NameError
open = 1
def attack():
    global open
    del open
    return open("{SECRET_FILE}").read()

#! deny_a_builtin_that_is_bound_in_a_class: raises NameError
class Names:
    open = 1
def attack():
    return open("{SECRET_FILE}").read()

#! deny_a_builtin_that_is_bound_in_a_branch: raises NameError
if __name__ == "__main__":
    open = 1
def attack():
    return open("{SECRET_FILE}").read()

#! deny_a_builtin_that_an_import_binds_elsewhere: raises NameError
def other():
    from math import sqrt as exec
def attack():
    exec("import os")
    return "run"

#! deny_a_builtin_that_a_comprehension_binds: raises NameError
def attack():
    [compile for compile in (1,)]
    return str(compile("1", "x", "eval"))

#! deny_a_private_name_by_shadowing_the_finish_of_a_class: raises *
from contextlib import redirect_stdout
def attack():
    names = {"<finish class>": lambda *given: None, "<get>": lambda *given: None}
    eval("1", names)
    names["__builtins__"]["<finish class>"] = lambda *given: None
    class Modules(redirect_stdout):
        _stream = "path"
    with Modules([]):
        pass
    return "entered"

#! allow_names_like_guards: gives [5, "f", "mine", "t"]
def attack():
    getattr = 5
    format = "f"
    def vars(): return "mine"
    class type: name = "t"
    return [getattr, format, vars(), type.name]

#! allow_names_like_refused_builtins: gives [1, "in", 7, "x"]
def attack(open=1):
    input = "in"
    def compile(x): return x
    license = "x"
    return [open, input, compile(7), license]
