"""Compares two readings: what is different, what it does to a running console, and how grave that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.comparison.alignment import relabelled, renames
from qradar_builder.comparison.application import applied
from qradar_builder.comparison.change import Change, Operation, Step, part_at
from qradar_builder.comparison.difference import differences
from qradar_builder.comparison.effects.rule import Level
from qradar_builder.comparison.effects.verdict import Verdict, verdict
from qradar_builder.comparison.matching import NotComparableError, matched
from qradar_builder.comparison.model import Kind
from qradar_builder.comparison.scope import common, not_compared, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qradar_builder.comparison.alignment import Renames
    from qradar_builder.comparison.change import Path
    from qradar_builder.comparison.model import Part, Reading, Subject


@dataclass(frozen=True, slots=True)
class Judged:
    """A change with its class and its effect."""

    change: Change
    verdict: Verdict

    secret: bool = False
    """Whether it is about a parameter whose value is secret."""

    @property
    def level(self) -> Level:
        """Its class."""
        return self.verdict.level


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different between two readings."""

    old: Reading
    new: Reading
    changes: Sequence[Judged]
    """The gravest first; those of one class in the order of the content."""
    renames: Renames
    """The labels of the old side that were replaced before the rest was compared."""
    left_out: tuple[Subject, ...] = ()
    """What only one of the two kinds of file has, and what is not compared for that."""

    @property
    def level(self) -> Level | None:
        """The gravest class; None where nothing changed."""
        return max((each.level for each in self.changes), default=None)

    @property
    def breaks(self) -> bool:
        """Whether a change is breaking."""
        return self.level is Level.BREAKING

    def of(self, level: Level) -> tuple[Judged, ...]:
        """The changes of a class."""
        return tuple(each for each in self.changes if each.level is level)

    def apply(self, old: Part) -> Part:
        """The new content, made of the old one and the changes; `old` is what was compared of the old side."""
        changes = [each.change for each in self.changes if each.change.operation is not Operation.RENAMED]
        return applied(relabelled(old, self.renames), changes)


def compare(old: Reading, new: Reading) -> Comparison:
    """Compare two readings. What only one kind of file can have is not compared.

    Raises NotComparableError where they have nothing in common, or several things that one of the other side can be.
    """
    subjects = common(old, new)
    if not subjects:
        raise NotComparableError(
            new.name, "diff/different-kinds", f"is {new.form}, and {old.name} is {old.form}: they share nothing"
        )
    old, new = matched(old, new)
    before, after = within(old, new, subjects), within(new, old, subjects)
    found = renames(before, after, alone=True)
    # A file alone says no name: its label is that of the file.
    alone = 1 in {len(old.has), len(new.has)}
    shown = [] if alone else _renamed(before, after, found)
    same = relabelled(before, found)
    changes = [*shown, *differences(same, after)]
    hidden = set(_secret_paths(changes, after))
    judged = [Judged(change, verdict(change, after), change.path in hidden) for change in changes]
    ordered = tuple(sorted(judged, key=lambda each: -each.level))
    return Comparison(old, new, ordered, found, not_compared(old, new))


def _secret_paths(changes: Iterable[Change], new: Part) -> Iterator[Path]:
    """The paths of changed parameters that are secret, or were until this change."""
    for change in changes:
        if change.kind is Kind.PARAMETER and change.operation is Operation.CHANGED:
            part = part_at(new, change.path)
            if change.attribute == "secret" or (part is not None and part.get("secret")):
                yield change.path


def _renamed(old: Part, new: Part, found: Renames) -> list[Change]:
    """The renames of things that are still there; others only make room for a label."""
    return [
        Change(Operation.RENAMED, (Step(kind, after),), None, before, after)
        for kind, labels in found.items()
        for before, after in labels.items()
        if before in old.named(kind) and after in new.named(kind)
    ]
