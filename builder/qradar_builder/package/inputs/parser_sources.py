"""Gives the log source types of whatever holds them: a package folder, an extension ZIP, a log source extension."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from qradar_builder.dsm.definition import extension_alone
from qradar_builder.dsm.lsx.reader import read_lsx
from qradar_builder.findings import Findings, Location, Severity
from qradar_builder.package.extension.checks.whole_extension import content_entries
from qradar_builder.package.extension.content_reader import read_content
from qradar_builder.package.extension.zip_reader import read_archive
from qradar_builder.package.inputs.archive_definitions import archive_definitions
from qradar_builder.package.inputs.definitions import package_definitions
from qradar_builder.package.inputs.kind_guess import guessed_kind
from qradar_builder.package.inputs.kinds import LIMITS, Kind, kind_of
from qradar_builder.source.files import MAX_BYTES, display_name, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.dsm.definition import TypeDefinition

PARSING = (Kind.PACKAGE, Kind.ZIP, Kind.CONTENT, Kind.LSX)
"""What events can be parsed with."""
_RUN_ALL_THE_SAME = "parsing/"
"""Findings on expressions: a console runs the others, and real extensions have some that never find anything."""


def load_definitions(path: Path, findings: Findings) -> dict[str, TypeDefinition] | None:
    """Load the log source types of a path by their keys.

    A package has keys of its own, a ZIP or content XML internal names, and an extension alone its file's name. None,
    with a finding, where the path holds no such thing or has errors. In files that are compiled already, an expression
    that cannot run is an error too, but finds nothing and stops nothing else.
    """
    kind = kind_of(path)
    name = display_name(path)
    if kind is Kind.PACKAGE:
        return package_definitions(path, findings)
    if kind is None and (start := read_bytes(path, name, Findings())) is not None:
        # What is broken is read all the same, so that its first mistake is told.
        kind = guessed_kind(start)
    content = None if kind not in PARSING else read_bytes(path, name, findings, limit=LIMITS.get(kind, MAX_BYTES))
    if content is None:
        if kind not in PARSING:
            what = "does not parse events" if kind is None else f"is {kind.value}, which does not parse events"
            # Path.exists() raises OSError for a name that is too long.
            if not os.path.exists(path):  # noqa: PTH110 - as above
                what = "the file or folder does not exist"
            advice = "use a package folder, an extension ZIP, a content XML, or a log source extension"
            findings.add("file/unknown-kind", Location(name), what, help=advice)
        return None
    reading = Findings()
    if kind is Kind.LSX:
        extension = read_lsx(content, name, reading)
        found = {} if extension is None else {path.stem: extension_alone(extension, path.stem)}
    else:
        found = _of_archive(content, name, reading)
    findings.extend(reading)
    errors = [finding for finding in reading if finding.severity is Severity.ERROR]
    return found if all(error.rule.startswith(_RUN_ALL_THE_SAME) for error in errors) else None


def _of_archive(content: bytes, name: str, findings: Findings) -> dict[str, TypeDefinition]:
    found: dict[str, TypeDefinition] = {}
    archive = read_archive(content, name, findings)
    for entry in () if archive is None else content_entries(archive):
        assert archive is not None
        tables = read_content(archive.entries[entry], archive.called(entry), findings)
        if tables is not None:
            found |= archive_definitions(tables, findings)
    if archive is not None and not found:
        findings.add("package/no-type", Location(name), "it does not contain a log source type that parses events")
    return found
