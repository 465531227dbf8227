"""What the user's code writes, and what it finds where standard input would be."""

from __future__ import annotations

import unittest

from support import RuntimeTest, call, execute, forked, limits, program, request, session, Reply


def run(body: str, **options: object) -> Reply:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return execute(f"import sys, io\ndef f():\n{lines}", **options)


class Writing(RuntimeTest):
    def test_each_line_is_a_frame_in_the_order_of_writing(self) -> None:
        reply = run(
            "print('one')\nprint('two', file=sys.stderr)\nprint('three', end='')\nprint('!')"
        )
        self.assertEqual(
            [(b"o", 1, "one\n"), (b"o", 2, "two\n"), (b"o", 1, "three!\n")], reply.output
        )

    def test_what_has_no_line_end_is_sent_at_a_flush_and_at_the_end(self) -> None:
        reply = run("print('a', end='', flush=True)\nprint('b', end='')")
        self.assertEqual([(b"o", 1, "a"), (b"o", 1, "b")], reply.output)

    def test_much_text_without_line_ends_is_sent_on_the_way(self) -> None:
        reply = run("for _ in range(5000):\n    sys.stdout.write('xy')")
        self.assertEqual("xy" * 5000, reply.text())
        self.assertEqual(3, len(reply.output))

    def test_where_somebody_listens_the_first_piece_is_sent_at_once_and_others_now_and_then(
        self,
    ) -> None:
        reply = run("print('a', end='')\nprint('b', end='')", limits=limits(live=True))
        self.assertEqual([(b"o", 1, "a"), (b"o", 1, "b")], reply.output)
        reply = run("for _ in range(5000):\n    sys.stdout.write('x')", limits=limits(live=True))
        self.assertEqual("x" * 5000, reply.text())
        self.assertLess(len(reply.output), 100)
        reply = run(
            "import time\nfor letter in 'abc':\n    sys.stdout.write(letter)\n    time.sleep(0.06)",
            limits=limits(live=True),
        )
        self.assertEqual(["a", "b", "c"], [text for _, _, text in reply.output])

    def test_output_of_the_module_body_and_of_failed_calls_is_sent(self) -> None:
        reply = execute("print('body', end='')\ndef f():\n    print('call', end='')\n    1 / 0\n")
        self.assertEqual((b"E", "bodycall"), (reply.kind, reply.text()))

    def test_lone_surrogates_are_escaped(self) -> None:
        self.assertEqual("\\udc80é\n", run("print('\\udc80é')").text())

    def test_writelines_and_str_subclasses_work(self) -> None:
        reply = run(
            "class S(str):\n    def __len__(self): return 0\nsys.stdout.writelines(['a', S('b')])"
        )
        self.assertEqual("ab", reply.text())

    def test_what_is_no_text_is_a_type_error(self) -> None:
        told = self.raised(run("sys.stdout.write(b'x')"))
        self.assertEqual(("TypeError", "write() argument must be str, not bytes"), told[:2])

    def test_bytes_are_taken_as_utf8_in_pieces(self) -> None:
        reply = run(
            "for part in (b'\\xc3', b'\\xa9\\xff', bytearray(b'x'), memoryview(b'y')):\n"
            "    sys.stdout.buffer.write(part)\nsys.stdout.buffer.flush()"
        )
        self.assertEqual("é\\xffxy", reply.text())

    def test_the_streams_look_like_text_streams(self) -> None:
        reply = run(
            "o = sys.stdout\no.reconfigure(encoding='latin-1')\no.close()\n"
            "return [o.isatty(), o.writable(), o.readable(), o.encoding, o.closed,"
            " isinstance(o, io.TextIOBase),"
            " sys.__stdout__ is o]"
        )
        self.assertEqual([False, True, False, "utf-8", False, True, True], self.returned(reply))
        self.assertEqual("io.UnsupportedOperation", self.raised(run("sys.stdout.fileno()"))[0])

    def test_streams_of_the_users_own_work(self) -> None:
        reply = run(
            "import contextlib\nb = io.StringIO()\nwith contextlib.redirect_stdout(b):\n"
            "    print('x')\n"
            "return b.getvalue()"
        )
        self.assertEqual(("x\n", []), (self.returned(reply), reply.output))

    def test_large_frames_are_split(self) -> None:
        reply = run("print('é' * 100_000)", limits=limits(output=1 << 20))
        self.assertEqual("é" * 100_000 + "\n", reply.text())
        self.assertTrue(all(len(payload) < 100_000 for _, payload in reply.frames))


class Limits(RuntimeTest):
    def test_output_up_to_the_limit_is_whole(self) -> None:
        reply = run("print('x' * 99)", limits=limits(output=100))
        self.assertEqual([(b"o", 1, "x" * 99 + "\n")], reply.output)

    def test_output_over_the_limit_is_cut_and_said_once_for_each_stream(self) -> None:
        reply = run(
            "for _ in range(5):\n    print('x' * 70)\n    print('y', file=sys.stderr)\nreturn 1",
            limits=limits(output=100),
        )
        self.assertEqual(1, self.returned(reply))
        sent = "".join(text for kind, _, text in reply.output if kind == b"o")
        self.assertEqual(100, len(sent))
        marks = [stream for kind, stream, _ in reply.output if kind == b"t"]
        self.assertEqual([1, 2], sorted(marks))

    def test_no_character_is_cut_in_half(self) -> None:
        reply = run("print('é' * 10)", limits=limits(output=7))
        self.assertEqual("ééé", reply.text())

    def test_one_write_of_very_much_is_cut_before_it_is_encoded(self) -> None:
        reply = run("sys.stdout.write('é' * 10**7)\nreturn 1", limits=limits(output=10))
        self.assertEqual((1, "é" * 5), (self.returned(reply), reply.text()))

    def test_a_limit_of_nothing_drops_everything(self) -> None:
        reply = run("print('x')\nreturn 1", limits=limits(output=0))
        self.assertEqual((1, [(b"t", 1, "")]), (self.returned(reply), reply.output))

    def test_a_fatal_limit_ends_the_call(self) -> None:
        reply = run("while True:\n    print('x' * 50)", limits=limits(output=1000, fatal=True))
        told = self.limited(reply, "output")
        self.assertIn("1000 bytes", told[1])
        self.assertEqual("f", told[2][5][-1][5])
        self.assertEqual(1000, len(reply.text()))

    def test_a_fatal_limit_cannot_be_swallowed(self) -> None:
        body = "try:\n    print('x' * 50)\nexcept BaseException:\n    pass\nreturn 'swallowed'"
        self.limited(run(body, limits=limits(output=10, fatal=True)), "output")
        body = "try:\n    print('x' * 50)\nexcept BaseException:\n    1 / 0"
        self.limited(run(body, limits=limits(output=10, fatal=True)), "output")
        body = "try:\n    print('x' * 50)\nexcept BaseException:\n    pass\nreturn object()"
        self.limited(run(body, limits=limits(output=10, fatal=True)), "output")

    def test_a_fatal_limit_counts_for_what_is_sent_at_the_end_too(self) -> None:
        self.limited(run("print('x' * 50, end='')", limits=limits(output=10, fatal=True)), "output")

    def test_each_call_of_a_session_has_a_budget_of_its_own(self) -> None:
        source = "import sys\ndef f():\n    print('x' * 79)\n    sys.stdout = None\n"
        asked = call("f", limits=limits(output=100))
        for reply in session(source, asked, asked, asked)[1:]:
            self.assertEqual("x" * 79 + "\n", reply.text())


class Input(RuntimeTest):
    def test_reading_says_that_there_is_nothing_to_read(self) -> None:
        for expression in (
            "input()",
            "input('name? ')",
            "sys.stdin.read()",
            "sys.stdin.readline()",
            "list(sys.stdin)",
            "sys.stdin.buffer.read()",
            "sys.stdin.fileno()",
        ):
            told = self.raised(run(expression))
            self.assertEqual("io.UnsupportedOperation", told[0], expression)
            self.assertIn("no standard input in a sandbox", told[1])

    def test_it_is_an_oserror(self) -> None:
        self.assertEqual(1, self.returned(run("try:\n    input()\nexcept OSError:\n    return 1")))


class Finalizers(RuntimeTest):
    SOURCE = (
        "class Loud:\n    def __init__(self, text): self.text = text\n"
        "    def __del__(self): print(self.text)\n"
        "kept = Loud('kept')\n"
        "def f():\n    Loud('gone')\n    return 1\n"
        "def g():\n    loud = Loud('raised')\n    raise ValueError\n"
        "def h():\n    return [Loud('unrepresentable')]\n"
    )

    def test_nothing_runs_after_the_answer_of_a_pristine_call(self) -> None:
        source = "import atexit\natexit.register(print, 'exit')\n" + self.SOURCE
        written, status = forked(request(b"X", program(source), "f", (), {}, False, {}, limits()))
        reply = Reply(written)
        self.assertEqual((1, "gone\n", 0), (self.returned(reply), reply.text(), status))

    def test_nothing_is_written_behind_an_answer_of_a_session(self) -> None:
        replies = session(self.SOURCE, call("f"), call("g"), call("h"), call("f"))
        self.assertEqual([b"R", b"R", b"E", b"U", b"R"], [reply.kind for reply in replies])


if __name__ == "__main__":
    unittest.main()
