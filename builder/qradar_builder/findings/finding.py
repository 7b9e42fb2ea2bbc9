"""One thing that is wrong, where, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from qradar_builder.findings.location import Location
    from qradar_builder.findings.rules import Severity


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that the finding is about, such as the first of two duplicates."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a source file: within the stretch at `location`, the one occurrence of `old` becomes `new`."""

    location: Location
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that does not hold at a place. `help` says what to do; it may be empty."""

    rule: str
    severity: Severity
    message: str
    location: Location
    help: str = ""
    related: tuple[Related, ...] = ()
    label: str = ""
    """A few words that stand beside the carets in a picture of the source."""
    edits: tuple[Edit, ...] = ()
    """What fixes it, all or none of them; empty where only a person can."""
    unlisted: int = 0
    """How many findings of its rule and file it stands for, which are only counted; 0 for a finding of its own."""
