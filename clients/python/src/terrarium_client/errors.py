"""What can go wrong, by whose matter it is.

- `CallError`: what became of the user's code, when it is no value.
- `ServiceError`: what the service, or the way to it, says about the request.
- `UnsupportedValue`: an argument that has no form outside this process; nothing was sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .documents import Diagnostic, Frame, Outcome

__all__ = [
    "CallError",
    "Cancelled",
    "ConnectionLost",
    "ContractMismatch",
    "ContractViolated",
    "Crashed",
    "DeadlineExceeded",
    "Forbidden",
    "FunctionNotFound",
    "InvalidRequest",
    "InvalidResponse",
    "LimitExceeded",
    "NotFound",
    "NotRepresentable",
    "Overloaded",
    "PolicyViolation",
    "ProgramNotFound",
    "RateLimited",
    "ServiceError",
    "ServiceUnavailable",
    "SessionNotFound",
    "SourceRejected",
    "SyntaxRejected",
    "TerrariumError",
    "Unauthorized",
    "UnsupportedValue",
    "UserCodeError",
]


class TerrariumError(Exception):
    """Everything that this package raises."""


class UnsupportedValue(TerrariumError, TypeError):
    """An argument has no form outside this process. Nothing was sent.

    `path` says where it is, such as `args[0].items[2]`, `type` what it is.
    """

    def __init__(self, path: str, type: str, reason: str) -> None:
        super().__init__(path, type, reason)
        self.path = path
        self.type = type
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path} is a {self.type} that cannot be handed over: {self.reason}"


# What became of the user's code


class CallError(TerrariumError):
    """What became of a call that gave no value; `outcome` says everything about it."""

    def __init__(self, message: str, outcome: Outcome) -> None:
        super().__init__(message, outcome)
        self.message = message
        self.outcome = outcome

    @property
    def _detail(self) -> Mapping[str, Any]:
        return self.outcome.error or {}

    def __str__(self) -> str:
        return self.message


class SourceRejected(CallError):
    """The source was refused before it ran."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every problem of the source, in order."""
        return self.outcome.diagnostics


class SyntaxRejected(SourceRejected):
    """The source is no Python."""


class PolicyViolation(SourceRejected):
    """The source does what its policy does not allow."""


class ContractMismatch(SourceRejected):
    """The source cannot be called as a contract of the service says."""


class _WithTraceback(CallError):
    @property
    def type(self) -> str:
        """The name of the exception's class, `""` where none was raised."""
        return str(self._detail.get("type") or "")

    @property
    def line(self) -> int | None:
        """The line of the user's source, from 1."""
        return self._detail.get("line")

    @property
    def column(self) -> int | None:
        """The column there, from 1, in characters."""
        return self._detail.get("column")

    @property
    def traceback(self) -> str:
        """As Python prints it, the user's own frames alone."""
        return str(self._detail.get("traceback") or "")

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The user's own frames, outermost first."""
        return self.outcome.frames


class UserCodeError(_WithTraceback):
    """The user's code raised an exception."""

    def __str__(self) -> str:
        return f"{self.type}: {self.message}" if self.message else self.type


class LimitExceeded(_WithTraceback):
    """A limit was reached.

    Where an exception came with it (a MemoryError does), its traceback is here too.
    """

    @property
    def limit(self) -> str:
        """`wall_time`, `cpu_time`, `memory`, `output`, `result` or `host_calls`."""
        return str(self._detail.get("limit", ""))

    @property
    def basis(self) -> str:
        """On whose word: `measured`, `kernel` or `reported`."""
        return str(self._detail.get("basis", ""))


class NotRepresentable(CallError):
    """The function returned what has no form outside Python."""

    def __str__(self) -> str:
        return _at(self.path, self.message)

    @property
    def type(self) -> str:
        """The type of what has none."""
        return str(self._detail.get("type", ""))

    @property
    def path(self) -> str:
        """Where it is in the result, such as `result[3].name`."""
        return str(self._detail.get("path", ""))


class ContractViolated(CallError):
    """The result is not what a contract of the service says."""

    def __str__(self) -> str:
        return _at(self.path, self.message)

    @property
    def path(self) -> str:
        """Where in the result."""
        return str(self._detail.get("path", ""))

    @property
    def expected(self) -> str:
        """The type that should be there."""
        return str(self._detail.get("expected", ""))

    @property
    def actual(self) -> str:
        """The type that is there."""
        return str(self._detail.get("actual", ""))


def _at(path: str, message: str) -> str:
    return message if path in message else f"{path}: {message}"


class Crashed(CallError):
    """The worker ended without an answer."""

    @property
    def cause(self) -> str:
        """Such as `signal` or `forbidden_system_call`."""
        return str(self._detail.get("cause", ""))

    @property
    def retryable(self) -> bool:
        """Whether the same call is worth making again; the client has then done so."""
        return bool(self._detail.get("retryable", False))


class Cancelled(CallError):
    """The call was given up by its caller or by the service."""


# What the service says


class ServiceError(TerrariumError):
    """The service refused the request, or could not be asked.

    `code` is the problem's, such as `invalid_field`, and `""` where there is none; `http_status`
    is None where no answer came; `problem` is the whole problem document.
    """

    def __init__(
        self,
        detail: str,
        *,
        code: str = "",
        http_status: int | None = None,
        problem: Mapping[str, Any] | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code
        self.http_status = http_status
        self.problem: Mapping[str, Any] = problem or {}
        self.retry_after = retry_after
        """After how many seconds it is worth asking again, where the service said so."""

    def __str__(self) -> str:
        return f"{self.detail} ({self.code})" if self.code else self.detail


class InvalidRequest(ServiceError):
    """The request is not one that the service answers: a wrong option, type or size."""

    @property
    def pointer(self) -> str | None:
        """The JSON pointer of the field, where it is about one."""
        return self.problem.get("pointer")

    @property
    def suggestions(self) -> tuple[str, ...]:
        """Names that are near to one that does not exist."""
        return tuple(self.problem.get("suggestions", ()))


class FunctionNotFound(InvalidRequest):
    """The program has no such function."""


class Unauthorized(ServiceError):
    """An API key is needed, or this one is not known."""


class Forbidden(ServiceError):
    """The key may not use this profile or policy."""


class NotFound(ServiceError):
    """There is no such thing at the service."""


class ProgramNotFound(NotFound):
    """The service does not know the program, not even after it was registered again."""


class SessionNotFound(NotFound):
    """The session has ended: closed, idle for too long, or its worker is gone."""


class RateLimited(ServiceError):
    """The key has made too many requests, or has too many at once."""


class Overloaded(ServiceError):
    """The service has more to do than it takes on."""


class ServiceUnavailable(ServiceError):
    """No service could be reached, or it is shutting down, or it cannot run anything."""


class ConnectionLost(ServiceError):
    """The connection broke before the whole answer had come: the call may have run."""


class DeadlineExceeded(ServiceError, TimeoutError):
    """The client's own timeout was reached; the service cancels the call."""


class InvalidResponse(ServiceError):
    """What answered was no Terrarium service, or said what this client does not understand."""
