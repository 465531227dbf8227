"""Looking for the next call before sleeping."""

from __future__ import annotations

import contextlib
import socket
import unittest
import unittest.mock
import warnings
from typing import Any, Iterator

import support  # noqa: F401
from terrarium_runtime.polling import polling, reader

SHORT, LONG = 0.00005, 0.005


class Supervisor:
    """Asks after a pause of so many seconds; one look takes a microsecond."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pause = SHORT
        self.ways: list[str] = []
        self._asks_at = 0.0
        self.read = polling(self._look, self._sleep, lambda: self.now)

    def ask(self, times: int = 1) -> list[str]:
        """How the worker came to read each of them."""
        self.ways = []
        for _ in range(times):
            self._asks_at = self.now + self.pause
            assert self.read(10) == b"request"
        return self.ways

    def _look(self, size: int) -> bytes:
        self.now += 0.000001
        if self.now < self._asks_at:
            raise BlockingIOError
        self.ways.append("awake")
        return b"request"

    def _sleep(self, size: int) -> bytes:
        self.now = max(self.now, self._asks_at)
        self.ways.append("asleep")
        return b"request"


@contextlib.contextmanager
def reading() -> Iterator[tuple[Any, socket.socket]]:
    """A reader, and the socket that it reads from."""
    ours, theirs = socket.socketpair()
    with theirs:
        read = reader(ours.detach())
        yield read, theirs
        with warnings.catch_warnings():
            # Nobody closes it: a worker reads for as long as it lives.
            warnings.simplefilter("ignore", ResourceWarning)
            del read


class Polling(unittest.TestCase):
    def test_who_is_asked_soon_looks_from_the_second_time_on(self) -> None:
        self.assertEqual(["asleep", "awake", "awake"], Supervisor().ask(3))

    def test_who_is_asked_now_and_then_never_looks(self) -> None:
        supervisor = Supervisor()
        supervisor.pause = LONG
        self.assertEqual(["asleep"] * 100, supervisor.ask(100))

    def test_one_long_pause_after_many_short_ones_costs_one_look(self) -> None:
        supervisor = Supervisor()
        supervisor.ask(100)
        supervisor.pause = LONG
        before = supervisor.now
        self.assertEqual(["asleep"] * 10, supervisor.ask(10))
        self.assertLess(supervisor.now - before - 10 * LONG, 0.0002)
        supervisor.pause = SHORT
        self.assertEqual(["asleep", "awake"], supervisor.ask(2))

    def test_looking_in_vain_again_and_again_is_done_ever_more_seldom(self) -> None:
        supervisor = Supervisor()
        in_vain = 0
        for _ in range(20_000):
            supervisor.pause = SHORT
            if supervisor.ask() == ["awake"]:
                in_vain += 1
                supervisor.pause = LONG
                self.assertEqual(["asleep"], supervisor.ask())
        self.assertLess(in_vain, 40)

    def test_a_socket_gives_what_is_there_and_then_its_end(self) -> None:
        with reading() as (read, supervisor):
            for number in range(200):
                request = b"%d" % number
                supervisor.send(request)
                self.assertEqual(request, read(100))
            supervisor.close()
            self.assertEqual(b"", read(100))
            self.assertEqual(b"", read(100))
            del read

    def test_what_a_program_puts_in_the_place_of_os_read_is_never_asked(self) -> None:
        with reading() as (read, supervisor), unittest.mock.patch("os.read", lambda *_: b""):
            for _ in range(3):
                supervisor.send(b"request")
                self.assertEqual(b"request", read(100))
            del read

    def test_whose_looks_are_refused_reads_all_the_same(self) -> None:
        def refuse(size: int) -> bytes:
            raise PermissionError

        read = polling(refuse, lambda size: b"request", lambda: 0.0)
        self.assertEqual([b"request"] * 100, [read(10) for _ in range(100)])


if __name__ == "__main__":
    unittest.main()
