"""Host functions, as the worker's side of them sees it: questions, answers, and what comes between."""

from __future__ import annotations

import marshal
import sys
import unittest
from typing import Any, Callable

from support import CALL, FULL, LIMITS, NAME, Reply, RuntimeTest, Supervisor, frame, frames, request

PRICE_OF = (
    "price_of",
    "The price of an article.",
    (
        ("sku", "positional_or_keyword", None, "str"),
        ("currency", "positional_or_keyword", "'EUR'", "str"),
    ),
    "int",
)
ANY = (
    "any_of",
    None,
    (("arguments", "var_positional", None, None), ("named", "var_keyword", None, None)),
    None,
)
EVERY_KIND = (
    "every",
    None,
    (
        ("a", "positional_only", None, None),
        ("b", "positional_or_keyword", "2", None),
        ("c", "keyword_only", None, "int"),
        ("d", "keyword_only", "4", None),
    ),
    None,
)
RESTRICTED = {"name": "restricted"}


def returned(value: Any, tagged: bool = False) -> bytes:
    return frame(b"r", CALL + marshal.dumps((value, tagged), 2))


def raised(kind: str, message: str) -> bytes:
    return frame(b"e", CALL + marshal.dumps((kind, message), 2))


class Lender(Supervisor):
    """Answers host calls as well; `asked` are the calls."""

    def __init__(
        self,
        *requests: bytes,
        answer: Callable[[str, Any, Any], bytes],
        chunk: int = 1 << 30,
        meanwhile: Callable[[], None] = lambda: None,
        memory: int = 1 << 30,
        kind: type[bytes] = bytes,
    ) -> None:
        self.asked: list[tuple[str, Any, Any]] = []
        self._answer = answer
        self._chunk = chunk
        self._meanwhile = meanwhile
        self._memory = memory
        self._kind = kind
        self.shortages = 0
        self._partial = b""
        self._host_answer = b""
        super().__init__(*requests)

    def read(self, size: int) -> bytes:
        if self._host_answer:
            self._meanwhile()
            if size > self._memory:
                self.shortages += 1
                assert self.shortages < 10, "it asks for what it cannot get for ever"
                raise MemoryError
            self.shortages = 0
            size = min(size, self._chunk)
            data, self._host_answer = self._host_answer[:size], self._host_answer[size:]
            return self._kind(data)
        return super().read(size)

    def write(self, data: Any) -> int:
        self._partial += bytes(data)
        while len(self._partial) >= 5:
            end = 5 + int.from_bytes(self._partial[:4], "big")
            if len(self._partial) < end:
                break
            whole, self._partial = self._partial[:end], self._partial[end:]
            if whole[4:5] == b"h":
                assert whole[5:13] == CALL
                question = marshal.loads(whole[13:])
                self.asked.append(question)
                self._host_answer += self._answer(*question)
            else:
                self.written.append(whole)
        return len(data)


def lent(*functions: Any, size: int = LIMITS[0]) -> Any:
    return (size, *LIMITS[1:], functions)


def made(source: str, policy: Any = FULL, names: tuple[str, ...] = ()) -> Any:
    supervisor = Supervisor(request(b"C", source.encode(), NAME, policy, names))
    reply = Reply(supervisor.data())
    assert reply.kind == b"P", reply.value
    return (reply.value[0], source.encode(), NAME, policy)


class HostTest(RuntimeTest):
    def call(
        self,
        source: str,
        *functions: Any,
        answer: Any = lambda name, args, kwargs: returned([name, list(args), kwargs]),
        policy: Any = FULL,
        **options: Any,
    ) -> Reply:
        size = options.pop("size", LIMITS[0])
        asked = request(b"X", made(source, policy), "f", (), {}, False, {}, lent(*functions, size=size))
        self.lender = Lender(asked, answer=answer, **options)
        return Reply(self.lender.data(), self.lender.left[-1])


class Calls(HostTest):
    def test_a_host_function_is_called_like_any_other(self) -> None:
        reply = self.call("def f(): return any_of(1, [2], x=b'3')\n", ANY)
        self.assertEqual(["any_of", [1, [2]], {"x": b"3"}], self.returned(reply))

    def test_tagged_forms_go_both_ways(self) -> None:
        source = (
            "import decimal\n"
            "def f():\n    x = any_of(decimal.Decimal('1.5'))\n    return str(type(x)), str(x)\n"
        )
        reply = self.call(
            source, ANY, answer=lambda name, args, kwargs: returned(args[0], tagged=True)
        )
        self.assertEqual(("<class 'decimal.Decimal'>", "1.5"), self.returned(reply))
        self.assertEqual((..., "decimal", "1.5"), self.lender.asked[0][1][0])

    def test_an_exception_is_raised_where_the_function_is_called(self) -> None:
        reply = self.call(
            "def f():\n    return any_of()\n", ANY, answer=lambda *_: raised("KeyError", "x")
        )
        error = self.raised(reply)
        self.assertEqual(("KeyError", "'x'", 2), error[:3])
        self.assertEqual(["f"], [each[5] for each in error[5]])

    def test_python_itself_checks_the_arguments(self) -> None:
        def f(a: Any, /, b: Any = 2, *, c: int, d: Any = 4) -> None:
            """Has the parameters of `every`."""

        for arguments in ("", "1", "1, 2, 3, c=4", "1, c=2, e=3", "a=1, c=2", "1, 2, b=3, c=4"):
            try:
                eval(f"f({arguments})", {"f": f})
            except TypeError as error:
                expected = str(error).replace(f.__qualname__, "every").replace("f()", "every()")
            reply = self.call(f"def f(): every({arguments})\n", EVERY_KIND)
            self.assertEqual(("TypeError", expected), self.raised(reply)[:2])
            self.assertEqual([], self.lender.asked)

    def test_it_looks_like_a_function_of_python(self) -> None:
        source = (
            "import inspect\n"
            "def f(): return [price_of.__name__, price_of.__doc__, str(inspect.signature(price_of)),"
            " str(inspect.signature(every))]\n"
        )
        self.assertEqual(
            [
                "price_of",
                "The price of an article.",
                "(sku: 'str', currency: 'str' = 'EUR') -> 'int'",
                "(a, /, b=2, *, c: 'int', d=4)",
            ],
            self.returned(self.call(source, PRICE_OF, EVERY_KIND)),
        )

    def test_names_that_are_of_a_class_of_their_own_are_plain_when_they_are_sent(self) -> None:
        source = "class S(str): pass\ndef f(): return any_of(**{S('x'): 1})\n"
        self.assertEqual(["any_of", [], {"x": 1}], self.returned(self.call(source, ANY)))

    def test_arguments_without_a_form_are_a_type_error_with_the_path(self) -> None:
        for call, path in (
            ("any_of(1, [0, f])", "args[1][1]: a value of type function"),
            ("any_of(x={'y': (f,)})", "kwargs['x']['y'][0]: a value of type function"),
            ("any_of(...)", "args[0]: a value of type ellipsis"),
            ("any_of('\\ud800')", "args[0]: "),
        ):
            error = self.raised(self.call(f"def f(): {call}\n", ANY))
            self.assertEqual("TypeError", error[0])
            self.assertTrue(error[1].startswith(f"any_of() {path}"), error[1])
            self.assertNotIn("result", error[1])
            self.assertEqual([], self.lender.asked)

    def test_arguments_that_are_too_large_are_a_type_error(self) -> None:
        error = self.raised(self.call("def f(): any_of('x' * 2000)\n", ANY, size=1000))
        self.assertTrue(error[1].startswith("any_of() takes no arguments of more than 1000 bytes"))

    def test_answers_arrive_in_pieces_of_any_size(self) -> None:
        for chunk in (1, 2, 7, 13, 64):
            reply = self.call("def f(): return any_of('x' * 300)\n", ANY, chunk=chunk)
            self.assertEqual(["any_of", ["x" * 300], {}], self.returned(reply))

    def test_a_deep_recursion_leaves_the_stream_in_order(self) -> None:
        source = (
            "def down(n):\n"
            "    try:\n        return down(n + 1)\n"
            "    except RecursionError:\n        return any_of(n)[1][0] == n\n"
            "def f(): return [down(0), any_of(2)[1]]\n"
        )
        reply = self.call(source, ANY)
        self.assertEqual([True, [2]], self.returned(reply))

    def test_what_is_lent_is_there_for_a_call_and_no_longer(self) -> None:
        source = "kept = []\ndef f():\n    kept.append(any_of)\n    return any_of(1)[1]\n"
        source += "def g(): return kept[0](2)\ndef h(): return any_of\n"
        supervisor = Lender(
            request(b"O", made(source), LIMITS),
            request(b"S", "f", (), {}, False, {}, lent(ANY)),
            request(b"S", "g", (), {}, False, {}, LIMITS),
            request(b"S", "h", (), {}, False, {}, LIMITS),
            request(b"S", "g", (), {}, False, {}, lent(ANY)),
            answer=lambda name, args, kwargs: returned([name, list(args)]),
        )
        answers = [
            (kind, marshal.loads(payload[8:])) for kind, payload in frames(supervisor.data())
        ]
        self.assertEqual([b"R", b"R", b"E", b"E", b"R"], [kind for kind, _ in answers])
        self.assertEqual(
            ("NameError", "any_of() is not lent to this call"), answers[2][1][:2]
        )
        self.assertEqual("name 'any_of' is not defined", answers[3][1][1])
        self.assertEqual(["any_of", [2]], answers[4][1])

    def test_a_name_of_the_programs_own_comes_first(self) -> None:
        source = "def any_of(): return 'own'\ndef f(): return any_of()\n"
        self.assertEqual("own", self.returned(self.call(source, ANY)))

    def test_an_expression_takes_no_argument_for_what_is_lent_to_it(self) -> None:
        policy = {"name": "expression"}
        program = made("any_of(x)[1]", policy, ("any_of",))
        asked = request(b"X", program, "evaluate", (5,), {}, False, {}, lent(ANY))
        lender = Lender(asked, answer=lambda name, args, kwargs: returned([name, list(args)]))
        self.assertEqual([5], self.returned(Reply(lender.data())))

    def test_it_is_a_builtin_under_restricted_too(self) -> None:
        source = "def f(): return [any_of(1)[1], eval('any_of(2)')[1], list(map(any_of, [3]))[0][1]]\n"
        self.assertEqual([[1], [2], [3]], self.returned(self.call(source, ANY, policy=RESTRICTED)))


class InTheMidst(HostTest):
    """The user's code runs while an answer is waited for, as a finalizer may."""

    def test_no_other_host_function_is_called_meanwhile(self) -> None:
        source = (
            "said = []\n"
            "def meanwhile():\n"
            "    try:\n        any_of('inner')\n"
            "    except RuntimeError as e:\n        said.append(str(e))\n"
            "def f(): return [any_of('outer')[1], said]\n"
        )
        reply = self.call(source, ANY, meanwhile=lambda: sys.modules["user"].meanwhile())
        self.assertEqual(
            [["outer"], ["any_of() cannot be called while another host function is"]],
            self.returned(reply),
        )
        self.assertEqual(1, len(self.lender.asked))

    def test_what_is_printed_meanwhile_is_sent_afterwards(self) -> None:
        source = (
            "def meanwhile(): print('meanwhile')\n"
            "def f():\n    print('before')\n    any_of()\n    print('after')\n"
        )
        reply = self.call(source, ANY, meanwhile=lambda: sys.modules["user"].meanwhile())
        self.assertEqual("before\nmeanwhile\nafter\n", reply.text())

    def test_memory_that_ends_while_an_answer_arrives_leaves_the_stream_in_order(self) -> None:
        source = (
            "def f():\n"
            "    try:\n        any_of()\n"
            "    except MemoryError:\n        return any_of(1)\n"
        )
        first = [True]

        def short_of_memory() -> None:
            if first and first.pop():
                raise MemoryError

        reply = self.call(
            source, ANY, answer=lambda *_: returned("x" * 200), chunk=64, meanwhile=short_of_memory
        )
        # The first read was repeated, with the memory that is kept for that.
        self.assertEqual(b"R", reply.kind)


    def test_a_question_that_memory_is_too_short_for_is_as_if_it_was_not_asked(self) -> None:
        source = (
            "import sys\n"
            "def short(frame, event, argument):\n"
            "    if frame.f_code.co_name == 'parts_of': raise MemoryError\n"
            "def f():\n"
            "    print('before')\n"
            "    sys.settrace(short)\n"
            "    try:\n        any_of(1)\n"
            "    except MemoryError:\n        print('after')\n"
            "    return any_of(2)[1]\n"
        )
        reply = self.call(source, ANY)
        self.assertEqual([2], self.returned(reply))
        self.assertEqual("before\nafter\n", reply.text())
        self.assertEqual(1, len(self.lender.asked))

    def test_an_answer_that_is_all_there_is_not_copied(self) -> None:
        class Uncopied(bytes):
            def __getitem__(self, key: Any) -> Any:
                if key == slice(13, None):
                    raise MemoryError
                return super().__getitem__(key)

        reply = self.call("def f(): return any_of('x')[1]\n", ANY, kind=Uncopied)
        self.assertEqual(["x"], self.returned(reply))

    def test_where_memory_stays_short_an_answer_is_read_in_smaller_pieces(self) -> None:
        for size in (1, 5000, 200_000):
            source = f"def f(): return len(any_of('x' * {size})[1][0])\n"
            reply = self.call(source, ANY, memory=1000)
            self.assertEqual(size, self.returned(reply))


class Violations(HostTest):
    def test_an_answer_that_is_none_ends_the_worker(self) -> None:
        for wrong in (
            frame(b"r", b"another!" + marshal.dumps((1, False), 2)),
            frame(b"R", CALL + marshal.dumps((1, False), 2)),
            returned(1) + b"!",
        ):
            reply = self.call("def f(): any_of()\n", ANY, answer=lambda *_: wrong)
            self.assertEqual("ProtocolError", self.raised(reply)[0].rpartition(".")[2])


if __name__ == "__main__":
    unittest.main()
