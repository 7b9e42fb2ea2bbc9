"""What a deployment overwrites, kept in a folder, and brought back from it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from qradar_builder.console.release.release import ZIP as RELEASE, release_of
from qradar_builder.findings import Findings, Location
from qradar_builder.package.extension.archive import write_zip_file
from qradar_builder.package.extension.manifest import MANIFEST
from qradar_builder.package.extension.zip_reader import read_zip_file
from qradar_builder.source.files import FilePieces, display_name, is_readable, read_bytes
from qradar_builder.source.output import write_files
from qradar_builder.source.scratch import Scratch, scratch_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qradar_builder.console.release.release import Release

ZIP: Final = "overwritten.zip"
NOTE: Final = "restore.json"
_SIGNATURES: Final = "META-INF/"


@dataclass(frozen=True, slots=True)
class Backup:
    """What was overwritten: on which host, of which release, and when, in epoch milliseconds."""

    host: str
    release: str
    time: int


def write_backup(folder: Path, backup: Backup, file: Path, tell: Callable[[str], None]) -> Path:
    """Write a backup of a ZIP into a new folder below `folder`, and give its path. Raises OutputError."""
    stamp = datetime.fromtimestamp(backup.time / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    name = "".join(
        each if each.isalnum() or each in ".-" else "-" for each in f"{backup.host}-{backup.release}-{stamp}"
    )
    target = folder / name
    note = {"version": 1, "host": backup.host, "release": backup.release, "time": backup.time}
    write_files(target, {ZIP: FilePieces(file), NOTE: (json.dumps(note, indent=2) + "\n").encode()}, tell)
    return target


def read_backup(folder: Path, now: int, findings: Findings) -> tuple[Backup, Release] | None:
    """A backup as a release that brings it back. None, with findings, where it cannot be read.

    Its version is made of the time, since a console installs a version once. `now` is in epoch milliseconds.
    """
    note_path, path = folder / NOTE, folder / ZIP
    written = read_bytes(note_path, display_name(note_path), findings)
    if not is_readable(path, display_name(path), findings) or written is None:
        return None
    backup = _note(written, display_name(note_path), findings)
    scratch = Scratch()
    if backup is None or not _write_anew(scratch.path(RELEASE), path, now, findings):
        return None
    release = release_of(scratch, path, display_name(path), findings)
    return None if release is None else (backup, release)


def _write_anew(target: Path, path: Path, now: int, findings: Findings) -> bool:
    """Write what was overwritten as an extension of a new version. False, with findings, where that cannot be."""
    name = display_name(path)
    with scratch_folder() as folder:
        archive = read_zip_file(path, name, findings, folder)
        if archive is None:
            return False
        manifest = _manifest(archive.entries.get(MANIFEST, b"{}"), now)
        if manifest is None:
            findings.add("console/restore", Location(name), f"its {MANIFEST} is not a JSON object")
            return False
        given: dict[str, bytes | Path] = {**archive.entries, **archive.files, MANIFEST: manifest}
        entries = {entry: each for entry, each in given.items() if not entry.startswith(_SIGNATURES)}
        write_zip_file(target, entries, now)
    return True


def _note(content: bytes, name: str, findings: Findings) -> Backup | None:
    try:
        found = json.loads(content)
        return Backup(str(found["host"]), str(found["release"]), int(found["time"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        findings.add("console/restore", Location(name), "is not what a deployment wrote")
        return None


def _manifest(content: bytes, now: int) -> bytes | None:
    try:
        found = json.loads(content)
        found["doc"]["extension_manifest"]["version"] = f"1.0.{now // 1000}"
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return (json.dumps(found, indent=2, ensure_ascii=False) + "\n").encode()
