"""The log source extension in a row of the table `device_ext`: its document, in base64."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qradar_builder.findings import Findings
    from qradar_builder.package.extension.content_reader import ContentRow, ContentTables


def encoded_document(document: bytes) -> str:
    """The text of the column `xml`."""
    return base64.b64encode(document).decode("ascii")


def read_document(row: ContentRow, tables: ContentTables, findings: Findings) -> bytes | None:
    """The document of a row. None where there is none, with a finding where it is not base64."""
    written = row.text("xml")
    if written is None:
        return None
    try:
        return base64.b64decode("".join(written.split()), validate=True)
    except (binascii.Error, ValueError):
        findings.add("package/base64", tables.place(row, "xml"), "`xml` of `device_ext` is not base64")
        return None
