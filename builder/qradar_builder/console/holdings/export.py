"""Exports from a console what it has of a release, and reads it as one side of a comparison."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.columns import text
from qradar_builder.comparison.model import Kind, Part, Reading, Subject, with_parts
from qradar_builder.comparison.reading.archives import zip_reading
from qradar_builder.console.bulk.changes import compared
from qradar_builder.console.bulk.readings import matched
from qradar_builder.console.connection import calls
from qradar_builder.console.connection.negotiation import NEWEST, lacks
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.connection.tasks import finished, number_of
from qradar_builder.console.holdings.groups import with_groups
from qradar_builder.console.release import items as tables
from qradar_builder.findings import Findings
from qradar_builder.source.scratch import Scratch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qradar_builder.comparison.columns import Columns, Tables
    from qradar_builder.comparison.compare import Comparison
    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.holdings.lists import Lists
    from qradar_builder.console.release.release import Release

_EXPRESSIONS: Final = {
    "ariel_property_expression": "REGEX_EXPRESSIONS",
    "ariel_property_json_expression": "JSON_EXPRESSIONS",
    "ariel_property_leef_expression": "LEEF_EXPRESSIONS",
    "ariel_property_cef_expression": "CEF_EXPRESSIONS",
    "ariel_property_xml_expression": "XML_EXPRESSIONS",
    "ariel_property_nvp_expression": "NAME_VALUE_PAIR_EXPRESSIONS",
    "ariel_property_genericlist_expression": "GENERIC_LIST_EXPRESSIONS",
}
"""The kinds of expressions by their tables."""
_ALWAYS: Final = ("ariel_property_expression", "ariel_property_json_expression")
"""What a ZIP of this tool can have. Other kinds are those of the REST plan, which is compared by itself."""
_RELATED: Final = {
    "LOG_SOURCE_TYPES": ("DSM_EVENT_MAPPINGS", "QID_RECORDS", "LOG_SOURCE_EXTENSIONS", "CUSTOM_PROPERTIES"),
    "CUSTOM_PROPERTIES": (),
}
"""What goes along with content of a kind, with its expressions."""
_KINDS: Final = {
    tables.TYPE: ("LOG_SOURCE_TYPES", "id"),
    tables.EXTENSION: ("LOG_SOURCE_EXTENSIONS", "id"),
    tables.PROPERTY: ("CUSTOM_PROPERTIES", "identifier"),
    tables.REFERENCE: ("REFERENCE_DATA", "name"),
    tables.GROUP: ("FGROUPS", "id"),
}
"""By table, the kind of content and the field by which an export names its items."""
_QIDS: Final = "QID_RECORDS"
_ORDER: Final = (
    "LOG_SOURCE_TYPES", "LOG_SOURCE_EXTENSIONS", _QIDS, "CUSTOM_PROPERTIES", "FGROUPS", "REFERENCE_DATA",
)  # fmt: skip
"""The kinds of content in the order of an export."""
_AUTHOR: Final = "qradar-content-builder"
_NOT_COMPARED: Final = frozenset({Subject.MANIFEST, Subject.ROWS, Subject.WORKFLOWS, Subject.ELEMENTS})


@dataclass(frozen=True, slots=True)
class Export:
    """An export of a console: the ZIP, which is there as long as this is, and its content, but for what is on disk."""

    zip: Path
    reading: Reading
    scratch: Scratch


def export(session: Session, release: Release, lists: Lists) -> Export | None:
    """Export what the console has of a release. None where it has nothing.

    Its event mappings and QID records go to those of the release. Raises ConsoleError, and OSError where the disk is
    full.
    """
    scratch, rows = Scratch(), release.events.new_theirs()
    body = scratch.path("export.json")
    if not _write_order(body, release, lists):
        return None
    task = number_of(session.send(calls.EXPORT, body=body), "task_id", calls.EXPORT)
    finished(session, calls.EXPORT_TASK, "export", {"task_id": task})
    path = scratch.path("export.zip")
    session.download(calls.EXPORTED, path, at={"task_id": task})
    findings = Findings()
    reading = zip_reading(path, f"export of {session.profile.host}", findings, rows)
    if reading is None:
        told = "; ".join(each.message for each in findings)
        raise ConsoleError("console/answer", f"the export of the console cannot be read: {told[:300]}")
    return Export(path, reading, scratch)


def exported_comparison(
    session: Session, release: Release, lists: Lists, found: Export | None, *, whole: bool = False
) -> Comparison:
    """Compare what a console has of a release with the release.

    The console has what an export has, and the groups, of which their list tells more. With `whole`, events that are
    the same on both sides are part of the readings.
    """
    if found is None:
        release.events.new_theirs()
    reading = _nothing(session) if found is None else found.reading
    names = _protocol_names(reading.tables or {}, release)

    def of_release(console: Part, ours: Part) -> Part:
        return _of_release(_with_protocols(console, ours, names), ours)

    old, new = matched(
        reading, release.reading, release.events, lists.types_by_number(), whole=whole, narrow=of_release
    )
    if found is not None:
        old = replace(
            old,
            name=f"console {session.profile.host}",
            form="the content of a console",
            has=reading.has - _not_compared(session),
            version=None,
            extension=None,
            is_package=True,
            tables=None,
        )
    return compared(with_groups(old, new, release.items.few, lists.groups), new, release.events)


def _nothing(session: Session) -> Reading:
    """The side of a console that has nothing of a release."""
    has = frozenset(Subject) - _not_compared(session) - {Subject.PACKAGE, Subject.PLANNED, Subject.LOG_SOURCES}
    name = f"console {session.profile.host}"
    return Reading(name, "the content of a console", Part(Kind.EXTENSION), has, is_package=True)


def _not_compared(session: Session) -> frozenset[Subject]:
    """What is not compared: an old version of the API tells nothing of reference sets."""
    untold = {Subject.REFERENCE_DATA} if lacks(calls.SETS, session.version or NEWEST) else set()
    return _NOT_COMPARED | untold


def _write_order(path: Path, release: Release, lists: Lists) -> bool:
    """Write what is to be exported as JSON. Whether there is something."""
    expressions = [kind for table, kind in _EXPRESSIONS.items() if table in _ALWAYS or release.rows(table)]
    numbers: dict[str, list[str]] = {}
    for item in release.items.few:
        record = lists.record(item)
        kind, name = _KINDS.get(item.table, ("", ""))
        if record is not None and kind and record.get(name) is not None:
            numbers.setdefault(kind, []).append(str(record[name]))
    is_first = True
    with path.open("w", encoding="utf-8") as file:
        file.write('{"manifest": ' + json.dumps(_manifest(release)) + ', "export_contents": [')
        for kind in _ORDER:
            found = release.events.ours.numbers() if kind == _QIDS else iter(sorted(set(numbers.get(kind, ()))))
            if (first := next(found, None)) is None:
                continue
            more = {}
            if kind in _RELATED:
                more["related_content"] = [{"content_type": each} for each in (*_RELATED[kind], *expressions)]
            written = json.dumps({"content_type": kind, **more})
            file.write(("" if is_first else ", ") + written[:-1] + ', "content_item_ids": [' + json.dumps(first))
            file.writelines(f", {json.dumps(each)}" for each in found)
            file.write("]}")
            is_first = False
        file.write("]}")
    return not is_first


def _manifest(release: Release) -> dict[str, str]:
    return {
        "id": f"{release.hub_id} (export)",
        "name": f"{release.name} (export)",
        "author": _AUTHOR,
        "description": f"What the console had of {release.label}",
        "version": "1.0.0",
    }


def _protocol_names(tables: Tables, release: Release) -> dict[str, str]:
    """What the release calls protocols, by what the console does: RPMs rename them, and their numbers stay."""
    ours = {text(row, "id"): _protocol_name(row) for row in release.rows("sensorprotocol")}
    return {
        _protocol_name(row): ours[number]
        for row in tables.get("sensorprotocol", ())
        if (number := text(row, "id")) in ours
    }


def _protocol_name(row: Columns) -> str:
    return text(row, "protocoldescription") or text(row, "protocolname") or ""


def _with_protocols(console: Part, release: Part, names: Mapping[str, str]) -> Part:
    """The types with protocols as the release names them. Those of a built-in type are not the extension's."""
    types: dict[str, Part] = {}
    for label, one in console.named(Kind.TYPE).items():
        ours = release.named(Kind.TYPE).get(label)
        if one.get("built-in type") is not None and ours is not None:
            types[label] = with_parts(one, Kind.PROTOCOL, ours.named(Kind.PROTOCOL))
        else:
            known = {names.get(name, name): each for name, each in one.named(Kind.PROTOCOL).items()}
            types[label] = with_parts(one, Kind.PROTOCOL, known)
    return with_parts(console, Kind.TYPE, types)


def _of_release(console: Part, release: Part) -> Part:
    """What an export has of a release: its types with all that is in them, and what these use."""
    known = {one.get("uuid") for one in release.named(Kind.TYPE).values()} - {None}
    types = {
        label: one
        for label, one in console.named(Kind.TYPE).items()
        if label in release.named(Kind.TYPE) or one.get("uuid") in known
    }
    used = {str(each.get("QID record")) for one in types.values() for each in one.named(Kind.MAPPING).values()}
    uuids = {one.get("uuid") for one in release.named(Kind.QID).values()} - {None}
    qids = {label: one for label, one in console.named(Kind.QID).items() if label in used or one.get("uuid") in uuids}
    identifiers = {one.get("id") for one in release.named(Kind.PROPERTY).values()} - {None}
    properties: dict[str, Part] = {}
    for label, one in console.named(Kind.PROPERTY).items():
        of_types = {each: inner for each, inner in one.named(Kind.OF_TYPE).items() if each in types}
        if of_types or one.get("id") in identifiers or label in release.named(Kind.PROPERTY):
            properties[label] = with_parts(one, Kind.OF_TYPE, of_types)
    found = with_parts(console, Kind.TYPE, types)
    found = with_parts(found, Kind.QID, qids)
    found = with_parts(found, Kind.PROPERTY, properties)
    there = release.named(Kind.REFERENCE_DATA)
    collections = {label: one for label, one in console.named(Kind.REFERENCE_DATA).items() if label in there}
    return with_parts(found, Kind.REFERENCE_DATA, collections)
