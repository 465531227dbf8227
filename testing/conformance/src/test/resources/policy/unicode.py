# Python reads identifiers in their compatibility form: what is checked is what Python reads.

#! deny_globals_in_wide_letters: refused attribute-refused@2
def attack():
    os = attack.__ｇｌｏｂａｌｓ__["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_globals_in_mathematical_letters: refused attribute-refused@2
def attack():
    os = attack.__𝓰𝓵𝓸𝓫𝓪𝓵𝓼__["__builtins__"]["__import__"]("os")
    return {LOOT}

#! deny_the_class_in_wide_underscores: refused attribute-refused@2
def attack():
    return str(().__class__._＿base＿_)

#! deny_subclasses_with_a_long_s: refused attribute-refused@2
def attack():
    return str(object.__ſubclasseſ__())

#! deny_code_with_a_ligature: refused attribute-refused@2
def attack():
    return str(attack.__code__.co_ﬁlename)

#! deny_a_frame_in_wide_letters: refused attribute-refused@2
def attack():
    os = (x for x in ()).ｇｉ_frame.f_builtins["__import__"]("os")
    return {LOOT}

#! deny_import_in_wide_letters: refused name-refused@2
def attack():
    os = __ｉmport__("os")
    return {LOOT}

#! deny_open_in_wide_letters: refused builtin-refused@2
def attack():
    return ｏｐｅｎ("{SECRET_FILE}").read()

#! deny_exec_in_mathematical_letters: refused builtin-refused@2
def attack():
    𝐞𝐱𝐞𝐜("import os")

#! deny_a_module_in_wide_letters: refused module-refused@1
import ｏs
def attack():
    return {LOOT}

#! deny_a_module_in_script_letters_by_from: refused module-refused@1
from ℴs import popen
def attack():
    return popen("cat {SECRET_FILE}").read()

#! deny_an_export_in_wide_letters: refused import-name-refused@1
from io import ｏpen as read
def attack():
    return read("{SECRET_FILE}").read()

#! deny_builtins_bound_in_wide_letters: refused name-refused@1
__ｂuiltins__ = {}
def attack():
    return "set"

#! deny_a_parameter_in_wide_letters: refused name-refused@1
def attack(__ｂuiltins__=None):
    return "set"

#! deny_an_alias_in_wide_letters: refused name-refused@1
import math as __ｂuiltins__
def attack():
    return "set"

#! deny_a_pattern_in_wide_letters: refused attribute-refused@3
def attack():
    match attack:
        case object(__ｇlobals__=found): return str(found)

#! deny_a_definition_in_wide_letters: refused definition-refused@2
class A:
    def __ｇetattribute__(self, name): return name
def attack():
    return A().x

#! deny_a_global_in_wide_letters: refused name-refused@2
def attack():
    global __ｂuiltins__
    return "set"

#! deny_a_private_name_in_wide_letters: raises AttributeError: _module
from warnings import catch_warnings
def attack():
    os = catch_warnings()._ｍodule.sys.modules["os"]
    return {LOOT}

#! deny_a_dunder_that_only_looks_like_one: refused attribute-refused@2
def attack():
    return str(().__сlass__)

#! deny_getattr_in_wide_letters: gives [false, false, false]
def attack():
    return [hasattr(attack, "__ｇlobals__"), hasattr((), "＿＿class＿＿"), hasattr(attack, "__code__")]

#! deny_a_format_text_in_wide_letters: refused format-refused@2
def attack():
    return "{0.__ｇlobals__}".format(attack)

#! deny_a_text_in_escapes: raises AttributeError: policy
def attack():
    return str(getattr(attack, "\x5f\137\u0067\N{LATIN SMALL LETTER L}obals__"))

#! deny_a_format_text_in_escapes: refused format-refused@2
def attack():
    return "{0.\x5f_globals\x5f\x5f}".format(attack)

#! deny_a_name_with_a_nul: gives false
def attack():
    return hasattr(attack, "__globals__\0")

#! deny_a_name_with_a_lone_surrogate: gives false
def attack():
    return hasattr(attack, "__globals__\ud800")

#! deny_a_name_with_a_character_that_does_not_show: gives false
def attack():
    return hasattr(attack, "__glo\u200bbals__")

#! deny_the_mark_of_private_names: raises AttributeError
class A:
    def __init__(self): self._x = 1
def attack():
    return getattr(A(), "_x\u169a")

#! deny_the_mark_written_out: raises AttributeError
class A:
    def __init__(self): self._x = 1
def attack():
    return A()._xᚚ

#! deny_the_mark_as_a_way_to_a_librarys_private_name: raises *
from warnings import catch_warnings
def attack():
    return str(getattr(catch_warnings(), "_module\u169a"))

#! deny_a_slot_with_the_mark: raises *
def attack():
    class A:
        __slots__ = ("_x\u169a",)
        def set(self): self._x = 1
    made = A()
    made.set()
    return [][0]

#! deny_a_source_in_another_encoding: refused attribute-refused@3
# coding: latin-1
def attack():
    return str(attack.__globals__)

#! deny_a_source_whose_comment_ends_early: refused attribute-refused@3
def attack():
    return [1, # \
        attack.__globals__]

#! deny_a_form_feed_before_a_name: refused attribute-refused@2
def attack():
    return str(attack.__globals__)

#! allow_identifiers_of_other_languages: gives [1, 2, "é", 3]
class Größe:
    def __init__(self): self.höhe = 1
    def 面积(self): return 2
def attack():
    naïve = "é"
    return [Größe().höhe, Größe().面积(), naïve, getattr(Größe(), "höhe") + 2]

#! allow_texts_of_any_characters: gives ["ᚚ", "__globals__", "_xᚚ"]
def attack():
    return ["ᚚ", "__globals__", "_xᚚ"]
