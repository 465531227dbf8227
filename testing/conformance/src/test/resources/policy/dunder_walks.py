# From any value to every class, and from a function to the names of its module.
# How cases are written: LanguagePolicyTest says it.

#! deny_a_walk_from_a_tuple_to_all_classes: refused attribute-refused@2
def attack():
    for each in ().__class__.__base__.__subclasses__():
        if each.__name__ == "_wrap_close":
            os = each.__init__.__globals__["sys"].modules["os"]
            return {LOOT}

#! deny_a_walk_by_the_order_of_resolution: refused attribute-refused@2
def attack():
    for each in type("").__mro__[-1].__subclasses__():
        if each.__name__ == "_wrap_close":
            os = each.__init__.__globals__["sys"].modules["os"]
            return {LOOT}

#! deny_a_walk_by_mro_called: refused attribute-refused@2
def attack():
    for each in str.mro()[-1].__subclasses__():
        if each.__name__ == "_wrap_close":
            os = each.__init__.__globals__["sys"].modules["os"]
            return {LOOT}

#! deny_a_walk_by_bases: refused attribute-refused@2
def attack():
    for each in bool.__bases__[0].__bases__[0].__subclasses__():
        if each.__name__ == "_wrap_close":
            os = each.__init__.__globals__["sys"].modules["os"]
            return {LOOT}

#! deny_the_subclasses_of_object_by_its_name: refused attribute-refused@2
def attack():
    for each in object.__subclasses__():
        if each.__name__ == "_wrap_close":
            os = each.__init__.__globals__["sys"].modules["os"]
            return {LOOT}

#! deny_subclasses_called_on_type: refused attribute-refused@2
def attack():
    for each in type.__subclasses__(object):
        if each.__name__ == "_wrap_close":
            os = each.__init__.__globals__["sys"].modules["os"]
            return {LOOT}

#! deny_the_globals_of_ones_own_function: refused attribute-refused@2
def attack():
    os = attack.__globals__["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_the_globals_of_a_lambda: refused attribute-refused@2
def attack():
    os = (lambda: 0).__globals__["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_the_globals_of_a_librarys_function: refused attribute-refused@3
import textwrap
def attack():
    os = textwrap.dedent.__globals__["re"].enum.sys.modules["os"]
    return {LOOT}

#! deny_the_globals_of_a_librarys_method: refused attribute-refused@3
import json
def attack():
    os = json.JSONDecoder.decode.__globals__["re"].enum.sys.modules["os"]
    return {LOOT}

#! deny_the_builtins_of_a_function: refused attribute-refused@2
def attack():
    os = attack.__builtins__["__import__"]("os")
    return {LOOT}

#! deny_the_name_builtins: refused name-refused@2
def attack():
    os = __builtins__["__import__"]("os")
    return {LOOT}

#! deny_the_name_builtins_by_its_items: refused name-refused@1
b = __builtins__
def attack():
    os = b["__import__"]("os")
    return {LOOT}

#! deny_the_module_of_a_builtin_function: refused attribute-refused@2
def attack():
    os = print.__self__.__import__("os")
    return {LOOT}

#! deny_the_module_of_a_librarys_builtin_function: refused attribute-refused@3
import math
def attack():
    return str(math.sqrt.__self__.__dict__)

#! deny_the_function_behind_a_method: refused attribute-refused@4
class Thing:
    def go(self): return 1
def attack():
    os = Thing().go.__func__.__globals__["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_the_loader_of_the_program: refused builtin-refused@2
def attack():
    return str(__loader__)

#! deny_the_specification_of_the_program: refused builtin-refused@2
def attack():
    return str(__spec__.loader)

#! deny_the_package_of_the_program: refused name-refused@2
def attack():
    return __package__

#! deny_the_loader_of_a_module: refused attribute-refused@3
import json
def attack():
    os = json.__loader__.get_data.__globals__["sys"].modules["os"]
    return {LOOT}

#! deny_the_specification_of_a_module: refused attribute-refused@3
import json
def attack():
    os = json.__spec__.loader.get_data.__globals__["sys"].modules["os"]
    return {LOOT}

#! deny_the_path_of_a_package: refused attribute-refused@3
import json
def attack():
    return list(json.__path__)

#! deny_the_file_of_a_module: refused attribute-refused@3
import json
def attack():
    return json.__file__

#! deny_an_importer_found_among_classes: refused attribute-refused@2
def attack():
    for each in object.__subclasses__():
        if each.__name__ == "BuiltinImporter":
            os = each().load_module("posix")
            return os.listdir("/")

#! deny_a_caller_of_warnings_found_among_classes: refused attribute-refused@2
def attack():
    found = [each for each in object.__subclasses__() if each.__name__ == "catch_warnings"]
    os = found[0]()._module.sys.modules["os"]
    return {LOOT}

#! deny_the_attributes_of_a_class: refused attribute-refused@2
def attack():
    return str(type("").__dict__["format"]("{0.__globals__}", attack))

#! deny_the_attributes_of_an_instance: refused attribute-refused@4
import warnings
def attack():
    seen = warnings.catch_warnings()
    os = seen.__dict__["_module"].sys.modules["os"]
    return {LOOT}

#! deny_the_attributes_of_a_module: refused attribute-refused@3
import random
def attack():
    os = random.__dict__["_os"]
    return {LOOT}

#! deny_getattribute_of_object: refused attribute-refused@2
def attack():
    os = object.__getattribute__(attack, "__globals__")["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_getattribute_of_type: refused attribute-refused@2
def attack():
    return str(type.__getattribute__(object, "__subclasses__")())

#! deny_getattribute_through_super: refused attribute-refused@3
class Thing:
    def go(self):
        return super().__getattribute__("__init__").__objclass__.__subclasses__()
def attack():
    return str(Thing().go())

#! deny_reduce_ex: refused attribute-refused@2
def attack():
    return str((lambda: 0).__reduce_ex__(4))

#! deny_reduce_of_an_instance: refused attribute-refused@2
def attack():
    os = object().__reduce__()[0].__globals__["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_the_class_that_a_descriptor_belongs_to: refused attribute-refused@2
def attack():
    return str(str.upper.__objclass__)

#! deny_the_origin_of_an_alias: refused attribute-refused@2
def attack():
    return str(list[int].__origin__)

#! deny_the_weak_reference_of_an_instance: refused attribute-refused@3
class Thing: pass
def attack():
    return str(Thing.__weakref__)

#! deny_a_walk_by_getattr: raises AttributeError: policy
def attack():
    base = getattr(getattr((), "__class__"), "__base__")
    for each in getattr(base, "__subclasses__")():
        if each.__name__ == "_wrap_close":
            os = getattr(each.__init__, "__globals__")["sys"].modules["os"]
            return {LOOT}

#! deny_a_walk_by_names_that_are_put_together: raises AttributeError: policy
def attack():
    names = "_" * 2 + "globals" + "_" * 2
    os = getattr(attack, names)["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_a_walk_by_names_read_backwards: raises AttributeError: policy
def attack():
    os = getattr(attack, "__slabolg__"[::-1])["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_a_walk_by_names_from_bytes: raises AttributeError: policy
def attack():
    os = getattr(attack, bytes.fromhex("5f5f676c6f62616c735f5f").decode())["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_hasattr_says_that_it_is_not_there: gives [false, false, false, true]
def attack():
    return [hasattr(attack, "__globals__"), hasattr((), "__subclasses__"),
            hasattr(attack, "__code__"), hasattr("", "upper")]

#! deny_getattr_with_a_default_of_what_is_refused: gives "none"
def attack():
    try:
        return getattr(attack, "__globals__", "none")
    except AttributeError:
        return "none"

#! deny_vars_of_an_instance_of_a_library: gives []
import warnings
def attack():
    found = vars(warnings.catch_warnings())
    if "_module" in found:
        os = found["_module"].sys.modules["os"]
        return {LOOT}
    return sorted(found)

#! deny_vars_of_a_class_of_python: raises TypeError: policy
def attack():
    real = vars(object)["__class__"].__get__(int)
    return str(real)

#! deny_vars_of_a_module: gives [false, false]
import random
def attack():
    found = vars(random)
    if "_os" in found:
        os = found["_os"]
        return {LOOT}
    return ["_os" in found, "__loader__" in found]

#! deny_vars_of_a_function_that_a_library_made: gives {"own": 1}
from functools import lru_cache
def attack():
    def work(): pass
    work.own = 1
    found = vars(lru_cache(work))
    found.pop("__wrapped__", None)
    found.pop("cache_parameters", None)
    return found

#! deny_vars_without_an_object: raises TypeError: vars
def attack():
    here = "kept"
    return str(vars())

#! deny_what_vars_gives_changes_nothing: gives "kept"
class Thing:
    def __init__(self): self.name = "kept"
def attack():
    thing = Thing()
    vars(thing)["name"] = "changed"
    vars(thing)["__class__"] = str
    return thing.name

#! deny_dir_of_a_module_shows_what_is_lent: gives false
import random
def attack():
    return "_os" in dir(random)

#! allow_the_name_of_a_class: gives ["tuple", "Thing", "Thing", "int"]
class Thing:
    def say(self): return self.__class__.__name__
def attack():
    return [type(()).__name__, Thing().say(), Thing.__qualname__, (1).__class__.__name__]

#! allow_the_class_of_an_exception: gives "ValueError: no"
def attack():
    try:
        raise ValueError("no")
    except ValueError as e:
        return f"{type(e).__name__}: {e}"

#! allow_special_methods_through_super: gives ["base", "own"]
class Base:
    def __init__(self): self.log = ["base"]
class Own(Base):
    def __init__(self):
        super().__init__()
        self.log.append("own")
def attack():
    return Own().log

#! allow_vars_of_ones_own_instance: gives {"name": "a", "_size": 2}
class Thing:
    def __init__(self):
        self.name = "a"
        self._size = 2
def attack():
    return vars(Thing())

#! allow_a_special_method_by_its_name: gives [3, "1", true]
def attack():
    return [(1).__add__(2), (1).__str__(), [1].__contains__(1)]

#! allow_getattr_of_ordinary_names: gives ["A", 5, "none"]
def attack():
    return [getattr("a", "upper")(), getattr(5, "real"), getattr(5, "no_such", "none")]

#! allow_main_is_not_run: gives "not run"
answer = "not run"
if __name__ == "__main__":
    answer = "run"
def attack():
    return answer
