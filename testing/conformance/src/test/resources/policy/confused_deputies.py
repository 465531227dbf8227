# Trusted code that looks something up for the program: format texts, getters, callbacks.

#! deny_a_format_text_that_reaches_globals: refused format-refused@2
def attack():
    return "{0.__globals__}".format(attack)

#! deny_a_format_text_that_reaches_the_class_of_a_class: refused format-refused@2
def attack():
    return "{.__class__.__mro__}".format(attack)

#! deny_a_format_text_that_reaches_code: refused format-refused@2
def attack():
    return "{f.__code__.co_consts}".format(f=attack)

#! deny_a_format_text_that_reaches_a_frame: refused format-refused@2
def attack():
    return "{0.gi_frame.f_builtins}".format(x for x in ())

#! deny_a_format_text_that_reaches_globals_in_its_specification: refused format-refused@2
def attack():
    return "{0:{1.__globals__}}".format(1, attack)

#! deny_a_format_text_that_reaches_globals_behind_an_item: refused format-refused@2
def attack():
    return "{0[0].__globals__}".format([attack])

#! deny_a_format_text_that_reaches_globals_with_a_conversion: refused format-refused@2
def attack():
    return "{0.__globals__!r:>10}".format(attack)

#! deny_a_format_text_for_a_mapping: refused format-refused@2
def attack():
    return "{f.__globals__}".format_map({"f": attack})

#! deny_a_format_text_that_is_joined: refused format-refused@2
def attack():
    return ("{0.__glo" "bals__}").format(attack)

#! deny_a_format_text_that_is_made: raises AttributeError: policy
def attack():
    text = "{0." + "__globals__" + "}"
    return text.format(attack)

#! deny_a_format_text_from_an_argument: raises AttributeError: policy
def attack(text="{0.__globals__}"):
    return text.format(attack)

#! deny_a_format_text_from_a_list: raises AttributeError: policy
def attack():
    return ["{0.__globals__}"][0].format(attack)

#! deny_a_format_text_for_a_mapping_that_is_made: raises AttributeError: policy
def attack():
    text = "{f." + "__globals__}"
    return text.format_map({"f": attack})

#! deny_a_format_text_whose_specification_is_made: raises AttributeError: policy
def attack():
    text = "{0:{1.__glo" + "bals__}}"
    return text.format(1, attack)

#! deny_a_format_text_that_reads_a_frame_at_run_time: raises AttributeError: policy
def attack():
    text = "{0.gi_" + "frame}"
    return text.format(x for x in ())

#! deny_a_malformed_format_text_whose_first_field_is_refused: raises AttributeError: policy
class Spy:
    def __format__(self, spec):
        seen.append(spec)
        return ""
seen = []
def attack():
    text = "{0:{1.__globals__}}" + "{"
    try:
        return text.format(Spy(), attack)
    except ValueError:
        return seen

#! deny_format_of_the_class_str: raises AttributeError: policy
def attack():
    return str.format("{0.__globals__}", attack)

#! deny_format_map_of_the_class_str: raises AttributeError: policy
def attack():
    return str.format_map("{f.__globals__}", {"f": attack})

#! deny_format_kept_under_another_name: raises AttributeError: policy
show = str.format
def attack():
    return show("{0.__globals__}", attack)

#! deny_format_bound_and_kept: raises AttributeError: policy
def attack():
    text = "{0.__glob" + "als__}"
    show = text.format
    return show(attack)

#! deny_format_by_getattr: raises AttributeError: policy
def attack():
    return getattr("{0.__globals__}", "format")(attack)

#! deny_format_of_the_class_by_getattr: raises AttributeError: policy
def attack():
    return getattr(str, "format")("{0.__globals__}", attack)

#! deny_format_by_type_of_a_text: raises AttributeError: policy
def attack():
    return type("").format("{0.__globals__}", attack)

#! deny_format_through_typing: raises AttributeError: policy
from typing import Text
def attack():
    return Text.format("{0.__globals__}", attack)

#! deny_format_through_an_annotated_alias: raises AttributeError: policy
from typing import Annotated
def attack():
    return Annotated[str, 1].format("{0.__globals__}", attack)

#! deny_format_through_a_generic_alias: raises AttributeError: policy
from types import GenericAlias
def attack():
    return GenericAlias(str, (int,)).format("{0.__globals__}", attack)

#! deny_format_through_map: raises AttributeError: policy
def attack():
    return list(map(str.format, ["{0.__globals__}"], [attack]))

#! deny_format_through_partial: raises AttributeError: policy
from functools import partial
def attack():
    return partial(str.format, "{0.__globals__}")(attack)

#! deny_format_through_reduce: raises AttributeError: policy
from functools import reduce
def attack():
    return reduce(str.format, ["{0.__globals__}", attack])

#! deny_format_through_starmap: raises AttributeError: policy
from itertools import starmap
def attack():
    return list(starmap(str.format, [("{0.__globals__}", attack)]))

#! deny_format_through_a_key_of_sorted: raises AttributeError: policy
def attack():
    text = "{0.__glob" + "als__}"
    return sorted([attack, attack], key=text.format)

#! deny_format_through_operator_call: raises AttributeError: policy
from operator import methodcaller
def attack():
    return methodcaller("format", attack)("{0.__globals__}")

#! deny_format_through_attrgetter: raises AttributeError: policy
from operator import attrgetter
def attack():
    return attrgetter("format")("{0.__globals__}")(attack)

#! deny_format_through_a_bound_descriptor: raises AttributeError: policy
def attack():
    return str.format.__get__("{0.__globals__}")(attack)

#! deny_format_of_a_subclass: raises AttributeError: policy
class Text(str): pass
def attack():
    return Text("{0.__globals__}").format(attack)

#! deny_format_of_the_class_of_a_subclass: raises AttributeError: policy
class Text(str): pass
def attack():
    return Text.format("{0.__globals__}", attack)

#! deny_format_through_super: raises AttributeError: policy
class Text(str):
    def format(self, *values):
        return super().format(*values)
def attack():
    return Text("{0.__globals__}").format(attack)

#! deny_format_through_super_without_a_method: raises AttributeError: policy
class Text(str): pass
def attack():
    return super(Text, Text("{0.__globals__}")).format(attack)

#! deny_format_as_a_member_of_a_class: raises AttributeError: policy
class Show:
    text = "{0.__glob" + "als__}"
    show = text.format
def attack():
    return Show.show(attack)

#! deny_a_mapping_that_gives_what_format_map_walks: raises AttributeError: policy
class Every(dict):
    def __missing__(self, key): return attack
def attack():
    text = "{any.__globals__}".replace("any", "x")
    return text.format_map(Every())

#! deny_a_text_with_a_format_of_its_own_content: raises AttributeError: policy
class Text(str):
    def __str__(self): return "harmless"
    def __eq__(self, other): return True
    def __hash__(self): return 1
def attack():
    return Text("{0.__globals__}").format(attack)

#! deny_userstring: refused import-name-refused@1
from collections import UserString
def attack():
    return UserString("{0.__globals__}").format(attack)

#! deny_userstring_of_the_module: refused import-name-refused@3
import collections
def attack():
    return str(collections.UserString("{0.__globals__}").format(attack))

#! deny_a_formatter: raises AttributeError: policy
import string
def attack():
    return string.Formatter().format("{0.__globals__}", attack)

#! deny_vformat_of_a_formatter: raises AttributeError: policy
import string
def attack():
    return string.Formatter().vformat("{0.__globals__}", [attack], {})

#! deny_get_field_of_a_formatter: raises AttributeError: policy
import string
def attack():
    found = string.Formatter().get_field("0.__globals__", [attack], {})[0]
    os = found["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_get_field_of_the_formatter_that_is_guarded: raises *
import string
def attack():
    for each in (string.Formatter, type("x")):
        found = super(each, string.Formatter()).get_field("0.__globals__", [attack], {})[0]
    return str(found)

#! deny_get_field_of_a_formatter_without_its_guard: raises *
import string
def attack():
    del string.Formatter.get_field
    return string.Formatter().format("{0.__globals__}", attack)

#! deny_a_formatter_whose_fields_come_from_a_subclass: raises AttributeError: policy
import string
class Mine(string.Formatter):
    def get_value(self, key, args, kwargs):
        return attack
def attack():
    found = Mine().get_field("x.__globals__", (), {})[0]
    os = found["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_a_getter_of_globals: raises AttributeError: policy
from operator import attrgetter
def attack():
    os = attrgetter("__globals__")(attack)["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_a_getter_of_a_path: raises AttributeError: policy
from operator import attrgetter
def attack():
    return str(attrgetter("__class__.__mro__")(attack))

#! deny_a_getter_of_several: raises AttributeError: policy
from operator import attrgetter
def attack():
    return str(attrgetter("__name__", "__globals__")(attack))

#! deny_a_getter_of_private_attributes: raises AttributeError: _module
from operator import attrgetter
from warnings import catch_warnings
def attack():
    os = attrgetter("_module.sys.modules")(catch_warnings())["os"]
    return {LOOT}

#! deny_a_caller_of_subclasses: raises AttributeError: policy
from operator import methodcaller
def attack():
    return str(methodcaller("__subclasses__")(object))

#! deny_a_caller_of_reduce_ex: raises AttributeError: policy
from operator import methodcaller
def attack():
    return str(methodcaller("__reduce_ex__", 2)(object()))

#! deny_getattr_through_map: raises AttributeError: policy
def attack():
    os = list(map(getattr, [attack], ["__globals__"]))[0]["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_getattr_through_partial: raises AttributeError: policy
from functools import partial
def attack():
    os = partial(getattr, attack)("__globals__")["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_getattr_through_reduce: raises AttributeError: policy
from functools import reduce
def attack():
    os = reduce(getattr, ["__globals__"], attack)["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_getattr_through_starmap: raises AttributeError: policy
from itertools import starmap
def attack():
    return str(list(starmap(getattr, [(attack, "__globals__")])))

#! deny_getattr_through_a_key_of_sorted: raises AttributeError: policy
def attack():
    return sorted(["__globals__", "__code__"], key=lambda name: str(getattr(attack, name)))

#! deny_getattr_through_max: raises AttributeError: policy
from functools import partial
def attack():
    return max(["__globals__"], key=partial(getattr, attack))

#! deny_getattr_through_filter: raises AttributeError: policy
from functools import partial
def attack():
    return list(filter(partial(getattr, attack), ["__globals__"]))

#! deny_getattr_through_iter: raises AttributeError: policy
from functools import partial
def attack():
    return str(next(iter(partial(getattr, attack, "__globals__"), None)))

#! deny_getattr_through_defaultdict: raises AttributeError: policy
from collections import defaultdict
from functools import partial
def attack():
    return str(defaultdict(partial(getattr, attack, "__globals__"))["x"])

#! deny_getattr_through_accumulate: raises AttributeError: policy
from itertools import accumulate
def attack():
    return str(list(accumulate(["__globals__"], getattr, initial=attack)))

#! deny_getattr_through_a_property: raises AttributeError: policy
from functools import partial
class Thing:
    leak = property(lambda self: getattr(attack, "__globals__"))
def attack():
    return str(Thing().leak)

#! deny_getattr_through_re_sub: raises AttributeError: policy
import re
def attack():
    seen = []
    re.sub("__globals__", lambda found: seen.append(getattr(attack, found.group())) or "", "__globals__")
    return str(seen)

#! deny_getattr_through_json: raises AttributeError: policy
import json
def attack():
    return json.dumps(attack, default=lambda value: str(getattr(value, "__globals__")))

#! deny_getattr_through_a_cache: raises AttributeError: policy
from functools import lru_cache
def attack():
    return str(lru_cache(getattr)(attack, "__globals__"))

#! deny_getattr_through_singledispatch: raises AttributeError: policy
from functools import singledispatch
def attack():
    return str(singledispatch(getattr)(attack, "__globals__"))

#! deny_getattr_through_an_exit_stack: raises AttributeError: policy
from contextlib import ExitStack
def attack():
    with ExitStack() as stack:
        stack.callback(setattr, attack, "__code__", 1)
    return "set"

#! deny_getattr_through_contextmanager: raises AttributeError: policy
from contextlib import contextmanager
def attack():
    return str(contextmanager(getattr)(attack, "__globals__").gen)

#! deny_getattr_kept_as_a_default: raises AttributeError: policy
def attack(read=getattr):
    return str(read(attack, "__globals__"))

#! deny_setattr_of_code: raises AttributeError: policy
import textwrap
def attack():
    setattr(textwrap.dedent, "__code__", 1)
    return "set"

#! deny_setattr_of_a_class: raises AttributeError: policy
class A: pass
class B: pass
def attack():
    thing = A()
    setattr(thing, "__class__", B)
    return type(thing).__name__

#! deny_delattr_of_what_is_refused: raises AttributeError: policy
class A: pass
def attack():
    delattr(A, "__doc__" if 0 else "__dict__")
    return "deleted"

#! deny_setattr_through_map: raises AttributeError: policy
def other(): pass
def attack():
    return list(map(setattr, [attack], ["__code__"], [1]))

#! deny_setattr_of_object: raises AttributeError: policy
class A: pass
class B: pass
def attack():
    thing = A()
    object.__setattr__(thing, "__class__", B)
    return type(thing).__name__

#! deny_setattr_of_object_by_a_name_of_a_library: gives [false, true]
import contextlib
class Stream:
    def write(self, text): pass
def attack():
    made = contextlib.redirect_stdout(Stream())
    try:
        object.__setattr__(made, "_stream", "modules")
    except AttributeError:
        pass
    try:
        with made:
            print("")
        found = True
    except AttributeError:
        found = False
    return [hasattr(made, "_old_targets"), found]

#! deny_setattr_through_super: raises AttributeError: policy
class A:
    def change(self, value):
        super().__setattr__("__class__", value)
class B: pass
def attack():
    thing = A()
    thing.change(B)
    return type(thing).__name__

#! deny_delattr_of_object: raises AttributeError: policy
class A: pass
def attack():
    object.__delattr__(A(), "__dict__")
    return "deleted"

#! deny_setattr_bound_to_an_object: raises AttributeError: policy
class A: pass
class B: pass
def attack():
    thing = A()
    change = thing.__setattr__
    change("__class__", B)
    return type(thing).__name__

#! deny_setattr_of_object_through_map: raises AttributeError: policy
class A: pass
class B: pass
def attack():
    thing = A()
    list(map(object.__setattr__, [thing], ["__class__"], [B]))
    return type(thing).__name__

#! deny_setattr_of_object_by_methodcaller: raises AttributeError: policy
from operator import methodcaller
class A: pass
class B: pass
def attack():
    thing = A()
    methodcaller("__setattr__", "__class__", B)(thing)
    return type(thing).__name__

#! deny_wraps_that_copies_globals: raises TypeError: policy
from functools import update_wrapper
class Bag: pass
def attack():
    bag = Bag()
    update_wrapper(bag, attack, assigned=["__globals__"], updated=[])
    return str(vars(bag))

#! deny_wraps_that_copies_code_by_its_position: raises TypeError: policy
from functools import wraps
def attack():
    def made(): pass
    wraps(attack, ("__code__",), ())(made)
    return "copied"

#! deny_wraps_that_says_its_names_are_the_usual_ones: raises TypeError: policy
from functools import update_wrapper
class Usual(tuple):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
class Bag: pass
def attack():
    bag = Bag()
    update_wrapper(bag, attack, Usual(["__globals__"]), ())
    return sorted(vars(bag))

#! deny_wraps_that_brings_private_attributes_of_a_library: gives []
from functools import update_wrapper
from warnings import catch_warnings
class Bag: pass
def attack():
    bag = Bag()
    try:
        update_wrapper(bag, catch_warnings())
    except (TypeError, AttributeError):
        return []
    return [name for name in vars(bag) if name == "_module"]

#! deny_wraps_of_the_library_that_brings_private_attributes: gives []
from contextlib import contextmanager
from warnings import catch_warnings
class Odd(catch_warnings):
    def __call__(self): yield
def attack():
    try:
        made = contextmanager(Odd())
    except (TypeError, AttributeError):
        return []
    found = vars(made)
    if "_module" in found:
        os = found["_module"].sys.modules["os"]
        return {LOOT}
    return []

#! deny_a_cached_property_that_reads_a_private_attribute: raises *
from functools import cached_property
from warnings import catch_warnings
def attack():
    read = cached_property(lambda self: None)
    read.attrname = "_module"
    os = read.__get__(catch_warnings()).sys.modules["os"]
    return {LOOT}

#! deny_a_cached_property_that_is_told_a_private_name: raises *
from functools import cached_property
from warnings import catch_warnings
def attack():
    read = cached_property(lambda self: None)
    read.__set_name__(int, "_module")
    os = read.__get__(catch_warnings()).sys.modules["os"]
    return {LOOT}

#! deny_a_cached_property_that_writes_a_private_attribute: raises *
from functools import cached_property
from contextlib import redirect_stdout
def attack():
    made = redirect_stdout({})
    kept = []
    for name, value in [("_stream", "modules"), ("_old_targets", kept)]:
        write = cached_property(lambda self, value=value: value)
        write.__set_name__(int, name)
        vars(made).pop(name, None)
        write.__get__(made)
    made.__enter__()
    return str(kept[0]["os"])

#! deny_a_name_space_with_private_names_as_a_redirection: raises *
from contextlib import redirect_stdout
from types import SimpleNamespace
def attack():
    kept = []
    made = SimpleNamespace(**{"_stream": "modules", "_old_targets": kept, "_new_target": {}})
    redirect_stdout.__enter__(made)
    kept.append(kept[0])
    redirect_stdout.__exit__(made, None, None, None)
    os = kept[0]["os"]
    return {LOOT}

#! deny_an_object_that_answers_for_private_names_as_a_redirection: raises *
from contextlib import redirect_stdout
kept = []
class Fake:
    def __getattr__(self, name):
        return {"_stream": "modules", "_old_targets": kept, "_new_target": {}}[name]
def attack():
    made = Fake()
    redirect_stdout.__enter__(made)
    kept.append(kept[0])
    redirect_stdout.__exit__(made, None, None, None)
    os = kept[0]["os"]
    return {LOOT}

#! deny_a_property_for_a_private_name_of_a_redirection: gives "nothing"
from contextlib import redirect_stdout
class Modules(redirect_stdout):
    _stream = "modules"
    _old_targets = []
class Stream:
    def write(self, text): pass
    def flush(self): pass
def attack():
    made = Modules(Stream())
    made._old_targets = kept = []
    made.__enter__()
    found = str(kept)
    made.__exit__(None, None, None)
    return "nothing" if found == "[]" else found

#! deny_the_modules_that_a_redirection_replaces: gives "nothing"
from contextlib import redirect_stdout
from types import SimpleNamespace
def attack():
    try:
        class Both(redirect_stdout, SimpleNamespace): pass
        kept = []
        made = Both({})
        SimpleNamespace.__init__(made, **{"_stream": "modules", "_old_targets": kept, "_new_target": {}})
        made.__enter__()
        kept.append(kept[0])
        made.__exit__(None, None, None)
        os = kept[0]["os"]
    except (TypeError, AttributeError, IndexError):
        return "nothing"
    return {LOOT}

#! deny_setattr_of_ones_own_that_sees_a_librarys_private_value: gives []
from warnings import catch_warnings
seen = {}
class Spy:
    def __setattr__(self, name, value): seen[name] = value
def attack():
    try:
        catch_warnings.__init__(Spy())
    except (AttributeError, TypeError):
        pass
    if "_module" in seen:
        os = seen["_module"].sys.modules["os"]
        return {LOOT}
    return sorted(name for name in seen if name[0] == "_")

#! deny_setattr_in_a_subclass_that_sees_a_librarys_private_value: gives []
from warnings import catch_warnings
seen = {}
class Spy(catch_warnings):
    def __setattr__(self, name, value): seen[name] = value
def attack():
    Spy()
    if "_module" in seen:
        os = seen["_module"].sys.modules["os"]
        return {LOOT}
    return sorted(name for name in seen if name[0] == "_")

#! deny_setattr_made_of_a_partial_that_sees_a_librarys_private_value: raises TypeError: policy
from functools import partial
from warnings import catch_warnings
seen = {}
def keep(mark, name, value): seen[name] = value
class Spy(catch_warnings):
    __setattr__ = partial(keep, 0)
def attack():
    try:
        Spy()
    except (AttributeError, TypeError):
        pass
    if "_module" in seen:
        os = seen["_module"].sys.modules["os"]
        return {LOOT}
    return sorted(name for name in seen if name[0] == "_")

#! deny_setattr_made_of_a_static_method_that_sees_a_librarys_private_value: raises TypeError: policy
from warnings import catch_warnings
seen = {}
class Spy(catch_warnings):
    @staticmethod
    def __setattr__(name, value): seen[name] = value
def attack():
    try:
        Spy()
    except (AttributeError, TypeError):
        pass
    if "_module" in seen:
        os = seen["_module"].sys.modules["os"]
        return {LOOT}
    return sorted(name for name in seen if name[0] == "_")

#! deny_setattr_made_of_a_class_that_sees_a_librarys_private_value: raises TypeError: policy
from warnings import catch_warnings
seen = {}
class Keep:
    def __get__(self, thing, owner): return seen.__setitem__
class Spy(catch_warnings):
    __setattr__ = Keep()
def attack():
    try:
        Spy()
    except (AttributeError, TypeError):
        pass
    if "_module" in seen:
        os = seen["_module"].sys.modules["os"]
        return {LOOT}
    return sorted(name for name in seen if name[0] == "_")

#! deny_a_state_that_copy_hands_out: gives []
import copy
from warnings import catch_warnings
seen = []
class Spy(catch_warnings):
    def __getattr__(self, name):
        if name == "__setstate__":
            return seen.append
        raise AttributeError(name)
def attack():
    try:
        copy.copy(Spy())
    except (AttributeError, TypeError):
        pass
    if seen and "_module" in seen[0]:
        os = seen[0]["_module"].sys.modules["os"]
        return {LOOT}
    return []

#! deny_a_state_that_deepcopy_fills_while_one_looks: raises *
import copy
from contextlib import redirect_stdout
class Writer:
    def __deepcopy__(self, memo):
        for state in list(memo.values()):
            if type(state) is dict:
                state["_stream"] = "modules"
                state["_old_targets"] = kept
        return {}
kept = []
def attack():
    made = copy.deepcopy(redirect_stdout(Writer()))
    made.__enter__()
    if not kept:
        kept.extend(made._old_targets)
    kept.append(kept[0])
    made.__exit__(None, None, None)
    os = kept[0]["os"]
    return {LOOT}

#! deny_a_memo_that_watches_deepcopy: gives []
import copy
from contextlib import redirect_stdout
seen = []
class Memo(dict):
    def __setitem__(self, key, value):
        seen.append(value)
        dict.__setitem__(self, key, value)
def attack():
    try:
        copy.deepcopy(redirect_stdout([]), Memo())
    except (TypeError, AttributeError):
        pass
    return [name for state in seen if type(state) is dict for name in state if name[0] == "_"]

#! deny_a_comparison_that_reads_private_attributes: gives []
from types import SimpleNamespace
from warnings import catch_warnings
seen = []
class Spy:
    def __eq__(self, other):
        seen.append(other)
        return True
def attack():
    try:
        class Both(catch_warnings, SimpleNamespace): pass
        made = Both()
        names = ["_record", "_module", "_entered", "_filter"]
        made == SimpleNamespace(**{name: Spy() for name in names})
        made == SimpleNamespace(**{name: Spy() for name in names[:3]})
    except TypeError:
        return []
    for each in seen:
        if hasattr(each, "sys"):
            os = each.sys.modules["os"]
            return {LOOT}
    return []

#! deny_a_reader_of_time_zones_from_a_text_that_lies: raises *
from zoneinfo import ZoneInfo
class Key(str):
    def startswith(self, *prefix): return False
    def split(self, *separator): return ["", "x"]
    def __len__(self): return 10
def attack():
    return str(ZoneInfo.no_cache(Key("{SECRET_FILE}")))

#! deny_a_time_zone_outside_of_the_folder: raises *
from zoneinfo import ZoneInfo
def attack():
    return str(ZoneInfo("../../../..{SECRET_FILE}"))

#! deny_a_time_zone_with_a_whole_path: raises *
from zoneinfo import ZoneInfo
def attack():
    return str(ZoneInfo("{SECRET_FILE}"))

#! deny_a_hash_of_a_file: refused import-name-refused@3
import hashlib
def attack():
    return hashlib.file_digest("{SECRET_FILE}", "sha256").hexdigest()

#! deny_a_warning_that_reads_a_source: refused import-name-refused@3
import warnings
def attack():
    warnings.warn_explicit("x", UserWarning, "{SECRET_FILE}", 1)
    return "warned"

#! deny_a_warning_shown_with_a_source_line: refused import-name-refused@3
import warnings
def attack():
    return warnings.formatwarning("x", UserWarning, "{SECRET_FILE}", 1)

#! deny_a_callback_that_is_a_guard_in_a_class: raises AttributeError: policy or raises TypeError
class Reader:
    read = getattr
def attack():
    return str(Reader().read(attack, "__globals__"))

#! allow_format_of_ordinary_attributes: gives ["1.5", "a-b", "x", "3"]
class Point:
    def __init__(self): self.x = 1.5
def attack():
    text = "{0." + "x}"
    return [text.format(Point()), "{}-{}".format("a", "b"), "{k}".format_map({"k": "x"}), "{0[2]}".format([1, 2, 3])]

#! allow_format_of_ones_own_private_attributes: gives ["7", "7"]
class Point:
    def __init__(self): self._x = 7
def attack():
    text = "{0." + "_x}"
    return ["{0._x}".format(Point()), text.format(Point())]

#! allow_a_formatter_of_ones_own: gives ["n/a b", "7"]
import string
class Gentle(string.Formatter):
    def get_value(self, key, args, kwargs):
        return kwargs.get(key, "n/a")
class Point:
    def __init__(self): self.x = 7
def attack():
    return [Gentle().format("{a} {b}", b="b"), string.Formatter().format("{0.x}", Point())]

#! allow_a_getter_of_ordinary_attributes: gives [[1, 2], [3, 5], "A"]
from operator import attrgetter, itemgetter, methodcaller
class Point:
    def __init__(self, x): self.x = x
def attack():
    points = [Point(2), Point(1)]
    names = [p.x for p in sorted(points, key=attrgetter("x"))]
    return [names, list(map(attrgetter("real"), [3, 5])), methodcaller("upper")("a")]

#! allow_wraps: gives ["inner", "Says so."]
from functools import wraps
def twice(function):
    @wraps(function)
    def both(*args): return [function(*args), function(*args)]
    return both
@twice
def inner():
    "Says so."
    return 1
def attack():
    return [inner.__name__, inner.__doc__]

#! allow_a_cached_property: gives [4, 4, 1]
from functools import cached_property
class Square:
    def __init__(self, side):
        self.side = side
        self.count = 0
    @cached_property
    def area(self):
        self.count += 1
        return self.side ** 2
def attack():
    made = Square(2)
    return [made.area, made.area, made.count]

#! allow_setattr_of_ones_own: gives {"name": "a", "_size": 2}
class Thing: pass
def attack():
    thing = Thing()
    setattr(thing, "name", "a")
    setattr(thing, "_size", 2)
    return vars(thing)

#! allow_a_class_that_answers_for_missing_attributes: gives ["x!", "own"]
class Any:
    def __init__(self): self._own = "own"
    def __getattr__(self, name): return name + "!"
def attack():
    return [Any().x, Any()._own]

#! allow_a_class_that_watches_its_attributes: gives [["_size", 3]]
class Watched:
    log = []
    def __setattr__(self, name, value):
        self.log.append([name, value])
        super().__setattr__(name, value)
    def grow(self): self._size = 3
def attack():
    made = Watched()
    made.grow()
    return made.log

#! allow_a_redirection_of_the_output: gives "hello\n"
import io
from contextlib import redirect_stdout
def attack():
    kept = io.StringIO()
    with redirect_stdout(kept):
        print("hello")
    return kept.getvalue()

#! allow_warnings_to_be_caught: gives ["old", "UserWarning"]
import warnings
def attack():
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        warnings.warn("old")
    return [str(seen[0].message), seen[0].category.__name__]

#! allow_copies: gives [[1, [2]], [1, [3]], "a"]
import copy
class Thing:
    def __init__(self): self._name = "a"
def attack():
    first = [1, [2]]
    deep = copy.deepcopy(first)
    deep[1][0] = 3
    class Mine(Thing):
        def name(self): return self._name
    return [first, deep, copy.deepcopy(Mine()).name()]

#! allow_name_spaces: gives [1, 2, true, "namespace(a=1)"]
from types import SimpleNamespace
def attack():
    made = SimpleNamespace(a=1)
    made.b = 2
    return [made.a, made.b, SimpleNamespace(a=1) == SimpleNamespace(a=1), str(SimpleNamespace(a=1))]

#! allow_a_guard_in_a_class_that_does_not_bind: gives "A"
class Reader:
    read = getattr
def attack():
    return Reader().read("a", "upper")()
