"""Exports from a console what it has of a release, and reads it as one side of a comparison."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.comparison.columns import text
from qradar_builder.comparison.model import Kind, Part, Reading, Subject, with_parts
from qradar_builder.comparison.reading.archives import archive_reading
from qradar_builder.console.connection import calls
from qradar_builder.console.connection.negotiation import NEWEST, lacks
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.connection.tasks import finished, number_of
from qradar_builder.console.holdings.groups import with_groups
from qradar_builder.console.holdings.sieve import Sieve
from qradar_builder.console.release import items as tables
from qradar_builder.findings import Findings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from qradar_builder.comparison.columns import Columns, Tables
    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.holdings.lists import Lists
    from qradar_builder.console.release.items import Item
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
    tables.QID: ("QID_RECORDS", "id"),
    tables.PROPERTY: ("CUSTOM_PROPERTIES", "identifier"),
    tables.REFERENCE: ("REFERENCE_DATA", "name"),
    tables.GROUP: ("FGROUPS", "id"),
}
"""By table, the kind of content and the field by which an export names its items."""
_AUTHOR: Final = "qradar-content-builder"
_NOT_COMPARED: Final = frozenset({Subject.MANIFEST, Subject.ROWS, Subject.WORKFLOWS, Subject.ELEMENTS})


@dataclass(frozen=True, slots=True)
class Export:
    """An export of a console: the ZIP, and its content as one side of a comparison."""

    zip: bytes
    reading: Reading
    release: Reading
    """The side of the release; where very many events are the same on both, they are left out of both."""


def export(
    session: Session, release: Release, items: Collection[Item], lists: Lists, *, whole: bool = False
) -> Export | None:
    """Export what the console has of a release. None where it has nothing. Raises ConsoleError.

    With `whole`, events that are the same on both sides are part of the readings.
    """
    contents = list(_contents(release, items, lists))
    if not contents:
        return None
    body = {"export_contents": contents, "manifest": _manifest(release)}
    task = number_of(session.send(calls.EXPORT, body=body), "task_id", calls.EXPORT)
    finished(session, calls.EXPORT_TASK, "export", {"task_id": task})
    content = session.download(calls.EXPORTED, at={"task_id": task})
    sieve = None if whole else Sieve(items, lists)
    reading = _exported(session, content, release, sieve)
    return Export(content, reading, release.reading if sieve is None else sieve.narrowed(release.reading))


def _exported(session: Session, content: bytes, release: Release, sieve: Sieve | None) -> Reading:
    """An export as the side of a comparison with a release. Raises ConsoleError where it cannot be read."""
    findings, host = Findings(), session.profile.host
    reading = archive_reading(content, f"export of {host}", None, findings, sieve)
    if reading is None:
        told = "; ".join(each.message for each in findings)
        raise ConsoleError("console/answer", f"the export of the console cannot be read: {told[:300]}")
    names = _protocol_names(reading.tables or {}, release)
    root = _of_release(_with_protocols(reading.root, release.reading.root, names), release.reading.root)
    return replace(
        reading,
        name=f"console {host}",
        form="the content of a console",
        root=root,
        has=reading.has - _not_compared(session),
        version=None,
        extension=None,
        is_package=True,
        tables=None,
    )


def sides(
    session: Session, release: Release, items: Iterable[Item], lists: Lists, found: Export | None
) -> tuple[Reading, Reading]:
    """What a console has of a release, and the release.

    The console has what an export has, and the groups, of which their list tells more.
    """
    reading = _nothing(session) if found is None else found.reading
    console = with_groups(reading, release.reading, items, lists.groups)
    return console, release.reading if found is None else found.release


def _nothing(session: Session) -> Reading:
    """The side of a console that has nothing of a release."""
    has = frozenset(Subject) - _not_compared(session) - {Subject.PACKAGE, Subject.PLANNED, Subject.LOG_SOURCES}
    name = f"console {session.profile.host}"
    return Reading(name, "the content of a console", Part(Kind.EXTENSION), has, is_package=True)


def _not_compared(session: Session) -> frozenset[Subject]:
    """What is not compared: an old version of the API tells nothing of reference sets."""
    untold = {Subject.REFERENCE_DATA} if lacks(calls.SETS, session.version or NEWEST) else set()
    return _NOT_COMPARED | untold


def _contents(release: Release, items: Iterable[Item], lists: Lists) -> Iterable[dict[str, Any]]:
    expressions = [kind for table, kind in _EXPRESSIONS.items() if table in _ALWAYS or release.rows(table)]
    numbers: dict[str, list[str]] = {}
    for item in items:
        record = lists.record(item)
        kind, name = _KINDS.get(item.table, ("", ""))
        if record is not None and kind and record.get(name) is not None:
            numbers.setdefault(kind, []).append(str(record[name]))
    for kind, found in numbers.items():
        content: dict[str, Any] = {"content_type": kind, "content_item_ids": sorted(set(found))}
        if kind in _RELATED:
            content["related_content"] = [{"content_type": each} for each in (*_RELATED[kind], *expressions)]
        yield content


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
