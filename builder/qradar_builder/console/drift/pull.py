"""Brings what a console has back into a package: as an import, or as a three-way update."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.drift.event_changes import EventChanges
from qradar_builder.findings import Findings
from qradar_builder.package.extension.archive import write_zip
from qradar_builder.package.extension.manifest import MANIFEST
from qradar_builder.package.extension.zip_reader import read_archive
from qradar_builder.takeover.importing import import_files
from qradar_builder.takeover.update.package import Updated, update_package
from qradar_builder.text.times import OLDEST_IN_A_ZIP

if TYPE_CHECKING:
    from qradar_builder.console.holdings.export import Export
    from qradar_builder.console.release.release import Release
    from qradar_builder.console.verification.items import Verified
    from qradar_builder.takeover.importing import Imported

_SIGNATURES: Final = "META-INF/"


def pulled_import(export: Export, release: Release, findings: Findings) -> Imported | None:
    """A package of what the console has. None, with findings, where it cannot be made."""
    with TemporaryDirectory(prefix="qradar-builder-") as folder:
        path = Path(folder) / f"{release.path.stem}.zip"
        path.write_bytes(as_release(export.zip, release))
        imported = import_files([path], findings)
        # What is too large for the memory is in the folder, which is gone after this.
        return None if imported is None else replace(imported, files=dict(imported.held()))


def pulled_update(export: Export, release: Release, base: Path, findings: Findings) -> Updated | None:
    """What the console changed since the release `base`, merged into the package folder of another release.

    None, with findings, where one cannot be read.
    """
    with TemporaryDirectory(prefix="qradar-builder-") as folder:
        console = Path(folder) / "console.zip"
        console.write_bytes(as_release(export.zip, release))
        return update_package(release.path, base, console, findings, has_local_numbers=True)


def pulled_events(verified: Verified, release: Release) -> Updated:
    """What the console has as other mappings and QID records than the package. What else differs is a conflict."""
    changes = EventChanges(release, verified.comparison)
    files: dict[str, bytes | None] = {**changes.make()}
    return Updated(release.version, files, changes.taken, changes.left)


def as_release(content: bytes, release: Release) -> bytes:
    """An export with the manifest of the release, as that of an export says nothing of it. Raises ConsoleError."""
    archive = read_archive(content, "export", Findings())
    own = read_archive(release.zip, release.place, Findings())
    if archive is None or own is None or archive.bare:
        raise ConsoleError("console/answer", "the export of the console is not an extension ZIP")
    entries = {name: data for name, data in archive.entries.items() if not name.startswith(_SIGNATURES)}
    return write_zip(entries | {MANIFEST: own.entries[MANIFEST]}, OLDEST_IN_A_ZIP)
