"""An exception as the protocol's tuple, without running the user's code unguarded:

    (type, message, line, column, traceback, frames)

The text of the traceback reads like CPython's own, with the user's frames only: chained exceptions,
groups, notes. What an exception is made of is read from the descriptors of BaseException, past
whatever its class overrides; its `__str__` is the user's, and runs under a guard.
"""

from __future__ import annotations

import sys

from . import lazy
from .excerpts import Excerpt
from .marks import without_marks
from .natives import __builtins__
from .recursion import with_room
from .source import Source
from .text import MESSAGE_LIMIT, NAME_LIMIT, clean, type_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .excerpts import Frame

    ErrorTuple = tuple[str, str, int | None, int | None, str, tuple[Frame, ...]]

_TRACEBACK_LIMIT = 64 * 1024
_CHAIN = 10
_NOTES = 20
_EXCEPTIONS = 60
_GROUP_WIDTH = 15
_GROUP_DEPTH = 10
_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"

_traceback_of = BaseException.__dict__["__traceback__"].__get__
_cause_of = BaseException.__dict__["__cause__"].__get__
_context_of = BaseException.__dict__["__context__"].__get__
_context_is_hidden = BaseException.__dict__["__suppress_context__"].__get__
_syntax = SyntaxError.__dict__
_Group = getattr(sys.modules["builtins"], "BaseExceptionGroup", None)
_exact = str.__str__


def describe(error: BaseException, source: Source, own_module: str) -> ErrorTuple:
    """Returns the tuple of an exception, whatever the exception is made of."""
    try:
        return with_room(_describe, error, source, own_module)
    except MemoryError:
        raise
    except BaseException:
        name = type_name(type(error), own_module)
        return (name, "", None, None, name + "\n", ())


def _describe(error: BaseException, source: Source, own_module: str) -> ErrorTuple:
    message = _message(error)
    text = _Text(source, own_module)
    text.chain(error)
    frames = text.frames_of(error)
    line, column = (frames[-1][1], frames[-1][2]) if frames else (None, None)
    name = type_name(type(error), own_module)
    return (name, clean(message, MESSAGE_LIMIT), line, column, text.result(), frames)


def _message(error: BaseException) -> str:
    try:
        text = str(error)
        return clean(without_marks(_exact(text)), MESSAGE_LIMIT)
    except MemoryError:
        raise
    except BaseException:
        return "<exception str() failed>"


class _Text:
    """The text of one traceback, growing."""

    def __init__(self, source: Source, own_module: str) -> None:
        self._source = source
        self._own_module = own_module
        self._lines: list[str] = []
        self._depth = 0
        self._open = False
        self._excerpts: dict[int, Excerpt] = {}
        self._left = _EXCEPTIONS

    def result(self) -> str:
        text = "".join(self._lines)
        if len(text) <= _TRACEBACK_LIMIT:
            return text
        half = _TRACEBACK_LIMIT // 2 - 50
        cut = len(text) - 2 * half
        return f"{text[:half]}\n[... {cut} characters left out ...]\n{text[-half:]}"

    def frames_of(self, error: BaseException) -> tuple[Frame, ...]:
        return self._excerpt(error).frames

    def chain(self, error: BaseException) -> None:
        """Writes an exception behind those that led to it, the first one first."""
        for link, part in _links(error):
            if link:
                self._emit(link)
            self._left -= 1
            if _Group is not None and issubclass(type(part), _Group):
                self._group(part)
            else:
                self._single(part)

    def _single(self, error: BaseException) -> None:
        excerpt = self._excerpt(error)
        if excerpt.text:
            self._emit("Traceback (most recent call last):\n" + excerpt.text)
        self._emit(self._last_lines(error))

    def _group(self, group: BaseException) -> None:
        if self._depth > _GROUP_DEPTH:
            self._emit(f"... (more than {_GROUP_DEPTH} groups in one another)\n")
            return
        outermost = self._depth == 0
        if outermost:
            self._depth = 1
        excerpt = self._excerpt(group)
        if excerpt.text:
            title = "Exception Group Traceback (most recent call last):\n"
            self._emit(title, "+" if outermost else "|")
            self._emit(excerpt.text)
        self._emit(self._last_lines(group))
        self._members(_Group.exceptions.__get__(group))
        if outermost:
            self._depth = 0

    def _members(self, members: tuple[BaseException, ...]) -> None:
        for index, member in enumerate(members):
            enough = index >= _GROUP_WIDTH or self._left <= 0
            margin = " " * (2 * self._depth) + ("+-" if index == 0 else "  ")
            title = "..." if enough else str(index + 1)
            self._lines.append(f"{margin}+---------------- {title} ----------------\n")
            self._depth += 1
            last = enough or index == len(members) - 1
            if last:
                self._open = True
            if enough:
                more = len(members) - index
                self._emit(f"and {more} more exception{'s' if more > 1 else ''}\n")
            else:
                self.chain(member)
            if last and self._open:
                # One line closes all the groups that end here.
                indent = " " * (2 * self._depth)
                self._lines.append(indent + "+------------------------------------\n")
                self._open = False
            self._depth -= 1
            if enough:
                return

    def _emit(self, text: str, margin: str = "|") -> None:
        if not self._depth:
            self._lines.append(text)
            return
        indent = " " * (2 * self._depth)
        for line in text.splitlines(True):
            self._lines.append(f"{indent}{margin} {line}")

    def _excerpt(self, error: BaseException) -> Excerpt:
        excerpt = self._excerpts.get(id(error))
        if excerpt is None:
            excerpt = Excerpt(_traceback_of(error), self._source)
            self._excerpts[id(error)] = excerpt
        return excerpt

    def _last_lines(self, error: BaseException) -> str:
        kind = type(error)
        name = type_name(kind, self._own_module)
        if issubclass(kind, SyntaxError):
            located, message = _syntax_lines(error)
        else:
            located, message = "", _message(error) + _suggestion(error)
        line = f"{name}: {message}\n" if message else f"{name}\n"
        return located + line + _notes(error)


def _links(error: BaseException) -> list[tuple[str, BaseException]]:
    """The exceptions that led to this one and how, the first one first."""
    links: list[tuple[str, BaseException]] = []
    seen = {id(error)}
    current = error
    while len(links) < _CHAIN:
        link, earlier = _CAUSE, _cause_of(current)
        if earlier is None and not _context_is_hidden(current):
            link, earlier = _CONTEXT, _context_of(current)
        if earlier is None or id(earlier) in seen:
            break
        links.append((link, current))
        seen.add(id(earlier))
        current = earlier
    links.append(("", current))
    return links[::-1]


def _notes(error: BaseException) -> str:
    try:
        notes = getattr(error, "__notes__", None)
    except MemoryError:
        raise
    except BaseException:
        return "Ignored error getting __notes__\n"
    if type(notes) is not list and type(notes) is not tuple:
        return ""
    shown = [clean(note, MESSAGE_LIMIT) for note in notes[:_NOTES] if type(note) is str]
    return "".join([note + "\n" for note in shown])


def _suggestion(error: BaseException) -> str:
    """What else the user may have meant, where this version of Python can tell."""
    kind = type(error)
    if issubclass(kind, (NameError, AttributeError)):
        attribute = "name"
    elif issubclass(kind, ImportError):
        attribute = "name_from"
    else:
        return ""
    compute = getattr(lazy.traceback(), "_compute_suggestion_error", None)
    if compute is None:
        return ""
    try:
        wrong = getattr(error, attribute, None)
        if type(wrong) is not str or not _is_imported(error):
            return ""
        found = compute(error, _traceback_of(error), wrong)
        known = type(found) is str and not found.startswith("<")
        text = f". Did you mean: '{found}'?" if known else ""
        if issubclass(kind, NameError) and wrong in sys.stdlib_module_names:
            text += " Or did" if text else ". Did"
            text += f" you forget to import '{wrong}'?"
        return clean(without_marks(text), NAME_LIMIT)
    except MemoryError:
        raise
    except BaseException:
        return ""


def _is_imported(error: BaseException) -> bool:
    """Whether the module that an ImportError names is there: to suggest a name it is imported."""
    if not issubclass(type(error), ImportError):
        return True
    name = getattr(error, "name", None)
    return type(name) is str and name in sys.modules


def _syntax_lines(error: SyntaxError) -> tuple[str, str]:
    """Where a text that the program compiled is wrong, as CPython shows it, and what is wrong."""
    message = _syntax["msg"].__get__(error)
    file = _syntax["filename"].__get__(error)
    line = _syntax["lineno"].__get__(error)
    text = _syntax["text"].__get__(error)
    shown = clean(message, MESSAGE_LIMIT) if type(message) is str else "<no detail available>"
    if type(line) is not int:
        return "", shown
    file = clean(file, NAME_LIMIT) if type(file) is str else "<string>"
    located = f'  File "{file}", line {line}\n'
    if type(text) is not str:
        return located, shown
    whole = text[:NAME_LIMIT].rstrip("\n")
    stripped = whole.lstrip(" \n\f")
    located += f"    {stripped}\n"
    return clean(located + _carets(error, whole, stripped)), shown


def _carets(error: SyntaxError, whole: str, stripped: str) -> str:
    offset = _syntax["offset"].__get__(error)
    if type(offset) is not int or offset < 1:
        return ""
    end = _syntax["end_offset"].__get__(error)
    if _syntax["end_lineno"].__get__(error) not in (None, _syntax["lineno"].__get__(error)):
        end = len(whole) + 1
    if type(end) is not int or end <= offset:
        end = offset + 1
    spaces = len(whole) - len(stripped)
    start = offset - 1 - spaces
    if start < 0 or start > len(stripped):
        return ""
    margin = "".join([letter if letter.isspace() else " " for letter in stripped[:start]])
    return f"    {margin}{'^' * min(end - offset, len(stripped) - start + 1)}\n"
