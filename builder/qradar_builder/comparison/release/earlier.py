"""Finds the last release of each package that is built, and checks the packages against them."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qradar_builder.comparison.reading.side import opened
from qradar_builder.comparison.release.changelog import check_entry
from qradar_builder.comparison.release.check import check_rise, is_other_extension
from qradar_builder.comparison.release.version import Version
from qradar_builder.findings import Findings, Location
from qradar_builder.package.layout import is_folder, is_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qradar_builder.comparison.model import Reading


def check_against(folders: Iterable[Path], against: Iterable[str | os.PathLike[str]], findings: Findings) -> None:
    """Check packages against their last releases, each found by its identity. All have an entry of the change log.

    A folder of ZIPs stands for all ZIPs in it. What belongs to none of the packages is a finding; a package without a
    last release is a new one. What else is wrong with the packages is for their build to tell.
    """
    with ExitStack() as stack:
        sides = {folder: stack.enter_context(opened(os.fspath(folder), Findings())) for folder in folders}
        own = {folder: side.reading for folder, side in sides.items() if side is not None}
        last = [stack.enter_context(opened(name, findings)) for each in against for name in _releases(each)]
        matched = _matched(own, [side.reading for side in last if side is not None], findings)
        for folder, reading in own.items():
            if folder in matched:
                check_rise(matched[folder], reading, findings)
            if reading.version is not None:
                check_entry(folder, reading.version, findings)


@contextmanager
def last_release(against: str | os.PathLike[str], own: Reading | None, findings: Findings) -> Iterator[Reading | None]:
    """Open the last release of a package: what `against` is, or of a folder of ZIPs the highest version among them.

    None, with findings, where there is none or it cannot be read.
    """
    with ExitStack() as stack:
        names = _releases(against)
        sides = [stack.enter_context(opened(name, findings)) for name in names]
        readings = [side.reading for side in sides if side is not None]
        if names == [os.fspath(against)] or own is None:
            yield readings[0] if readings else None
            return
        place = Path(own.name)
        found = _matched({place: own}, readings, Findings()).get(place)
        if found is None and readings:
            message = f"none of the ZIPs in this folder is a release of `{own.extension or own.name}`"
            findings.add("release/other-extension", Location(os.fspath(against)), message)
        yield found


def _releases(against: str | os.PathLike[str]) -> list[str]:
    """The releases that an argument names."""
    path = Path(against)
    inside = sorted(map(str, path.glob("*.zip"))) if is_folder(path) and not is_package(path) else []
    return inside or [os.fspath(against)]


def _matched(own: Mapping[Path, Reading], last: Iterable[Reading], findings: Findings) -> dict[Path, Reading]:
    """The last release of each package: of several the one with the highest version."""
    found: dict[Path, Reading] = {}
    for reading in last:
        mine = [folder for folder, each in own.items() if not is_other_extension(reading, each)]
        same = [folder for folder in mine if own[folder].root.get("hub id") == reading.root.get("hub id")]
        for folder in same[:1] or mine[:1]:
            there = found.get(folder)
            if there is None or _height(reading) > _height(there):
                found[folder] = reading
        if not mine and own:
            message = f"is a release of `{reading.extension or reading.name}`, which is not among the packages"
            findings.add("release/other-extension", Location(reading.name), message)
    return found


def _height(reading: Reading) -> Version:
    return Version.read(reading.version) or Version(-1, 0, 0)
