"""One request for many rows: what is said of each, and how many run at once."""

from __future__ import annotations

import marshal
import unittest
from typing import Any

from support import (
    CALL,
    LIMITS,
    RuntimeTest,
    Supervisor,
    forked,
    frames,
    limits,
    program,
    request,
)

SOURCE = """
class Odd:
    pass

def double(x):
    return x * 2

def sums(a, *more, b=0):
    return (a, more, b)

def picky(x):
    if x == 3:
        raise ValueError(x)
    if x == 5:
        return Odd()
    if x == 6:
        raise StopIteration
    return x

def loud(x):
    if x % 2:
        print("row", x, end="")
    return x

def large(x):
    return "x" * x

async def later(x):
    return x + 1

async def louder(x):
    print("row", x, end="")
    return x

def louder_later(x):
    return louder(x)

def loud_and_louder(x):
    print("called", end="")
    return louder(x)
"""


def rows(
    function: str,
    given: Any,
    shape: str = "positional",
    *,
    tagged: bool = False,
    stop: bool = False,
    singly: int = 0,
    at_once: int = 1000,
    budget: int = 1 << 20,
    output: int = 1 << 16,
    held: Any = LIMITS,
) -> bytes:
    plan = (stop, singly, at_once, budget, output)
    return request(b"M", function, shape, given, tagged, plan, held)


def numbers(count: int) -> list[tuple[int]]:
    return [(number,) for number in range(count)]


class Rows(RuntimeTest):
    def served(self, *asked: bytes, source: str = SOURCE) -> list[tuple[bytes, Any]]:
        """What a worker says to requests for rows, in order, without the answer to opening."""
        supervisor = Supervisor(request(b"O", program(source), LIMITS), *asked)
        said = []
        for kind, payload in frames(supervisor.data())[1:]:
            if kind in (b"o", b"t", b"w"):
                said.append((kind, payload))
            else:
                self.assertEqual(CALL, payload[:8])
                said.append((kind, marshal.loads(payload[8:])))
        return said

    def told(self, asked: bytes, source: str = SOURCE) -> list[tuple[int, list[Any], Any]]:
        said = self.served(asked, source=source)
        self.assertEqual({b"B"}, {kind for kind, _ in said})
        return [value for _, value in said]

    def values(self, asked: bytes, source: str = SOURCE) -> list[Any]:
        return [value for _, values, _ in self.told(asked, source) for value in values]

    def test_rows_of_every_shape_are_called(self) -> None:
        self.assertEqual([0, 2, 4], self.values(rows("double", numbers(3))))
        self.assertEqual([2.0, 4.0], self.values(rows("double", ([1.0, 2.0],), "columns")))
        self.assertEqual([8], self.values(rows("double", [{"x": 4}], "named")))
        self.assertEqual(
            [(1, (2,), 3)], self.values(rows("sums", [((1, 2), {"b": 3})], "mixed"))
        )
        self.assertEqual([(1, (2,), 0)], self.values(rows("sums", ([1], [2]), "columns")))

    def test_tagged_forms_are_restored_row_by_row(self) -> None:
        given = [((..., "bytearray", b"ab"),), ((..., "set", (1, 1)),)]
        source = "def f(x): return type(x).__name__\n"
        self.assertEqual(
            ["bytearray", "set"], self.values(rows("f", given, tagged=True), source)
        )

    def test_coroutines_are_run(self) -> None:
        self.assertEqual([1, 2], self.values(rows("later", numbers(2))))

    def test_a_row_that_fails_is_told_in_its_place_and_the_next_ones_go_on(self) -> None:
        told = self.told(rows("picky", numbers(10)))
        self.assertEqual([0, 1, 2], told[0][1])
        self.assertEqual(("E", "ValueError"), (told[0][2][0], told[0][2][1][0]))
        self.assertEqual(([4], "U"), (told[1][1], told[1][2][0]))
        self.assertEqual(("object", "Odd")[1], told[1][2][1][0])
        self.assertEqual(([], "E", "StopIteration"), (told[2][1], told[2][2][0], told[2][2][1][0]))
        self.assertEqual((0, [7, 8, 9], None), told[3])

    def test_it_ends_at_a_failure_where_the_plan_says_so(self) -> None:
        told = self.told(rows("picky", numbers(10), stop=True))
        self.assertEqual([(0, [0, 1, 2], "E")], [(n, values, f[0]) for n, values, f in told])
        told = self.told(rows("picky", numbers(10)[4:], stop=True))
        self.assertEqual([(0, [4], "U")], [(n, values, f[0]) for n, values, f in told])

    def test_more_run_at_once_while_they_are_quick_and_as_many_as_was_said(self) -> None:
        told = self.told(rows("double", numbers(100), at_once=1))
        self.assertEqual(1, len(told[0][1]))
        for (said, _, _), (_, values, _) in zip(told, told[1:]):
            self.assertEqual(said, len(values))
        self.assertLess(len(told), 30)
        self.assertEqual(0, told[-1][0])

    def test_rows_run_one_by_one_where_the_plan_says_so(self) -> None:
        told = self.told(rows("double", numbers(10), singly=4))
        self.assertEqual([1, 1, 1, 1, 6], [len(values) for _, values, _ in told])
        self.assertEqual([1, 1, 1, 6, 0], [said for said, _, _ in told])

    def test_it_ends_when_the_budget_is_spent(self) -> None:
        told = self.told(rows("large", [(500,)] * 10, at_once=2, budget=900))
        self.assertEqual([(0, 2)], [(said, len(values)) for said, values, _ in told])

    def test_values_too_large_together_are_told_apart(self) -> None:
        told = self.told(rows("large", [(40,), (200,), (40,), (50,)], held=limits(size=100)))
        self.assertEqual([["x" * 40], ["x" * 40, "x" * 50]], [values for _, values, _ in told])
        self.assertEqual(("L", "result"), (told[0][2][0], told[0][2][1][0]))
        self.assertEqual([2, 0], [said for said, _, _ in told])

    def test_output_comes_behind_its_row(self) -> None:
        said = self.served(rows("loud", numbers(4)))
        self.assertEqual(
            [(b"w", b"\0\0\0\1"), (b"o", b"\1row 1"), (b"w", b"\0\0\0\3"), (b"o", b"\1row 3")],
            said[:4],
        )
        self.assertEqual((b"B", (0, [0, 1, 2, 3], None)), said[4])

    def test_the_output_of_a_coroutine_that_runs_behind_others_is_its_row_s(self) -> None:
        said = self.served(rows("louder_later", numbers(4)))
        self.assertEqual(
            [
                frame
                for row in range(4)
                for frame in ((b"w", bytes((0, 0, 0, row))), (b"o", b"\1row %d" % row))
            ],
            said[:8],
        )
        self.assertEqual((b"B", (0, [0, 1, 2, 3], None)), said[8])

    def test_output_never_goes_back_to_an_earlier_row(self) -> None:
        said = self.served(rows("loud_and_louder", numbers(4)))
        self.assertEqual(
            [b"\0\0\0" + bytes((row,)) for row in range(4)], [p for k, p in said if k == b"w"]
        )

    def test_it_ends_with_the_rows_that_run_when_its_turn_is_over(self) -> None:
        asked = rows("sleep", [(0.3,)] * 10, at_once=2)
        told = self.told(asked, "from time import sleep\n")
        self.assertEqual([2, 1, 1], [len(values) for _, values, _ in told])
        self.assertEqual([1, 1, 0], [said for said, _, _ in told])

    def test_output_has_a_budget_for_each_row_within_one_for_all(self) -> None:
        source = "def f(x): print('x' * 9)\n"
        said = self.served(rows("f", numbers(3), output=15, held=limits(output=8)), source=source)
        self.assertEqual(
            [b"w", b"o", b"t", b"w", b"o", b"t", b"w", b"t", b"B"], [kind for kind, _ in said]
        )
        self.assertEqual([b"\1" + b"x" * 8, b"\1" + b"x" * 7], [p for k, p in said if k == b"o"])

    def test_a_row_that_prints_too_much_fails_where_that_is_fatal(self) -> None:
        source = "def f(x):\n    try:\n        print('x' * x)\n    except BaseException: pass\n"
        said = self.served(rows("f", [(1,), (99,), (2,)], held=limits(output=9, fatal=True)), source=source)
        told = [value for kind, value in said if kind == b"B"]
        self.assertEqual(
            [[None], "output", [None]],
            [failure[1][0] if failure else values for _, values, failure in told],
        )

    def test_a_missing_function_is_said_and_the_worker_stays(self) -> None:
        said = self.served(rows("dubble", numbers(2)), rows("double", numbers(2)))
        self.assertEqual([b"N", b"B"], [kind for kind, _ in said])

    def test_memory_that_ends_while_several_run_is_nobody_s_fault(self) -> None:
        source = (
            "kept = []\n"
            "def f(x):\n    if x == 2: raise MemoryError\n    return x\n"
        )
        opened = request(b"O", program(source), LIMITS)
        written, status = forked(opened, rows("f", numbers(4)))
        self.assertEqual(1, len(frames(written)), "only the answer to opening")
        self.assertNotEqual(0, status)
        written, status = forked(opened, rows("f", numbers(4), singly=4))
        told = [marshal.loads(payload[8:]) for _, payload in frames(written)[1:]]
        self.assertEqual([1, 1, 0], [said for said, _, _ in told])
        self.assertEqual(("L", "memory"), (told[2][2][0], told[2][2][1][0]))
        self.assertEqual(0, status)

    def test_what_a_program_leaves_to_trace_it_sees_nothing_of_ours(self) -> None:
        source = (
            "import sys\nseen = []\n"
            "def trace(frame, event, arg):\n    seen.append(frame.f_globals.get('__name__'))\n"
            "    return trace\n"
            "def f(x):\n    sys.settrace(trace)\n    sys.setprofile(trace)\n    return x\n"
            "def g(x):\n    return [name for name in seen if name != __name__ and name]\n"
        )
        said = self.served(rows("f", numbers(5)), rows("g", numbers(1)), source=source)
        self.assertEqual([0, 1, 2, 3, 4], said[0][1][1])


if __name__ == "__main__":
    unittest.main()
