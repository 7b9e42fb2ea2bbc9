"""Checks the rows of a content XML one table at a time: columns, forms of values, and what must be unique."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.package.extension.checks.tables import TABLES
from qradar_builder.package.names import Names
from qradar_builder.reference.name_index import is_number
from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE, type_of_qid
from qradar_builder.text.shown import cut

if TYPE_CHECKING:
    from qradar_builder.findings import Findings
    from qradar_builder.package.extension.checks.tables import Table
    from qradar_builder.package.extension.content_reader import ContentRow, ContentTables

_NUMBER = re.compile(r"-?\d{1,19}", re.ASCII)
_FLAGS = ("true", "false")
_SEVERITIES = range(11)
_SHOWN = 60


def check_rows(tables: ContentTables, findings: Findings) -> None:
    """Report rows that lack columns, hold values of a wrong form, or are the same as others."""
    for name, table in TABLES.items():
        rows = tables.rows(name)
        _check_columns(tables, name, table, rows, findings)
        for column in table.unique:
            _check_unique(tables, name, column, rows, findings)
    _check_mappings(tables, findings)
    _check_records(tables, findings)
    _check_blocks(tables, findings)


def _check_columns(tables: ContentTables, name: str, table: Table, rows: list[ContentRow], findings: Findings) -> None:
    for row in rows:
        columns = row.columns
        for column in table.required:
            if column not in columns:
                findings.add("package/missing-column", tables.place(row), f"this `{name}` has no `{column}`")
        for column in table.numbers:
            value = columns.get(column)
            if value is not None and not (isinstance(value, str) and _NUMBER.fullmatch(value)):
                message = f"`{column}` of `{name}` must be a number, not {_shown(value)}"
                findings.add("package/number", tables.place(row, column), message)
        for column in table.flags:
            value = columns.get(column)
            if value is not None and value not in _FLAGS:
                message = f"`{column}` of `{name}` must be true or false, not {_shown(value)}"
                findings.add("package/truth-value", tables.place(row, column), message)


def _check_unique(tables: ContentTables, name: str, column: str, rows: list[ContentRow], findings: Findings) -> None:
    first: dict[str, ContentRow] = {}
    for row in rows:
        value = row.text(column)
        if value is None:
            continue
        other = first.setdefault(value.lower() if column == "uuid" else value, row)
        if other is not row:
            findings.add(
                "package/duplicate",
                tables.place(row, column),
                f"another `{name}` has the {column} {_shown(value)}",
                related=[(tables.place(other, column), "this one")],
            )


def _check_mappings(tables: ContentTables, findings: Findings) -> None:
    first: dict[tuple[str | None, ...], ContentRow] = {}
    for row in tables.rows("dsmevent"):
        key = (row.text("devicetypeid"), row.text("deviceeventid"), row.text("deviceeventcategory"))
        other = first.setdefault(key, row)
        if other is not row and None not in key:
            findings.add(
                "package/duplicate-mapping",
                tables.place(row),
                f"log source type {key[0]} maps the event id {_shown(key[1])} with the category {_shown(key[2])} twice",
                related=[(tables.place(other), "here first")],
            )


def _check_records(tables: ContentTables, findings: Findings) -> None:
    names = Names(findings)
    for row in tables.rows("qidmap"):
        category = row.text("lowlevelcategory")
        if category is not None and is_number(category):
            names.category(int(category), tables.place(row, "lowlevelcategory"))
        severity = row.text("severity")
        if severity is not None and is_number(severity) and int(severity) not in _SEVERITIES:
            place = tables.place(row, "severity")
            findings.add("package/severity", place, f"the severity {severity} is not from 0 to 10")


def _check_blocks(tables: ContentTables, findings: Findings) -> None:
    types = tables.values("sensordevicetype", "id")
    astray: dict[int, list[ContentRow]] = {}
    for row in tables.rows("qidmap"):
        qid = row.text("qid")
        if qid is not None and _NUMBER.fullmatch(qid):
            owner = type_of_qid(int(qid))
            if owner < 0 or (owner >= FIRST_CUSTOM_TYPE and str(owner) not in types):
                astray.setdefault(owner, []).append(row)
    for owner, rows in astray.items():
        whose = "no log source type" if owner < 0 else f"log source type {owner}, which is not here"
        others = f"; {len(rows) - 1} more rows have such a number" if len(rows) > 1 else ""
        message = f"the QID number {rows[0].text('qid')} is in the block of {whose}{others}"
        findings.add("package/qid-block", tables.place(rows[0], "qid"), message)


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else "parts"
    return f"`{cut(text, _SHOWN)}`"
