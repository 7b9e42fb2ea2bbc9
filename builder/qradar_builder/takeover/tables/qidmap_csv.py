"""The files of `qidmap_cli`: one QID record a line (IBM documentation, topics on the QID map overview and utility)."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Location
from qradar_builder.package.extension.rows.row import Row
from qradar_builder.reference.number_blocks import first_qid
from qradar_builder.source.files import decode

if TYPE_CHECKING:
    from qradar_builder.findings import Findings

_LINE = re.compile(rb"(?:\d{0,10}),[^\r\n]{1,4000},\s*\d{1,2}\s*,\s*\d{3,5}\s*")
_HEADER = re.compile(rb"\"?qid\"?\s*,", re.IGNORECASE)
_FIELDS = 5
_ROW_BASE = 1


def looks_like_qidmap(content: bytes) -> bool:
    """Whether a file may be one of `qidmap_cli`: its first line that says anything has five fields of that form."""
    lines = (line.strip() for line in content[:65536].lstrip(b"\xef\xbb\xbf").splitlines())
    first = next((line for line in lines if line and not line.startswith(b"#") and not _HEADER.match(line)), b"")
    return _LINE.fullmatch(first) is not None


def qidmap_rows(content: bytes, name: str, findings: Findings) -> list[Row]:
    """The rows of `qidmap`.

    Each line is `qid,name,description,severity,low level category`; the number may be empty.
    """
    text = decode(content, name, findings)
    if text is None:
        return []
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text))
    try:
        for fields in reader:
            if not any(fields) or fields[0].lstrip().startswith("#") or fields[0].strip().lower() == "qid":
                continue
            row = _row([part.strip() for part in fields], len(rows))
            if row is None:
                message = "is no line of `qidmap_cli`: qid,name,description,severity,low level category"
                findings.add("import/qidmap", Location(name, reader.line_num, 1), message)
            else:
                rows.append(row)
    except csv.Error as error:
        findings.add("import/qidmap", Location(name, reader.line_num, 1), f"cannot be read: {error}")
    return rows


def _row(fields: list[str], place: int) -> Row | None:
    if len(fields) != _FIELDS:
        return None
    qid, name, description, severity, category = fields
    if not name or not severity.isdecimal() or not category.isdecimal() or (qid and not qid.isdecimal()):
        return None
    columns = {
        "id": str(_ROW_BASE + place),
        "qname": name,
        "qdescription": description,
        "severity": severity,
        "lowlevelcategory": category,
        "qid": qid or str(first_qid(0) + place),
    }
    return Row("qidmap", columns)
