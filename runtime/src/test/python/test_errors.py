"""Exceptions as data: they read as CPython's own, with the user's frames only."""

from __future__ import annotations

import sys
import traceback
import unittest
from typing import Any

from support import NAME, RuntimeTest, call, execute, session
from terrarium_runtime.excerpts import SHOWN

SCRIPTS = {
    "plain": "def f():\n    return 1 / 0\n",
    "operators": "def f():\n    a = {'k': None}\n    return (1 + 2) * a['k']['x'] + len([1, 2])\n",
    "not ascii": "def f():\n    é = 'ä'; return len('ü') + é['ö']\n",
    "several lines": "def f():\n    return max(\n        1,\n"
    "        len(5),\n        key=None,\n    )\n",
    "a long statement": "def f():\n    x = (1 +\n" + "         2 +\n" * 10 + "         'a')\n",
    "nested calls": "def a(x):\n    return b(x)\ndef b(x):\n    return [c(y) for y in x]\n"
    "def c(y):\n    raise LookupError(y, 'two')\ndef f():\n    return a([1])\n",
    "cause": "def f():\n    try:\n        1 / 0\n    except ZeroDivisionError as e:\n"
    "        raise KeyError('k') from e\n",
    "context": "def f():\n    try:\n        {}['a']\n    except KeyError:\n        int('x')\n",
    "hidden context": "def f():\n    try:\n        {}['a']\n    except KeyError:\n"
    "        raise ValueError('v') from None\n",
    "recursion": "def f(n=50):\n    return f(n - 1) if n else 1 / 0\n",
    "empty message": "def f():\n    raise ValueError\n",
    "long message": "def f():\n    raise ValueError('line 1\\nline 2')\n",
    "own class": "class Oops(Exception): pass\ndef f():\n    raise Oops(1, 2)\n",
    "exit": "import sys\ndef f():\n    sys.exit(3)\n",
    "syntax": "def f():\n    compile('x = (1 +\\n', 'made.py', 'exec')\n",
    "syntax of text": "def f():\n    eval('1 +* 2')\n",
    "assertion": "def f():\n    x = 1\n    assert x == 2, 'not so'\n",
    "generator": "def g():\n    yield 1\n    raise OSError(2, 'no', 'file')\n"
    "def f():\n    return list(g())\n",
    "indented": "class A:\n    def m(self):\n        if 1:\n            return self.nothing_here\n"
    "def f():\n    return A().m()\n",
    "chain of three": "def f():\n    try:\n        try:\n            a = 1 / 0\n"
    "        except Exception as e:\n"
    "            raise ValueError(1) from e\n    except Exception:\n        raise TypeError(2)\n",
}
if sys.version_info >= (3, 11):
    SCRIPTS["notes"] = (
        "def f():\n    e = ValueError('v')\n    e.add_note('one')\n    e.add_note('two\\n"
        "lines')\n    raise e\n"
    )
    SCRIPTS["group"] = (
        "def one():\n    raise KeyError('k')\n"
        "def f():\n    found = []\n"
        "    for _ in range(2):\n        try:\n            one()\n"
        "        except KeyError as e:\n            found.append(e)\n"
        "    raise ExceptionGroup('several', found + [ExceptionGroup('inner', [ValueError(1)])])\n"
    )
    SCRIPTS["group as a cause"] = (
        "def f():\n    try:\n        raise ExceptionGroup('g', [ValueError(1), TypeError(2)])\n"
        "    except ExceptionGroup as g:\n        raise RuntimeError('after') from g\n"
    )
if sys.version_info >= (3, 12):
    SCRIPTS["suggestion"] = "def f():\n    length = 1\n    return lenght\n"


def as_python_says(source: str) -> str:
    """The traceback of `f()` as CPython's own module writes it."""
    import linecache

    namespace: dict[str, Any] = {"__name__": "__main__"}
    lines = source.splitlines(True)
    linecache.cache[NAME] = (len(source), None, lines, NAME)
    try:
        exec(compile(source, NAME, "exec", dont_inherit=True), namespace)
        namespace["f"]()
    except BaseException as error:
        assert error.__traceback__ is not None
        shown = error.with_traceback(error.__traceback__.tb_next)
        return "".join(traceback.format_exception(type(shown), shown, shown.__traceback__))
    finally:
        del linecache.cache[NAME]
    raise AssertionError("nothing was raised")


class Tracebacks(RuntimeTest):
    def test_they_read_as_pythons_own(self) -> None:
        for name, source in SCRIPTS.items():
            with self.subTest(name):
                self.assertEqual(as_python_says(source), self.raised(execute(source))[4])

    def test_frames_of_the_library_are_left_out(self) -> None:
        source = (
            "import json, functools\n"
            "def f():\n    return functools.reduce(lambda a, b: json.loads('{'), [1, 2])\n"
        )
        told = self.raised(execute(source))
        self.assertEqual("json.decoder.JSONDecodeError", told[0])
        self.assertNotIn("decoder.py", told[4])
        self.assertEqual({NAME}, {frame[0] for frame in told[5]})
        self.assertEqual(["f", "<lambda>"], [frame[5] for frame in told[5]])

    def test_an_error_of_the_call_itself_has_no_frames(self) -> None:
        told = self.raised(execute("def f(x):\n    return x\n"))
        self.assertEqual("TypeError", told[0])
        self.assertEqual((None, None, ()), (told[2], told[3], told[5]))
        self.assertEqual(f"TypeError: {told[1]}\n", told[4])

    def test_an_error_of_the_module_body_is_told(self) -> None:
        told = self.raised(execute("x = 1\ny = x / 0\ndef f():\n    pass\n"))
        self.assertEqual(("ZeroDivisionError", 2, "<module>"), (told[0], told[2], told[5][0][5]))

    def test_frames_have_columns_in_characters(self) -> None:
        told = self.raised(execute("def f():\n    é = 'ä'; return é['ö']\n"))
        frame = told[5][-1]
        self.assertEqual((NAME, 2, "f", "    é = 'ä'; return é['ö']"), (*frame[:2], *frame[5:]))
        if sys.version_info >= (3, 11):
            self.assertEqual((21, 2, 27), frame[2:5])
            self.assertEqual((2, 21), told[2:4])
        else:
            self.assertEqual((None, None, None), frame[2:5])

    def test_an_error_knows_the_line_also_of_a_syntax_error_at_run_time(self) -> None:
        told = self.raised(execute("def f():\n    eval('1 +')\n"))
        self.assertEqual(("SyntaxError", 2), (told[0], told[2]))

    def test_endless_recursion_is_folded(self) -> None:
        told = self.raised(execute("def f():\n    return f()\n"))
        self.assertEqual("RecursionError", told[0])
        self.assertIn("[Previous line repeated ", told[4])
        self.assertLessEqual(len(told[5]), 3)

    def test_recursion_through_many_places_is_cut_in_the_middle(self) -> None:
        source = (
            "def a(n):\n    b(n)\n"
            "def b(n):\n    if n:\n        a(n - 1)\n    1 / 0\n"
            "def f():\n    a(200)\n"
        )
        told = self.raised(execute(source))
        self.assertIn("frames left out", told[4])
        self.assertEqual(SHOWN, len(told[5]))
        self.assertEqual(("f", "b"), (told[5][0][5], told[5][-1][5]))

    def test_long_messages_and_lines_are_cut(self) -> None:
        told = self.raised(execute("def f():\n    raise ValueError('x' * 10**6)\n"))
        self.assertEqual(8192, len(told[1]))
        self.assertLess(len(told[4]), 65_537)
        told = self.raised(execute(f"def f():\n    return 1 / 0 + {'1 + ' * 1000} 1\n"))
        self.assertLessEqual(len(told[5][0][6]), 500)

    if sys.version_info >= (3, 12):

        def test_a_forgotten_import_is_told(self) -> None:
            told = self.raised(execute("def f():\n    return math.pi\n"))
            self.assertIn("Did you forget to import 'math'?", told[4])

    def test_long_chains_are_cut(self) -> None:
        source = (
            "def f():\n    e = None\n    for i in range(100_000):\n"
            "        new = ValueError(i)\n        new.__cause__ = e\n        e = new\n    raise e\n"
        )
        self.assertLess(len(self.raised(execute(source))[4]), 65_537)

    def test_exceptions_that_caused_each_other_end(self) -> None:
        source = (
            "def f():\n    a, b = ValueError(1), TypeError(2)\n"
            "    a.__cause__, b.__cause__ = b, a\n    raise a\n"
        )
        self.assertEqual("ValueError", self.raised(execute(source))[0])

    if sys.version_info >= (3, 11):

        def test_wide_and_deep_groups_are_cut(self) -> None:
            source = (
                "def f():\n    g = ValueError(1)\n    for i in range(30):\n"
                "        g = ExceptionGroup(str(i), [g] * 40)\n    raise g\n"
            )
            told = self.raised(execute(source))
            self.assertLess(len(told[4]), 65_537)
            self.assertIn("more exceptions", told[4])


class Types(RuntimeTest):
    def test_types_are_named_without_builtins_and_without_the_program(self) -> None:
        for expression, name in (
            ("ValueError", "ValueError"),
            ("Mine", "Mine"),
            ("Outer.Inner", "Outer.Inner"),
            ("decimal.InvalidOperation", "decimal.InvalidOperation"),
            ("SystemExit", "SystemExit"),
            ("KeyboardInterrupt", "KeyboardInterrupt"),
            ("GeneratorExit", "GeneratorExit"),
            ("StopIteration", "StopIteration"),
        ):
            source = (
                "import decimal\nclass Mine(BaseException): pass\n"
                "class Outer:\n    class Inner(Exception): pass\n"
                f"def f():\n    raise {expression}('m')\n"
            )
            self.assertEqual((name, "m"), self.raised(execute(source))[:2])

    def test_surrogates_in_messages_are_escaped(self) -> None:
        told = self.raised(execute("def f():\n    raise ValueError('\\udc80')\n"))
        self.assertEqual("\\udc80", told[1])
        self.assertIn("ValueError: \\udc80", told[4])


class HostileExceptions(RuntimeTest):
    def test_a_message_that_cannot_be_made_is_replaced(self) -> None:
        for body in (
            "def __str__(self): raise SystemExit",
            "def __str__(self): raise KeyboardInterrupt",
            "def __str__(self): return 5",
            "def __str__(self): return self.__str__()",
        ):
            told = self.raised(execute(f"class E(Exception):\n    {body}\ndef f():\n    raise E\n"))
            self.assertEqual(("E", "<exception str() failed>", 4), told[:3])
            self.assertIn("in f\n", told[4])
            self.assertTrue(told[4].endswith("E: <exception str() failed>\n"))

    def test_an_exception_cannot_hide_what_it_is(self) -> None:
        source = (
            "class S(str):\n    def encode(self, *a): raise SystemExit\n"
            "    isascii = __len__ = encode\n"
            "class Meta(type):\n"
            "    def __getattribute__(self, name): raise KeyboardInterrupt\n"
            "    def __instancecheck__(self, other): raise KeyboardInterrupt\n"
            "class E(Exception, metaclass=Meta):\n"
            "    __class__ = int\n"
            "    __traceback__ = __cause__ = __context__ = __suppress_context__ = 5\n"
            "    def __str__(self): return S('text')\n"
            "    def __getattribute__(self, name): raise SystemExit\n"
            "def f():\n    raise E\n"
        )
        told = self.raised(execute(source))
        self.assertEqual(("E", "text"), told[:2])
        self.assertEqual("f", told[5][-1][5])

    def test_notes_that_lie_are_left_out(self) -> None:
        for notes in ("5", "[1, 'ok', object()]", "'text'", "['x' * 10**6] * 1000"):
            told = self.raised(
                execute(
                    f"def f():\n    e = ValueError(1)\n    e.__notes__ = {notes}\n    raise e\n"
                )
            )
            self.assertEqual("ValueError", told[0])
            self.assertLess(len(told[4]), 65_537)

    def test_names_and_modules_that_are_no_text_do_no_harm(self) -> None:
        source = (
            "class E(Exception): pass\nE.__module__ = 5\n"
            "E.__qualname__ = 'Q' * 10**6\ndef f():\n    raise E\n"
        )
        self.assertLessEqual(len(self.raised(execute(source))[0]), 500)

    def test_syntax_errors_that_lie_do_no_harm(self) -> None:
        for arguments in (
            "'m', (5, 'x', [], {})",
            "5",
            "'m', ('f', -1, -5, 'text', -7, -9)",
            "'m', ('f', 1, 10**9, 'text', 1, 10**10)",
            "'m', ('f', 1, 2, 'x' * 10**6, 1, 10**6)",
        ):
            told = self.raised(execute(f"def f():\n    raise SyntaxError({arguments})\n"))
            self.assertEqual("SyntaxError", told[0])
            self.assertLess(len(told[4]), 20_000)

    def test_suggestions_do_not_run_hostile_code_unguarded(self) -> None:
        source = (
            "class A:\n    def __dir__(self): raise KeyboardInterrupt\n"
            "def f():\n    return A().missing\n"
        )
        self.assertEqual("AttributeError", self.raised(execute(source))[0])

    def test_traceback_objects_made_by_hand_do_no_harm(self) -> None:
        source = (
            "import types, sys\n"
            "def f():\n"
            "    tb = types.TracebackType(None, sys._getframe(), 10**6, 10**6)\n"
            "    tb = types.TracebackType(tb, sys._getframe(), -5, -5)\n"
            "    raise ValueError(1).with_traceback(tb)\n"
        )
        told = self.raised(execute(source))
        self.assertEqual("ValueError", told[0])
        # A line below nought is none that an answer may have.
        self.assertEqual([], [frame[1] for frame in told[5] if frame[1] < 0])

    def test_a_trace_function_of_the_user_does_not_see_the_answer_made(self) -> None:
        source = (
            "import sys\nseen = []\n"
            "def spy(frame, event, arg):\n"
            "    seen.append(frame.f_code.co_filename)\n"
            "    return spy\n"
            "def f():\n    sys.settrace(spy)\n    sys.setprofile(spy)\n    1 / 0\n"
            "def g():\n    return sorted({name for name in seen if 'terrarium' in name})\n"
        )
        replies = session(source, call("f"), call("g"))
        self.assertEqual("ZeroDivisionError", self.raised(replies[1])[0])
        allowed = {name.rpartition("/")[2] for name in self.returned(replies[2])}
        self.assertLessEqual(allowed, {"worker.py"})


if __name__ == "__main__":
    unittest.main()
