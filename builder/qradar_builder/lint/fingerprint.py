"""Words that tell findings apart, and that stay the same when lines move."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.findings import Finding

_INSIDE = re.compile(r"!(?=[^!/\\]+(?:[/\\][^!]*)?$)")
_DIGITS = 32


def outer_file(file: str) -> str:
    """The file that exists on disk, with `/` between its folders: for `a.zip!b.xml`, the archive."""
    return PurePath(_INSIDE.split(file)[0]).as_posix()


def fingerprints(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with a word of 32 hexadecimal digits that no other has.

    It is made of rule, file and message, and the count of findings with the same ones before it.
    """
    seen: dict[tuple[str, str, str], int] = {}
    for found in findings:
        key = (found.rule, found.location.file.replace("\\", "/"), found.message)
        number = seen[key] = seen.get(key, 0) + 1
        yield found, sha256("\0".join((*key, str(number))).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
