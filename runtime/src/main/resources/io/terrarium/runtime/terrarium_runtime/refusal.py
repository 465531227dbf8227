"""Why a result cannot be handed back, and what to hand back instead."""

from __future__ import annotations


from .natives import __builtins__
from .text import NAME_LIMIT, clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class TooLarge(Exception):
    """The result has more values or more bytes than it may have."""


class Unrepresentable(Exception):
    """A value that the protocol has no form for. `steps` lead to it, the innermost first."""

    def __init__(self, type_name: str, message: str) -> None:
        super().__init__(message)
        self.type_name = type_name
        self.message = message
        self.steps: list[Any] = []

    def path(self) -> str:
        """The way to the value, like `result[3].name`."""
        steps = [f"[{step}]" if type(step) is int else step for step in reversed(self.steps)]
        return clean("result" + "".join(steps), NAME_LIMIT)


_LISTED = frozenset("""
    generator map zip filter range enumerate reversed dict_keys dict_values dict_items
    collections.deque array.array memoryview
    """.split())
_HINTS = {
    "coroutine": "await it",
    "async_generator": "collect its items: [item async for item in ...]",
    "function": "call it, or return what it returns",
    "builtin_function_or_method": "call it, or return what it returns",
    "method": "call it, or return what it returns",
    "type": "return its name, or an instance with plain data",
    "module": "return what you need from it",
    "ellipsis": "return None",
    "NotImplementedType": "return None",
    "mappingproxy": "wrap it in dict(...)",
    "types.SimpleNamespace": "wrap it in vars(...)",
    "collections.ChainMap": "wrap it in dict(...)",
    "collections.UserDict": "wrap it in dict(...)",
    "numpy.ndarray": "call its tolist()",
    "pandas.core.frame.DataFrame": "call its to_dict()",
}
_OTHERWISE = "return its data, as a dict for instance, or make its class a dataclass"


def refusal(name: str) -> str:
    """One sentence for a value whose type has the name `name`."""
    return f"a value of type {name} cannot be handed back: {_hint(name)}"


def _hint(name: str) -> str:
    if name in _LISTED or name.endswith("iterator") or name.startswith("itertools."):
        return "wrap it in list(...)"
    return _HINTS.get(name, _OTHERWISE)
