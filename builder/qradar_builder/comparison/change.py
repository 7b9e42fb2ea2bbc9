"""A change: where, what was there, and what is there now. All changes together turn the old tree into the new one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from qradar_builder.comparison.model import Kind, Part, Value


class Operation(StrEnum):
    """What happened to a part or a value."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a path: a part by its label, or by its place in a list, from 0."""

    kind: Kind
    label: str = ""
    place: int | None = None


Path: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    `path` leads to the part by the labels and places that are new, but for a part that is removed: its own last step is
    the old one. With `attribute`, one value of the part changed; None is a value that is not set. Without one, `old`
    and `new` are the part itself; for a part that moved, its places; for one that is renamed, its labels.
    """

    operation: Operation
    path: Path
    attribute: str | None = None
    old: Value | Part | None = None
    new: Value | Part | None = None

    @property
    def kind(self) -> Kind | None:
        """The kind of the part; None for the content as a whole."""
        return self.path[-1].kind if self.path else None


def part_at(root: Part, path: Path) -> Part | None:
    """The part at a path; None where there is none."""
    part: Part | None = root
    for step in path:
        if part is None:
            return None
        if step.place is None:
            part = part.named(step.kind).get(step.label)
        else:
            listed = part.listed(step.kind)
            part = listed[step.place] if step.place < len(listed) else None
    return part
