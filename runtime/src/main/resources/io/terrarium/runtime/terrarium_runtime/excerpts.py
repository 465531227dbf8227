"""The frames of a traceback that belong to the user's program: where they are, and how they read.

Frames of the runtime and of the standard library are left out. A frame that repeats itself is shown
three times; of a traceback that is still long its two ends are.
"""

from __future__ import annotations

import sys
from itertools import islice

from . import lazy
from .natives import __builtins__
from .source import Source
from .text import NAME_LIMIT, clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, TracebackType

    Frame = tuple[str, int, int | None, int | None, int | None, str, str]

SHOWN = 100
"""The most frames of one traceback."""

_REPEATED = 3
_LINES = 40
_WIDEST = 400
_HAS_POSITIONS = hasattr((lambda: None).__code__, "co_positions")


class Excerpt:
    """The frames of one traceback, outermost first, and its text."""

    __slots__ = ("frames", "text")

    def __init__(self, traceback: TracebackType | None, source: Source) -> None:
        shown: list[tuple[TracebackType, int]] = []
        for entries, count in _runs(traceback, source.name):
            shown += [(entry, 0) for entry in entries]
            shown[-1] = (entries[-1], count - len(entries))
        dropped = len(shown) - SHOWN
        if dropped > 0:
            shown = shown[: SHOWN // 2] + shown[-SHOWN // 2 :]
        places = [(_Place(entry, source), repeated) for entry, repeated in shown]
        self.frames = tuple([place.frame() for place, _ in places])
        lines = []
        for index, (place, repeated) in enumerate(places):
            if dropped > 0 and index == SHOWN // 2:
                lines.append(f"  [... {dropped} frames left out ...]\n")
            lines.append(place.text())
            if repeated:
                plural = "s" if repeated > 1 else ""
                lines.append(f"  [Previous line repeated {repeated} more time{plural}]\n")
        self.text = "".join(lines)


def _runs(traceback: TracebackType | None, name: str) -> list[tuple[list[TracebackType], int]]:
    """The user's frames, with those that follow each other at one place counted together."""
    runs: list[tuple[list[TracebackType], int]] = []
    last_line = last_function = None
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename == name:
            line = traceback.tb_lineno
            if line == last_line and code.co_name == last_function:
                found, count = runs[-1]
                if count < _REPEATED:
                    found.append(traceback)
                runs[-1] = (found, count + 1)
            else:
                runs.append(([traceback], 1))
                last_line, last_function = line, code.co_name
        traceback = traceback.tb_next
    return runs


class _Place:
    """Where a frame was. Columns count from 0, in bytes of UTF-8, as Python keeps them."""

    def __init__(self, entry: TracebackType, source: Source) -> None:
        code = entry.tb_frame.f_code
        line, end_line, column, end_column = _positions(code, entry.tb_lasti)
        # A program can make tracebacks and code whose numbers are none of a line.
        self.line = max(line or entry.tb_lineno or 0, 0)
        self.function = clean(code.co_name, NAME_LIMIT)
        self.file = source.name
        self.lines = [source.line(self.line)]
        self.end_line, self.column, self.end_column = end_line, column, end_column
        known = end_line is not None and column is not None and end_column is not None
        if not known or not 0 <= end_line - self.line <= _LINES:
            self.end_line = self.column = self.end_column = None
        else:
            self.lines += [source.line(number) for number in range(line + 1, end_line + 1)]

    def frame(self) -> Frame:
        column = end_column = None
        if self.column is not None and self.end_column is not None:
            column = _characters(self.lines[0], self.column) + 1
            end_column = _characters(self.lines[-1], self.end_column) + 1
        shown = clean(self.lines[0].rstrip(), NAME_LIMIT)
        file = clean(self.file, NAME_LIMIT)
        return (file, self.line, column, self.end_line, end_column, self.function, shown)

    def text(self) -> str:
        """The frame as this version of Python prints it."""
        if _HAS_POSITIONS and max(map(len, self.lines)) <= _WIDEST:
            try:
                return clean(self._text_of_python(), 8 * _WIDEST)
            except MemoryError:
                raise
            except BaseException:
                # Nobody promises that this part of Python never fails.
                pass
        line = clean(self.lines[0].strip(), _WIDEST)
        text = f'  File "{self.file}", line {self.line}, in {self.function}\n'
        return clean(text + f"    {line}\n" if line else text)

    def _text_of_python(self) -> str:
        module = lazy.traceback()
        summary = module.FrameSummary(
            self.file,
            self.line,
            self.function,
            lookup_line=False,
            line="\n".join(self.lines if _TAKES_ALL_LINES else self.lines[:1]) + "\n",
            end_lineno=self.end_line,
            colno=self.column,
            end_colno=self.end_column,
        )
        return module.StackSummary().format_frame_summary(summary)


_TAKES_ALL_LINES = sys.version_info >= (3, 13)


def _positions(
    code: CodeType, instruction: int
) -> tuple[int | None, int | None, int | None, int | None]:
    if not _HAS_POSITIONS or instruction < 0:
        return (None, None, None, None)
    return next(islice(code.co_positions(), instruction // 2, None), (None, None, None, None))


def _characters(line: str, column: int) -> int:
    if line.isascii():
        return min(column, len(line))
    return len(line.encode("utf-8", "replace")[:column].decode("utf-8", "ignore"))
