"""What the parser runs, made from the rows of a content XML: one definition for each log source type that parses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import ValidationError

from qradar_builder.dsm.definition import (
    STORED_EVENT,
    UNKNOWN_EVENT,
    EventMapping,
    PropertyDefinition,
    PropertyRule,
    Qid,
    TypeDefinition,
    automatic_qids,
)
from qradar_builder.dsm.lsx.reader import read_lsx
from qradar_builder.model.expressions import PropertyExpression
from qradar_builder.model.log_source_type import PropertyType
from qradar_builder.package.extension.device_ext import read_document
from qradar_builder.reference.log_source_types import DEFAULT_CREDIBILITY
from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.lsx.model import LogSourceExtension
    from qradar_builder.findings import Findings
    from qradar_builder.package.extension.content_reader import ContentRow, ContentTables

_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
_ANY = -1
"""The QID or category of an expression that is for every event."""

# The kinds beside regex and JSON have shown their rows in no export; their names follow the REST API.
_EXPRESSIONS = {
    "ariel_property_expression": {"regex": "regex", "capturegroup": "capture_group", "formatstring": "format"},
    "ariel_property_json_expression": {"expression": "json"},
    "ariel_property_leef_expression": {"expression": "leef"},
    "ariel_property_cef_expression": {"expression": "cef"},
    "ariel_property_xml_expression": {"expression": "xml"},
    "ariel_property_nvp_expression": {
        "expression": "nvp",
        "delimiter_pair": "pair_delimiter",
        "delimiter_name_value": "value_delimiter",
    },
    "ariel_property_genericlist_expression": {"expression": "list", "delimiter": "delimiter"},
}
"""By table, what the model calls the columns that hold the expression."""


def archive_definitions(tables: ContentTables, findings: Findings) -> dict[str, TypeDefinition]:
    """The log source types of a content XML that have an extension, mappings or property expressions, by their names.

    The name is the internal one. What does not hold is a finding, and is left out.
    """
    reader = _Reader(tables, findings)
    return {one.key: one for row in tables.rows("sensordevicetype") if (one := reader.type(row)) is not None}


class _Reader:
    def __init__(self, tables: ContentTables, findings: Findings) -> None:
        self._tables = tables
        self._findings = findings
        self._extensions = {row.text("id"): row for row in tables.rows("device_ext")}
        self._qids = {row.text("id"): self._qid(row) for row in tables.rows("qidmap")}
        self._by_number = {qid.number: qid for qid in self._qids.values()}
        self._mappings: dict[str | None, list[ContentRow]] = {}
        for row in tables.rows("dsmevent"):
            self._mappings.setdefault(row.text("devicetypeid"), []).append(row)
        self._rules: dict[tuple[str | None, str | None], list[PropertyRule]] = {}
        for table, columns in _EXPRESSIONS.items():
            for row in tables.rows(table):
                rule = self._rule(row, columns)
                if rule is not None:
                    self._rules.setdefault((row.text("devicetypeid"), row.text("ap_id")), []).append(rule)

    def type(self, row: ContentRow) -> TypeDefinition | None:
        written = row.text("id")
        number = _number(row, "id")
        internal = row.text("devicetypename") or f"type {written}"
        name = row.text("devicetypedescription") or internal
        properties = tuple(self._properties(written))
        mappings = dict(self._type_mappings(written))
        extension_row = self._extensions.get(row.text("extension_id"))
        if extension_row is None and not properties and not mappings:
            return None
        origin = self._tables.place(row)
        stored, unknown = automatic_qids(name, number, origin)
        if STORED_EVENT in mappings:
            stored = mappings.pop(STORED_EVENT).qid
        if UNKNOWN_EVENT in mappings:
            unknown = mappings.pop(UNKNOWN_EVENT).qid
        credibility = _number(row, "devicetypecredibility")
        return TypeDefinition(
            name=name,
            number=number,
            extension=None if extension_row is None else self._extension(extension_row),
            stored=stored,
            unknown=unknown,
            origin=origin,
            key=internal,
            built_in=number is not None and number < FIRST_CUSTOM_TYPE,
            credibility=DEFAULT_CREDIBILITY if credibility is None else credibility,
            mappings=tuple(mappings.values()),
            properties=properties,
        )

    def _extension(self, row: ContentRow) -> LogSourceExtension | None:
        content = read_document(row, self._tables, self._findings)
        if content is None:
            return None
        return read_lsx(content, f"{self._tables.name}!{(row.text('name') or 'device_ext')[:60]}.xml", self._findings)

    def _qid(self, row: ContentRow) -> Qid:
        return Qid(
            name=row.text("qname") or "",
            severity=_number(row, "severity") or 0,
            category=_number(row, "lowlevelcategory") or 0,
            origin=self._tables.place(row),
            number=_number(row, "qid"),
        )

    def _type_mappings(self, written: str | None) -> Iterator[tuple[tuple[str, str], EventMapping]]:
        """The mappings of a type; those that people made come last, and replace what QRadar ships."""
        rows = sorted(self._mappings.get(written, []), key=lambda row: row.text("customevent") == "true")
        for row in rows:
            event_id, category = row.text("deviceeventid") or "", row.text("deviceeventcategory") or ""
            qid = self._qids.get(row.text("qidmapid"))
            if qid is not None:
                yield (event_id, category), EventMapping(event_id, category, qid, self._tables.place(row))

    def _properties(self, written: str | None) -> Iterator[PropertyDefinition]:
        for row in self._tables.rows("ariel_regex_property"):
            rules = self._rules.get((written, row.text("id")))
            kind = row.text("propertytype") or ""
            if rules:
                yield PropertyDefinition(
                    name=row.text("propertyname") or "",
                    type=PropertyType(kind) if kind in list(PropertyType) else PropertyType.STRING,
                    rules=tuple(rules),
                    origin=self._tables.place(row),
                    optimize=row.text("forceparse") == "true",
                    datetime_format=row.text("datepattern") or None,
                    locale=row.text("languagetag") or None,
                )

    def _rule(self, row: ContentRow, columns: dict[str, str]) -> PropertyRule | None:
        origin = self._tables.place(row)
        given: dict[str, object] = {"enabled": row.text("enabled") != "false"}
        for column, name in columns.items():
            text = row.text(column)
            if text:
                given[name] = int(text) if name == "capture_group" and _WHOLE.fullmatch(text) else text
        if "format" in given:
            given.pop("capture_group", None)
        try:
            expression = PropertyExpression.model_validate(given)
        except ValidationError:
            self._findings.add("package/expression", origin, "cannot read the expression; it is skipped")
            return None
        qid, category = _number(row, "qid"), _number(row, "category")
        return PropertyRule(
            expression=expression,
            rank=_number(row, "rank") or 0,
            origin=origin,
            qid=None if qid in {None, _ANY} else self._by_number.get(qid) or Qid("", 0, 0, origin, qid),
            category=None if category in {None, _ANY} else category,
        )


def _number(row: ContentRow, column: str) -> int | None:
    text = row.text(column)
    return int(text) if text is not None and _WHOLE.fullmatch(text) else None
