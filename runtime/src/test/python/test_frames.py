"""Frames over streams that give and take as little as they like."""

from __future__ import annotations

import io
import unittest
from typing import Any

import support  # noqa: F401
from terrarium_runtime.frames import ProtocolError, read_frame, write_frame


class Stubborn:
    """A stream that moves a few bytes at a time."""

    def __init__(self, data: bytes = b"", step: int = 3) -> None:
        self.data = io.BytesIO(data)
        self.step = step

    def read(self, size: int) -> bytes:
        return self.data.read(min(size, self.step))

    def write(self, data: Any) -> int:
        return self.data.write(bytes(data)[: self.step])


class Frames(unittest.TestCase):
    def test_a_frame_is_put_together_from_pieces(self) -> None:
        frame = b"\0\0\0\x08Xpayload!"
        for step in range(1, 20):
            self.assertEqual(frame, bytes(read_frame(Stubborn(frame, step).read)))

    def test_a_large_frame_is_put_together(self) -> None:
        payload = bytes(range(256)) * 4096
        frame = len(payload).to_bytes(4, "big") + b"X" + payload
        self.assertEqual(frame, bytes(read_frame(Stubborn(frame, 70_000).read)))

    def test_an_empty_payload_is_a_frame(self) -> None:
        self.assertEqual(b"\0\0\0\0C", read_frame(io.BytesIO(b"\0\0\0\0C").read))

    def test_the_end_in_front_of_a_frame_is_no_error(self) -> None:
        self.assertIsNone(read_frame(io.BytesIO(b"").read))

    def test_the_end_inside_a_frame_is_an_error(self) -> None:
        for end in range(1, 13):
            with self.assertRaises(ProtocolError):
                read_frame(io.BytesIO(b"\0\0\0\x08Xpayload!"[:end]).read)

    def test_bytes_behind_a_frame_are_an_error(self) -> None:
        with self.assertRaises(ProtocolError):
            read_frame(io.BytesIO(b"\0\0\0\x01Xab").read)

    def test_a_frame_that_wants_no_answer_may_have_the_next_one_behind_it(self) -> None:
        stream, behind = io.BytesIO(b"\0\0\0\x01Aa\0\0\0\x01Xb"), []
        self.assertEqual(b"\0\0\0\x01Aa", read_frame(stream.read, behind=behind))
        self.assertEqual(b"\0\0\0\x01Xb", read_frame(stream.read, behind=behind))
        self.assertIsNone(read_frame(stream.read, behind=behind))

    def test_a_part_of_a_frame_behind_another_is_completed(self) -> None:
        pieces, behind = [b"\0\0\0\x01Aa\0\0", b"\0\x01X", b"b"], []
        read = lambda size: pieces.pop(0) if pieces else b""  # noqa: E731
        self.assertEqual(b"\0\0\0\x01Aa", read_frame(read, behind=behind))
        self.assertEqual(b"\0\0\0\x01Xb", read_frame(read, behind=behind))

    def test_nothing_may_stand_behind_any_other_frame(self) -> None:
        with self.assertRaises(ProtocolError):
            read_frame(io.BytesIO(b"\0\0\0\x01Xab").read, behind=[])

    def test_a_frame_over_the_bound_is_refused_before_its_payload_is_read(self) -> None:
        stream = io.BytesIO(b"\xff\xff\xff\xffX")
        with self.assertRaises(ProtocolError):
            read_frame(stream.read)
        with self.assertRaises(ProtocolError):
            read_frame(io.BytesIO(b"\0\0\0\x05Xabcde").read, 4)

    def test_a_frame_is_written_whole_however_little_is_taken(self) -> None:
        for payload in (b"", b"abc", b"x" * 200_000):
            stream = Stubborn(step=50_000)
            write_frame(stream.write, b"R", payload, b"prefix")
            expected = (len(payload) + 6).to_bytes(4, "big") + b"Rprefix" + payload
            self.assertEqual(expected, stream.data.getvalue())

    def test_a_stream_that_takes_nothing_is_an_error(self) -> None:
        with self.assertRaises(ProtocolError):
            write_frame(lambda data: 0, b"R", b"abc")


if __name__ == "__main__":
    unittest.main()
