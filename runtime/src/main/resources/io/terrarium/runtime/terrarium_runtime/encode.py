"""A result to marshal data (version 2): admitted by a bounded walk, then written at the speed of C.

Theory of operation. `marshal` would flatten subclasses and buffers, write code objects, and expand
shared lists without end. So every node is first admitted by the identity of its type, against three
budgets: values (shared ones counted each time), bytes, depth. A container whose items all are plain
is handed to marshal as it is; one that holds something else is copied with the protocol's tagged
forms in the places of those. Lists of one plain type are looked at in a few passes in C.

The budget of bytes is a lower bound while walking, enough to keep what is shared from expanding;
the data that comes out is measured exactly.

The walk reads exact builtin containers only, so none of the user's code runs in it; but a class's
metaclass can lie where types are hashed, and properties and time zones run in `special`. Whatever
they raise ends in Unrepresentable, and a lie ends there too, for marshal refuses what it does not
know.
"""

from __future__ import annotations

from itertools import chain
from marshal import dumps

from . import special
from .natives import __builtins__
from .recursion import with_room
from .refusal import TooLarge, Unrepresentable
from .text import clean, type_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable, Sequence

DEEPEST = 200
"""No result may nest deeper, whatever the limit: a level can take several of marshal's 2000."""

_NoneType = type(None)
_FIXED = frozenset([float, bool, _NoneType, complex])
_FLOATS = frozenset([float])
_INTS = frozenset([int])
_TEXTS = frozenset([str])
_ROWS = frozenset([list, tuple])
_RECORDS = frozenset([dict])
_SCALARS = _FIXED | _INTS | _TEXTS
_PLAIN_KEYS = frozenset([_NoneType, bool, int, float, complex, str, bytes])
_SHORT = 8

_bit_length = int.bit_length
_is_ascii = str.isascii


def encode(value: Any, size: int, nodes: int, depth: int, own_module: str) -> bytes:
    """Returns the marshal data of `value` within the limits.

    Raises Unrepresentable or TooLarge; MemoryError where memory ends.
    """
    kind = type(value)
    # What most calls return needs no walk.
    if value is None or kind is float or kind is bool or kind is int:
        data = dumps(value, 2)
    elif kind is str and value.isascii():
        if len(value) > size:
            raise TooLarge(f"the result takes more bytes than the limit of {size}")
        data = dumps(value, 2)
    else:
        data = with_room(_encode, value, size, nodes, depth, own_module)
    if len(data) > size:
        raise TooLarge(f"the result takes {len(data)} bytes, more than the limit of {size}")
    return data


def _encode(value: Any, size: int, nodes: int, depth: int, own_module: str) -> bytes:
    walk = Walk(size, nodes, min(depth, DEEPEST), own_module)
    try:
        walk.spend(1, 0)
        return dumps(walk.value(value, walk.deepest), 2)
    except (Unrepresentable, TooLarge, MemoryError):
        raise
    except BaseException as error:
        # Something lied: a metaclass, or a container that changed under way.
        raise Unrepresentable(
            type_name(type(value), own_module),
            f"the result cannot be examined: {type_name(type(error), own_module)} was raised",
        ) from None


class Walk:
    """One walk over one result."""

    __slots__ = ("size", "nodes", "deepest", "own_module", "plans", "zones", "_limits", "_active")

    def __init__(self, size: int, nodes: int, depth: int, own_module: str) -> None:
        self.size = size
        self.nodes = nodes
        self.deepest = depth
        self.own_module = own_module
        self.plans: dict[int, Any] = {}
        self.zones: dict[int, Any] = {}
        self._limits = (size, nodes)
        self._active: set[int] = set()

    def spend(self, nodes: int, size: int) -> None:
        """Takes from the budgets, or raises TooLarge."""
        self.nodes -= nodes
        self.size -= size
        if self.nodes < 0 or self.size < 0:
            raise self.too_large()

    def too_large(self) -> TooLarge:
        size, nodes = self._limits
        if self.nodes < 0:
            return TooLarge(f"the result has more values than the limit of {nodes}")
        return TooLarge(f"the result takes more bytes than the limit of {size}")

    def value(self, value: Any, depth: int) -> object:
        """Admits one value that has been counted; returns it, or the form to write instead."""
        kind = type(value)
        if kind is list:
            return self._inside(value, value, depth)
        if kind is tuple:
            items = self._inside(value, value, depth)
            return value if items is value else tuple(items)
        if kind is dict:
            return self._mapping(value, depth)
        if kind is str:
            self.text(value)
        elif kind is int:
            self.integer(value)
        elif kind is bytes:
            self.spend(0, len(value))
        elif value is None or kind is float or kind is bool or kind is complex:
            pass
        elif kind is set or kind is frozenset:
            return self._set(value, kind, depth)
        else:
            return special.form(self, value, kind, depth)
        return value

    def child(self, value: Any, depth: int, step: str) -> object:
        """Counts and admits a value inside another one."""
        self.spend(1, 1)
        try:
            return self.value(value, depth)
        except Unrepresentable as problem:
            problem.steps.append(step)
            raise

    def text(self, text: str) -> None:
        if text.isascii():
            self.spend(0, len(text))
            return
        if len(text) > self.size:
            self.spend(0, len(text))
        try:
            self.spend(0, len(text.encode()))
        except UnicodeEncodeError as error:
            code = ord(text[error.start])
            raise Unrepresentable(
                "str",
                f"the character at index {error.start} is a lone surrogate (U+{code:04X}),"
                " which is no valid Unicode text",
            ) from None

    def integer(self, number: int) -> None:
        self.spend(0, number.bit_length() >> 3)

    def enter(self, value: Any, depth: int) -> None:
        """Goes a level deeper, or refuses; `leave` must follow."""
        if id(value) in self._active:
            raise Unrepresentable(
                type_name(type(value), self.own_module), "the value contains itself"
            )
        if depth <= 0:
            raise Unrepresentable(
                type_name(type(value), self.own_module),
                f"the result is nested deeper than {self.deepest} levels",
            )
        self._active.add(id(value))

    def leave(self, value: Any) -> None:
        self._active.discard(id(value))

    def fields(self, names: Sequence[str], values: Sequence[Any], depth: int) -> object:
        """Admits the values of named fields: returns (name, value) pairs."""
        try:
            return tuple(zip(names, self.items(values, depth)))
        except Unrepresentable as problem:
            problem.steps[-1] = f".{names[problem.steps[-1]]}"
            raise

    def items(self, items: Sequence[Any], depth: int) -> Sequence[Any]:
        """Admits the items of a list or tuple: returns it, or a list with other items in it."""
        count = len(items)
        self.spend(count, count)
        if count >= _SHORT:
            kinds = set(map(type, items))
            if kinds <= _FIXED:
                if kinds == _FLOATS:
                    self.spend(0, 8 * count)
                return items
            if kinds == _INTS:
                self.spend(0, sum(map(_bit_length, items)) >> 3)
                return items
            if kinds == _TEXTS:
                self.spend(0, sum(map(len, items)))
                # Lists of text mostly are all ASCII, and then there is nothing more to see.
                if False not in set(map(_is_ascii, items)):
                    return items
            elif depth > 0 and self._is_table(items, kinds):
                return items
        return self._items_one_by_one(items, depth)

    def _is_table(self, items: Sequence[Any], kinds: set[type]) -> bool:
        """Admits many rows or records of plain scalars at once; False where more is in them."""
        records = kinds == _RECORDS
        if not records and not kinds <= _ROWS:
            return False
        count = sum(map(len, items))
        if records:
            size = self._size_of_records(count, items)
            count *= 2
        else:
            size = self._size_of_scalars(count, lambda: chain.from_iterable(items))
        if size is None or count > self.nodes:
            return False
        self.spend(count, size)
        return True

    def _size_of_records(self, count: int, items: Sequence[dict[Any, Any]]) -> int | None:
        if set(map(type, chain.from_iterable(items))) != _TEXTS:
            return None
        keys = self._size_of_scalars(count, lambda: chain.from_iterable(items))
        values_of = dict.values
        values = self._size_of_scalars(count, lambda: chain.from_iterable(map(values_of, items)))
        return None if keys is None or values is None else keys + values

    def _size_of_scalars(self, count: int, every: Callable[[], Iterable[Any]]) -> int | None:
        """The least size of many scalars; None where they have to be looked at one by one."""
        if count > self.nodes:
            return None
        kinds = set(map(type, every()))
        if not kinds <= _SCALARS:
            return None
        size = count
        if int in kinds:
            ints = every() if len(kinds) == 1 else [item for item in every() if type(item) is int]
            size += sum(map(_bit_length, ints)) >> 3
        if str in kinds:
            texts = [item for item in every() if type(item) is str]
            if False in set(map(_is_ascii, texts)):
                return None
            size += sum(map(len, texts))
        return size

    def _items_one_by_one(self, items: Sequence[Any], depth: int) -> Sequence[Any]:
        changed: list[Any] | None = None
        index = 0
        try:
            for item in items:
                kind = type(item)
                if kind is str:
                    if item.isascii():
                        self.size -= len(item)
                        if self.size < 0:
                            raise self.too_large()
                    else:
                        self.text(item)
                elif kind is int:
                    self.size -= item.bit_length() >> 3
                    if self.size < 0:
                        raise self.too_large()
                elif item is not None and kind is not float and kind is not bool:
                    form = self.value(item, depth)
                    if form is not item:
                        if changed is None:
                            changed = list(items)
                        changed[index] = form
                index += 1
        except Unrepresentable as problem:
            problem.steps.append(index)
            raise
        return items if changed is None else changed

    def _inside(self, owner: Any, items: Sequence[Any], depth: int) -> Sequence[Any]:
        self.enter(owner, depth)
        found = self.items(items, depth - 1)
        self.leave(owner)
        return found

    def _mapping(self, mapping: dict[Any, Any], depth: int) -> object:
        self.enter(mapping, depth)
        keys = list(mapping)
        plain = set(map(type, keys)) <= _PLAIN_KEYS
        try:
            new_keys = self.items(keys, depth - 1)
        except Unrepresentable as problem:
            problem.steps[-1] = f".keys()[{problem.steps[-1]}]"
            raise
        values = list(mapping.values())
        try:
            new_values = self.items(values, depth - 1)
        except Unrepresentable as problem:
            problem.steps[-1] = _key_step(keys[problem.steps[-1]], problem.steps[-1])
            raise
        self.leave(mapping)
        if not plain:
            return (..., "dict", tuple(zip(new_keys, new_values)))
        if new_values is values:
            return mapping
        return dict(zip(keys, new_values))

    def _set(self, members: Any, kind: type, depth: int) -> object:
        self.enter(members, depth)
        items = list(members)
        kinds = set(map(type, items))
        try:
            found = self.items(items, depth - 1)
        except Unrepresentable as problem:
            problem.steps[-1] = f"[<item {problem.steps[-1]}>]"
            raise
        self.leave(members)
        # marshal sorts the members of a set, and complex numbers have no order.
        if kinds <= _PLAIN_KEYS and complex not in kinds:
            return members
        return (..., "set" if kind is set else "frozenset", tuple(found))


def _key_step(key: Any, index: int) -> str:
    kind = type(key)
    if kind is str or kind is bytes:
        return f"[{clean(repr(key[:60]), 80)}]"
    if kind is bool or key is None or kind is float or (kind is int and key.bit_length() < 200):
        return f"[{key!r}]"
    return f"[<key {index}>]"
