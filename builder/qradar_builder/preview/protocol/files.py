"""Files of the package, as the editor of the page reads and writes them."""

from __future__ import annotations

from qradar_builder.preview.protocol.message import Answer, Request
from qradar_builder.preview.protocol.problems import FindingMessage, Problem


class FileAnswer(Answer):
    """`GET api/files/<path>`."""

    path: str
    text: str
    hash: str


class WriteRequest(Request):
    """`PUT api/files/<path>`. `base_hash` is the hash of the text that was edited."""

    text: str
    base_hash: str


class WrittenAnswer(Answer):
    """What is on disk now, with the findings of the package."""

    path: str
    hash: str
    revision: int
    findings: list[FindingMessage]


class DiskText(Answer):
    """What another program has written. The hash is empty where it deleted the file."""

    text: str
    hash: str


class ConflictAnswer(Answer):
    """409: the file on disk has another hash than the text that was edited. Nothing was written."""

    error: Problem
    disk: DiskText
