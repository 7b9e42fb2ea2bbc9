"""Applies changes to the old tree, which gives the new one: a comparison leaves nothing out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from qradar_builder.comparison.change import Operation
from qradar_builder.comparison.model import Part, with_list, with_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qradar_builder.comparison.change import Change, Step
    from qradar_builder.comparison.model import Kind, Value


def applied(old: Part, changes: Iterable[Change]) -> Part:
    """The tree after the changes, which `differences` gave for this tree, in any order."""
    return _applied(old, list(changes), 0)


def _applied(old: Part, changes: Sequence[Change], depth: int) -> Part:
    here = [each for each in changes if len(each.path) == depth]
    values = dict(old.values)
    for change in here:
        assert change.attribute is not None, "the root is neither added nor removed"
        values.pop(change.attribute, None)
        if change.new is not None:
            values[change.attribute] = cast("Value", change.new)
    new = replace(old, values=values)
    by_kind: dict[Kind, list[Change]] = {}
    for change in changes:
        if len(change.path) > depth:
            by_kind.setdefault(change.path[depth].kind, []).append(change)
    for kind, below in by_kind.items():
        if below[0].path[depth].place is None:
            new = with_parts(new, kind, _named(old, kind, below, depth))
        else:
            new = with_list(new, kind, _listed(old, kind, below, depth))
    return new


def _is_own(change: Change, depth: int) -> bool:
    """Whether a change is about the part at that depth as a whole, and not about something in it."""
    return len(change.path) == depth + 1 and change.attribute is None


def _named(old: Part, kind: Kind, changes: Iterable[Change], depth: int) -> dict[str, Part]:
    parts = dict(old.named(kind))
    inner: dict[str, list[Change]] = {}
    for change in changes:
        label = change.path[depth].label
        if not _is_own(change, depth):
            inner.setdefault(label, []).append(change)
        elif change.operation is Operation.ADDED:
            parts[label] = cast("Part", change.new)
        else:
            del parts[label]
    for label, below in inner.items():
        parts[label] = _applied(parts[label], below, depth + 1)
    return parts


def _listed(old: Part, kind: Kind, changes: Iterable[Change], depth: int) -> tuple[Part, ...]:
    before = old.listed(kind)
    placed: dict[int, Part] = {}
    gone: set[int] = set()
    inner: dict[int, list[Change]] = {}
    for change in changes:
        place = _place(change.path[depth])
        if not _is_own(change, depth):
            inner.setdefault(place, []).append(change)
        elif change.operation is Operation.ADDED:
            placed[place] = cast("Part", change.new)
        elif change.operation is Operation.MOVED:
            source = cast("int", change.old)
            gone.add(source)
            placed[place] = before[source]
        else:
            gone.add(place)
    stay = iter([part for i, part in enumerate(before) if i not in gone])
    count = len(before) - len(gone) + len(placed)
    parts = [placed[j] if j in placed else next(stay) for j in range(count)]
    for j, below in inner.items():
        parts[j] = _applied(parts[j], below, depth + 1)
    return tuple(parts)


def _place(step: Step) -> int:
    assert step.place is not None, "a part of a list has a place"
    return step.place
