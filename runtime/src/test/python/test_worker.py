"""The request loop: what is answered when, what ends a worker, what a session keeps."""

from __future__ import annotations

import marshal
import os
import resource
import sys
import unittest

from support import (
    CALL,
    FULL,
    LIMITS,
    NAME,
    Reply,
    RuntimeTest,
    Supervisor,
    call,
    execute,
    forked,
    frame,
    limits,
    program,
    request,
    session,
)
from terrarium_runtime import worker


class PristineCalls(RuntimeTest):
    def test_a_call_is_answered_and_ends_the_worker(self) -> None:
        source = "def f(a, *, b):\n    return a + b\n"
        written, status = forked(request(b"X", program(source), "f", (1,), {"b": 2}, False, {}, LIMITS))
        reply = Reply(written)
        self.assertEqual((3, 0, 1), (self.returned(reply), status, len(reply.frames)))

    def test_compiling_ends_the_worker(self) -> None:
        written, status = forked(request(b"C", b"def f(): pass", NAME, FULL))
        self.assertEqual((b"P", 0), (Reply(written).kind, status))

    def test_a_missing_function_is_answered_with_the_nearest_names(self) -> None:
        source = (
            "import os\ndef total(): pass\ndef average(): pass\n"
            "class Totals: pass\n_hidden = len\nx = 1\n"
        )
        reply = execute(source, "totl")
        self.assertEqual(
            (b"N", ("missing", "", ("total", "Totals", "average"))), (reply.kind, reply.value)
        )
        self.assertEqual(("not_callable", "int"), execute(source, "x").value[:2])

    def test_names_with_dots_are_not_looked_up(self) -> None:
        self.assertEqual(b"N", execute("class A:\n    def f(): pass\n", "A.f").kind)

    def test_classes_and_other_callables_can_be_called(self) -> None:
        self.assertEqual([1, 2], self.returned(execute("f = lambda x: [x, 2]\n", "f", 1)))
        self.assertEqual("1", self.returned(execute("f = str\n", "f", 1)))

    def test_exits_and_interrupts_are_ordinary_exceptions(self) -> None:
        for name in ("SystemExit", "KeyboardInterrupt", "GeneratorExit"):
            self.assertEqual(name, self.raised(execute(f"def f():\n    raise {name}\n"))[0])
            self.assertEqual(name, self.raised(execute(f"raise {name}\n"))[0])

    def test_large_arguments_and_results_pass(self) -> None:
        numbers = [float(number) for number in range(300_000)]
        asked = request(
            b"X", program("def f(x):\n    return [sum(x), x]\n"), "f", (numbers,), {}, False, {}, LIMITS
        )
        self.assertEqual([sum(numbers), numbers], self.returned(Reply(forked(asked)[0])))

    def test_threads_and_exit_handlers_do_not_delay_the_end(self) -> None:
        source = (
            "import threading, time, atexit\n"
            "atexit.register(time.sleep, 60)\n"
            "def f():\n    threading.Thread(target=time.sleep, args=(60,)).start()\n    return 1\n"
        )
        written, status = forked(request(b"X", program(source), "f", (), {}, False, {}, LIMITS))
        self.assertEqual((1, 0), (self.returned(Reply(written)), status))


class Memory(RuntimeTest):
    BOUND = 64 << 20

    def limit(self) -> None:
        with open("/proc/self/statm", "rb") as statm:
            pages = int(statm.read().split()[0])
        bound = pages * resource.getpagesize() + self.BOUND
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))

    def answer(self, source: str, *more: bytes) -> list[Reply]:
        made = program(source)
        if more:
            written, _ = forked(request(b"O", made, LIMITS), *more, prepare=self.limit)
            end = 5 + int.from_bytes(written[:4], "big")
            return [Reply(written[:end]), Reply(written[end:])]
        asked = request(b"X", made, "f", (), {}, False, {}, limits(size=1 << 40, nodes=1 << 40))
        return [Reply(forked(asked, prepare=self.limit)[0])]

    def test_memory_that_ends_is_a_limit_with_the_place(self) -> None:
        for body in (
            "x = bytearray(1 << 40)",
            "x = []\n    while True:\n        x.append(bytearray(1 << 20))",
            "x = []\n    while True:\n        x.append([x])",
            "x = {}\n    while True:\n        x[len(x)] = str(len(x))",
        ):
            told = self.limited(self.answer(f"def f():\n    {body}\n")[0], "memory")
            self.assertEqual("MemoryError", told[2][0])
            # Where not even a traceback could be made there are no frames.
            self.assertIn([frame[5] for frame in told[2][5]], (["f"], []))

    def test_memory_that_ends_in_the_module_body_is_a_limit(self) -> None:
        self.limited(self.answer("x = bytearray(1 << 40)\n")[0], "memory")

    def test_a_result_that_does_not_fit_is_a_limit(self) -> None:
        reply = self.answer("def f():\n    return ['x' * (1 << 20)] * 500\n")[0]
        self.limited(reply, "memory")

    def test_a_caught_memory_error_is_the_programs_own_affair(self) -> None:
        source = (
            "def f():\n    try:\n        bytearray(1 << 40)\n"
            "    except MemoryError:\n        return 1\n"
        )
        self.assertEqual(1, self.returned(self.answer(source)[0]))

    def test_arguments_that_do_not_fit_are_a_limit(self) -> None:
        asked = request(
            b"X",
            program("def f(x):\n    return 1\n"),
            "f",
            ([[1.5]] * 4_000_000,),
            {},
            False, {},
            LIMITS,
        )
        self.limited(Reply(forked(asked, prepare=self.limit)[0]), "memory")


class Sessions(RuntimeTest):
    def test_globals_stay_from_call_to_call(self) -> None:
        source = "n = 0\ndef f():\n    global n\n    n += 1\n    return n\n"
        replies = session(source, call("f"), call("f"), call("f"))
        self.assertEqual([None, 1, 2, 3], [self.returned(reply) for reply in replies])

    def test_a_failed_call_does_not_end_a_session(self) -> None:
        source = "def f(x):\n    return 1 / x\ndef g():\n    return object()\n"
        replies = session(source, call("f", 0), call("g"), call("nothing"), call("f", 2))
        self.assertEqual([b"R", b"E", b"U", b"N", b"R"], [reply.kind for reply in replies])

    def test_a_module_body_that_fails_ends_a_session(self) -> None:
        supervisor = Supervisor(request(b"O", program("1 / 0\n"), LIMITS), call("f"))
        reply = Reply(supervisor.data(), supervisor.left[-1])
        self.assertEqual((b"E", 0), (reply.kind, reply.status))

    def test_memory_that_ends_does_not_end_a_session(self) -> None:
        source = "def f():\n    raise MemoryError\n"
        replies = session(source, call("f"), call("f"))
        self.assertEqual([b"R", b"L", b"L"], [reply.kind for reply in replies])

    def test_the_standard_streams_are_ours_again_in_the_next_call(self) -> None:
        source = (
            "import sys, io\n"
            "def f():\n    sys.stdout = sys.stderr = sys.stdin = io.StringIO()\n    print('lost')\n"
            "def g():\n    print('seen')\n"
        )
        replies = session(source, call("f"), call("g"))
        self.assertEqual(("", "seen\n"), (replies[1].text(), replies[2].text()))

    def test_the_end_of_the_stream_ends_a_session_well(self) -> None:
        written, status = forked(request(b"O", program("x = 1\n"), LIMITS))
        self.assertEqual((b"R", 0), (Reply(written).kind, status))


class Protocol(RuntimeTest):
    def status(self, *requests: bytes) -> int:
        supervisor = Supervisor(*requests)
        self.assertEqual([], [kind for kind in supervisor.written if kind[4:5] not in b"RP"])
        return supervisor.left[-1]

    def test_the_end_of_the_stream_is_a_good_end(self) -> None:
        self.assertEqual(worker.DONE, self.status())

    def test_what_breaks_the_protocol_ends_the_worker(self) -> None:
        good = request(b"C", b"", NAME, FULL)
        for bad in (
            b"\0",
            good[:-1],
            good + b"x",
            frame(b"C", b"short"),
            frame(b"C", CALL),
            frame(b"C", CALL + b"garbage"),
            frame(b"C", CALL + marshal.dumps((1, 2), 2)),
            request(b"Z", 1),
            call("f"),
            request(
                b"X", (marshal.dumps(5), b"", NAME, {"name": "lax"}), "f", (), {}, False, {}, LIMITS
            ),
        ):
            self.assertEqual(worker.BROKEN, self.status(bad), bad[:40])

    def test_requests_at_the_wrong_time_end_the_worker(self) -> None:
        opening = request(b"O", program("x = 1\n"), LIMITS)
        for second in (
            opening,
            request(b"C", b"", NAME, FULL),
            request(b"X", program("x = 1\n"), "f", (), {}, False, {}, LIMITS),
            request(b"A", *program("x = 1\n")),
        ):
            self.assertEqual(worker.BROKEN, self.status(opening, second))

    def test_a_program_has_to_be_loaded_once_before_it_runs(self) -> None:
        load = request(b"A", *program("def f():\n    return 1\n"))
        run = frame(b"X", CALL + marshal.dumps(("f", (), {}, False, {}, LIMITS), 2))
        opened = frame(b"O", CALL + marshal.dumps((LIMITS,), 2))
        self.assertEqual(worker.DONE, self.status(load, run))
        for wrong in ((run,), (opened,), (load, load), (load, call("f"))):
            self.assertEqual(worker.BROKEN, self.status(*wrong))

    def test_loading_runs_none_of_the_program_and_says_nothing(self) -> None:
        supervisor = Supervisor(request(b"A", *program("print('here')\n")))
        self.assertEqual((b"", [worker.DONE]), (supervisor.data(), supervisor.left))

    def test_the_call_id_is_echoed(self) -> None:
        asked = bytearray(request(b"C", b"", NAME, FULL))
        asked[5:13] = bytes(range(8))
        self.assertEqual(bytes(range(8)), Supervisor(bytes(asked)).data()[5:13])

    def test_a_supervisor_that_is_gone_ends_the_worker(self) -> None:
        asked = request(b"X", program("def f():\n    print(1)\n"), "f", (), {}, False, {}, LIMITS)
        left: list[int] = []

        def write(data: bytes) -> int:
            raise BrokenPipeError

        kept = sys.stdin, sys.stdout, sys.stderr, sys.__stdin__, sys.__stdout__, sys.__stderr__
        try:
            pending = [asked]
            worker.serve(lambda size: pending.pop() if pending else b"", write, left.append)
        finally:
            sys.stdin, sys.stdout, sys.stderr = kept[:3]
            sys.__stdin__, sys.__stdout__, sys.__stderr__ = kept[3:]
        self.assertEqual([worker.BROKEN], left)


class Coroutines(RuntimeTest):
    def test_a_coroutine_is_run_to_its_result(self) -> None:
        source = "async def g(x):\n    return x + 1\nasync def f(x):\n    return await g(x)\n"
        self.assertEqual(2, self.returned(execute(source, "f", 1)))
        self.assertEqual(
            "ValueError", self.raised(execute("async def f():\n    raise ValueError\n"))[0]
        )

    def test_a_coroutine_that_waits_for_nothing_is_an_error(self) -> None:
        source = (
            "class W:\n    def __await__(self):\n        yield 5\n"
            "async def f():\n    await W()\n"
        )
        self.assertEqual("RuntimeError", self.raised(execute(source))[0])

    def in_child(self, source: str) -> Reply:
        """In a process of its own, where opening a descriptor fails as it does in a jail."""

        def prepare() -> None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))

        source = "import asyncio, time\n" + source
        made = program(source)
        # The modules are files here, so they are read before.
        import asyncio  # noqa: F401

        asked = request(b"X", made, "f", (), {}, False, {}, LIMITS)
        return Reply(forked(asked, prepare=prepare)[0])

    def test_asyncio_works_without_descriptors(self) -> None:
        reply = self.in_child(
            "async def nap(n):\n    await asyncio.sleep(n / 1000)\n    return n\n"
            "async def f():\n"
            "    begin = time.monotonic()\n"
            "    found = await asyncio.gather(nap(20), nap(10))\n"
            "    try:\n        await asyncio.wait_for(asyncio.Event().wait(), 0.01)\n"
            "    except asyncio.TimeoutError:\n        found.append('timeout')\n"
            "    return found + [0.02 < time.monotonic() - begin < 5]\n"
        )
        self.assertEqual([20, 10, "timeout", True], self.returned(reply))

    def test_asyncio_run_in_the_users_code_works(self) -> None:
        reply = self.in_child(
            "async def g():\n    q = asyncio.Queue()\n    await q.put(1)\n"
            "    return await q.get()\n"
            "def f():\n    return [asyncio.run(g()), asyncio.run(g())]\n"
        )
        self.assertEqual([1, 1], self.returned(reply))

    def test_waiting_for_what_can_never_happen_is_an_error(self) -> None:
        reply = self.in_child("async def f():\n    await asyncio.Event().wait()\n")
        told = self.raised(reply)
        self.assertEqual("RuntimeError", told[0])
        self.assertIn("never happen", told[1])

    def test_our_loop_is_put_in_when_the_user_imports_asyncio(self) -> None:
        source = (
            "def f():\n    import asyncio\n    return type(asyncio.new_event_loop()).__name__\n"
        )
        script = (
            f"import sys; sys.path[:0] = {sys.path[:2]!r}\n"
            "import support\n"
            "assert 'asyncio' not in sys.modules\n"
            f"print(support.execute({source!r}).value)\n"
        )
        import subprocess

        found = subprocess.run(
            [sys.executable, "-B", "-c", script],
            capture_output=True,
            text=True,
            cwd=os.path.dirname(__file__),
        )
        self.assertEqual("SandboxEventLoop\n", found.stdout, found.stderr)


class Warming(RuntimeTest):
    SCRIPT = (
        "import sys\n"
        "from terrarium_runtime import worker\n"
        "streams = sys.stdin, sys.stdout, sys.stderr\n"
        "worker.warm('full')\n"
        "import linecache\n"
        "def state(): return (set(sys.modules), list(linecache.cache), sys.meta_path[:],\n"
        "    (sys.stdin, sys.stdout, sys.stderr), sys.getrecursionlimit())\n"
        "before = state()\n"
        "worker.rehearse()\n"
        "assert state() == before\n"
        "assert before[3] == streams\n"
        "assert 'rehearsal' not in sys.modules and 'rehearsal.py' not in linecache.cache\n"
        "assert 'asyncio' not in sys.modules\n"
        "print('fine')\n"
    )

    def test_a_rehearsal_leaves_no_trace(self) -> None:
        import subprocess

        import support

        found = subprocess.run(
            [
                sys.executable,
                "-IB",
                "-S",
                "-c",
                f"import sys; sys.path.append({str(support.RESOURCES)!r})\n" + self.SCRIPT,
            ],
            capture_output=True,
            text=True,
        )
        self.assertEqual("fine\n", found.stdout, found.stderr)

    def test_the_index_names_the_modules_in_an_order_that_loads(self) -> None:
        import ast

        import support

        folder = support.RESOURCES / "terrarium_runtime"
        names = (folder / "modules.txt").read_text().split()
        seen: set[str] = set()
        for name in names:
            if "." in name:
                self.assertTrue((folder / name).is_file(), name)
                continue
            tree = ast.parse((folder / f"{name}.py").read_text())
            for statement in tree.body:
                if isinstance(statement, ast.ImportFrom) and statement.level:
                    wanted = (
                        [statement.module]
                        if statement.module
                        else [a.name for a in statement.names]
                    )
                    self.assertLessEqual(set(wanted), seen, name)
            seen.add(name)


if __name__ == "__main__":
    unittest.main()
