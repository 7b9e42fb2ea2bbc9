"""The rows of a content XML with the ways that they refer to one another, and which of them the package takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.reference.log_source_types import log_source_type
from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE
from qradar_builder.takeover.tables.other_expressions import OTHER_EXPRESSIONS
from qradar_builder.text.nearest import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.package.extension.content_reader import ContentRow, ContentTables
    from qradar_builder.reference.log_source_types import BuiltInType
    from qradar_builder.takeover.content.kept import KeptRows

_NUMBER = re.compile(r"-?\d{1,18}", re.ASCII)
EXPRESSION_TABLES = {"ariel_property_expression": "regex", "ariel_property_json_expression": "expression"}
"""The tables of expressions that a build writes, each with the column that holds the expression."""


def number(row: ContentRow, column: str) -> int | None:
    """The number in a column; None where it is NULL or no number."""
    text = row.text(column)
    return int(text) if text is not None and _NUMBER.fullmatch(text) else None


def built_in_type(number_of_type: int | None) -> BuiltInType | None:
    """The log source type of that number that QRadar ships, as far as it is known."""
    if number_of_type is None or not 0 <= number_of_type < FIRST_CUSTOM_TYPE - 1:
        return None
    try:
        return log_source_type(number_of_type)
    except UnknownName:
        return None


class Index:
    """The rows of a content XML by what others refer to them by."""

    def __init__(self, tables: ContentTables, kept: KeptRows, *, made: bool = False) -> None:
        self.tables = tables
        self.made = made
        """Whether the rows were made for the import, so that what a build does not write is lost."""
        self.kept = kept
        self.extensions = _by(tables.rows("device_ext"), "id")
        self.records = _by(tables.rows("qidmap"), "id")
        self.records_by_number = _by(tables.rows("qidmap"), "qid")
        self.repeated = _repeated(tables.rows("qidmap"), "qid")
        """Which rows of `qidmap` have the number of an earlier one; a package has each number once."""
        self.mappings = _groups(tables.rows("dsmevent"), "devicetypeid")
        self.protocols = _groups(tables.rows("sensordeviceprotocols"), "sensordevicetypeid")
        self.properties = _by(tables.rows("ariel_regex_property"), "id")
        self.expressions: dict[str, list[tuple[str, ContentRow]]] = {}
        for table in (*EXPRESSION_TABLES, *(sorted(OTHER_EXPRESSIONS) if made else ())):
            for row in tables.rows(table):
                self.expressions.setdefault(row.text("devicetypeid") or "", []).append((table, row))

    def record(self, identity: str | None) -> ContentRow | None:
        """The row of `qidmap` with that id, also one that is on disk."""
        if identity is None or identity in self.records:
            return self.records.get(identity or "")
        found = self.kept.record("id", identity)
        return found if found is not None and found.text("qid") not in self.records_by_number else None

    def record_of_number(self, qid: str) -> ContentRow | None:
        """The row of `qidmap` with that number, also one that is on disk."""
        if qid in self.records_by_number:
            return self.records_by_number[qid]
        found = self.kept.record("qid", qid)
        return found if found is not None and found.text("id") not in self.records else None

    def has_record(self, identity: str | None) -> bool:
        """Whether there is a row of `qidmap` with that id, also one that is only kept."""
        return identity in self.records or self.kept.has_record(identity)


def _repeated(rows: Iterable[ContentRow], column: str) -> frozenset[int]:
    seen: dict[int, int] = {}
    numbers = ((row.number, number(row, column)) for row in rows)
    return frozenset(place for place, value in numbers if value is not None and seen.setdefault(value, place) != place)


def _by(rows: Iterable[ContentRow], column: str) -> dict[str, ContentRow]:
    found: dict[str, ContentRow] = {}
    for row in rows:
        value = row.text(column)
        if value is not None:
            found.setdefault(value, row)
    return found


def _groups(rows: Iterable[ContentRow], column: str) -> dict[str, list[ContentRow]]:
    found: dict[str, list[ContentRow]] = {}
    for row in rows:
        found.setdefault(row.text(column) or "", []).append(row)
    return found
