"""Type hints of every kind; none of them changes what happens."""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    Generic,
    Literal,
    NewType,
    Protocol,
    TypeVar,
    Union,
    cast,
    overload,
    runtime_checkable,
)

if TYPE_CHECKING:
    from decimal import Decimal

T = TypeVar("T")
K = TypeVar("K", bound="Comparable")
Number = Union[int, float]
UserId = NewType("UserId", int)
Mode = Literal["fast", "slow"]
LIMIT: Final = 3
Json = t.Union[None, bool, int, float, str, t.List["Json"], t.Dict[str, "Json"]]


class Comparable(Protocol):
    def __lt__(self, other: Any) -> bool: ...


@runtime_checkable
class HasArea(Protocol):
    def area(self) -> float: ...


class Box(Generic[T]):
    """A container for one thing."""

    def __init__(self, content: T) -> None:
        self._content: T = content

    def map(self, function: Callable[[T], Any]) -> Box[Any]:
        return Box(function(self._content))

    def get(self) -> T:
        return self._content


class Stack(Generic[T]):
    def __init__(self, items: Sequence[T] = ()) -> None:
        self.__items: list[T] = [*items]

    def push(self, item: T) -> None:
        self.__items.append(item)

    def pop(self) -> T:
        return self.__items.pop()

    def __iter__(self) -> Iterator[T]:
        return reversed(self.__items)


@dataclass
class Result(Generic[T]):
    value: T | None = None
    error: str | None = None

    @classmethod
    def attempt(cls, function: Callable[..., T], *args: Any) -> Result[T]:
        try:
            return cls(function(*args))
        except Exception as error:
            return cls(error=f"{type(error).__name__}: {error}")

    def unwrap(self) -> T:
        if self.error is not None:
            raise RuntimeError(self.error)
        return cast(T, self.value)


#> box_of [21] -> [42, 21]
def box_of(value: int) -> list[int]:
    box: Box[int] = Box[int](value)
    return [box.map(lambda n: n * 2).get(), box.get()]


#> stack_of [[1, 2, 3]] -> [3, 3, 2, 1]
#> stack_of [[]] raises IndexError: pop from empty list
def stack_of(items: list[T]) -> list[T]:
    stack = Stack[t.Any](items)
    top = stack.pop()
    stack.push(top)
    stack.push(top)
    return list(stack)


#> attempt ["12"] -> {"value": 12, "error": null}
#> attempt ["1x"] -> {"value": null, "error": "ValueError: invalid literal for int() with base 10: '1x'"}
def attempt(text: str) -> dict[str, Any]:
    result = Result.attempt(int, text)
    return {"value": result.value, "error": result.error}


#> unwrap_error ["1x"] raises RuntimeError: ValueError: invalid literal for int() with base 10: '1x'
def unwrap_error(text: str) -> int:
    return Result.attempt(int, text).unwrap()


@overload
def widen(value: int) -> float: ...
@overload
def widen(value: str) -> list[str]: ...
#> widen [3] -> 3.0
#> widen ["ab"] -> ["a", "b"]
def widen(value):
    return float(value) if isinstance(value, int) else list(value)


#> largest [[3, 9, 4]] -> 9
#> largest [[]] raises ValueError: nothing to compare
#> largest [[3, "x"]] raises TypeError: '<' not supported between instances of 'int' and 'str'
def largest(items: Sequence[K], *, default: K | None = None) -> K:
    best: K | None = default
    for item in items:
        if best is None or best < item:
            best = item
    if best is None:
        raise ValueError("nothing to compare")
    return best


class Square:
    def __init__(self, side: Annotated[float, "metres"]) -> None:
        self._side = side

    def area(self) -> float:
        return self._side**2


#> protocols [2.0] -> [true, false, 4.0]
def protocols(side: float) -> list[bool | float]:
    square: HasArea = Square(side)
    return [isinstance(square, HasArea), isinstance(side, HasArea), square.area()]


#> choose_mode ["fast"] -> 10
#> choose_mode ["warp"] raises KeyError: 'warp'
def choose_mode(mode: Mode) -> int:
    speeds: Mapping[Mode, int] = {"fast": 10, "slow": LIMIT}
    return speeds[mode]


#> json_depth [[1, [2, {"a": [3]}]]] -> 4
def json_depth(document: Json) -> int:
    if isinstance(document, list | tuple):
        return 1 + max(map(json_depth, document), default=0)
    if isinstance(document, dict):
        return 1 + max((json_depth(value) for value in document.values()), default=0)
    return 0


#> user_names [{"1": "ann", "2": "bob"}] -> ["1:ann", "2:bob", "3", "None"]
def user_names(raw: dict[str, str]) -> list[str]:
    users: dict[UserId, str] = {UserId(int(key)): name for key, name in raw.items()}
    price: Decimal | None = None
    total: Number = sum(users)
    return [f"{identifier}:{name}" for identifier, name in users.items()] + [str(total), str(price)]
