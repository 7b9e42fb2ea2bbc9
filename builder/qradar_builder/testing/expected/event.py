"""What a case expects of an event, read and checked against the log source type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from qradar_builder.dsm.event import Outcome
from qradar_builder.exchanges.exchange import Pattern, looks_like_pattern, read_expected
from qradar_builder.model.log_source_type import PropertyType
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.reference.categories import category
from qradar_builder.reference.normalized_fields import UnknownField, normalized_field
from qradar_builder.text.nearest import UnknownName, closest
from qradar_builder.text.times import read_iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qradar_builder.dsm.definition import Qid, TypeDefinition
    from qradar_builder.exchanges.exchange import Expected
    from qradar_builder.findings import Findings, Origin
    from qradar_builder.model.cases.events import ExpectedEventSpec
    from qradar_builder.source.yaml.remains import Positions

_ELSEWHERE = {"EventName": "event_id", "EventCategory": "event_category"}
"""Where the parsed event id and category are expected."""
_MOST_ADVISED = 20
"""For how many unknown names of a case the nearest one is looked for; for thousands it would take minutes."""


@dataclass(frozen=True, slots=True)
class ExpectedEvent:
    """What is expected of an event; what is None is not looked at.

    `fields` and `properties` are texts or patterns by name, None where there must be no value; times are the digits of
    epoch milliseconds. `category` is a number, or a pattern of the name.
    """

    outcome: Outcome = Outcome.PARSED
    event_id: Expected | None = None
    event_category: Expected | None = None
    qid: Expected | None = None
    category: int | Pattern | None = None
    severity: int | None = None
    log_source_identifier: Expected | None = None
    fields: tuple[tuple[str, Expected | None], ...] = ()
    properties: tuple[tuple[str, Expected | None], ...] = ()
    warnings: tuple[Expected, ...] | None = None


class ExpectedEventReader:
    """Reads what is expected of the events of one log source type, with a finding for all that cannot be.

    Without a definition, as of a type that does not hold, its properties and QID records are not checked.
    """

    def __init__(self, positions: Positions, definition: TypeDefinition | None, findings: Findings) -> None:
        self._positions = positions
        self._definition = definition
        self._findings = findings
        self._where: tuple[str | int, ...] = ()
        properties = () if definition is None else definition.properties
        self._properties = {prop.name: prop.type for prop in properties}
        self._qids = None if definition is None else _qids(definition)
        self._advised = 0

    def read(self, spec: ExpectedEventSpec, *where: str | int) -> ExpectedEvent:
        """Read what stands at a place of the case."""
        self._where = where
        return ExpectedEvent(
            outcome=Outcome(spec.outcome),
            event_id=self._optional(spec.event_id, "event_id"),
            event_category=self._optional(spec.event_category, "event_category"),
            qid=self._qid(spec.qid),
            category=self._category(spec.category),
            severity=spec.severity,
            log_source_identifier=self._optional(spec.log_source_identifier, "log_source_identifier"),
            fields=tuple(self._fields(spec.fields)),
            properties=tuple(self._property_values(spec.properties)),
            warnings=None
            if spec.warnings is None
            else tuple(self._expected(text, "warnings", number) for number, text in enumerate(spec.warnings)),
        )

    def _at(self, *path: str | int) -> Origin:
        return self._positions.at(*self._where, *path)

    def _optional(self, text: str | None, *path: str | int) -> Expected | None:
        return None if text is None else self._expected(text, *path)

    def _expected(self, text: str, *path: str | int) -> Expected:
        try:
            return read_expected(text)
        except regex.error as error:
            self._findings.add("case/regex", self._at(*path), f"is not a regular expression: {error}")
            return text

    def _fields(self, values: Mapping[str, str | None]) -> Iterator[tuple[str, Expected | None]]:
        for name, text in values.items():
            try:
                kind = normalized_field(name).value_type
            except UnknownField as error:
                self._unknown_field(name, error)
                continue
            if name in _ELSEWHERE:
                message, advice = f"{name} is not a separate value", f"write `{_ELSEWHERE[name]}` next to `fields`"
                self._findings.add("case/field", self._key("fields", name), message, help=advice)
                continue
            yield name, self._value(text, is_time=kind == "time", path=("fields", name))

    def _unknown_field(self, name: str, error: UnknownField) -> None:
        advice = None
        if name in self._properties:
            advice = "it is a custom property: put it under `properties`"
        elif error.suggestions:
            advice = f"did you mean {' or '.join(f'`{near}`' for near in error.suggestions[:3])}?"
        self._findings.add("case/field", self._key("fields", name), f"there is no field `{name}`", help=advice)

    def _property_values(self, values: Mapping[str, str | None]) -> Iterator[tuple[str, Expected | None]]:
        for name, text in values.items():
            if self._definition is not None and name not in self._properties:
                message = f"the log source type does not fill a property `{name}`"
                advice = self._nearest(name, self._properties)
                self._findings.add("case/property", self._key("properties", name), message, help=advice)
                continue
            is_time = self._properties.get(name) is PropertyType.TIME
            yield name, self._value(text, is_time=is_time, path=("properties", name))

    def _key(self, *path: str | int) -> Origin:
        return self._positions.key(*self._where, *path)

    def _value(self, text: str | None, *, is_time: bool, path: tuple[str, str]) -> Expected | None:
        if not is_time or text is None or looks_like_pattern(text) or text.removeprefix("-").isdecimal():
            return self._optional(text, *path)
        try:
            return str(read_iso(text))
        except ValueError as error:
            advice = "write epoch milliseconds, or a time like 2024-05-01T12:00:00Z"
            self._findings.add("case/clock", self._at(*path), str(error), help=advice)
            return text

    def _qid(self, text: str | None) -> Expected | None:
        expected = self._optional(text, "qid")
        if isinstance(expected, str) and self._qids is not None and expected not in self._qids:
            message = f"no mapping of the log source type leads to a QID record `{expected}`"
            self._findings.add("case/qid", self._at("qid"), message, help=self._nearest(expected, self._qids))
        return expected

    def _category(self, text: str | None) -> int | Pattern | None:
        expected = self._optional(text, "category")
        if expected is None or isinstance(expected, Pattern):
            return expected
        try:
            return category(expected).id
        except UnknownName as error:
            self._findings.add("case/category", self._at("category"), str(error))
            return None

    def _nearest(self, name: str, known: Iterable[str]) -> str | None:
        self._advised += 1
        if self._advised > _MOST_ADVISED:
            return None
        near = closest(name, known)
        return f"did you mean `{near}`?" if near else None


def _qids(definition: TypeDefinition) -> dict[str, Qid]:
    """The QID records that events of the type may have, by all that they are called."""
    records = [definition.stored, definition.unknown, *(mapping.qid for mapping in definition.mappings)]
    return {name: qid for qid in records for name in qid_names(qid)}


def qid_names(qid: Qid) -> tuple[str, ...]:
    """What a case may call a QID record: key, name, number."""
    return tuple(name for name in (qid.key, qid.name, "" if qid.number is None else str(qid.number)) if name)
