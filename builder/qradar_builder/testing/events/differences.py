"""Compares an event with what a case expects of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qradar_builder.dsm.event import category_name
from qradar_builder.dsm.parser import DEVICE_TIME
from qradar_builder.exchanges.exchange import Pattern
from qradar_builder.testing.expected.event import ExpectedEvent, qid_names
from qradar_builder.testing.expected.mismatch import Mismatch
from qradar_builder.testing.expected.value import fits_part, fits_text, shown
from qradar_builder.text.times import iso_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.dsm.event import Event
    from qradar_builder.dsm.explanation import Explanation
    from qradar_builder.exchanges.exchange import Expected

_KIND = ("EventName", "EventCategory")
"""The fields that decide what an event is."""
_EMPTY = ("", "-")
"""Texts that stand for nothing: an expression that takes them takes too much."""
_MILLISECONDS = re.compile("-?[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Difference(Mismatch):
    """What is not as expected, in a line. `fields` and `properties` are the names of the values that it comes from."""

    fields: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()


def event_differences(expected: ExpectedEvent, event: Event) -> list[Difference]:
    """What is not as the case expects, and what no case may expect: a value that is empty or a hyphen."""
    return [*_outcome(expected, event), *_record(expected, event), *_values(expected, event), *empty_captures(event)]


def _outcome(expected: ExpectedEvent, event: Event) -> Iterator[Difference]:
    if event.outcome is not expected.outcome:
        yield _told("outcome", str(expected.outcome), str(event.outcome), fields=_KIND)
    for name, wanted, found in (
        ("event_id", expected.event_id, event.event_id),
        ("event_category", expected.event_category, event.event_category),
    ):
        if wanted is not None and not fits_text(wanted, found):
            yield _difference(name, wanted, found, fields=_KIND)


def _record(expected: ExpectedEvent, event: Event) -> Iterator[Difference]:
    qid = event.qid
    if expected.qid is not None:
        names = () if qid is None else qid_names(qid)
        if not any(fits_text(expected.qid, name) for name in names):
            yield _difference("qid", expected.qid, " or ".join(names) or None, fields=_KIND)
    if expected.category is not None:
        number = None if qid is None else qid.category
        name = None if number is None else category_name(number)
        pattern = expected.category if isinstance(expected.category, Pattern) else None
        if (number != expected.category) if pattern is None else not fits_text(pattern, name):
            wanted = pattern or _category(expected.category)
            yield _difference("category", wanted, None if number is None else _category(number), fields=_KIND)
    if expected.severity is not None and expected.severity != event.severity:
        yield _told("severity", str(expected.severity), str(event.severity), fields=_KIND)


def _category(number: Any) -> str:
    return f"{category_name(number) or 'category'} ({number})"


def _values(expected: ExpectedEvent, event: Event) -> Iterator[Difference]:
    wanted, identifier = expected.log_source_identifier, event.log_source_identifier
    if wanted is not None and not fits_text(wanted, identifier):
        yield _difference("log_source_identifier", wanted, identifier)
    for name, value in expected.fields:
        if not fits_text(value, event.fields.get(name)):
            yield _difference(name, value, event.fields.get(name), fields=(name,))
    for name, value in expected.properties:
        if not fits_text(value, event.properties.get(name)):
            yield _difference(name, value, event.properties.get(name), properties=(name,))
    if expected.warnings is not None:
        yield from _warnings(expected.warnings, event.warnings)


def _warnings(expected: tuple[Expected, ...], warnings: list[str]) -> Iterator[Difference]:
    rest = iter(warnings)
    for wanted in expected:
        if not any(fits_part(wanted, warning) for warning in rest):
            text = f"warnings: expected, after those before it, {shown(wanted)}, found {warnings or 'none'}"
            yield Difference(text, "warnings", shown(wanted), str(warnings or "none"))
            return
    if not expected and warnings:
        yield _told("warnings", "none", str(warnings))


def empty_captures(event: Event) -> Iterator[Difference]:
    """The values of an event that are empty or a hyphen: what stands for nothing in a payload is no value."""
    for name, value in (("EventName", event.event_id), ("EventCategory", event.event_category), *event.fields.items()):
        if _is_empty(value):
            yield _empty(name, value, fields=(name,))
    for name, value in event.properties.items():
        if _is_empty(value):
            yield _empty(name, value, properties=(name,))


def _empty(name: str, value: Any, *, fields: tuple[str, ...] = (), properties: tuple[str, ...] = ()) -> Difference:
    text = f"{name}: captured an empty value or '-': found {shown(value)}"
    return Difference(text, name, "a value that is not empty", shown(value), fields, properties)


def _is_empty(value: Any) -> bool:
    return isinstance(value, str) and value.strip() in _EMPTY


def _difference(
    name: str,
    expected: Expected | None,
    found: Any,
    *,
    fields: tuple[str, ...] = (),
    properties: tuple[str, ...] = (),
) -> Difference:
    told = shown if DEVICE_TIME not in fields else _time
    wanted, there = ("no value" if value is None else told(value) for value in (expected, found))
    return _told(name, wanted, there, fields=fields, properties=properties)


def _told(
    name: str, wanted: str, there: str, *, fields: tuple[str, ...] = (), properties: tuple[str, ...] = ()
) -> Difference:
    return Difference(f"{name}: expected {wanted}, found {there}", name, wanted, there, fields, properties)


def _time(value: Any) -> str:
    text = str(value)
    if not _MILLISECONDS.fullmatch(text):
        return shown(value)
    try:
        return f"{text} ({iso_utc(int(text))})"
    except OverflowError:
        return shown(value)


def about(explanation: Explanation, differences: Iterable[Difference]) -> Explanation:
    """The explanation without the fields and properties that no difference comes from."""
    told = list(differences)
    fields = {name for one in told for name in one.fields}
    properties = {name for one in told for name in one.properties}
    return replace(
        explanation,
        fields=tuple(one for one in explanation.fields if one.name in fields),
        properties=tuple(one for one in explanation.properties if one.name in properties),
        computed=tuple(one for one in explanation.computed if one.name in properties),
    )
