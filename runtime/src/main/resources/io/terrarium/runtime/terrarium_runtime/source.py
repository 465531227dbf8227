"""A program's source: what its bytes say, and its lines.

The encoding is found as Python finds it: a byte order mark, a comment in the first two lines
(PEP 263), else UTF-8.
"""

from __future__ import annotations

import codecs

from .natives import __builtins__

MARK = codecs.BOM_UTF8


_LONGEST_NAME = 60


class BadEncoding(Exception):
    """The bytes are not text: says why, and at which byte (0-based), or -1 for the declaration,
    which stands in line `line`."""

    def __init__(self, message: str, position: int, hint: str | None, line: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.hint = hint
        self.line = line


def decode(data: bytes) -> str:
    """Returns the text of a source with every line end as a newline, or raises BadEncoding."""
    offset = len(MARK) if data.startswith(MARK) else 0
    if offset:
        data = data[offset:]
    encoding, line = _declared(data)
    if offset and not _is_utf8(encoding):
        raise BadEncoding(
            f"the file starts with the mark of UTF-8 but declares itself as {encoding}",
            -1,
            "remove the declaration of the encoding",
            line,
        )
    text = _decode(data, encoding, offset, line)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


class Source:
    """The source of a program that was compiled: gives its lines, decoded when first asked for."""

    __slots__ = ("name", "data", "_lines")

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data
        self._lines: list[str] | None = None

    def text(self) -> str:
        """The whole text; empty when it cannot be decoded."""
        try:
            return decode(self.data)
        except BadEncoding:
            return ""

    def line(self, number: int) -> str:
        """Line `number`, counted from 1, without its end; empty when there is none."""
        if self._lines is None:
            self._lines = self.text().split("\n")
        if 1 <= number <= len(self._lines):
            return self._lines[number - 1]
        return ""


def _declared(data: bytes) -> tuple[str, int]:
    """The encoding that a comment in one of the first two lines declares, and which line that is;
    UTF-8 where none does."""
    lines = data[:4096].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n", 2)[:2]
    for number, line in enumerate(lines, 1):
        text = line.strip(b" \t\f")
        if not text:
            continue
        if not text.startswith(b"#"):
            break
        name = _coding(text)
        if name is not None:
            return name, number
    return "utf-8", 1


def _coding(comment: bytes) -> str | None:
    start = comment.find(b"coding")
    while start >= 0:
        rest = comment[start + 6 :]
        if rest[:1] in (b":", b"="):
            rest = rest[1:].lstrip(b" \t")
            length = 0
            while length < len(rest) and (
                rest[length : length + 1].isalnum() or rest[length] in b"-_."
            ):
                length += 1
            if length:
                return rest[: min(length, _LONGEST_NAME)].decode("ascii", "replace")
        start = comment.find(b"coding", start + 6)
    return None


def _is_utf8(encoding: str) -> bool:
    return encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig", "u8")


def _decode(data: bytes, encoding: str, offset: int, line: int) -> str:
    name = "UTF-8" if _is_utf8(encoding) else encoding
    try:
        if not _is_utf8(encoding) and not _is_ascii_in(encoding):
            raise BadEncoding(
                f"the file declares itself as {encoding!r}, which this declaration is not in",
                -1,
                "save the file as UTF-8, and remove the declaration of the encoding",
                line,
            )
        return data.decode(name)
    except UnicodeDecodeError as error:
        at = error.start
        raise BadEncoding(
            f"byte 0x{data[at]:02x} is not valid in {name} ({error.reason})",
            at + offset,
            "save the file as UTF-8, or name its encoding in the first line,"
            " for instance: # -*- coding: latin-1 -*-",
        ) from None
    except LookupError:
        raise BadEncoding(
            f"the encoding {encoding!r} is unknown here", -1, "save the file as UTF-8", line
        ) from None
    except BadEncoding:
        raise
    except BaseException as error:
        raise BadEncoding(
            f"the file cannot be read as {encoding!r} ({type(error).__name__})",
            -1,
            "save the file as UTF-8",
            line,
        ) from None


def _is_ascii_in(encoding: str) -> bool:
    """Whether ASCII reads as what it is, as a declaration has been read before it is known."""
    try:
        return b"# coding: ".decode(encoding) == "# coding: "
    except UnicodeError:
        return False
