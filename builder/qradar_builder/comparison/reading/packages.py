"""A package folder as parts: the rows that its build would have, and what no ZIP carries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.comparison.model import Kind, Part, Reading, Subject, part
from qradar_builder.comparison.reading.properties import in_order, with_planned
from qradar_builder.comparison.reading.tables import content_parts
from qradar_builder.comparison.reading.workflows import workflow_part
from qradar_builder.findings import Findings
from qradar_builder.package.assembly import write_extensions
from qradar_builder.package.extension.content_xml import rows
from qradar_builder.package.extension.extra import NOTHING, load_extra, merged
from qradar_builder.package.extension.manifest import plain_manifest
from qradar_builder.package.extension.rows.row import NumberedContent
from qradar_builder.package.folder import load_package
from qradar_builder.package.identity.numbering import number
from qradar_builder.package.identity.reader import read_lock
from qradar_builder.package.layout import LOCK_FILE
from qradar_builder.package.resolve.extension import resolve
from qradar_builder.package.written_extension import extension_of
from qradar_builder.source.files import display_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qradar_builder.comparison.columns import Columns, Tables
    from qradar_builder.dsm.lsx.model import LogSourceExtension
    from qradar_builder.model.content import Content
    from qradar_builder.model.log_source import LogSourceSpec, ProtocolParameter
    from qradar_builder.package.extension.extra import Extra
    from qradar_builder.package.identity.numbering import Numbered


_TYPE_ROWS = "sensordevicetype/"


def package_reading(folder: Path, name: str, findings: Findings) -> Reading | None:
    """Read a package folder. None, with findings, where it has errors."""
    before = findings.errors
    package = load_package(folder, findings)
    content = resolve(package, findings)
    path = folder / LOCK_FILE
    lock = read_lock(path, display_name(path), findings)
    if content is None or package.extension is None or findings.errors > before:
        return None
    numbered, _ = number(content, lock, findings)
    extra = load_extra(folder, findings)
    if findings.errors > before:
        return None
    return replace(content_reading(content, numbered, name, extra), place=package.extension.at("version"))


def content_reading(content: Content, numbered: Numbered, name: str, extra: Extra = NOTHING) -> Reading:
    """What is compared of content that is resolved and numbered, with what an import kept beside it."""
    extension = content.extension
    compiled = {
        one.key: lsx for one in content.types if (lsx := extension_of(one, numbered.types[one.key].number)) is not None
    }
    tables: dict[str, list[Columns]] = {}
    source = NumberedContent(content, numbered, 0)
    # Each type is looked up by its row, also where the file that was imported did not carry it.
    left_out = frozenset(key for key in extra.absent if not key.startswith(_TYPE_ROWS))
    for row in replace(extra, absent=left_out).applied(rows(source, write_extensions(source, extra)), Findings()):
        tables.setdefault(row.table, []).append(row.columns)
    root = part(
        Kind.EXTENSION,
        {
            "id": extension.id,
            "hub id": str(merged(plain_manifest(content), extra.manifest or {}).get("_id")),
            "name": extension.name,
            "author": extension.author.name,
            "author email": extension.author.email or None,
            "description": extension.description or None,
            "minimum version": content.minimum.build,
        },
        _parts(content, numbered, tables, compiled),
    )
    return Reading(
        name,
        "a package folder",
        root,
        frozenset(Subject),
        extension.version,
        extension.name,
        keys={one.key: one.name for one in content.types},
        is_package=True,
        tables=tables,
    )


def _parts(
    content: Content, numbered: Numbered, tables: Tables, compiled: Mapping[str, LogSourceExtension]
) -> Mapping[Kind, Mapping[str, Part]]:
    by_row = {str(numbered.extensions[key].row): lsx for key, lsx in compiled.items()}
    tabled = content_parts(tables, by_row)
    types = {one.key: tabled.types[str(numbered.types[one.key].number)] for one in content.types}
    records = {id(record): record for one in content.types for record in one.qids}
    records |= {id(record): record for record in content.records}
    qids = {key: tabled.qids[str(numbered.qid_of(record).row)] for key, record in records.items()}
    properties = with_planned(tabled.parts[Kind.PROPERTY], content, types, qids)
    collections = dict(tabled.parts[Kind.REFERENCE_DATA])
    for spec in content.reference_data.values():
        there = collections[spec.name]
        elements = tuple(sorted(set(spec.elements))) or None
        collections[spec.name] = part(there.kind, {**there.values, "elements": elements})
    workflows = {file.key: workflow_part(file.workflow) for file in content.workflows}
    return {
        **tabled.parts,
        Kind.PROPERTY: in_order(properties),
        Kind.REFERENCE_DATA: collections,
        Kind.WORKFLOW: workflows,
        Kind.LOG_SOURCE: {key: _log_source(spec, types) for key, spec in content.log_sources.items()},
    }


def _log_source(spec: LogSourceSpec, types: Mapping[str, str]) -> Part:
    return part(
        Kind.LOG_SOURCE,
        {
            "name": spec.name,
            "log source type": types[spec.type],
            "protocol": str(spec.protocol),
            "identifier": spec.identifier,
            "description": spec.description or None,
            "workflow": spec.workflow,
            "enabled": spec.enabled,
            "credibility": spec.credibility,
            "coalescing": spec.coalescing,
            "store payload": spec.store_payload,
            "recurrence": spec.recurrence,
            "groups": tuple(spec.groups) or None,
            "notes": tuple(spec.notes) or None,
        },
        lists={Kind.PARAMETER: tuple(map(_setting, spec.parameters))},
    )


def _setting(parameter: ProtocolParameter) -> Part:
    return part(
        Kind.PARAMETER,
        {
            "name": parameter.name,
            "value": parameter.value,
            "example": parameter.example,
            "description": parameter.description or None,
            "required": parameter.required,
            "secret": parameter.secret,
        },
    )
