"""Finds in a package or ZIP the one log source type or workflow that a file of the other side is compared with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.comparison.alignment import renames
from qradar_builder.comparison.model import Kind, Subject, with_parts
from qradar_builder.reference.log_source_types import log_source_type
from qradar_builder.text.nearest import UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.comparison.model import Part, Reading


_OF_TYPE = frozenset({Subject.TYPES, Subject.PARSING, Subject.EVENTS, Subject.PROPERTIES, Subject.PLANNED})


class NotComparableError(ValueError):
    """Two readings that cannot be compared: the side, the rule that is broken, what is wrong, and what to do."""

    def __init__(self, name: str, rule: str, message: str, advice: str | None = None) -> None:
        self.name = name
        self.rule = rule
        self.help = advice
        super().__init__(message)


def matched(old: Reading, new: Reading) -> tuple[Reading, Reading]:
    """The readings; where one is a file of one thing, the other has only the thing that goes with it."""
    for subjects, kind in ((frozenset({Subject.PARSING}), Kind.TYPE), (frozenset({Subject.WORKFLOWS}), Kind.WORKFLOW)):
        if old.has == subjects and new.has != subjects:
            return old, _only(new, old, kind)
        if new.has == subjects and old.has != subjects:
            return _only(old, new, kind), new
    return old, new


def narrowed(old: Reading, new: Reading, label: str | None) -> tuple[Reading, Reading]:
    """The readings with one log source type or workflow of that name each, and nothing else.

    Where one side calls it otherwise, it is found there by its identity.

    Raises NotComparableError where a side has none of that name. A file of one thing stays as it is.
    """
    label = label_of(old, new, label)
    if label is None:
        return old, new
    before, after = (_found(each, label) for each in (old, new))
    found = renames(old.root, new.root, alone=True)
    if before is None and after is not None:
        back = {new_name: old_name for old_name, new_name in found.get(after[0], {}).items()}
        before = (after[0], back[after[1]]) if back.get(after[1]) in old.root.named(after[0]) else None
    elif after is None and before is not None:
        name = found.get(before[0], {}).get(before[1], "")
        after = (before[0], name) if name in new.root.named(before[0]) else None
    return _narrowed(old, before, label), _narrowed(new, after, label)


def label_of(old: Reading, new: Reading, name: str | None) -> str | None:
    """The label of a log source type that is named by its key in a package; else the name itself."""
    return None if name is None else new.keys.get(name) or old.keys.get(name) or name


def _found(reading: Reading, label: str) -> tuple[Kind, str] | None:
    """The kind and label of what is called so; None where there is none."""
    for kind in (Kind.TYPE, Kind.WORKFLOW):
        for name, one in reading.root.named(kind).items():
            if label in {name, one.get("name"), internal_of(name, one) if kind is Kind.TYPE else None}:
                return kind, name
    return None


def _narrowed(reading: Reading, found: tuple[Kind, str] | None, label: str) -> Reading:
    if len(reading.has) == 1:
        return reading
    if found is not None:
        subjects = {Subject.WORKFLOWS} if found[0] is Kind.WORKFLOW else _OF_TYPE
        return replace(reading, has=reading.has & subjects, only=found)
    names = [f"`{each}`" for kind in (Kind.TYPE, Kind.WORKFLOW) for each in reading.root.named(kind)]
    message = f"has no log source type and no workflow `{label}`"
    raise NotComparableError(reading.name, "diff/which", message, f"it has {', '.join(names) or 'none'}")


def _only(reading: Reading, other: Reading, kind: Kind) -> Reading:
    if reading.only is not None:
        return reading
    there = reading.root.named(kind)
    label, part = next(iter(other.root.named(kind).items()))
    ways: tuple[Callable[[str, Part], bool], ...] = (
        lambda name, one: name == label or f"{internal_of(name, one)}_ext" == label,
        lambda _, one: other.number is not None and one.get("number") == other.number,
        lambda _, one: one.get("built-in type") is not None and one.get("built-in type") == _built_in(other.number),
        lambda _, one: one.get("name") is not None and one.get("name") == part.get("name"),
        lambda *_: len(there) == 1,
    )
    for fits in ways:
        found = [name for name, one in there.items() if fits(name, one)]
        if len(found) == 1:
            return _with_only(reading, kind, found[0])
    if not there:
        message = f"has no {kind}, and {other.name} is {other.form}: they share nothing"
        raise NotComparableError(reading.name, "diff/different-kinds", message)
    names = ", ".join(f"`{each}`" for each in there)
    message = f"has several {kind}s, and none of them is clearly that of {other.name}"
    raise NotComparableError(reading.name, "diff/which", message, f"choose one by --type: {names}")


def internal_of(label: str, one: Part) -> str:
    """What QRadar calls a log source type inside."""
    from qradar_builder.package.names import internal_name  # noqa: PLC0415 - most comparisons need no name

    return str(one.get("internal name") or one.get("built-in type") or internal_name(label))


def _with_only(reading: Reading, kind: Kind, label: str) -> Reading:
    return replace(reading, root=with_parts(reading.root, kind, {label: reading.root.named(kind)[label]}))


def _built_in(number: int | None) -> str | None:
    try:
        return None if number is None else log_source_type(number).name
    except UnknownName:
        return None
