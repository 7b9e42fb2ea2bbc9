"""The merge of three sides by item and attribute: what one side changed is taken, what both changed is a conflict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

MISSING: Final[Any] = object()
"""What stands for an item that a side does not have."""
_IDENTITIES = (("id", "category"), ("name",), ("event",))
"""The keys by which the items of a list are known, the first that all items have."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both sides changed, by its path; `MISSING` where a side removed it."""

    path: tuple[str, ...]
    mine: Any
    theirs: Any
    at: tuple[str | int, ...] = ()
    """The place in my side, by keys and indexes. Without a meaning where I do not have it."""


@dataclass(slots=True)
class Merge:
    """What a merge found. Paths are those of keys, and of list items by what they are known by."""

    conflicts: list[Conflict] = field(default_factory=list)
    taken: list[tuple[str, ...]] = field(default_factory=list)
    """What was taken from the new version."""

    def merged(
        self, base: Any, mine: Any, theirs: Any, path: tuple[str, ...] = (), at: tuple[str | int, ...] = ()
    ) -> Any:
        """The merge of three values. A conflict stands as a `Conflict` at its place."""
        if _same(mine, theirs) or _same(base, theirs):
            return mine
        if _same(base, mine):
            self.taken.append(path)
            return theirs
        if isinstance(mine, dict) and isinstance(theirs, dict):
            return self._mapping(base if isinstance(base, dict) else {}, mine, theirs, path, at)
        if isinstance(mine, list) and isinstance(theirs, list):
            before = base if isinstance(base, list) else []
            names = _names_of(before, mine, theirs)
            if names is not None:
                return self._list(names, before, mine, theirs, (path, at))
        conflict = Conflict(path, mine, theirs, at)
        self.conflicts.append(conflict)
        return conflict

    def _mapping(
        self,
        base: dict[str, Any],
        mine: dict[str, Any],
        theirs: dict[str, Any],
        path: tuple[str, ...],
        at: tuple[str | int, ...],
    ) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for key in _order(list(mine), list(theirs)):
            before, own, new = (side.get(key, MISSING) for side in (base, mine, theirs))
            value = self.merged(before, own, new, (*path, str(key)), (*at, str(key)))
            if value is not MISSING:
                merged[key] = value
        return merged

    def _list(
        self,
        names: tuple[str, ...],
        base: list[Any],
        mine: list[Any],
        theirs: list[Any],
        place: tuple[tuple[str, ...], tuple[str | int, ...]],
    ) -> list[Any]:
        sides = [{_name(item, names): item for item in side} for side in (base, mine, theirs)]
        path, at = place
        indexes = {name: index for index, name in enumerate(sides[1])}
        merged = []
        for name in _order(list(sides[1]), list(sides[2])):
            before, own, new = (side.get(name, MISSING) for side in sides)
            value = self.merged(before, own, new, (*path, " ".join(name)), (*at, indexes.get(name, -1)))
            if value is not MISSING:
                merged.append(value)
        return merged


def _same(one: Any, other: Any) -> bool:
    if one is MISSING or other is MISSING:
        return one is other
    return bool(_written(one) == _written(other))


def _written(value: Any) -> Any:
    """A value by its texts: `100` and `"100"` are one event id, and `1.10` is not `1.1`."""
    if isinstance(value, dict):
        return {key: _written(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_written(each) for each in value]
    return value if isinstance(value, bool) or value is None else str(getattr(value, "text", value))


def _name(item: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        return (repr(item),)
    return tuple(str(item.get(name, "")) for name in names)


def _names_of(*lists: list[Any]) -> tuple[str, ...] | None:
    """By what the items of lists are known; empty for texts; None where they have no names, or one name twice."""
    items = [item for each in lists for item in each]
    if not any(isinstance(item, dict | list) for item in items):
        candidates: tuple[tuple[str, ...], ...] = ((),)
    elif all(isinstance(item, dict) for item in items):
        candidates = tuple(names for names in _IDENTITIES if all(names[0] in item for item in items))
    else:
        return None
    for names in candidates:
        if all(len({_name(item, names) for item in each}) == len(each) for each in lists):
            return names
    return None


def _order(mine: list[Any], theirs: list[Any]) -> list[Any]:
    """The order of my side, with what is new on the other side behind what it follows there."""
    order = list(mine)
    for place, name in enumerate(theirs):
        if name in mine:
            continue
        before = next((each for each in reversed(theirs[:place]) if each in order), None)
        order.insert(
            0
            if before is None and place == 0 and not order
            else (len(order) if before is None else order.index(before) + 1),
            name,
        )
    return order
