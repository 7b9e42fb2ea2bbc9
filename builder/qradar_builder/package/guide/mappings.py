"""The event mappings of a package as a CSV file."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.package.guide.facts import TypeFact

_COLUMNS = (
    "Log source type",
    "Event id",
    "Event category",
    "QID name",
    "QID",
    "Severity",
    "Low-level category",
    "Description",
)
_FORMULA = frozenset("=+-@\t\r")
"""What begins a formula in a spreadsheet program (OWASP, "CSV Injection")."""


def write_mappings(types: Iterable[TypeFact]) -> str:
    """Every event mapping in a row of its own, as RFC 4180 has it.

    Where a cell would be a formula, an apostrophe before it makes it text.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for one in types:
        for event in one.events:
            cells = (event.event_id, event.event_category, event.name, str(event.number), str(event.severity))
            row = (one.name, *cells, event.category, event.description)
            writer.writerow([f"'{cell}" if cell[:1] in _FORMULA else cell for cell in row])
    return text.getvalue()
