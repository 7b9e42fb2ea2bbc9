"""The entries of a package's CHANGELOG.md, by version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Location
from qradar_builder.source.files import decode, display_name, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qradar_builder.findings import Findings

FILE: Final = "CHANGELOG.md"
_MOST_BYTES: Final = 1024 * 1024
_HEADING: Final = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)$")
_VERSION: Final = re.compile(r"\[?[vV]?(\d+\.\d+\.\d+)\]?(?=$|[\s(:,-])")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands under the heading of a version, with the line of the heading."""

    version: str
    line: int
    text: str

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing: headings and comments are nothing by themselves."""
        lines = _COMMENT.sub("", self.text).splitlines()
        return not any(line.strip() and not _HEADING.match(line) for line in lines)


def read_changelog(folder: Path, findings: Findings) -> dict[str, Entry] | None:
    """The entries of the change log of a package. None without a file, or with a finding where it cannot be read.

    A heading such as `## 1.2.0`, `## v1.2.0` or `## [1.2.0] - 2024-05-01` begins an entry.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    content = read_bytes(path, display_name(path), findings, limit=_MOST_BYTES, within=folder)
    text = None if content is None else decode(content, display_name(path), findings)
    return None if text is None else entries(text)


def entries(text: str) -> dict[str, Entry]:
    """The entries of a change log by version; the first of a version counts.

    An entry ends at the next heading of its own level or above. Code is no heading.
    """
    found: dict[str, Entry] = {}
    lines = text.splitlines()
    headings = list(_headings(lines))
    for at, (number, level, title) in enumerate(headings):
        version = _VERSION.match(title)
        if version:
            end = next((other for other, depth, _ in headings[at + 1 :] if depth <= level), len(lines))
            found.setdefault(version[1], Entry(version[1], number + 1, "\n".join(lines[number + 1 : end])))
    return found


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The headings: index of the line, level, and words."""
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark:
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and (heading := _HEADING.match(line)):
            yield number, len(heading[1]), heading[2]


def check_entry(folder: Path, version: str, findings: Findings) -> None:
    """Report that the change log has no entry of a version, or one that says nothing."""
    before = findings.errors
    found = read_changelog(folder, findings)
    name = display_name(folder / FILE)
    if found is None:
        if findings.errors == before:
            findings.add("release/changelog", Location(name), f"there is no {FILE}")
    elif version not in found:
        findings.add("release/changelog", Location(name), f"has no entry of the version {version}")
    elif found[version].is_empty:
        findings.add("release/changelog", Location(name, found[version].line), f"the entry of {version} says nothing")
