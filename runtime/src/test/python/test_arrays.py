"""Arrays as their walk sees them, without numpy: what stands in for one has what it is asked for."""

from __future__ import annotations

import types
import unittest
from typing import Any

import support  # noqa: F401
from terrarium_runtime import arrays
from terrarium_runtime.refusal import Unrepresentable

LONGEST = 2**31 - 1


class Walk:
    """Spends whatever is asked."""

    def spend(self, nodes: int, size: int) -> None:
        pass


def empty(*shape: int) -> Any:
    """An array of float64 without elements."""
    dtype = types.SimpleNamespace(str="<f8", kind="f")
    return types.SimpleNamespace(dtype=dtype, shape=shape, size=0, nbytes=0, tobytes=lambda: b"")


class WithoutElements(unittest.TestCase):
    def test_lengths_that_java_counts_to_have_a_form(self) -> None:
        for shape in ((0,), (LONGEST, 0), (0, LONGEST), (0, LONGEST, LONGEST), (65535, 32768, 0)):
            form = arrays._array(Walk(), empty(*shape), None, 0)
            self.assertEqual((..., "array", "float64", shape, b""), form)

    def test_longer_ones_are_refused_as_a_result_without_a_form(self) -> None:
        for shape in ((2**31, 0), (0, 2**31), (65536, 65536, 0), (65536, 32768, 0)):
            with self.assertRaises(Unrepresentable) as caught:
                arrays._array(Walk(), empty(*shape), None, 0)
            self.assertEqual("numpy.ndarray", caught.exception.type_name)
            self.assertIn(str(shape), caught.exception.message)


if __name__ == "__main__":
    unittest.main()
