"""The files of a package that describe what was taken."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from qradar_builder.reference.log_source_types import DEFAULT_CREDIBILITY
from qradar_builder.reference.protocols import protocol
from qradar_builder.source.yaml.text import entries, item
from qradar_builder.takeover.content.events import category_text, severity_text
from qradar_builder.takeover.content.rows import number

if TYPE_CHECKING:
    from qradar_builder.takeover.content.collections import TakenCollections
    from qradar_builder.takeover.content.model import TakenMapping, TakenProperty, TakenRecord, TakenType

_ALWAYS = frozenset({0, 12})
_COLUMNS = ("id", "category", "qid", "name", "severity", "low_level_category", "description")
_DEFAULT_CATEGORY = "unknown"
_NOTE = b"\n  # Replace this: it finds nothing. The imported files do not tell how the events are parsed."
_TABLES, _LISTS = ("parsing", "qids"), ("modifiers", "properties", "events")


def content_files(types: list[TakenType], shared: list[TakenRecord], collections: TakenCollections) -> dict[str, bytes]:
    """The files by their paths in the package, but for `extension.yaml` and the lock."""
    files: dict[str, bytes] = {}
    for one in types:
        text = _text(_type(one))
        if one.unparsed:
            text = text.replace(b"\n  EventName:", _NOTE + b"\n  EventName:", 1)
        files[f"log_source_types/{one.key}.yaml"] = text
        if one.has_table:
            files[f"log_source_types/{one.key}.events.csv"] = _table(one)
        if one.document is not None and one.parsing is None:
            files[f"log_source_types/{one.key}.lsx.xml"] = one.document
    if shared:
        files["qids.yaml"] = _text({record.key: _record(record) for record in shared})
    if collections.groups:
        files["log_source_groups.yaml"] = _text({key: written for key, (_, written) in collections.groups.items()})
    if collections.reference_data:
        data = {key: written for key, (_, written) in collections.reference_data.items()}
        files["reference_data.yaml"] = _text(data)
    return files


def _text(values: dict[str, Any]) -> bytes:
    """Keys with their values; what is a table of its own has a line for each entry, also where it is short."""
    lines = []
    for name, value in values.items():
        if name in _TABLES:
            lines += [f"{name}:", entries(value, 2)]
        elif name in _LISTS:
            lines += [f"{name}:", *(item(each, 2) for each in value)]
        else:
            lines.append(entries({name: value}))
    return ("\n".join(lines) + "\n").encode()


def _type(one: TakenType) -> dict[str, Any]:
    written: dict[str, Any] = {}
    if one.built_in is None:
        written["name"] = one.name
    else:
        written["overrides"] = one.built_in.display_name or one.built_in.name
    named = [protocol(identity).label for identity in sorted(one.protocols) if identity not in _ALWAYS]
    if named:
        written["protocol"] = named[0]
    if named[1:]:
        written["protocols"] = named[1:]
    credibility = None if one.row is None else number(one.row, "devicetypecredibility")
    if one.built_in is None and credibility in range(11) and credibility != DEFAULT_CREDIBILITY:
        written["credibility"] = credibility
    return written | _events_of(one)


def _events_of(one: TakenType) -> dict[str, Any]:
    """What the file says of the events of a log source type; what it has nothing of is left out."""
    parsing = one.parsing
    given: dict[str, Any] = {
        "parsing": None if parsing is None else parsing.fields,
        "modifiers": None if parsing is None else parsing.modifiers,
        "properties": [_property(prop) for prop in one.properties],
        "events": [] if one.has_table else [_mapping(mapping) for mapping in one.mappings],
        "qids": {record.key: _record(record) for record in one.records if not record.described},
    }
    return {name: value for name, value in given.items() if value}


def _mapping(mapping: TakenMapping) -> dict[str, Any]:
    category = {} if mapping.category == _DEFAULT_CATEGORY else {"category": mapping.category}
    if not mapping.record.described:
        return {"id": mapping.event_id} | category | {"qid": mapping.record.key}
    record = _record(mapping.record)
    record = {("low_level_category" if name == "category" else name): value for name, value in record.items()}
    return {"id": mapping.event_id} | category | record


def _property(prop: TakenProperty) -> dict[str, Any]:
    expressions = [
        expression.written | ({} if expression.record is None else {"qid": expression.record.key})
        for expression in prop.expressions
    ]
    return prop.written | {"expressions": expressions}


def _record(record: TakenRecord) -> dict[str, Any]:
    severity = severity_text(record)
    return (
        {"name": record.name}
        | ({} if severity is None else {"severity": severity})
        | {"category": category_text(record.category)}
        | ({"description": record.description} if record.description else {})
    )


def _table(one: TakenType) -> bytes:
    rows = []
    for mapping in one.mappings:
        record = mapping.record
        row = {"id": mapping.event_id, "category": mapping.category}
        if record.described:
            row |= {
                "name": record.name,
                "severity": str(record.severity),
                "low_level_category": str(category_text(record.category)),
                "description": record.description,
            }
        else:
            row["qid"] = record.key
        rows.append(row)
    used = [column for column in _COLUMNS if any(row.get(column) for row in rows)]
    text = io.StringIO()
    table = csv.DictWriter(text, used, restval="", lineterminator="\n", extrasaction="ignore")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode()
