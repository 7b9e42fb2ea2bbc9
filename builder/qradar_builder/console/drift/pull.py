"""Brings what a console has back into a package: as an import, or as a three-way update."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.compare import compare
from qradar_builder.comparison.model import Kind
from qradar_builder.comparison.reading.archives import archive_reading
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.drift.event_changes import EventChanges
from qradar_builder.console.drift.imported import ImportedContent
from qradar_builder.console.drift.item_changes import ItemChanges
from qradar_builder.console.drift.planned_changes import PlannedChanges
from qradar_builder.console.drift.sources import Sources
from qradar_builder.console.plan.run import Outcome
from qradar_builder.console.verification.items import Verdict, difference_of
from qradar_builder.findings import Findings
from qradar_builder.package.build import build_package
from qradar_builder.package.extension.archive import write_zip_file
from qradar_builder.package.extension.manifest import MANIFEST
from qradar_builder.package.extension.zip_reader import read_zip_file
from qradar_builder.source.scratch import scratch_folder
from qradar_builder.takeover.importing import import_files
from qradar_builder.takeover.update.package import Updated, update_package
from qradar_builder.text.times import OLDEST_IN_A_ZIP

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qradar_builder.comparison.change import Change
    from qradar_builder.console.holdings.export import Export
    from qradar_builder.console.release.release import Release
    from qradar_builder.console.verification.items import Verified
    from qradar_builder.takeover.importing import Imported

_SIGNATURES: Final = "META-INF/"


def pulled_import(export: Export, release: Release, findings: Findings) -> Imported | None:
    """A package of what the console has. None, with findings, where it cannot be made."""
    path = export.scratch.path(f"{release.path.stem}.zip")
    write_as_release(path, export.zip, release)
    return import_files([path], findings)


def not_exported(verified: Verified) -> list[str]:
    """What the console has of a release, and an export does not: an import of it lacks that."""
    planned = (each for each in verified.plan if each.outcome is Outcome.THERE)
    found = [_item(each.step.purpose) for each in planned]
    return [*found, *(each.words for each in verified.others)]


def _item(purpose: str) -> str:
    """What a step of a plan makes."""
    added = purpose.removeprefix("Add ")
    return purpose.removeprefix("Create ") if added == purpose else added.replace(" to the ", " of the ", 1)


def pulled_update(export: Export, release: Release, base: Path, findings: Findings) -> Updated | None:
    """What the console changed since the release `base`, merged into the package folder of another release.

    None, with findings, where one cannot be read.
    """
    with scratch_folder() as folder:
        console = folder / "console.zip"
        write_as_release(console, export.zip, release)
        return update_package(release.path, base, console, findings, has_local_numbers=True)


def pulled_changes(verified: Verified, release: Release, findings: Findings) -> Updated | None:
    """What the console has other than the package, written into the files of the package by item.

    The package is built with it: what then still differs, or cannot be taken, is among the conflicts. None, with
    findings, where the export cannot be read or no build is possible.
    """
    own = Findings()
    imported = None if verified.export is None else pulled_import(verified.export, release, own)
    if imported is None:
        findings.extend(own)
        return None
    content = ImportedContent(imported.held())
    for is_whole in (True, False):
        sources = Sources(release.path)
        other = ItemChanges(release, verified.comparison, sources, content).take if is_whole else _never
        changes = EventChanges(release, verified.comparison, sources, other)
        changes.make()
        planned = PlannedChanges(release, verified, sources)
        if is_whole:
            planned.make()
        files: dict[str, bytes | None] = {**sources.changed()}
        own = Findings()
        still = _differing(verified, release, sources.changed(), own)
        if still is not None:
            break
        # What cannot be built is not written: then events alone are taken, which build in every package.
    if still is None:
        findings.extend(own)
        return None
    taken = [each for each in changes.taken if each not in still]
    left = [*changes.left, *(each for each in changes.taken if each in still)]
    others = (each for each in verified.differences if not each.path and each.verdict is not Verdict.ADVISED)
    left += planned.left if is_whole else [each.text for each in others]
    return Updated(release.version, files, [*taken, *planned.taken], list(dict.fromkeys(left)))


def _never(_: Change) -> bool:
    return False


def _differing(verified: Verified, release: Release, files: Mapping[str, bytes], findings: Findings) -> set[str] | None:
    """What would still differ with these files. None, with findings, where the package cannot be built."""
    with scratch_folder() as temporary:
        folder = temporary / release.path.name
        shutil.copytree(release.path, folder, symlinks=True, ignore=shutil.ignore_patterns(".git", "dist"))
        for name, content in files.items():
            (folder / name).write_bytes(content)
        built = build_package(folder, findings, for_check=True)
        reading = None if built is None else archive_reading(built.zip, release.place, None, findings)
    if reading is None:
        return None
    new = replace(reading, is_package=True)
    properties = new.root.named(Kind.PROPERTY)
    changes = compare(verified.comparison.old, new).changes
    return {difference_of(each.change, secret=each.secret, properties=properties).text for each in changes}


def write_as_release(target: Path, path: Path, release: Release) -> None:
    """Write an export with the manifest of the release, as that of an export says nothing of it.

    Raises ConsoleError where the export cannot be read.
    """
    with scratch_folder() as folder, scratch_folder() as other:
        archive = read_zip_file(path, "export", Findings(), folder)
        own = read_zip_file(release.zip, release.place, Findings(), other)
        if archive is None or own is None:
            raise ConsoleError("console/answer", "the export of the console is not an extension ZIP")
        given: dict[str, bytes | Path] = {**archive.entries, **archive.files, MANIFEST: own.entries[MANIFEST]}
        entries = {name: each for name, each in given.items() if not name.startswith(_SIGNATURES)}
        write_zip_file(target, entries, OLDEST_IN_A_ZIP)
