"""Calls Python functions that somebody else wrote, safely: the client of the Terrarium service.

from terrarium_client import Client

with Client() as client:
    program = client.compile("def mean_square(xs): return sum(x * x for x in xs) / len(xs)")
    assert program.call("mean_square", [1.0, 2.0, 3.0]) == 14 / 3
"""

from . import values
from ._async import AsyncClient, AsyncProgram, AsyncSession
from ._config import VERSION as __version__
from ._default import execute_user_code
from ._sync import Client, Program, Session
from .documents import (
    Check,
    Diagnostic,
    Frame,
    Function,
    Limits,
    Outcome,
    Parameter,
    RowOutcome,
    Usage,
)
from .errors import (
    CallError,
    Cancelled,
    ConnectionLost,
    ContractMismatch,
    ContractViolated,
    Crashed,
    DeadlineExceeded,
    Forbidden,
    FunctionNotFound,
    InvalidRequest,
    InvalidResponse,
    LimitExceeded,
    NotFound,
    NotRepresentable,
    Overloaded,
    PolicyViolation,
    ProgramNotFound,
    RateLimited,
    ServiceError,
    ServiceUnavailable,
    SessionNotFound,
    SourceRejected,
    SyntaxRejected,
    TerrariumError,
    Unauthorized,
    UnsupportedValue,
    UserCodeError,
)

__all__ = [
    "AsyncClient",
    "AsyncProgram",
    "AsyncSession",
    "CallError",
    "Cancelled",
    "Check",
    "Client",
    "ConnectionLost",
    "ContractMismatch",
    "ContractViolated",
    "Crashed",
    "DeadlineExceeded",
    "Diagnostic",
    "Forbidden",
    "Frame",
    "Function",
    "FunctionNotFound",
    "InvalidRequest",
    "InvalidResponse",
    "LimitExceeded",
    "Limits",
    "NotFound",
    "NotRepresentable",
    "Outcome",
    "Overloaded",
    "Parameter",
    "PolicyViolation",
    "Program",
    "ProgramNotFound",
    "RateLimited",
    "RowOutcome",
    "ServiceError",
    "ServiceUnavailable",
    "Session",
    "SessionNotFound",
    "SourceRejected",
    "SyntaxRejected",
    "TerrariumError",
    "Unauthorized",
    "UnsupportedValue",
    "Usage",
    "UserCodeError",
    "__version__",
    "execute_user_code",
    "values",
]
