"""Which log source types of a content XML the package takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.dsm.lsx.reader import read_lsx
from qradar_builder.findings import Findings
from qradar_builder.model.log_source_type import TYPE_NAME_LIMIT
from qradar_builder.package.extension.device_ext import read_document
from qradar_builder.package.identity.reader import FIRST_GIVEN_TYPE, LAST_GIVEN_TYPE
from qradar_builder.package.names import internal_name
from qradar_builder.reference.log_source_types import log_source_type
from qradar_builder.reference.protocols import protocol
from qradar_builder.takeover.content.model import TakenType
from qradar_builder.takeover.content.parsing import parsing_of
from qradar_builder.takeover.content.rows import built_in_type, number
from qradar_builder.takeover.keys import Keys
from qradar_builder.text.nearest import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.package.extension.content_reader import ContentRow
    from qradar_builder.reference.log_source_types import BuiltInType
    from qradar_builder.takeover.content.rows import Index

_DELETED = 6
"""The device category of custom types that were deleted."""
_MOST_PROTOCOLS = 12
"""How many protocols a file names. An export links each custom type to all that its console has, which says nothing."""
_ALWAYS = frozenset({0, 12})
"""Syslog and Forwarded, which every type has."""


def take_types(index: Index, findings: Findings) -> list[TakenType]:
    """Take the log source types, by their keys. What is left out is told in a note."""
    taken = []
    names: set[str] = set()
    rows = {number(row, "id"): row for row in index.tables.rows("sensordevicetype")}
    for one in _candidates(index, rows):
        reason = _why_not(one, index, names)
        if reason is None:
            names.add(internal_name(one.name))
            taken.append(one)
        elif reason and one.row is not None:
            message = f"the log source type {one.name[:80]!a} is kept in extra/ as it is: {reason}"
            findings.add("import/kept", index.tables.place(one.row), message)
    keys = Keys()
    for one in sorted(taken, key=lambda one: (one.row is None, 0 if one.row is None else one.row.number)):
        one.key = keys.give(one.name, "type")
    for one in taken:
        _take_extension(one, index, findings)
        _take_protocols(one, index)
    return sorted(taken, key=lambda one: one.key)


def _candidates(index: Index, rows: dict[int | None, ContentRow]) -> Iterator[TakenType]:
    for identity, row in rows.items():
        if identity is not None:
            built_in = built_in_type(identity)
            name = row.text("devicetypedescription") or row.text("devicetypename") or ""
            yield TakenType("", identity, name if built_in is None else _shown(built_in), built_in, row)
    # Exports of the early script refer to built-in types that they do not carry.
    for text in sorted({*index.mappings, *index.expressions}):
        identity = int(text) if text.isdecimal() and len(text) < 6 else None
        built_in = built_in_type(identity)
        if identity is not None and identity not in rows and built_in is not None:
            yield TakenType("", identity, _shown(built_in), built_in, None)


def _shown(built_in: BuiltInType) -> str:
    return built_in.display_name or built_in.name


def _why_not(one: TakenType, index: Index, names: set[str]) -> str | None:
    """Why a log source type is not taken; None where it is, and empty where that goes without saying."""
    if one.number < FIRST_GIVEN_TYPE:
        return _why_no_override(one, index)
    assert one.row is not None
    if not FIRST_GIVEN_TYPE <= one.number <= LAST_GIVEN_TYPE:
        return f"the number {one.number} is not that of a custom log source type"
    if number(one.row, "devicecategoryid") == _DELETED:
        return "it was deleted on the console"
    if not one.name.strip() or len(one.name) > TYPE_NAME_LIMIT or "\n" in one.name:
        return "its name is not one line of at most 241 characters"
    if internal_name(one.name) in {internal_name(""), *names}:
        return "another log source type has the same letters and digits in its name"
    try:
        shipped = log_source_type(one.name)
    except UnknownName:
        return None
    return f"QRadar ships a log source type of that name (number {shipped.id})"


def _why_no_override(one: TakenType, index: Index) -> str | None:
    if one.built_in is None:
        return "it is not among the built-in log source types that are known" if _is_changed(one, index) else ""
    if one.row is not None and one.row.text("devicetypename") not in {None, one.built_in.name}:
        return f"its number is that of `{one.built_in.name}`"
    return None if _is_changed(one, index) else ""


def _is_changed(one: TakenType, index: Index) -> bool:
    """Whether the file changes a built-in type: it has an extension, mappings that people made, or properties."""
    mappings = index.mappings.get(str(one.number), [])
    has_extension = one.row is not None and one.row.text("extension_id") in index.extensions
    is_mapped = any(row.text("customevent") == "true" and index.has_record(row.text("qidmapid")) for row in mappings)
    return has_extension or is_mapped or str(one.number) in index.expressions


def _take_extension(one: TakenType, index: Index, findings: Findings) -> None:
    row = None if one.row is None else index.extensions.get(one.row.text("extension_id") or "")
    document = None if row is None else read_document(row, index.tables, findings)
    if row is None or document is None:
        return
    one.extension, one.document = row, document
    problems = Findings()
    extension = read_lsx(document, one.name, problems)
    if extension is not None and not problems.errors:
        one.parsing = parsing_of(extension, one.number)
    if one.parsing is None:
        message = f"the log source extension of {one.name[:80]!a} is kept as XML: YAML cannot say all that it says"
        findings.add("import/kept", index.tables.place(row), message)


def _take_protocols(one: TakenType, index: Index) -> None:
    rows = {number(row, "sensorprotocolid"): row for row in index.protocols.get(str(one.number), [])}
    if len(rows) > _MOST_PROTOCOLS:
        rows = {identity: row for identity, row in rows.items() if identity in _ALWAYS}
    for identity, row in rows.items():
        if identity is not None and _is_known(identity):
            one.protocols[identity] = row


def _is_known(identity: int) -> bool:
    try:
        protocol(identity)
    except UnknownName:
        return False
    return True
