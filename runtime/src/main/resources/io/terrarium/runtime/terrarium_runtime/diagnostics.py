"""What is wrong with a source, as the tuples of the protocol:

    (code, message, line, column, end_line, end_column, source_line, hint)

Lines and columns count from 1, columns in characters; the end column is exclusive; 0 is unknown.
"""

from __future__ import annotations


from . import newer
from .natives import __builtins__
from .source import MARK, BadEncoding
from .text import NAME_LIMIT, clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .checking import Problem

    Diagnostic = tuple[str, str, int, int, int, int, str, str | None]

_TOO_COMPLEX = "the program is too complex to be compiled"
_TOO_COMPLEX_HINT = "split large expressions, nest less deeply, or put large tables into arguments"


def of_syntax_error(error: SyntaxError, text: str, columns_are_bytes: bool) -> Diagnostic:
    """What CPython's own message says, with positions in characters.

    The parser counts columns in characters, the compiler's later stages in bytes of UTF-8.
    """
    line = _number(error.lineno)
    source_line = _line(text, line)
    end_line = max(_number(error.end_lineno), 0)
    column = _number(error.offset)
    end_column = _number(error.end_offset)
    if columns_are_bytes:
        column = _characters(source_line, column)
        end_column = _characters(_line(text, end_line), end_column)
    if column > len(source_line) + 1:
        column = len(source_line) + 1
    if not end_line or not end_column or (end_line, end_column) <= (line, column):
        end_line = end_column = 0
    message = error.msg if type(error.msg) is str else "invalid syntax"
    if _is_too_complex(message):
        return _located("too-complex", message, line, column, 0, 0, source_line, _TOO_COMPLEX_HINT)
    newer_syntax = newer.explain(source_line)
    if newer_syntax is not None:
        message = f"{message}: {newer_syntax}"
    hint = _hint(error, message)
    return _located("syntax-error", message, line, column, end_line, end_column, source_line, hint)


def of_bad_encoding(error: BadEncoding, data: bytes) -> Diagnostic:
    """Says at which line and column the byte is that cannot be decoded."""
    if error.position < 0:
        first = data.removeprefix(MARK)[:4096].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        shown = first.split(b"\n")[error.line - 1].decode("ascii", "backslashreplace")
        return _located("bad-encoding", error.message, error.line, 0, 0, 0, shown, error.hint)
    before = data[: error.position]
    line = before.count(b"\n") + 1
    start = before.rfind(b"\n") + 1
    end = data.find(b"\n", error.position)
    whole = data[start : end if end >= 0 else len(data)].removeprefix(MARK).rstrip(b"\r")
    column = len(before[start:].removeprefix(MARK).decode("utf-8", "replace")) + 1
    message = f"{error.message}, in line {line}, column {column}"
    shown = whole.decode("utf-8", "backslashreplace")
    return _located("bad-encoding", message, line, column, line, column + 1, shown, error.hint)


def of_null_character(text: str) -> Diagnostic:
    """Python does not compile a source with a null character in it."""
    at = text.index("\0")
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    message = "the source contains a null character"
    return _located(
        "syntax-error", message, line, column, line, column + 1, _line(text, line), "remove it"
    )


def too_complex(detail: str) -> Diagnostic:
    """The compiler gave up for want of memory or stack."""
    message = f"{_TOO_COMPLEX} ({detail})" if detail else _TOO_COMPLEX
    return _located("too-complex", message, 0, 0, 0, 0, "", _TOO_COMPLEX_HINT)


def not_compiled(message: str) -> Diagnostic:
    """CPython refused the source with something else than a SyntaxError."""
    return _located("syntax-error", message, 0, 0, 0, 0, "", None)


def policy_error(message: str) -> Diagnostic:
    """The policy that the supervisor asks for is not there, or makes no sense."""
    return _located("policy-error", message, 0, 0, 0, 0, "", None)


def no_expression() -> Diagnostic:
    """A program that ought to be an expression is empty."""
    return _located("not-an-expression", "there is no expression", 0, 0, 0, 0, "", None)


def of_problem(problem: Problem, text: str) -> Diagnostic:
    """What the checker refuses, at the name that it is about."""
    node, name = problem.node, problem.name
    line = _number(getattr(node, "lineno", 0))
    end_line = _number(getattr(node, "end_lineno", 0))
    column = _number(getattr(node, "col_offset", 0) + 1)
    end_column = _number(getattr(node, "end_col_offset", 0) + 1)
    source_line = _line(text, line)
    column = _characters(source_line, column)
    end_column = _characters(_line(text, end_line), end_column)
    if name and _is_attribute(node):
        line, source_line, column = end_line, _line(text, end_line), end_column - len(name)
    elif name:
        found = _word(source_line, name, column - 1)
        if found >= 0:
            column, end_line, end_column = found + 1, line, found + 1 + len(name)
    if end_line != line:
        end_line, end_column = line, len(source_line) + 1
    return _located(
        problem.code,
        problem.message,
        line,
        column,
        end_line,
        end_column,
        source_line,
        problem.hint or None,
    )


def _located(
    code: str,
    message: str,
    line: int,
    column: int,
    end_line: int,
    end_column: int,
    source_line: str,
    hint: str | None,
) -> Diagnostic:
    shown = clean(source_line, NAME_LIMIT)
    return (code, clean(message), line, column, end_line, end_column, shown, hint)


def _is_attribute(node: object) -> bool:
    return type(node).__name__ == "Attribute"


def _word(line: str, name: str, start: int) -> int:
    """Where a name stands in a line as a word of its own; -1 where it does not."""
    at = line.find(name, start)
    while at >= 0:
        around = line[max(at - 1, 0) : at] + line[at + len(name) : at + len(name) + 1]
        if not any([letter.isalnum() or letter == "_" for letter in around]):
            return at
        at = line.find(name, at + 1)
    return -1


def _number(value: object) -> int:
    return value if type(value) is int and value > 0 else 0


def _line(text: str, number: int) -> str:
    if number < 1:
        return ""
    lines = text.split("\n", number)
    return lines[number - 1] if number <= len(lines) else ""


def _characters(line: str, column: int) -> int:
    """A 1-based column in bytes of UTF-8 as one in characters."""
    if column < 1 or line.isascii():
        return column
    return len(line.encode()[: column - 1].decode("utf-8", "ignore")) + 1


def _is_too_complex(message: str) -> bool:
    return message.startswith("too many ") or message.startswith("parser stack overflow")


def _hint(error: SyntaxError, message: str) -> str | None:
    if isinstance(error, TabError):
        return "indent every line with four spaces"
    if message.startswith("invalid character") and any(mark in message for mark in "‘’“”„«»"):
        return "write straight quotation marks: ' or \""
    if message.startswith("invalid character"):
        return "retype the character with the keys of a programmer's keyboard"
    if message.startswith("invalid non-printable character"):
        return "delete the invisible character and type a plain space"
    if message.startswith("Exceeds the limit"):
        return "write the number in hexadecimal: 0x..."
    if message.startswith("inconsistent use of tabs") or message.startswith("unindent does not"):
        return "indent every line with four spaces"
    return None
