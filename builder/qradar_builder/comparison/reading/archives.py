"""An extension ZIP or a content XML as parts, with the workflows that `build` writes into the folder beside a ZIP."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from qradar_builder.comparison.model import Kind, Part, Reading, Subject, part
from qradar_builder.comparison.reading.plans import has_plan_folder, plan_beside, with_plan
from qradar_builder.comparison.reading.properties import in_order, is_planned
from qradar_builder.comparison.reading.tables import content_parts
from qradar_builder.comparison.reading.workflows import workflow_part
from qradar_builder.dsm.lsx.reader import read_lsx
from qradar_builder.findings import Findings, Location
from qradar_builder.package.extension.checks.whole_extension import content_entries
from qradar_builder.package.extension.content_reader import ContentRow, Keep, read_tables
from qradar_builder.package.extension.device_ext import read_document
from qradar_builder.package.extension.manifest import MANIFEST
from qradar_builder.package.extension.tar_reader import is_tar, read_tar
from qradar_builder.package.extension.zip_reader import MAX_ENTRY, read_archive, read_zip_file
from qradar_builder.package.layout import built_workflows
from qradar_builder.source.files import display_name, is_inside, read_bytes
from qradar_builder.source.scratch import scratch_folder
from qradar_builder.source.xml.reader import xml_text
from qradar_builder.source.xml.stored import HeldXml, stored_xml
from qradar_builder.source.xml.stream import XmlStream
from qradar_builder.workflow.xml.reader import read_workflow_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from qradar_builder.comparison.columns import Columns, Tables
    from qradar_builder.comparison.reading.tables import Tabled
    from qradar_builder.dsm.lsx.model import LogSourceExtension
    from qradar_builder.package.extension.content_reader import ContentTables
    from qradar_builder.package.extension.zip_reader import Archive
    from qradar_builder.source.xml.stored import StoredXml

_IN_ROWS: Final = frozenset(
    {
        Subject.TYPES,
        Subject.PARSING,
        Subject.EVENTS,
        Subject.PROPERTIES,
        Subject.GROUPS,
        Subject.REFERENCE_DATA,
        Subject.ROWS,
    }
)
_LARGE: Final = 1024 * 1024
"""From how many bytes on a content XML is put into a file while it is read."""
_VALUES: Final = "-parameter-values"


class Left(Keep, Protocol):
    """Takes rows that need not be compared, and gives back those that must be after all."""

    def rest(self, tables: Tables) -> Iterable[tuple[str, Columns]]:
        """More rows, each with its table. `tables` are the rows that were not taken."""


def archive_reading(content: bytes, name: str, path: Path | None, findings: Findings) -> Reading | None:
    """Read a ZIP, TAR.GZ or content XML; `path` is where a ZIP lies. None, with findings, where it cannot be read."""
    before = findings.errors
    with scratch_folder() as folder:
        packed = is_tar(content)
        archive = read_tar(content, name, findings) if packed else read_archive(content, name, findings, folder=folder)
        opened = None if archive is None else _opened(archive, folder, findings, is_packed=packed)
    return None if opened is None or findings.errors > before else _reading(opened, name, path, findings)


def zip_reading(path: Path, name: str, findings: Findings, left: Left) -> Reading | None:
    """Read a ZIP piece by piece from its file. What `left` takes is not compared. Raises OSError; else as above."""
    before = findings.errors
    with scratch_folder() as folder:
        archive = read_zip_file(path, name, findings, folder)
        opened = None if archive is None else _opened(archive, folder, findings, left)
    return None if opened is None or findings.errors > before else _reading(opened, name, None, findings)


def _reading(opened: _Opened, name: str, path: Path | None, findings: Findings) -> Reading | None:
    before = findings.errors
    manifest, tables, tabled = opened.manifest, opened.tables, opened.tabled
    plan = plan_beside(path, findings) if path is not None and has_plan_folder(path) else None
    parts = tabled.parts if plan is None else with_plan(tabled.parts, plan, tabled)
    parts = {**parts, Kind.PROPERTY: in_order(parts[Kind.PROPERTY])}
    has = _IN_ROWS | ({Subject.PLANNED} if plan is not None or _has_planned(parts[Kind.PROPERTY]) else set())
    has |= set() if plan is None else {Subject.ELEMENTS}
    if manifest is not None:
        has |= {Subject.MANIFEST}
    beside = None if path is None else workflows_beside(path, findings)
    if beside is not None:
        parts[Kind.WORKFLOW] = beside
        has |= {Subject.WORKFLOWS}
    if findings.errors > before:
        return None
    root, rows = part(Kind.EXTENSION, {}, parts), _columns(tables)
    reading = Reading(name, opened.form, root, frozenset(has), tables=rows, types=tabled.types)
    reading = replace(reading, has_plan=plan is not None)
    return reading if manifest is None else _with_manifest(reading, manifest)


@dataclass(frozen=True, slots=True)
class _Opened:
    """What is in an archive, as it is read."""

    form: str
    manifest: dict[str, Any] | None
    tables: ContentTables
    tabled: Tabled


def _opened(
    archive: Archive, folder: Path, findings: Findings, left: Left | None = None, *, is_packed: bool = False
) -> _Opened | None:
    """Read an archive. What is large is in the folder meanwhile."""
    before = findings.errors
    entries = content_entries(archive)
    if not entries:
        message = "is no content XML" if archive.bare else "there is no content XML in it"
        findings.add("package/no-content", Location(archive.name), message)
        return None
    if len(entries) > 1:
        message = "there is another content XML"
        findings.add("package/several-contents", Location(archive.called(entries[1])), message)
    form = "a content XML" if archive.bare else "an extension TAR.GZ" if is_packed else "an extension ZIP"
    manifest = _manifest(archive.entries.get(MANIFEST), archive.called(MANIFEST), findings)
    called = archive.called(entries[0])
    source = _source(archive, entries[0], folder, findings)
    # A large document is not in memory beside its rows.
    del archive
    tables = None if source is None else read_tables(XmlStream(called, source), findings, left)
    if tables is None or findings.errors > before:
        return None
    if left is not None:
        for table, columns in list(left.rest(_columns(tables))):
            tables.tables.setdefault(table, []).append(ContentRow(columns, 0))
    return _Opened(form, manifest, tables, _tabled(tables, findings))


def _source(archive: Archive, entry: str, folder: Path, findings: Findings) -> HeldXml | StoredXml | None:
    """Where the text of a document is read from: a file in the folder if it is large."""
    called, path = archive.called(entry), archive.files.get(entry)
    document = b"" if path is not None else archive.entries[entry]
    if len(document) > _LARGE:
        path = folder / "content.xml"
        path.write_bytes(document)
    if path is not None:
        return stored_xml(path, called, findings, limit=MAX_ENTRY)
    text = xml_text(document, called, findings, limit=MAX_ENTRY)
    return None if text is None else HeldXml(text)


def workflows_beside(path: Path, findings: Findings) -> dict[str, Part] | None:
    """The workflows in the folder that `build` writes beside a ZIP. None where there is no such folder."""
    folder = built_workflows(path)
    if not folder.parent.is_dir() or not is_inside(folder, path.parent):
        return None
    found: dict[str, Part] = {}
    for file in sorted(folder.glob("*.xml")):
        if file.stem.endswith(_VALUES):
            continue
        name = display_name(file)
        content = read_bytes(file, name, findings, within=folder)
        workflow = None if content is None else read_workflow_xml(content, name, findings)
        if workflow is not None:
            found[file.stem] = workflow_part(workflow)
    return found


def _tabled(tables: ContentTables, findings: Findings) -> Tabled:
    extensions: dict[str, LogSourceExtension] = {}
    for row in tables.rows("device_ext"):
        document = read_document(row, tables, findings)
        called = f"{tables.name}!{(row.text('name') or 'device_ext')[:60]}.xml"
        extension = None if document is None else read_lsx_leniently(document, called, findings)
        if extension is not None:
            extensions[row.text("id") or ""] = extension
    return content_parts(_columns(tables), extensions)


def _columns(tables: ContentTables) -> Tables:
    return {table: [row.columns for row in rows] for table, rows in tables.tables.items()}


def read_lsx_leniently(document: bytes, name: str, findings: Findings) -> LogSourceExtension | None:
    """Read a log source extension; an expression that cannot run is compared all the same, as a console keeps it."""
    own = Findings()
    extension = read_lsx(document, name, own)
    findings.extend(finding for finding in own if not finding.rule.startswith("parsing/"))
    return extension


def _has_planned(properties: Mapping[str, Part]) -> bool:
    return any(
        is_planned(expression)
        for one in properties.values()
        for each in one.named(Kind.OF_TYPE).values()
        for expression in each.listed(Kind.EXPRESSION)
    )


def _manifest(content: bytes | None, called: str, findings: Findings) -> dict[str, Any] | None:
    """The manifest as JSON; None where there is none, with a note where it cannot be read."""
    if content is None:
        return None
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        findings.add("diff/manifest", Location(called), "is not JSON, and is not compared")
        return None
    return found if isinstance(found, dict) else None


def _with_manifest(reading: Reading, manifest: dict[str, Any]) -> Reading:
    extension = _object(_object(manifest.get("doc")).get("extension_manifest"))
    language = next(iter(_object(extension.get("locale")).values()), None)
    texts = _object(language)
    name = _text(texts.get("extension.name")) or _text(extension.get("extension_name"))
    values = {
        "hub id": _text(manifest.get("_id")),
        "name": name,
        "author": _text(extension.get("authored_by")),
        "author email": _text(extension.get("authored_by_email")),
        "description": _text(texts.get("extension.long.description")),
        "minimum version": _text(extension.get("min_qradar_version")),
    }
    root = part(Kind.EXTENSION, values, reading.root.parts)
    return replace(reading, root=root, version=_text(extension.get("version")), extension=name)


def _object(found: object) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _text(found: object) -> str | None:
    return found if isinstance(found, str) and found else None
