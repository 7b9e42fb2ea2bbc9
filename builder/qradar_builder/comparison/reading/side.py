"""Opens one side of a comparison, whatever it is: a package folder, a ZIP, XML, a workflow or a git revision."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.model import Kind as PartKind, Part, Reading, Subject, part
from qradar_builder.comparison.reading.git import check_out, revision_in
from qradar_builder.findings import Finding, Findings, Location
from qradar_builder.package.extension.tar_reader import is_tar
from qradar_builder.package.extension.zip_reader import MAX_TOTAL
from qradar_builder.package.inputs.kinds import LIMITS, Kind, kind_of
from qradar_builder.source.files import MAX_BYTES, display_name, open_regular, read_bytes
from qradar_builder.source.scratch import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADVICE: Final = (
    "give a package folder, an extension ZIP, a content XML, a workflow, a log source extension, or a git revision "
    "such as `main:content/acme`"
)
_YAML: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Side:
    """One side that could be read."""

    reading: Reading
    path: Path
    """Where it lies while it is open; a git revision is in a folder of its own."""


@contextmanager
def opened(text: str, findings: Findings) -> Iterator[Side | None]:
    """Open a side by its path or its git revision. None, with findings, where it cannot be read."""
    path = Path(text)
    revision = None if _exists(path) else revision_in(text)
    if revision is None:
        reading = read_side(path, display_name(path) if "\0" not in text else text, findings)
        yield None if reading is None else Side(reading, path)
        return
    with scratch_folder() as folder:
        # The real path, since findings name files by it.
        target = folder.resolve()
        found = check_out(revision, target, findings)
        own = Findings()
        reading = None if found is None else read_side(found, revision.text, own)
        top = revision.text if found is None else revision.text.rstrip("/")
        findings.extend(_renamed(finding, str(found), top) for finding in own)
        yield None if reading is None or found is None else Side(reading, found)


def read_side(path: Path, name: str, findings: Findings) -> Reading | None:
    """Read what lies at a path. None, with findings, where it cannot be compared or has errors."""
    kind = kind_of(path)
    if kind is Kind.PACKAGE:
        from qradar_builder.comparison.reading.packages import package_reading  # noqa: PLC0415 - the others are quicker

        return package_reading(path, name, findings)
    if path.suffix in _YAML and path.is_file():
        return _workflow(path, name, findings)
    packed = kind is None and _is_tar(path)
    if not packed and kind in {None, Kind.PACKAGES, Kind.VALUES}:
        _refuse(path, kind, name, findings)
        return None
    if kind is Kind.WORKFLOW:
        return _workflow(path, name, findings)
    limit = MAX_TOTAL if kind is None else LIMITS.get(kind, MAX_BYTES)
    content = read_bytes(path, name, findings, limit=limit)
    if content is None:
        return None
    if kind is Kind.LSX:
        return _extension(content, path, name, findings)
    from qradar_builder.comparison.reading.archives import archive_reading  # noqa: PLC0415 - as above

    return archive_reading(content, name, path if kind is Kind.ZIP else None, findings)


def _is_tar(path: Path) -> bool:
    try:
        with open_regular(path) as file:
            return is_tar(file.read(2))
    except (OSError, ValueError):
        return False


def _refuse(path: Path, kind: Kind | None, name: str, findings: Findings) -> None:
    if kind is Kind.PACKAGES:
        message, advice = "is a folder of packages, and one package is compared", "name the folder of one package"
    elif kind is not None:
        message, advice = f"is {kind.value}, which is not compared", _ADVICE
    elif not _exists(path):
        message, advice = "there is no such file or folder", _ADVICE
    elif path.is_dir():
        message, advice = "is a folder, and no package: `extension.yaml` is missing", _ADVICE
    else:
        message, advice = "is not a file that this command can compare", _ADVICE
    findings.add("file/unknown-kind", Location(name), message, help=advice)


def _workflow(path: Path, name: str, findings: Findings) -> Reading | None:
    from qradar_builder.comparison.reading.workflows import workflow_part  # noqa: PLC0415 - as above
    from qradar_builder.workflow.load import load_workflow  # noqa: PLC0415 - as above

    checked = load_workflow(path, findings)
    if checked is None:
        return None
    root = part(PartKind.EXTENSION, {}, {PartKind.WORKFLOW: {path.stem: workflow_part(checked.workflow)}})
    return Reading(name, "a workflow", root, frozenset({Subject.WORKFLOWS}))


def _extension(content: bytes, path: Path, name: str, findings: Findings) -> Reading | None:
    from qradar_builder.comparison.reading.archives import read_lsx_leniently  # noqa: PLC0415 - as above
    from qradar_builder.comparison.reading.parsing import parsing  # noqa: PLC0415 - as above

    before = findings.errors
    extension = read_lsx_leniently(content, name, findings)
    if extension is None or findings.errors > before:
        return None
    fields, modifiers = parsing(extension)
    one = part(PartKind.TYPE, {}, {PartKind.FIELD: fields}, {PartKind.MODIFIER: modifiers})
    root = Part(PartKind.EXTENSION, {}, {PartKind.TYPE: {path.stem: one}})
    number = next((group.type_id for group in extension.groups if group.type_id is not None), None)
    return Reading(name, Kind.LSX.value, root, frozenset({Subject.PARSING}), number=number)


def _exists(path: Path) -> bool:
    # Path.exists() raises for a name that is too long or has a NUL.
    try:
        return os.path.lexists(path)
    except ValueError:
        return False


def _renamed(finding: Finding, folder: str, name: str) -> Finding:
    """A finding on a file of a revision, by the name that the file has there."""

    def renamed(place: Location) -> Location:
        real = os.path.abspath(place.file)  # noqa: PTH100 - a path that is gone is only text
        inside = real == folder or real.startswith(folder + os.sep)
        return replace(place, file=name + real[len(folder) :].replace(os.sep, "/")) if inside else place

    related = tuple(replace(each, location=renamed(each.location)) for each in finding.related)
    return replace(finding, location=renamed(finding.location), related=related)
