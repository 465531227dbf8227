"""What a zygote holds of the supervisor's commands while it obeys one, and afterwards."""

from __future__ import annotations

import os
import unittest
from struct import pack

import support  # noqa: F401
from terrarium_runtime.commands import Commands


def command(kind: bytes, payload: bytes) -> bytes:
    return pack(">I", len(payload)) + kind + payload


class CommandsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.reading, self.writing = os.pipe()
        self.commands = Commands(self.reading)
        self.obeyed: list[tuple[str, bytes]] = []
        self.deeds = {
            ord("f"): lambda payload: self.obeyed.append(("f", bytes(payload))),
            ord("k"): lambda payload: self.obeyed.append(("k", bytes(payload))),
        }

    def tearDown(self) -> None:
        os.close(self.reading)
        if self.writing >= 0:
            os.close(self.writing)

    def end(self) -> None:
        os.close(self.writing)
        self.writing = -1

    def test_each_command_is_obeyed_with_its_payload(self) -> None:
        os.write(self.writing, command(b"f", b"first") + command(b"k", b"") + command(b"f", b"x" * 64))
        for _ in range(3):
            self.assertTrue(self.commands.obey(self.deeds))
        self.assertEqual([("f", b"first"), ("k", b""), ("f", b"x" * 64)], self.obeyed)

    def test_no_byte_of_a_further_command_is_read_with_one(self) -> None:
        further = command(b"f", b"the token of another")
        os.write(self.writing, command(b"f", b"first") + further)

        self.commands.obey(self.deeds)

        self.assertEqual(further, os.read(self.reading, 100))

    def test_a_command_that_was_obeyed_is_wiped(self) -> None:
        kept = []
        os.write(self.writing, command(b"f", b"a token"))

        self.commands.obey({ord("f"): kept.append})

        self.assertEqual(bytes(7), bytes(kept[0]))

    def test_it_is_wiped_even_where_obeying_it_failed(self) -> None:
        kept = []

        def fail(payload: memoryview) -> None:
            kept.append(payload)
            raise KeyError

        os.write(self.writing, command(b"f", b"a token"))
        with self.assertRaises(KeyError):
            self.commands.obey({ord("f"): fail})
        self.assertEqual(bytes(7), bytes(kept[0]))

    def test_the_end_is_no_command(self) -> None:
        self.end()
        self.assertFalse(self.commands.obey(self.deeds))

    def test_half_a_command_is_none(self) -> None:
        for half in (b"\0\0", command(b"f", b"first")[:-1]):
            with self.subTest(half):
                os.write(self.writing, half)
                self.end()
                self.assertFalse(self.commands.obey(self.deeds))
                self.assertEqual([], self.obeyed)
                self.tearDown()
                self.setUp()

    def test_a_command_longer_than_any_is_refused(self) -> None:
        os.write(self.writing, command(b"f", bytes(65)))
        with self.assertRaises(ValueError):
            self.commands.obey(self.deeds)


if __name__ == "__main__":
    unittest.main()
