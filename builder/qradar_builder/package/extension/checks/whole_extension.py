"""Checks a finished extension, whoever made it: its files, its manifest and the rows of its content XML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Location
from qradar_builder.package.extension.checks.expressions import check_expressions
from qradar_builder.package.extension.checks.manifest import check_manifest
from qradar_builder.package.extension.checks.references import check_references
from qradar_builder.package.extension.checks.rows import check_rows
from qradar_builder.package.extension.content_reader import ROOT, read_content
from qradar_builder.package.extension.manifest import MANIFEST
from qradar_builder.reference.versions import UnknownVersion, qradar_version
from qradar_builder.source.xml.root import LOOKED_AT, root_name

if TYPE_CHECKING:
    from qradar_builder.findings import Findings
    from qradar_builder.package.extension.content_reader import ContentTables
    from qradar_builder.package.extension.zip_reader import Archive

_SIGNATURES = "META-INF/"
_LEFTOVER = re.compile(
    r"(?:.*/)?(?:tests?/.*|__MACOSX/.*|\.[^/]+(?:/.*)?|__pycache__/.*|Thumbs\.db|[^/]*\.(?:ya?ml|lock|pyc?|bak|orig|swp|tmp))",
    re.IGNORECASE | re.DOTALL,
)


def check_archive(archive: Archive, findings: Findings) -> list[ContentTables]:
    """Report what the console would refuse, what would lose events, and what a release should not hold.

    Gives the tables of each content XML that can be read.
    """
    read: list[ContentTables] = []
    _check_entries(archive, findings)
    contents = content_entries(archive)
    if not contents:
        message = "there is not a content XML in it" if not archive.bare else "is not a content XML"
        findings.add("package/no-content", Location(archive.name), message)
    elif len(contents) > 1:
        first = Location(archive.called(contents[0]))
        for other in contents[1:]:
            message = "there is another content XML"
            place = Location(archive.called(other))
            findings.add("package/several-contents", place, message, related=[(first, "this one")])
    for entry in contents:
        tables = read_content(archive.entries[entry], archive.called(entry), findings)
        if tables is not None:
            check_tables(tables, findings)
            read.append(tables)
    return read


def content_entries(archive: Archive) -> list[str]:
    """The names of the content XML in an archive, by their root elements. A good extension has one."""
    return [
        name
        for name in archive.names()
        if name.lower().endswith(".xml")
        and not name.startswith(_SIGNATURES)
        and root_name(archive.start(name, LOOKED_AT)) == ROOT
    ]


def check_tables(tables: ContentTables, findings: Findings) -> None:
    """Report what is wrong with the rows of one content XML."""
    _check_version(tables, findings)
    check_rows(tables, findings)
    check_references(tables, findings)
    check_expressions(tables, findings)
    _check_secrets(tables, findings)


def _check_entries(archive: Archive, findings: Findings) -> None:
    if archive.bare:
        return
    manifest = archive.entries.get(MANIFEST)
    if manifest is None:
        findings.add("manifest/missing", Location(archive.name), f"there is no {MANIFEST} in it")
    else:
        check_manifest(manifest, archive.called(MANIFEST), findings)
    for name in archive.entries:
        if not name.startswith(_SIGNATURES) and _LEFTOVER.fullmatch(name):
            findings.add("package/leftover", Location(archive.called(name)), "is not part of an extension")


def _check_version(tables: ContentTables, findings: Findings) -> None:
    place = Location(tables.name)
    if not tables.version_comes_first:
        message = "there is no qradarversion" if tables.version is None else "qradarversion is not the first element"
        findings.add("package/version-first", place, message)
    if tables.version is not None:
        try:
            qradar_version(tables.version)
        except UnknownVersion:
            message = f"qradarversion is `{tables.version[:60]}`, which is not a QRadar build"
            findings.add("package/qradar-version", place, message)


def _check_secrets(tables: ContentTables, findings: Findings) -> None:
    for row in tables.rows("sensorprotocolconfigparameters"):
        if row.text("paramtype") == "PASSWORD" and row.text("value"):
            name = (row.text("name") or "")[:60]
            findings.add("package/secret", tables.place(row, "value"), f"the value of the password `{name}` is here")
    for row in tables.rows("sensordevice"):
        name = (row.text("devicename") or "")[:60]
        findings.add("package/log-source", tables.place(row), f"the log source `{name}` is here")
