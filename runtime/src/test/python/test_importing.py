"""Modules from memory, and their code from an earlier process."""

from __future__ import annotations

import marshal
import sys
import unittest

import support  # noqa: F401
from terrarium_runtime.importing import MemoryFinder

SOURCES = {"__init__": b"", "first": b"VALUE = 1", "second": b"VALUE = 2", "tables/a.txt": b"text"}


class Finding(unittest.TestCase):
    def setUp(self) -> None:
        self.addCleanup(lambda: [sys.modules.pop(n) for n in list(sys.modules) if "found_" in n])

    def finder(self, compiled: bytes = b"") -> MemoryFinder:
        finder = MemoryFinder()
        finder.add_sources("found_package", SOURCES, compiled)
        return finder

    def value(self, finder: MemoryFinder, module: str) -> int:
        namespace: dict[str, int] = {}
        exec(finder.codes[f"found_package.{module}"](), namespace)
        return namespace["VALUE"]

    def test_what_one_process_compiled_serves_the_next(self) -> None:
        one = self.finder()
        self.assertEqual(1, self.value(one, "first"))
        compiled = one.take_compiled()
        assert compiled is not None
        other = self.finder(compiled)
        self.assertEqual(1, self.value(other, "first"))
        self.assertIsNone(other.take_compiled())

    def test_what_was_not_compiled_yet_is_added(self) -> None:
        one = self.finder()
        self.value(one, "first")
        other = self.finder(one.take_compiled() or b"")
        self.assertEqual(2, self.value(other, "second"))
        self.assertIsNotNone(other.take_compiled())

    def test_code_of_another_python_is_passed_over(self) -> None:
        wrong = {"magic": b"other", "codes": {"<found_package/first.py>": b"nonsense"}}
        finder = self.finder(marshal.dumps(wrong))
        self.assertEqual(1, self.value(finder, "first"))

    def test_a_file_that_is_cut_off_is_passed_over(self) -> None:
        one = self.finder()
        self.value(one, "first")
        compiled = one.take_compiled() or b""
        for end in (0, 1, 10, len(compiled) // 2, len(compiled) - 1):
            self.assertEqual(1, self.value(self.finder(compiled[:end]), "first"))

    def test_files_of_the_package_are_read_by_their_path(self) -> None:
        self.assertEqual(b"text", self.finder().data["tables/a.txt"])


if __name__ == "__main__":
    unittest.main()
