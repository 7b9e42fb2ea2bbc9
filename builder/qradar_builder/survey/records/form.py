"""The forms that records have in files, and how the form of a file is known by its name and its first bytes."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from qradar_builder.starter.events.headers import header_of
from qradar_builder.survey.records.exports import PAYLOAD_NAMES

LOOKED_AT: Final = 64 * 1024
"""How many bytes at most tell the form of a file."""
_FRAME: Final = re.compile(rb"[1-9][0-9]{0,6} <[0-9]{1,3}>")
_MARK: Final = b"\xef\xbb\xbf"
_BLANKS: Final = b" \t\r\n"
_XML: Final = re.compile(rb"\s*<(?:\?xml|[A-Za-z][\w:.-]*[\s/>])")


class Form(StrEnum):
    """How records are in a file; all but the last two are names of `--input`."""

    LINES = "lines"
    """A payload on each line."""
    NDJSON = "ndjson"
    """A JSON value on each line: an object is a payload as it is written, and a text contains one."""
    JSON = "json"
    """JSON arrays of such values, or such values one after the other."""
    CSV = "csv"
    """Rows below the names of their columns; one column contains the payload, or the row is the payload."""
    PARQUET = "parquet"
    """Apache Parquet, of which one column contains the payload."""
    SYSLOG = "syslog"
    """Syslog messages: one a line, or each after its length (RFC 6587)."""
    QRADAR = "qradar"
    """What QRadar exports of Log Activity: CSV, JSON or XML, with the payload as text or in Base64."""
    WHOLE = "whole"
    """The file is one payload."""
    XML = "xml"
    """XML of which elements contain payloads, or are such."""
    FRAMES = "frames"
    """Syslog messages, each after its length in bytes (RFC 6587, section 3.4.1)."""


INPUTS: Final = tuple(form.value for form in Form if form not in {Form.XML, Form.FRAMES})
"""What `--input` takes."""
SPLIT: Final = frozenset({Form.LINES, Form.NDJSON})
"""Forms of which a range can be read by itself."""

_BY_ENDING: Final = {
    ".ndjson": Form.NDJSON,
    ".jsonl": Form.NDJSON,
    ".json": Form.JSON,
    ".csv": Form.CSV,
    ".tsv": Form.CSV,
    ".parquet": Form.PARQUET,
    ".pq": Form.PARQUET,
    ".xml": Form.XML,
}


def form_of(name: str, start: bytes, asked: Form | None = None) -> Form:
    """The form of a file by its name without the ending of a compression, its first bytes, and what `--input` asks."""
    if start.startswith(b"PAR1"):
        return Form.PARQUET
    start = start.removeprefix(_MARK)
    if asked is Form.SYSLOG:
        return Form.FRAMES if _FRAME.match(start) else Form.LINES
    if asked is not None and asked is not Form.QRADAR:
        return asked
    named = next((form for ending, form in _BY_ENDING.items() if name.lower().endswith(ending)), None)
    return _exported(start, named) if asked is Form.QRADAR else _told(start, named)


def _exported(start: bytes, named: Form | None) -> Form:
    text = start.lstrip(_BLANKS)
    if text.startswith(b"<"):
        return Form.XML
    if text[:1] in {b"{", b"["}:
        return _of_json(text)
    return Form.CSV if named is not Form.PARQUET else named


def _told(start: bytes, named: Form | None) -> Form:
    text = start.lstrip(_BLANKS)
    if named is Form.XML:
        return Form.XML if _XML.match(text) else Form.LINES
    if named is Form.JSON:
        return _of_json(text)
    if named is not None:
        return named
    if text.startswith(b"[") and text[1:].lstrip(_BLANKS)[:1] in {b"{", b'"'}:
        return Form.JSON
    if text.startswith(b"{") and text[1:].lstrip(b" \t")[:1] in {b"\r", b"\n"}:
        # JSON that is laid out for people.
        return Form.JSON
    if _FRAME.match(text):
        return Form.FRAMES
    if text.startswith((b"<?xml", b"<Events", b"<Event>", b"<Event ")):
        return Form.XML
    return Form.CSV if _has_payload_column(start) else Form.LINES


def _of_json(text: bytes) -> Form:
    """Objects that begin and end on the first two lines are a value a line, as many a file named `.json` has them."""
    first, found, rest = text.partition(b"\n")
    second = rest.lstrip(_BLANKS)
    is_whole = first.rstrip().endswith(b"}") and first.count(b"{") == first.count(b"}")
    return Form.NDJSON if found and text.startswith(b"{") and is_whole and second[:1] in {b"{", b""} else Form.JSON


def _has_payload_column(start: bytes) -> bool:
    """Whether the first line names columns, one of which is that of payloads."""
    first = start.partition(b"\n")[0].lower()
    if not any(name.encode() in first for name in PAYLOAD_NAMES):
        return False
    header = header_of(start.decode("utf-8", "replace"))
    return header is not None and any(name.lower() in PAYLOAD_NAMES for name in header.names)
