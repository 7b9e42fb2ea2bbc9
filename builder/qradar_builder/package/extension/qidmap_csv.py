"""QID records on built-in types as lines for `qidmap_cli.sh -i`, for consoles where the ZIP is not imported."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from qradar_builder.reference.number_blocks import type_of_qid

if TYPE_CHECKING:
    from qradar_builder.package.extension.rows.row import NumberedContent

_LOWEST_SEVERITY = 1
"""The tool creates records with 1 to 10 only."""


def write_qidmap_csv(source: NumberedContent) -> bytes | None:
    """The lines as UTF-8, or None where no built-in type has records.

    Each is `,name,description,severity,category`: the QID number stays empty, since the console gives the next one.
    """
    records = [
        record
        for records in (*(one.qids for one in source.content.types), source.content.records)
        for record in records
        if type_of_qid(source.numbered.qid_of(record).number) == 0
    ]
    if not records:
        return None
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for record in records:
        severity = max(record.severity, _LOWEST_SEVERITY)
        writer.writerow(["", record.name, record.description, severity, record.category])
    return text.getvalue().encode()
