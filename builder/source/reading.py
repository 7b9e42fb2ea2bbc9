"""Reading a text file that may be hostile: bounded in size, UTF-8 only."""

from __future__ import annotations

import os
import re
import stat
from codecs import BOM_UTF8
from typing import TYPE_CHECKING

from builder.findings import Findings, Location

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 16 * 1024 * 1024
"""The largest file that is read, in bytes."""

NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that XML cannot carry, and an extension therefore neither."""


def read_bytes(path: Path, name: str, findings: Findings, *, limit: int = MAX_BYTES) -> bytes | None:
    """Read a file of at most `limit` bytes, which findings call `name`. None, with a finding, where it cannot be."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # A pipe or a device may never end.
            findings.add("file/unreadable", Location(name), "is no file that can be read", help="put a file here")
            return None
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except FileNotFoundError:
        findings.add("file/missing", Location(name), f"there is no file {name}")
        return None
    except OSError as error:
        findings.add("file/unreadable", Location(name), f"cannot be read: {error.strerror or error}")
        return None
    if len(content) > limit:
        findings.add("file/too-large", Location(name), f"is larger than {limit // (1024 * 1024)} MiB")
        return None
    return content


def read_text(path: Path, name: str, findings: Findings) -> str | None:
    """Read a UTF-8 text of at most 16 MiB, without its byte order mark. None, with a finding, where it cannot be."""
    content = read_bytes(path, name, findings)
    return None if content is None else decode(content, name, findings)


def decode(content: bytes, name: str, findings: Findings) -> str | None:
    """Decode UTF-8, without its byte order mark. None, with a finding at the first bad byte, where it is not UTF-8."""
    text = content.removeprefix(BOM_UTF8)
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        good = text[: error.start].decode()
        line = good.count("\n") + 1
        column = len(good) - (good.rfind("\n") + 1) + 1
        findings.add(
            "file/not-utf-8",
            Location(name, line, column),
            f"is not UTF-8: byte 0x{text[error.start]:02x} cannot stand here",
        )
        return None


def display_name(path: Path) -> str:
    """How findings call a file: relative to the working directory where it lies below it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
