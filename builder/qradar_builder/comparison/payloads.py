"""What a change does to events: payloads parsed by the old version and the new one, and where the two differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.comparison.matching import NotComparableError
from qradar_builder.comparison.reading.labels import category_name
from qradar_builder.dsm.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.dsm.event import Event
    from qradar_builder.dsm.payloads.files import Payload

MOST_SHOWN: Final = 20
"""How many events are kept one by one; the others are counted."""
MOST_KINDS: Final = 200
"""How many kinds of differences are counted apart."""


class Aspect(StrEnum):
    """What is different of an event; the value is what people call it."""

    OUTCOME = "outcome"
    QID = "QID record"
    EVENT_ID = "event id"
    EVENT_CATEGORY = "event category"
    CATEGORY = "low-level category"
    SEVERITY = "severity"
    FIELD = "field"
    PROPERTY = "custom property"
    TIME = "log source time"


@dataclass(frozen=True, slots=True)
class EventDifference:
    """A value of an event that is another one; None is a value that is not there."""

    aspect: Aspect
    name: str
    """The field or property; empty for the others."""
    old: str | int | float | None
    new: str | int | float | None


@dataclass(frozen=True, slots=True)
class ChangedEvent:
    """A payload whose event is another one."""

    source: str
    number: int
    """The number of the payload in its file, from 1."""
    differences: tuple[EventDifference, ...]


@dataclass(slots=True)
class EventChanges:
    """What became of all payloads."""

    total: int = 0
    changed: int = 0
    shown: list[ChangedEvent] = field(default_factory=list)
    """The first of the events that changed."""
    kinds: Counter[tuple[Aspect, str]] = field(default_factory=Counter)
    """How many events differ in an aspect: of fields and properties by name."""
    moves: Counter[tuple[Aspect, str, str]] = field(default_factory=Counter)
    """How many events went from one outcome or QID record to another."""


def definition_of(found: Mapping[str, TypeDefinition], name: str, label: str | None) -> TypeDefinition:
    """The log source type that events are parsed as: the one of that key, name or number, else the only one.

    `name` is what people call the side. Raises NotComparableError where there is none, or several and none is named.
    """
    chosen = [each for key, each in found.items() if label is None or label in {key, each.name, str(each.number)}]
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(f"`{each.name}`" for each in found.values()) or "none"
    if label is None and found:
        message, advice = "has several log source types", f"choose the one of the events by --type: {names}"
    else:
        message, advice = "has no log source type to parse the events with", f"it has {names}"
    raise NotComparableError(name, "diff/which", message, advice)


class EventComparison:
    """Parses payloads by two versions of a log source type.

    All payloads are received at one time, `clock` in epoch milliseconds, so that a time that is taken from the clock is
    no difference.
    """

    def __init__(self, old: TypeDefinition, new: TypeDefinition, *, clock: int) -> None:
        self._parsers = tuple(Parser(each, now=lambda: clock, zone="UTC") for each in (old, new))
        self._mapped = old.has_mappings and new.has_mappings
        self.changes = EventChanges()

    def add(self, payload: Payload, source: str, number: int) -> None:
        """Parse a payload by both."""
        old, new = (parser.parse(payload.text) for parser in self._parsers)
        changes = self.changes
        changes.total += 1
        found = tuple(event_differences(old, new, is_mapped=self._mapped))
        if not found:
            return
        changes.changed += 1
        for each in found:
            _count(changes.kinds, (each.aspect, each.name))
            if each.aspect in {Aspect.OUTCOME, Aspect.QID}:
                _count(changes.moves, (each.aspect, str(each.old), str(each.new)))
        if len(changes.shown) < MOST_SHOWN:
            changes.shown.append(ChangedEvent(source, number, found))


def event_differences(old: Event, new: Event, *, is_mapped: bool) -> Iterator[EventDifference]:
    """Where two events of one payload differ.

    `is_mapped` is false where what events are mapped to is not known, as of a log source extension alone.
    """
    pairs: list[tuple[Aspect, Any, Any]] = [
        (Aspect.EVENT_ID, old.event_id, new.event_id),
        (Aspect.EVENT_CATEGORY, old.event_category, new.event_category),
        (Aspect.TIME, old.log_source_time, new.log_source_time),
    ]
    if is_mapped:
        pairs[:0] = [
            (Aspect.OUTCOME, str(old.outcome), str(new.outcome)),
            (Aspect.QID, None if old.qid is None else old.qid.name, None if new.qid is None else new.qid.name),
            (Aspect.CATEGORY, _category(old), _category(new)),
            (Aspect.SEVERITY, old.severity, new.severity),
        ]
    for aspect, before, after in pairs:
        if before != after:
            yield EventDifference(aspect, "", before, after)
    yield from _of_values(Aspect.FIELD, old.fields, new.fields)
    yield from _of_values(Aspect.PROPERTY, old.properties, new.properties)


def _category(event: Event) -> str | None:
    return None if event.qid is None else category_name(event.qid.category)


def _of_values(aspect: Aspect, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[EventDifference]:
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name), new.get(name)
        if before != after or type(before) is not type(after):
            yield EventDifference(aspect, name, before, after)


def _count(counter: Counter[Any], key: Any) -> None:
    if key in counter or len(counter) < MOST_KINDS:
        counter[key] += 1
