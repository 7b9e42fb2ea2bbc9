"""The two versions of an update: their files as a package has them, and whether they are of the team's extension."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from qradar_builder.findings import Findings, Location
from qradar_builder.package.layout import EXTENSION_FILE, built_workflows, is_package
from qradar_builder.source.files import display_name
from qradar_builder.takeover.importing import import_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from qradar_builder.package.identity.lock import Lock
    from qradar_builder.takeover.content.model import EventForm, TakenType

_WORKFLOWS = "workflows/"
_VALUES = "-parameter-values"


def imported_side(path: Path, form_of: Callable[[TakenType], EventForm], findings: Findings) -> dict[str, bytes] | None:
    """The files of a version that is a ZIP or another file, with the workflows that a build wrote next to a ZIP."""
    notes = Findings()
    imported = import_files([path], notes, form_of=form_of)
    if imported is None:
        findings.extend(notes)
        return None
    return imported.held() | dict(_workflows_beside(path))


def _workflows_beside(path: Path) -> Iterator[tuple[str, bytes]]:
    folder = built_workflows(path)
    for file in sorted(folder.glob("*.xml")) if path.suffix == ".zip" else ():
        found = None if file.stem.endswith(_VALUES) else import_files([file], Findings())
        # A build names the file by the key of the workflow.
        for name, content in ({} if found is None else found.held()).items():
            if name.startswith(_WORKFLOWS):
                yield f"{_WORKFLOWS}{file.stem}.{name.rpartition('.')[2]}", content


def with_workflows(
    mine: Mapping[str, bytes],
    sides: tuple[dict[str, bytes], dict[str, bytes]],
    paths: tuple[Path, Path],
    findings: Findings,
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The two versions, without workflows if the team has some and not both have. A warning says that of a ZIP."""
    has = [any(name.startswith(_WORKFLOWS) for name in side) for side in (mine, *sides)]
    if not has[0] or all(has):
        return sides
    zips = [path for path in paths if not is_package(path)]
    if zips:
        message = "the workflows are not merged, since a ZIP does not have them"
        advice = "put the folder that a build writes next to each of the two ZIPs, or give package folders"
        findings.add("import/skipped", Location(display_name(zips[0])), message, help=advice)
    before, after = ({name: side[name] for name in side if not name.startswith(_WORKFLOWS)} for side in sides)
    return before, after


def are_related(mine: Mapping[str, bytes], side: Mapping[str, bytes], own: Lock | None, other: Lock | None) -> bool:
    """Whether a version may be one of the team's extension: they share its id, or the identity or the name of an item.

    What has no identities may be one of any.
    """
    if own is None or other is None or not own.items or not other.items:
        return True
    return _id(mine) == _id(side) or bool(_known(own) & _known(other))


def _id(files: Mapping[str, bytes]) -> str:
    lines = files.get(EXTENSION_FILE, b"").decode(errors="replace").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("id:")), "")


def _known(lock: Lock) -> set[str]:
    uuids = {item.uuid or str(uuid5(UUID(lock.namespace), key)) for key, item in lock.items.items()}
    kinds = ("type/", "extension/")
    return uuids | {item.name for key, item in lock.items.items() if key.startswith(kinds) and item.name is not None}
