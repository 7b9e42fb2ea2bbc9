"""Releases: check a version against the last release, and draft its entry of the change log."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from qradar_builder.api.result import Result, StrPath, shown
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from qradar_builder.comparison.compare import Comparison
    from qradar_builder.comparison.release.check import Rise


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Result):
    """A version that was compared with the last release."""

    comparison: Comparison | None
    """What changed; None where a side cannot be read."""
    version: str | None
    """The version of the package."""
    last_version: str | None
    least_version: str | None
    """The least version that the changes ask for; None where nothing changed."""
    notes: str
    """A draft of the entry of CHANGELOG.md; empty where a side cannot be read."""


def check_release(folder: StrPath, against: StrPath) -> Release:
    """Check that a package folder can be released after `against`.

    The version must rise by what changed, and CHANGELOG.md must have an entry of it. `against` is the last release: an
    extension ZIP, a folder of them, or anything else that `diff` takes and that has a version, such as a git revision
    `REV:path`.
    """
    from qradar_builder.comparison.reading.side import opened
    from qradar_builder.comparison.release.changelog import check_entry
    from qradar_builder.comparison.release.check import check_rise
    from qradar_builder.comparison.release.earlier import last_release
    from qradar_builder.comparison.release.notes import draft
    from qradar_builder.comparison.release.version import Version
    from qradar_builder.findings import Findings, Location
    from qradar_builder.package.layout import is_package
    from qradar_builder.source.files import display_name

    findings = Findings()
    path = Path(folder)
    if not is_package(path):
        findings.add("file/missing", Location(display_name(path)), "there is no such package folder")
        return Release(
            findings=shown(findings), comparison=None, version=None, last_version=None, least_version=None, notes=""
        )
    with (
        opened(os.fspath(path), findings) as new,
        last_release(against, None if new is None else new.reading, findings) as last,
    ):
        rise: Rise | None = None
        if last is not None and new is not None:
            rise = check_rise(last, new.reading, findings)
        if new is not None and new.reading.version is not None:
            check_entry(path, new.reading.version, findings)
        version = None if new is None else new.reading.version
        before = None if last is None else last.version
    least = None if rise is None else rise.least
    written = Version.read(version)
    right = version if least is None or (written is not None and written >= least) else str(least)
    return Release(
        findings=shown(findings),
        comparison=None if rise is None else rise.comparison,
        version=version,
        last_version=before,
        least_version=None if least is None else str(least),
        notes="" if rise is None or right is None else draft(rise, right),
    )
