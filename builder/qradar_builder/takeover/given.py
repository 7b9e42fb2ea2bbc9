"""The files that are given to an import, those of folders too, and what is said of those that are not read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qradar_builder.findings import Location
from qradar_builder.package.extension.manifest import MANIFEST
from qradar_builder.package.layout import built_workflows
from qradar_builder.source.files import display_name
from qradar_builder.source.xml.root import root_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from qradar_builder.findings import Findings

_MOST_FILES = 1000
_MOST_SHOWN = 5
_ENDINGS = {".xml", ".zip", ".gz", ".tgz", ".json", ".csv", ".txt"}
"""How the names of files end that are read of a folder."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file that is given, or a file in an archive that is. `called` is how findings name it."""

    name: str
    called: str
    content: bytes


@dataclass(slots=True)
class Folder:
    """A folder that is given: how many files of it may be known, the last of them, and what is not read."""

    name: str
    count: int
    last: Path
    others: list[str]
    unread: list[Given] = field(default_factory=list)


def given_files(paths: Iterable[Path], findings: Findings) -> Iterator[tuple[Path, Folder | None]]:
    """The files that are given, and those in folders that are, each with its folder."""
    for path in paths:
        if not path.is_dir():
            yield path, None
            continue
        name = display_name(path)
        inside = sorted(each for each in path.iterdir() if not each.name.startswith("."))
        # A manifest beside a content XML is read together with it.
        known = [
            each for each in inside if each.is_file() and each.suffix.lower() in _ENDINGS and each.name != MANIFEST
        ]
        if not known:
            folders = any(each.is_dir() for each in inside)
            advice = "the folders in it are not read: give one of them, or several, or their files" if folders else None
            message = "contains no file that can be imported"
            findings.add("import/unknown-kind", Location(name), message, help=advice)
            continue
        if len(known) > _MOST_FILES:
            message = f"contains more than {_MOST_FILES:,} files"
            findings.add("import/unknown-kind", Location(name), message)
            known = known[:_MOST_FILES]
        others = [each for each in inside if each not in known and each.name != MANIFEST]
        folder = Folder(
            name, len(known), known[-1], [f"{each.name}/" if each.is_dir() else each.name for each in others]
        )
        for each in known:
            yield each, folder


def end_folder(folder: Folder, findings: Findings) -> None:
    """Say what of a folder is not read: an error where that is all of it."""
    if len(folder.unread) == folder.count:
        for file in folder.unread[:_MOST_SHOWN]:
            tell_unknown(file, findings)
    else:
        names = [*folder.others, *(file.name for file in folder.unread)]
        note_unread(folder.name, "folder", sorted(names), findings)


def note_unread(name: str, what: str, unread: list[str], findings: Findings) -> None:
    """Warn of what a folder or an archive contains beside the files that are read."""
    if not unread:
        return
    shown = ", ".join(ascii(each) for each in unread[:_MOST_SHOWN])
    more = f" and {len(unread) - _MOST_SHOWN:,} more" if len(unread) > _MOST_SHOWN else ""
    is_one = len(unread) == 1
    message = f"{shown}{more} in this {what} {'is' if is_one else 'are'} not read"
    advice = f"to import what {'it contains' if is_one else 'they contain'}, give the files themselves"
    findings.add("import/skipped", Location(name), message, help=advice)


def note_beside(given: set[Path], findings: Findings) -> None:
    """Warn of workflows that a build writes next to a ZIP, and that are not given."""
    for path in sorted(each for each in given if each.suffix == ".zip"):
        folder = built_workflows(path)
        if not any(each.is_relative_to(folder) for each in given) and folder.is_dir():
            message = f"the workflows in {display_name(folder)!a}, which a build wrote next to it, are not read"
            findings.add("import/skipped", Location(display_name(path)), message, help="give that folder, too")


def tell_unknown(file: Given, findings: Findings) -> None:
    """Say that a file is nothing that can be imported, and what it looks like."""
    place = Location(file.called)
    root = root_name(file.content)
    if root is not None:
        findings.add("import/unknown-kind", place, f"is XML with the root `{root[:80]}`")
    elif is_unmarked(file.content):
        message = "looks like UTF-16 without a byte order mark, which cannot be read"
        findings.add("import/unknown-kind", place, message, help="save the file as UTF-8")
    elif is_json(file.content):
        message = "is JSON, and none of the answers of QRadar's REST API that can be imported"
        findings.add("import/unknown-kind", place, message)
    elif file.content.startswith(b"HTTP/"):
        findings.add("import/unknown-kind", place, "begins with the headers of an answer", help="save only its body")
    else:
        findings.add("import/unknown-kind", place, "is not a file that can be imported")


def is_json(content: bytes) -> bool:
    """Whether a text begins as JSON does."""
    return content[:256].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def is_unmarked(content: bytes) -> bool:
    """Whether a text is probably UTF-16 without a byte order mark: each second byte is zero at its start."""
    return [byte == 0 for byte in content[:4]] in ([False, True] * 2, [True, False] * 2)
