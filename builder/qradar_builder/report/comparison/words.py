"""The words that all forms of a comparison share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.change import Operation
from qradar_builder.comparison.effects.rule import Level
from qradar_builder.comparison.model import Kind, Part
from qradar_builder.comparison.shown import NAMED, shown_part, shown_value
from qradar_builder.secrets.shown import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.comparison.change import Path, Step
    from qradar_builder.comparison.compare import Comparison, Judged
    from qradar_builder.comparison.model import Reading

STEP: Final = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
"""What is between the steps of a path."""
HEADINGS: Final = {Level.BREAKING: "Breaking changes", Level.FEATURE: "Features", Level.FIX: "Fixes"}
"""The classes, the gravest first."""
_NAMES: Final = {
    Level.BREAKING: ("breaking change", "breaking changes"),
    Level.FEATURE: ("feature", "features"),
    Level.FIX: ("fix", "fixes"),
}


def path_text(path: Path) -> str:
    """A path as people read it, without ticks around its labels."""
    return STEP.join(_step(step) for step in path) or "extension"


def steps(path: Path) -> Iterator[tuple[str, str]]:
    """The steps of a path: what it is, and what it is called, empty where it has no name."""
    for step in path:
        yield _kind(step), shown_value(step.label) if step.label else ""


def _step(step: Step) -> str:
    return f"{_kind(step)} {shown_value(step.label)}" if step.label else _kind(step)


def _kind(step: Step) -> str:
    # A parameter is known by its name, and what has none by its place.
    return step.kind if step.place is None or step.kind is Kind.PARAMETER else f"{step.kind} {step.place + 1}"


@dataclass(frozen=True, slots=True)
class ChangeText:
    """A change in its parts: the attribute, what it was and is, and what happened where it is no change of a value."""

    what: str
    old: str
    new: str
    operation: str = ""


def change_text(judged: Judged) -> ChangeText:
    """What happened, as what was and what is."""
    change = judged.change
    if change.operation is Operation.CHANGED:
        name = change.attribute or ""
        old, new = (_value(each, name, secret=judged.secret) for each in (change.old, change.new))
        return ChangeText(name, old, new)
    if change.operation is Operation.MOVED:
        old, new = (f"place {int(str(each)) + 1}" for each in (change.old, change.new))
        return ChangeText("", old, new, str(change.operation))
    if change.operation is Operation.RENAMED:
        return ChangeText("", shown_value(change.old), shown_value(change.new), str(change.operation))
    is_new = change.operation is Operation.ADDED
    part = change.new if is_new else change.old
    text = shown_part(part) if isinstance(part, Part) else ""
    return ChangeText("", "" if is_new else text, text if is_new else "", str(change.operation))


def happened(judged: Judged) -> str:
    """What happened, in a few words: `added`, or the value with what it was and is."""
    text = change_text(judged)
    match judged.change.operation:
        case Operation.CHANGED:
            return f"{text.what}: {text.old} → {text.new}"
        case Operation.MOVED:
            return f"moved from {text.old} to {text.new.removeprefix('place ')}"
        case Operation.RENAMED:
            return f"renamed: {text.old} → {text.new}"
        case _:
            part = text.old or text.new
            return f"{text.operation}: {part}" if part else text.operation


def _value(value: object, name: str, *, secret: bool) -> str:
    return MARK if secret and name in NAMED and value is not None else shown_value(value, name)


def side_text(reading: Reading) -> str:
    """A side as people read it."""
    version = f", version {shown_value(reading.version)}" if reading.version is not None else ""
    return f"{shown_value(reading.name)} ({reading.form}{version})"


def counts_text(comparison: Comparison) -> str:
    """How many changes there are of each class."""
    parts = []
    for level in HEADINGS:
        count = len(comparison.of(level))
        if count:
            parts.append(f"{count} {_NAMES[level][count != 1]}")
    return ", ".join(parts) or "no changes"


def left_out_text(subjects: Iterable[str]) -> str:
    """What was not compared, as a sentence; empty where everything was."""
    names = list(subjects)
    return f"Not compared, since only one of the two can have it: {', '.join(names)}." if names else ""
