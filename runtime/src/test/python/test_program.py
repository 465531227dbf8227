"""Compiling: diagnostics, encodings, signatures, imports."""

from __future__ import annotations

import sys
import unittest
from typing import Any

from support import NAME, Reply, RuntimeTest, Supervisor, compiled, execute, request


class ProgramTest(RuntimeTest):
    def accepted(self, source: str | bytes) -> tuple[Any, Any, Any]:
        reply = compiled(source)
        self.assertEqual(b"P", reply.kind, reply.value)
        self.assertEqual(0, reply.status)
        return reply.value

    def rejected(self, source: str | bytes) -> tuple[Any, ...]:
        reply = compiled(source)
        self.assertEqual(b"D", reply.kind, reply.value)
        self.assertEqual("syntax", reply.value[0])
        self.assertEqual(1, len(reply.value[1]))
        return reply.value[1][0]


class Diagnostics(ProgramTest):
    def test_a_syntax_error_has_its_place_and_line(self) -> None:
        found = self.rejected("x = 1\ny = (1 +* 2)\n")
        self.assertEqual(
            ("syntax-error", 2, 9, "y = (1 +* 2)"), (found[0], found[2], found[3], found[6])
        )

    def test_columns_count_characters(self) -> None:
        self.assertEqual(9, self.rejected("é = 'ä' $\n")[3])
        found = self.rejected("é = 'ä'; return 5")
        self.assertEqual((1, 10, 1, 18), found[2:6])

    def test_the_hint_tells_what_to_write(self) -> None:
        self.assertIn("quotation", self.rejected("x = “a”")[7])
        self.assertIn("four spaces", self.rejected("if 1:\n\tif 1:\n        x\n")[7])
        self.assertIn("print(...)", self.rejected("print 'a'")[1])

    def test_bytes_that_are_no_utf8_are_named_with_their_place(self) -> None:
        found = self.rejected(b"a = 1\r\nb = '\xe9'\r\n")
        self.assertEqual(("bad-encoding", 2, 6), (found[0], found[2], found[3]))
        self.assertIn("0xe9", found[1])
        self.assertEqual("b = '\\xe9'", found[6])
        self.assertEqual(2, self.rejected(b"\xef\xbb\xbfx\xff")[3])

    def test_unknown_encodings_are_refused(self) -> None:
        for name in (b"nonsense", b"rot13", b"hex"):
            self.assertEqual("bad-encoding", self.rejected(b"# coding: " + name + b"\n")[0])

    def test_the_line_is_shown_that_declares_what_the_file_is_not(self) -> None:
        for name in (b"utf-16", b"utf-16-le", b"nonsense", b"n" * 5000):
            found = self.rejected(b"#!x\r\n# coding: " + name + b"\r\ndef f(): pass\r\n")
            self.assertEqual(("bad-encoding", 2, 0), (found[0], found[2], found[3]))
            self.assertIn("coding", found[6])
            self.assertLess(len(found[1]), 200)

    def test_a_null_character_is_refused_with_its_place(self) -> None:
        self.assertEqual((2, 3), self.rejected("a\nbc\0d")[2:4])

    def test_bombs_for_the_parser_are_too_complex(self) -> None:
        for source in (
            "-" * 100_000 + "1",
            "(" * 1000 + ")" * 1000,
            "x" + ".a" * 100_000,
            "lambda:" * 5000 + "1",
            "x = " + "[" * 150 + "]" * 150 + "\n" + "y" + "[0]" * 50_000,
        ):
            self.assertEqual("too-complex", self.rejected(source)[0], source[:20])

    def test_numbers_of_too_many_digits_are_refused(self) -> None:
        if hasattr(sys, "get_int_max_str_digits"):
            self.assertIn("hexadecimal", self.rejected("x = " + "9" * 5000)[7])

    def test_warnings_are_no_errors_and_print_nothing(self) -> None:
        reply = compiled("x = 1 is 1\nassert (x, 'm')\ny = '\\d'\n")
        self.assertEqual((b"P", []), (reply.kind, reply.output))

    def test_an_unknown_policy_is_a_rejection(self) -> None:
        supervisor = Supervisor(request(b"C", b"", NAME, {"name": "lax"}))
        reply = Reply(supervisor.data())
        self.assertEqual((b"D", "policy"), (reply.kind, reply.value[0]))
        self.assertIn("'lax'", reply.value[1][0][1])


class Sources(ProgramTest):
    def test_long_sums_compile(self) -> None:
        self.accepted("x = 1" + " + 1" * 900 + "\n")

    def test_sources_of_every_shape_compile(self) -> None:
        for source in (
            b"",
            b"\n",
            b"# only a comment",
            b"\xef\xbb\xbfx = 1",
            b"x = 1\r\ny = 2\rz = 3",
        ):
            self.accepted(source)

    def test_a_declared_encoding_is_used(self) -> None:
        for head in (b"# -*- coding: latin-1 -*-", b"#!x\n# vim: set fileencoding=latin-1 :"):
            reply = execute(head + b"\ndef f():\n    return '\xe9'\n")
            self.assertEqual("é", self.returned(reply))

    def test_what_windows_and_europe_wrote_is_read(self) -> None:
        for name in ("cp1252", "windows-1252", "iso-8859-15"):
            reply = execute(f"# coding: {name}\ndef f():\n    return 'œ'\n".encode(name))
            self.assertEqual("œ", self.returned(reply))

    def test_a_declaration_in_the_third_line_or_behind_code_is_none(self) -> None:
        reply = execute("x = 1\n# coding: latin-1\ndef f():\n    return 'é'\n")
        self.assertEqual("é", self.returned(reply))

    def test_future_imports_of_our_own_are_not_inherited(self) -> None:
        reply = execute("def f(x: 1 + 1 = 0):\n    return f.__annotations__['x']\n")
        self.assertEqual(2, self.returned(reply))

    def test_assertions_and_docstrings_stay(self) -> None:
        reply = execute(
            "def f():\n    'doc'\n    try:\n        assert 0\n    except AssertionError:\n"
            "        return f.__doc__\n"
        )
        self.assertEqual("doc", self.returned(reply))


class Signatures(ProgramTest):
    def functions(self, source: str) -> dict[str, Any]:
        return {function[0]: function for function in self.accepted(source)[1]}

    def test_names_that_nobody_would_read_are_not_shown(self) -> None:
        long = "n" * 1_000_000
        source = f"def {long}(): pass\ndef f({long}): pass\ndef g():\n    import {long}\n"
        _, functions, imports = self.accepted(source)
        self.assertEqual(["f", "g"], [function[0] for function in functions])
        self.assertEqual(500, len(functions[0][4][0][0]))
        self.assertEqual((), imports)

    def test_every_kind_of_parameter_is_told(self) -> None:
        found = self.functions(
            "def f(a, b: int = 1, /, c='x', *d, e, g: 'T' = [1, 2], **h) -> str: pass"
        )
        self.assertEqual(
            (
                ("a", "positional_only", None, None),
                ("b", "positional_only", "1", "int"),
                ("c", "positional_or_keyword", "'x'", None),
                ("d", "var_positional", None, None),
                ("e", "keyword_only", None, None),
                ("g", "keyword_only", "[1, 2]", "'T'"),
                ("h", "var_keyword", None, None),
            ),
            found["f"][4],
        )
        self.assertEqual("str", found["f"][5])

    def test_functions_count_wherever_they_are_at_the_top_level(self) -> None:
        found = self.functions(
            "async def a(): 'docs'\n"
            "if x:\n    def b(): pass\nelse:\n    def c(): pass\n"
            "try:\n    def d(): pass\nexcept E:\n    def e(): pass\nfinally:\n    def g(): pass\n"
            "with x:\n    for y in z:\n        def h(): pass\n"
            "match x:\n    case 1:\n        def i(): pass\n"
            "j = lambda q=1: q\n"
            "k: int = lambda: 0\n"
            "class C:\n    def no(self): pass\n"
            "def l():\n    def no(): pass\n"
        )
        self.assertEqual(list("abcdeghijkl"), list(found))
        self.assertEqual(("async_function", 1, "docs"), found["a"][1:4])
        self.assertEqual((("q", "positional_or_keyword", "1", None),), found["j"][4])

    def test_the_last_definition_wins(self) -> None:
        found = self.functions("def f(a): pass\ndef g(): pass\ndef f(b): pass\n")
        self.assertEqual(["g", "f"], list(found))
        self.assertEqual((3, "b"), (found["f"][2], found["f"][4][0][0]))

    def test_docstrings_lose_their_margin(self) -> None:
        found = self.functions('def f():\n    """First.\n\n        Indented.\n    Last.\n    """\n')
        self.assertEqual("First.\n\n    Indented.\nLast.", found["f"][3])

    def test_long_texts_are_cut(self) -> None:
        numbers = ", ".join(["1"] * 5000)
        found = self.functions(
            f"def f(a=[{numbers}], b={'x' * 5000!r}, c=(\n{numbers}\n)): {'d' * 20_000!r}"
        )
        parameters = found["f"][4]
        self.assertEqual(["...", "...", "..."], [parameter[2] for parameter in parameters])
        self.assertEqual(8192, len(found["f"][3]))

    def test_surrogates_in_texts_are_escaped(self) -> None:
        found = self.functions("def f(a='\\udc80'): pass\n")
        found["f"][4][0][2].encode()

    def test_imports_are_found_everywhere_sorted_and_once(self) -> None:
        _, _, imports = self.accepted(
            "import os.path, sys as s\nfrom json.decoder import x\nfrom . import no\n"
            "class A:\n    import re\n    def f(self):\n        if 1:\n            import os, abc\n"
            "try:\n    pass\nexcept E:\n    from math import *\n"
        )
        self.assertEqual(("abc", "json", "math", "os", "re", "sys"), imports)


class Loading(ProgramTest):
    def test_the_module_has_the_programs_name(self) -> None:
        source = (
            "import sys\ndef f():\n    return [__name__, __file__, sys.modules[__name__].f is f]\n"
        )
        self.assertEqual(["user", "user.py", True], self.returned(execute(source)))
        for name, module in (
            ("my job.py", "my_job"),
            ("json.py", "json_"),
            ("1.py", "_1"),
            ("", "_"),
        ):
            self.assertEqual(module, self.returned(execute(source, name=name))[0])

    def test_a_program_finds_its_own_classes_by_their_module(self) -> None:
        source = (
            "import dataclasses, typing\n"
            "@dataclasses.dataclass\nclass D:\n    x: 'typing.ClassVar[int]' = 1\n"
            "def f():\n    return [f.name for f in dataclasses.fields(D)]\n"
        )
        self.assertEqual([], self.returned(execute(source)))

    def test_builtins_are_the_real_ones(self) -> None:
        source = "import builtins\ndef f():\n    return __builtins__ is vars(builtins)\n"
        self.assertIs(True, self.returned(execute(source)))

    def test_the_source_is_there_for_the_programs_own_tracebacks(self) -> None:
        source = (
            "import traceback\n"
            "def f():\n    try:\n        1 / 0  # here\n    except ZeroDivisionError:\n"
            "        return traceback.format_exc()\n"
        )
        self.assertIn("1 / 0  # here", self.returned(execute(source)))


if __name__ == "__main__":
    unittest.main()
