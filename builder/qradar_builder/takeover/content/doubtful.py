"""What is doubtful in the rows of a file: rows of the same key, and references to what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.package.extension.checks.tables import REFERENCES, TABLES

if TYPE_CHECKING:
    from qradar_builder.findings import Findings
    from qradar_builder.package.extension.checks.tables import Reference
    from qradar_builder.package.extension.content_reader import ContentRow, ContentTables
    from qradar_builder.takeover.content.kept import KeptRows

_SHOWN = 60


def note_doubtful(tables: ContentTables, kept: KeptRows, findings: Findings) -> None:
    """Warn of rows that have the same key, and of references to rows that are neither here nor on every console.

    What is only kept has no part in it, but that it may be referred to.
    """
    for table in TABLES:
        _check_unique(table, tables, findings)
    for reference in REFERENCES:
        _check_reference(reference, tables, kept, findings)


def _check_unique(table: str, tables: ContentTables, findings: Findings) -> None:
    first: dict[str, ContentRow] = {}
    for row in tables.rows(table):
        key = row.text("id")
        other = row if key is None else first.setdefault(key, row)
        if other is not row:
            message = f"another `{table}` has the id `{(key or '')[:_SHOWN]}`; this one is kept in extra/ as it is"
            related = [(tables.place(other), "this one")]
            findings.add("import/duplicate", tables.place(row), message, related=related)


def _check_reference(reference: Reference, tables: ContentTables, kept: KeptRows, findings: Findings) -> None:
    is_to_record = (reference.target, reference.target_column) == ("qidmap", "id")
    carried = tables.values(reference.target, reference.target_column) | reference.constants
    missing: dict[str, list[ContentRow]] = {}
    for row in tables.rows(reference.table):
        value = row.text(reference.column)
        if value is None or value in carried or reference.on_every_console(value):
            continue
        if not is_to_record or not kept.has_record(value):
            missing.setdefault(value, []).append(row)
    for value, rows in missing.items():
        others = f"; {len(rows) - 1} more rows refer to it" if len(rows) > 1 else ""
        message = (
            f"`{reference.column}` of this `{reference.table}` is {value[:_SHOWN]}, and no `{reference.target}` "
            f"with that {reference.target_column} is in the file{others}"
        )
        findings.add("import/dangling", tables.place(rows[0], reference.column), message)
