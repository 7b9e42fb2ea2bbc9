"""Recognises files that are no samples of events, and says which command takes them."""

from __future__ import annotations

import re
from typing import Final

_START: Final = 4096
_XML_ROOT: Final = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:\w+:)?(\w+)", re.DOTALL)
_ROOTS: Final = {
    b"content": ("a content export of QRadar", "qradar-builder lint FILE, or qradar-builder parse FILE EVENTS"),
    b"device": ("a log source extension", "qradar-builder parse FILE EVENTS"),
    b"Workflow": ("a workflow", "qradar-builder run FILE"),
    b"WorkflowParameterValues": ("parameter values of a workflow", "qradar-builder run WORKFLOW FILE"),
}
_SIGNS: Final = (
    (b"PK\x03\x04", "a ZIP file", "unpack it, or for an extension: qradar-builder lint FILE"),
    (b"%PDF", "a PDF file", "copy the events from it to a text file"),
    (b"\x89PNG", "a picture", "use a text file with the events"),
    (b"\xd4\xc3\xb2\xa1", "a packet capture", "use a text file with the events"),
    (b"\x0a\x0d\x0d\x0a", "a packet capture", "use a text file with the events"),
    (b"ElfFile\x00", "a Windows event log", "export it as XML: wevtutil qe FILE /lf:true /f:xml"),
)


class ForeignFileError(Exception):
    """A file is no file of events. `what` says what it is, and `advice` what takes it."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice


def foreign(start: bytes) -> tuple[str, str] | None:
    """What a file is that begins so, and what to do with it. None for what may be events."""
    for sign, what, advice in _SIGNS:
        if start.startswith(sign):
            return what, advice
    root = _XML_ROOT.match(start[:_START])
    if root is not None and root[1] in _ROOTS:
        return _ROOTS[root[1]]
    text = start[:_START]
    if text.lstrip().startswith(b"{"):
        if re.search(rb'"log"\s*:\s*\{\s*"(?:version|creator|entries|pages)"', text):
            return "a HAR recording", "qradar-builder init NAME --from-har FILE"
        if re.match(rb'\s*\{\s*"(?:openapi|swagger)"\s*:', text):
            return "an API document", "qradar-builder init NAME --from-openapi FILE"
    if re.match(rb"(?:#[^\n]*\n)*(?:openapi|swagger): ", text):
        return "an API document", "qradar-builder init NAME --from-openapi FILE"
    if b"\x00" in text and not text.startswith((b"\xff\xfe", b"\xfe\xff")) and not text.startswith(b"\x1f\x8b"):
        return "no text", "use a UTF-8 text file with the events"
    return None
