"""What two kinds of file have in common: a ZIP carries no workflow, and an extension alone no mapping."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.model import Kind, Part, Reading, Subject, part, with_list, with_parts
from qradar_builder.comparison.reading.properties import is_planned

if TYPE_CHECKING:
    from collections.abc import Mapping

_KINDS: Final = {
    Kind.QID: Subject.EVENTS,
    Kind.PROPERTY: Subject.PROPERTIES,
    Kind.GROUP: Subject.GROUPS,
    Kind.REFERENCE_DATA: Subject.REFERENCE_DATA,
    Kind.WORKFLOW: Subject.WORKFLOWS,
    Kind.LOG_SOURCE: Subject.LOG_SOURCES,
    Kind.ROW: Subject.ROWS,
}
_NUMBERS: Final = "number"
"""Numbers of types and QID records are local to a console: they mean something only between releases of one package."""


def common(old: Reading, new: Reading) -> frozenset[Subject]:
    """What both sides can have. What ZIPs carry is compared between two of them, whatever they hold of it."""
    both = old.has & new.has
    alike = old.has_plan == new.has_plan and not (old.is_package or new.is_package)
    if alike and Subject.PROPERTIES in both:
        both |= {Subject.PLANNED}
    return both


def not_compared(old: Reading, new: Reading) -> tuple[Subject, ...]:
    """What one side has and the other cannot have, in the order of subjects."""
    subjects = common(old, new)
    return tuple(
        subject
        for subject in Subject
        if subject not in subjects and (_holds(old, subject) or _holds(new, subject)) and subject is not Subject.PACKAGE
    )


def within(reading: Reading, other: Reading, subjects: frozenset[Subject]) -> Part:
    """The part of a reading that is compared with another one."""
    root = reading.root
    values = {
        name: value
        for name, value in root.values.items()
        if (Subject.PACKAGE if name == "id" else Subject.MANIFEST) in subjects
    }
    parts: dict[Kind, Mapping[str, Part]] = {
        kind: named for kind, named in root.parts.items() if kind is not Kind.TYPE and _KINDS[kind] in subjects
    }
    if subjects & {Subject.TYPES, Subject.PARSING, Subject.EVENTS}:
        types = {label: _type(one, subjects) for label, one in root.named(Kind.TYPE).items()}
        parts[Kind.TYPE] = types
    if Kind.PROPERTY in parts and Subject.PLANNED not in subjects:
        parts[Kind.PROPERTY] = _without_planned(parts[Kind.PROPERTY])
    if Kind.REFERENCE_DATA in parts and Subject.ELEMENTS not in subjects:
        parts[Kind.REFERENCE_DATA] = {
            label: _without(one, "elements") for label, one in parts[Kind.REFERENCE_DATA].items()
        }
    if not _is_one_extension(reading, other):
        for kind in (Kind.TYPE, Kind.QID):
            if kind in parts:
                parts[kind] = {label: _without(one, _NUMBERS) for label, one in parts[kind].items()}
    if reading.only is not None:
        parts = _of_one(parts, *reading.only)
    return part(root.kind, values, parts)


def _of_one(parts: Mapping[Kind, Mapping[str, Part]], kind: Kind, name: str) -> dict[Kind, Mapping[str, Part]]:
    """A workflow; or a log source type, with the QID records and custom properties of its events."""
    one = parts[kind][name]
    found: dict[Kind, Mapping[str, Part]] = {kind: {name: one}}
    if kind is Kind.TYPE:
        used = {str(each.get("QID record")) for each in one.named(Kind.MAPPING).values()}
        found[Kind.QID] = {label: each for label, each in parts.get(Kind.QID, {}).items() if label in used}
        found[Kind.PROPERTY] = {
            label: with_parts(each, Kind.OF_TYPE, {name: each.named(Kind.OF_TYPE)[name]})
            for label, each in parts.get(Kind.PROPERTY, {}).items()
            if name in each.named(Kind.OF_TYPE)
        }
    return found


def _is_one_extension(one: Reading, other: Reading) -> bool:
    """Whether both sides are versions of one extension, whose lock hands out the numbers."""
    hub = one.root.get("hub id"), other.root.get("hub id")
    return None not in hub and hub[0] == hub[1]


def _holds(reading: Reading, subject: Subject) -> bool:
    """Whether a reading has something of a subject."""
    root = reading.root
    if subject not in reading.has:
        return False
    if subject is Subject.MANIFEST:
        return True
    if subject in {Subject.TYPES, Subject.PARSING}:
        return bool(root.named(Kind.TYPE))
    if subject is Subject.EVENTS:
        return bool(root.named(Kind.QID)) or any(one.named(Kind.MAPPING) for one in root.named(Kind.TYPE).values())
    if subject is Subject.PLANNED:
        return _without_planned(root.named(Kind.PROPERTY)) != root.named(Kind.PROPERTY)
    if subject is Subject.ELEMENTS:
        return any(one.get("elements") for one in root.named(Kind.REFERENCE_DATA).values())
    return any(root.named(kind) for kind, each in _KINDS.items() if each is subject)


def _type(one: Part, subjects: frozenset[Subject]) -> Part:
    new = one
    if Subject.TYPES not in subjects:
        new = with_parts(replace(new, values={}), Kind.PROTOCOL, {})
    if Subject.PARSING not in subjects:
        new = with_list(with_parts(new, Kind.FIELD, {}), Kind.MODIFIER, ())
    if Subject.EVENTS not in subjects:
        new = with_parts(new, Kind.MAPPING, {})
    return new


def _without(one: Part, name: str) -> Part:
    if name not in one.values:
        return one
    return replace(one, values={each: value for each, value in one.values.items() if each != name})


def _without_planned(properties: Mapping[str, Part]) -> dict[str, Part]:
    """The properties without the expressions, and those without any row, that no ZIP carries."""
    found: dict[str, Part] = {}
    for label, one in properties.items():
        named: dict[str, Part] = {}
        for type_label, each in one.named(Kind.OF_TYPE).items():
            kept = tuple(expression for expression in each.listed(Kind.EXPRESSION) if not is_planned(expression))
            if kept or not each.listed(Kind.EXPRESSION):
                named[type_label] = with_list(each, Kind.EXPRESSION, kept)
        # A property that is only calculated has no identity: no row gave it one.
        if one.get("id") is not None:
            found[label] = with_parts(one, Kind.OF_TYPE, named)
    return found
