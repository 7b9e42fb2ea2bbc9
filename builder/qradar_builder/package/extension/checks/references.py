"""Checks that the rows of a content XML refer to rows that are there, as in QRadar's own exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.package.extension.checks.tables import REFERENCES

if TYPE_CHECKING:
    from qradar_builder.findings import Findings
    from qradar_builder.package.extension.checks.tables import Reference
    from qradar_builder.package.extension.content_reader import ContentRow, ContentTables


def check_references(tables: ContentTables, findings: Findings) -> None:
    """Report references to what is not in the file; what every console has of its own is only a note."""
    for reference in REFERENCES:
        _check(reference, tables, findings)


def _check(reference: Reference, tables: ContentTables, findings: Findings) -> None:
    carried = tables.values(reference.target, reference.target_column) | reference.constants
    missing: dict[str, list[ContentRow]] = {}
    for row in tables.rows(reference.table):
        value = row.text(reference.column)
        if value is not None and value not in carried:
            missing.setdefault(value, []).append(row)
    for value, rows in missing.items():
        others = f"; {len(rows) - 1} more rows refer to it" if len(rows) > 1 else ""
        known = reference.on_every_console(value)
        findings.add(
            "package/not-carried" if known else "package/dangling-reference",
            tables.place(rows[0], reference.column),
            f"`{reference.column}` is {value[:60]}, and no `{reference.target}` with that {reference.target_column} "
            f"is {'carried' if known else 'here'}{others}",
        )
