"""That the self-check would find what it looks for."""

from __future__ import annotations

import fcntl
import os
import unittest

import support  # noqa: F401
from terrarium_runtime import self_check


class DescriptorsTest(unittest.TestCase):
    def opened(self, descriptor: int) -> int:
        """The same above the number of a worker's channel."""
        number = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
        os.close(descriptor)
        self.addCleanup(os.close, number)
        return number

    def test_every_kind_of_descriptor_is_found(self) -> None:
        reading, writing = map(self.opened, os.pipe())
        folder = self.opened(os.open("/", os.O_RDONLY))
        null = self.opened(os.open("/dev/null", os.O_WRONLY))

        found = self_check._find_a_descriptor()

        for descriptor in (reading, writing, folder, null):
            self.assertIn(descriptor, found)

    def test_what_is_closed_is_not_found(self) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        os.close(writing)

        found = self_check._find_a_descriptor()

        self.assertNotIn(reading, found)
        self.assertNotIn(writing, found)


if __name__ == "__main__":
    unittest.main()
