"""Log source groups and reference data collections."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from qradar_builder.model.log_source_groups import LIMIT
from qradar_builder.model.reference_data import CollectionKind, ElementType, Expiry, ReferenceDataSpec
from qradar_builder.takeover.content.rows import number
from qradar_builder.takeover.keys import Keys

if TYPE_CHECKING:
    from qradar_builder.package.extension.content_reader import ContentRow
    from qradar_builder.takeover.content.rows import Index

_LOG_SOURCES, _ROOT = "1", "1"
_UNITS = ("year", "month", "day", "hour", "minute", "second")
_MOST_DEPTH = 20


@dataclass(slots=True)
class TakenCollections:
    """Log source groups and reference data by their keys: the row, and what the file says of it."""

    groups: dict[str, tuple[ContentRow, dict[str, Any]]] = field(default_factory=dict)
    reference_data: dict[str, tuple[ContentRow, dict[str, Any]]] = field(default_factory=dict)


def take_collections(index: Index) -> TakenCollections:
    """Take the log source groups and the reference data collections."""
    return TakenCollections(_groups(index), _reference_data(index))


def _groups(index: Index) -> dict[str, tuple[ContentRow, dict[str, Any]]]:
    rows = {row.text("id"): row for row in index.tables.rows("fgroup") if row.text("type_id") == _LOG_SOURCES}
    keys = Keys()
    named = {
        identity: keys.give(row.text("name") or "", "group") for identity, row in rows.items() if identity != _ROOT
    }
    taken = {}
    for identity, key in named.items():
        row = rows[identity]
        name, description = row.text("name") or "", row.text("description") or ""
        if not name or len(name) > LIMIT or len(description) > LIMIT or not _reaches_root(identity, rows):
            continue
        written: dict[str, Any] = {"name": name}
        if description:
            written["description"] = description
        if row.text("parent_id") != _ROOT:
            written["parent"] = named[row.text("parent_id")]
        taken[key] = (row, written)
    # A group goes with those that it lies in.
    while lost := [key for key, (_, written) in taken.items() if written.get("parent", key) not in taken]:
        for key in lost:
            del taken[key]
    return taken


def _reaches_root(identity: str | None, rows: dict[str | None, ContentRow]) -> bool:
    for _ in range(_MOST_DEPTH):
        parent = rows[identity].text("parent_id")
        if parent == _ROOT:
            return True
        if parent not in rows:
            return False
        identity = parent
    return False


def _reference_data(index: Index) -> dict[str, tuple[ContentRow, dict[str, Any]]]:
    keys = Keys()
    names: set[str] = set()
    taken = {}
    for row in index.tables.rows("reference_data"):
        written = _collection(row)
        if written is not None and written["name"] not in names:
            names.add(written["name"])
            taken[keys.give(written["name"], "collection")] = (row, written)
    return taken


def _collection(row: ContentRow) -> dict[str, Any] | None:
    kinds, types = list(CollectionKind), list(ElementType)
    kind, element_type = number(row, "collection_type"), number(row, "element_type")
    if kind not in range(len(kinds)) or element_type not in range(len(types)) or kind is None or element_type is None:
        return None
    written: dict[str, Any] = {"name": row.text("name") or ""}
    if kinds[kind] is not CollectionKind.SET:
        written["kind"] = str(kinds[kind])
    if types[element_type] is not ElementType.ALNIC:
        written["element_type"] = str(types[element_type])
    lasting = _time_to_live(row)
    if lasting:
        written["time_to_live"] = lasting
        if row.text("timeout_type") == "0":
            written["expires_after"] = str(Expiry.FIRST_SEEN)
    for column, name in (("key1_label", "key_label"), ("value_label", "value_label")):
        if row.text(column):
            written[name] = row.text(column)
    try:
        ReferenceDataSpec.model_validate(written)
    except ValidationError:
        return None
    return written


def _time_to_live(row: ContentRow) -> str:
    parts = row.columns.get("time_to_live")
    if parts is None or isinstance(parts, str):
        return ""
    numbers = [parts.get(f"{unit}s", "0").partition(".")[0] for unit in _UNITS]
    said = [(text, unit) for text, unit in zip(numbers, _UNITS, strict=True) if text.isdecimal() and int(text)]
    return " ".join(f"{text} {unit}{'' if text == '1' else 's'}" for text, unit in said)
