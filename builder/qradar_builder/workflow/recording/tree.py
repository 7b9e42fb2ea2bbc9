"""A State that recorded changes are applied to. It shares with them what neither changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from qradar_builder.jpath import Missing
from qradar_builder.jpath.json.values import deep_copy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.jpath import JsonValue
    from qradar_builder.jpath.json.values import MissingType

Keys: TypeAlias = "tuple[str | int, ...]"
"""The way to a value: keys of objects and indexes of arrays."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a step changed at one place. Values are shared with other changes and must not be changed.

    `after` is Missing where the value was removed, `before` where there was none. With `appended`, `after` is the array
    of the items that were put behind those of the array there, and `before` is Missing.
    """

    keys: Keys
    before: JsonValue | MissingType
    after: JsonValue | MissingType
    appended: bool = False


class Tree:
    """A JSON object that changes are applied to. What it was made of, and the values of changes, stay as they are."""

    def __init__(self, root: dict[str, Any]) -> None:
        self.root = dict(root)
        # The containers that nothing else has: the objects are kept, so that no other can get the id of one.
        self._own: dict[int, Any] = {id(self.root): self.root}

    def get(self, keys: Sequence[str | int]) -> Any:
        """The value at a place, or Missing."""
        return value_at(self.root, keys)

    def apply(self, change: Change) -> None:
        """Make a change. Its place is one that was there when it was recorded."""
        container = self._container(change.keys if change.appended else change.keys[:-1])
        if change.appended:
            container.extend(change.after)
            return
        key = change.keys[-1]
        if change.after is Missing:
            del container[key]
        else:
            container[key] = change.after

    def _container(self, keys: Keys) -> Any:
        """The container at a place, which only this tree has."""
        container: Any = self.root
        for key in keys:
            inner = container[key]
            if id(inner) not in self._own:
                inner = container[key] = inner.copy()
                self._own[id(inner)] = inner
            container = inner
        return container


def value_at(root: Any, keys: Sequence[str | int]) -> Any:
    """The value at a place of a JSON value, or Missing."""
    value = root
    for key in keys:
        if isinstance(value, dict) and isinstance(key, str):
            value = value.get(key, Missing)
        elif isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value):
            value = value[key]
        else:
            return Missing
    return value


def kept(value: Any) -> Any:
    """A copy of a value of a running workflow. Raises JPathError where it is nested too deep."""
    return deep_copy(value) if isinstance(value, dict | list) else value


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON: `1` and `true` are not, nor are `1` and `1.0`."""
    waiting = [(one, other)]
    while waiting:
        left, right = waiting.pop()
        if left is right:
            continue
        if type(left) is not type(right):
            return False
        if isinstance(left, dict):
            if left.keys() != right.keys():
                return False
            waiting += [(value, right[key]) for key, value in left.items()]
        elif isinstance(left, list):
            if len(left) != len(right):
                return False
            waiting += zip(left, right, strict=True)
        elif left != right:
            return False
    return True
