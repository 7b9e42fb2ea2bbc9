"""The files of `qidmap_cli`: one QID record a line (IBM documentation, topics on the QID map overview and utility)."""

from __future__ import annotations

import csv
import io
import re
from itertools import count
from typing import TYPE_CHECKING

from qradar_builder.findings import Location
from qradar_builder.package.extension.rows.row import Row
from qradar_builder.reference.number_blocks import first_qid
from qradar_builder.source.files import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Findings

_LINE = re.compile(rb"(?:\d{0,10}),[^\r\n]{1,4000},\s*\d{1,2}\s*,\s*\d{3,5}\s*")
_HEADER = re.compile(rb"\"?qid\"?\s*,", re.IGNORECASE)
_FIELDS = 5


def looks_like_qidmap(content: bytes) -> bool:
    """Whether a file may be one of `qidmap_cli`: its first line that says anything has five fields of that form."""
    lines = (line.strip() for line in content[:65536].lstrip(b"\xef\xbb\xbf").splitlines())
    first = next((line for line in lines if line and not line.startswith(b"#") and not _HEADER.match(line)), b"")
    return _LINE.fullmatch(first) is not None


def qidmap_rows(files: Iterable[tuple[str, bytes]], others: Iterable[Row], findings: Findings) -> list[Row]:
    """The rows of `qidmap` of files, each with its name. `others` are rows of the same import.

    Each line is `qid,name,description,severity,low level category`. Where the number is empty, it is the next one
    that neither a line nor another row has.
    """
    found: list[dict[str, str]] = []
    for name, content in files:
        text = decode(content, name, findings)
        if text is not None:
            found += _lines(text, name, findings)
    known = [row for row in others if row.table == "qidmap"]
    row_ids = (value for row in known if isinstance(value := row.columns["id"], str) and value.isdecimal())
    first = max((int(each) for each in row_ids), default=0) + 1
    taken = {each["qid"] for each in found} | {str(row.columns["qid"]) for row in known}
    free = (str(number) for number in count(first_qid(0)) if str(number) not in taken)
    return [
        Row("qidmap", {"id": str(place), **columns, "qid": columns["qid"] or next(free)})
        for place, columns in enumerate(found, first)
    ]


def _lines(text: str, name: str, findings: Findings) -> list[dict[str, str]]:
    """The columns of the lines of a file."""
    rows: list[dict[str, str]] = []
    reader = csv.reader(io.StringIO(text, newline=None))
    try:
        for fields in reader:
            if not any(fields) or fields[0].lstrip().startswith("#") or fields[0].strip().lower() == "qid":
                continue
            row = _columns([part.strip() for part in fields])
            if row is None:
                message = "is no line of `qidmap_cli`: qid,name,description,severity,low level category"
                findings.add("import/qidmap", Location(name, reader.line_num, 1), message)
            else:
                rows.append(row)
    except csv.Error as error:
        findings.add("import/qidmap", Location(name, reader.line_num, 1), f"cannot be read: {error}")
    return rows


def _columns(fields: list[str]) -> dict[str, str] | None:
    if len(fields) != _FIELDS:
        return None
    qid, name, description, severity, category = fields
    if not name or not severity.isdecimal() or not category.isdecimal() or (qid and not qid.isdecimal()):
        return None
    return {
        "qname": name,
        "qdescription": description,
        "severity": severity,
        "lowlevelcategory": category,
        "qid": qid,
    }
