"""What an import leaves out of rows that have no file to be kept from: of the REST API, or of `qidmap_cli`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.findings import RULES, Location
from qradar_builder.package.identity.reader import LAST_GIVEN_TYPE
from qradar_builder.reference.number_blocks import first_qid
from qradar_builder.takeover.content.events import is_category
from qradar_builder.takeover.tables.other_expressions import OTHER_EXPRESSIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Finding, Findings
    from qradar_builder.package.extension.rows.row import Row

_RULE = "import/skipped"
_KEPT = "kept in extra/ as it is"
_SHOWN = 60
_NAMES = {
    "qidmap": ("QID record", "qname"),
    "dsmevent": ("event mapping", "deviceeventid"),
    "ariel_regex_property": ("custom property", "propertyname"),
    "ariel_property_expression": ("expression", "regex"),
    "ariel_property_json_expression": ("expression", "expression"),
    **dict.fromkeys(OTHER_EXPRESSIONS, ("expression", "expression")),
    "property_expressions": ("expression", "regex"),
    "property_calculated_expressions": ("expression", "operator"),
}
"""What a row of a table is, and the column that people know it by."""


def note_left_out(name: str, rows: Iterable[Row], all_rows: Iterable[Row], findings: Findings) -> None:
    """Warn of rows that are not in the package: a warning for each table and reason, which names the first row.

    `name` is what the rows were read from. What QRadar ships is left out without a word: records outside the
    numbers for users, and mappings that nobody made.
    """
    numbers = {str(row.columns["qid"]): row for row in reversed([*all_rows]) if row.table == "qidmap"}
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        reason = _reason(row, numbers) if row.table in _NAMES else None
        if reason is not None:
            what, column = _NAMES[row.table]
            found.setdefault((what, reason), []).append(str(row.columns.get(column) or "")[:_SHOWN])
    for (what, reason), shown in found.items():
        more = " is" if len(shown) == 1 else f" and {len(shown) - 1:,} more are"
        findings.add(_RULE, Location(name), f"the {what} {shown[0]!a}{more} skipped: {reason}")


def _reason(row: Row, numbers: dict[str, Row]) -> str | None:
    """Why a row is left out; None where it is what QRadar ships."""
    if row.table == "qidmap":
        return _reason_of_record(row, numbers)
    if row.table == "dsmevent":
        if row.columns.get("customevent") == "false":
            return None
        return "its log source type or its QID record is not among the answers, or cannot be in a package"
    if row.table == "ariel_regex_property":
        return "it has no expression here that a package can contain"
    return "its property or its log source type is not among the answers, or a package cannot contain it"


def _reason_of_record(row: Row, numbers: dict[str, Row]) -> str | None:
    columns = {name: str(value) for name, value in row.columns.items()}
    qid, severity, category = columns["qid"], columns["severity"], columns["lowlevelcategory"]
    if not first_qid(0) <= int(qid) < first_qid(LAST_GIVEN_TYPE + 1):
        return None
    if not severity.isdecimal() or not 0 <= int(severity) <= 10:
        return f"the severity {severity} is not from 0 to 10"
    if not category.isdecimal() or not is_category(int(category)):
        return f"there is no low-level category {category}"
    if numbers[qid] is not row:
        return f"another record has the QID {qid}"
    return "its name or its description is too long, or it is repeated"


def as_left_out(found: Finding) -> Finding:
    """A finding on a row that was made for the import: without a line, and true of a package that keeps no rows."""
    related = tuple(replace(each, location=Location(each.location.file)) for each in found.related)
    found = replace(found, location=Location(found.location.file), related=related)
    if found.rule == "import/dangling":
        return replace(found, help="give the answer of the REST API that contains it, too")
    if _KEPT not in found.message:
        return found
    known, message = RULES[_RULE], found.message.replace(_KEPT, "skipped")
    return replace(found, rule=_RULE, severity=known.severity, message=message, help=known.help)
