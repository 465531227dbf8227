"""What the service answers, as read-only objects: the documents of docs/documents.md."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from . import errors
from .errors import InvalidResponse

__all__ = [
    "Check",
    "Diagnostic",
    "Frame",
    "Function",
    "Limits",
    "Outcome",
    "Parameter",
    "RowOutcome",
    "Usage",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a call may use at most; None leaves the service's own default.

    The service holds them to a ceiling: `Outcome.limits` says which ones applied.
    """

    wall_ms: float | None = None
    cpu_ms: float | None = None
    memory_bytes: int | None = None
    output_bytes: int | None = None
    output_overflow: Literal["truncate", "fail"] | None = None
    result_bytes: int | None = None
    argument_bytes: int | None = None
    host_calls: int | None = None

    def given(self) -> dict[str, Any]:
        """Those that are not None, by name."""
        named = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Usage:
    """What a call used; the memory is None where the kernel has not told."""

    wall_ms: float
    cpu_ms: float
    peak_memory_bytes: int | None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A problem of a source. Lines and columns count from 1; 0 is an unknown place."""

    code: str
    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    source_line: str
    hint: str | None

    @property
    def caret(self) -> str:
        """The source line, and a second one with `^` under the place; `""` where it is unknown."""
        if self.line == 0 or not self.source_line:
            return ""
        last = self.end_column if self.end_line == self.line else len(self.source_line) + 1
        width = max(1, min(last, len(self.source_line) + 1) - self.column)
        # Tabs stay tabs, so that the caret stands below its place whatever their width.
        before = self.source_line[: max(0, self.column - 1)]
        indent = "".join(letter if letter == "\t" else " " for letter in before)
        return f"{self.source_line}\n{indent}{'^' * width}"

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        hint = f"\n{self.hint}" if self.hint else ""
        caret = f"\n{self.caret}" if self.caret else ""
        return f"{place}{self.message} ({self.code}){caret}{hint}"


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of the user's own. `end_column` is the one behind the end; places may be None."""

    file: str
    line: int
    column: int | None
    end_line: int | None
    end_column: int | None
    function: str
    source_line: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function; `default` and `annotation` are source text or None."""

    name: str
    kind: str
    default: str | None
    annotation: str | None


@dataclass(frozen=True, slots=True)
class Function:
    """A function at the top level of a source; `str()` gives `name(x, y=1)`."""

    name: str
    signature: str
    is_async: bool
    line: int
    docstring: str | None
    parameters: tuple[Parameter, ...]
    returns: str | None

    def __str__(self) -> str:
        return (
            self.signature if self.signature.startswith(self.name) else self.name + self.signature
        )


@dataclass(frozen=True, slots=True)
class Check:
    """What was found in a source: its functions, or what is wrong with it."""

    status: str
    error: Mapping[str, Any] | None
    diagnostics: tuple[Diagnostic, ...]
    functions: tuple[Function, ...]
    imports: tuple[str, ...]
    program: str | None

    @property
    def ok(self) -> bool:
        """Whether the source can be called."""
        return self.status == "ok"

    def raise_for_status(self) -> None:
        """Raises what `Client.compile` raises, where the source was refused."""
        if not self.ok:
            raise _exception(_outcome_of_check(self))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call.

    `result` is the value that the function returned, and None for any status but `ok`. `limits`
    are those that applied. `error` has the fields of the document, as they are.
    """

    status: str
    result: Any
    stdout: str
    stderr: str
    stdout_truncated: bool
    stderr_truncated: bool
    error: Mapping[str, Any] | None
    diagnostics: tuple[Diagnostic, ...]
    usage: Usage | None
    limits: Limits | None
    engine: str | None
    program: str | None

    @property
    def ok(self) -> bool:
        """Whether the function returned."""
        return self.status == "ok"

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The user's own frames of what was raised, outermost first."""
        return tuple(_read(Frame, frame) for frame in (self.error or {}).get("frames", ()))

    def exception(self) -> errors.CallError | None:
        """What `unwrap` would raise; None where there is a value."""
        return None if self.ok else _exception(self)

    def unwrap(self) -> Any:
        """The value that the function returned, or raises a CallError."""
        exception = self.exception()
        if exception is not None:
            raise exception
        return self.result


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one row of a map; `row` is its index, from 0."""

    row: int
    status: str
    result: Any
    error: Mapping[str, Any] | None
    stdout: str
    stderr: str
    stdout_truncated: bool
    stderr_truncated: bool

    @property
    def ok(self) -> bool:
        """Whether the function returned."""
        return self.status == "ok"

    @property
    def outcome(self) -> Outcome:
        """The same as an outcome of a call, without the figures that a row has not."""
        return Outcome(
            status=self.status,
            result=self.result,
            stdout=self.stdout,
            stderr=self.stderr,
            stdout_truncated=self.stdout_truncated,
            stderr_truncated=self.stderr_truncated,
            error=self.error,
            diagnostics=(),
            usage=None,
            limits=None,
            engine=None,
            program=None,
        )

    def unwrap(self) -> Any:
        """The value that the function returned for the row, or raises a CallError."""
        return self.outcome.unwrap()


_EXCEPTIONS: dict[str, type[errors.CallError]] = {
    "exception": errors.UserCodeError,
    "syntax_error": errors.SyntaxRejected,
    "policy_violation": errors.PolicyViolation,
    "contract_mismatch": errors.ContractMismatch,
    "not_representable": errors.NotRepresentable,
    "contract_violation": errors.ContractViolated,
    "crashed": errors.Crashed,
    "cancelled": errors.Cancelled,
}


def _exception(outcome: Outcome) -> errors.CallError:
    error = outcome.error or {}
    # A status for each limit, and perhaps one of a limit that a newer service has.
    kind = errors.LimitExceeded if "limit" in error else errors.CallError
    kind = _EXCEPTIONS.get(outcome.status, kind)
    return kind(str(error.get("message", outcome.status)), outcome)


def _outcome_of_check(check: Check) -> Outcome:
    return Outcome(
        status=check.status,
        result=None,
        stdout="",
        stderr="",
        stdout_truncated=False,
        stderr_truncated=False,
        error=check.error,
        diagnostics=check.diagnostics,
        usage=None,
        limits=None,
        engine=None,
        program=check.program,
    )


# Reading the documents. What a newer service says besides is passed over.


def outcome_of(document: Any) -> Outcome:
    """The document of a call."""
    try:
        return Outcome(
            status=document["status"],
            result=document["result"],
            stdout=document["stdout"],
            stderr=document["stderr"],
            stdout_truncated=document["truncated"]["stdout"],
            stderr_truncated=document["truncated"]["stderr"],
            error=document["error"],
            diagnostics=_diagnostics(document),
            usage=_read(Usage, document["usage"]),
            limits=_read(Limits, document["limits"]),
            engine=document["engine"],
            program=document["program"],
        )
    except (KeyError, TypeError) as error:
        raise InvalidResponse(f"the answer is no document of a call: {error!r}") from None


def check_of(document: Any) -> Check:
    """The document of a source."""
    try:
        return Check(
            status=document["status"],
            error=document["error"],
            diagnostics=_diagnostics(document),
            functions=functions_of(document),
            imports=tuple(document["imports"]),
            program=document["program"],
        )
    except (KeyError, TypeError) as error:
        raise InvalidResponse(f"the answer is no document of a source: {error!r}") from None


def row_of(document: Any, offset: int) -> RowOutcome:
    """The document of a row, whose index counts from `offset`."""
    try:
        return RowOutcome(
            row=offset + document["row"],
            status=document["status"],
            result=document["result"],
            error=document.get("error"),
            stdout=document.get("stdout", ""),
            stderr=document.get("stderr", ""),
            stdout_truncated=document.get("stdout_truncated", False),
            stderr_truncated=document.get("stderr_truncated", False),
        )
    except (KeyError, TypeError) as error:
        raise InvalidResponse(f"the answer is no document of a row: {error!r}") from None


def functions_of(document: Any) -> tuple[Function, ...]:
    """The functions in the document of a source or of a session."""
    return tuple(
        Function(
            name=function["name"],
            signature=function["signature"],
            is_async=function["async"],
            line=function["line"],
            docstring=function["docstring"],
            parameters=tuple(_read(Parameter, one) for one in function["parameters"]),
            returns=function["returns"],
        )
        for function in document["functions"]
    )


def _diagnostics(document: Any) -> tuple[Diagnostic, ...]:
    return tuple(_read(Diagnostic, diagnostic) for diagnostic in document["diagnostics"])


def _read(kind: Any, document: Mapping[str, Any]) -> Any:
    return kind(**{field.name: document[field.name] for field in dataclasses.fields(kind)})
