"""Compares two trees whose labels are the same for the same things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.comparison.change import Change, Operation, Step
from qradar_builder.comparison.sequences import in_order, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.comparison.change import Path
    from qradar_builder.comparison.model import Kind, Part


def differences(old: Part, new: Part, path: Path = ()) -> Iterator[Change]:
    """Every difference, in the order of the new tree; what is removed comes after what stays."""
    for name in dict.fromkeys((*new.values, *old.values)):
        before, after = old.values.get(name), new.values.get(name)
        if before != after or type(before) is not type(after):
            yield Change(Operation.CHANGED, path, name, before, after)
    for kind in dict.fromkeys((*new.parts, *old.parts)):
        yield from _named(old, new, kind, path)
    for kind in dict.fromkeys((*new.lists, *old.lists)):
        yield from _listed(old, new, kind, path)


def _named(old: Part, new: Part, kind: Kind, path: Path) -> Iterator[Change]:
    before, after = old.named(kind), new.named(kind)
    for label, part in after.items():
        here = (*path, Step(kind, label))
        if label in before:
            yield from differences(before[label], part, here)
        else:
            yield Change(Operation.ADDED, here, None, None, part)
    for label, part in before.items():
        if label not in after:
            yield Change(Operation.REMOVED, (*path, Step(kind, label)), None, part, None)


def _listed(old: Part, new: Part, kind: Kind, path: Path) -> Iterator[Change]:
    before, after = old.listed(kind), new.listed(kind)
    if before is after:
        return
    found = pairs(before, after)
    kept = in_order(found)
    places = {j: i for i, j in found}
    for j, part in enumerate(after):
        here = (*path, Step(kind, label_in_list(part), j))
        i = places.get(j)
        if i is None:
            yield Change(Operation.ADDED, here, None, None, part)
            continue
        if j not in kept:
            yield Change(Operation.MOVED, here, None, i, j)
        yield from differences(before[i], part, here)
    gone = set(range(len(before))) - set(places.values())
    for i in sorted(gone):
        step = Step(kind, label_in_list(before[i]), i)
        yield Change(Operation.REMOVED, (*path, step), None, before[i], None)


def label_in_list(part: Part) -> str:
    """What people call a part of a list beside its place."""
    return str(part.get("element") or part.get("name") or part.get("kind") or "")
