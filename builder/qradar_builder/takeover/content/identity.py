"""The identity lock of an import: the UUIDs and numbers of the file, so that a build updates what a console has."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid5

from qradar_builder.package.identity.known import extension_namespace
from qradar_builder.package.identity.lock import BUILT_IN, FIRST_USER_QID, MAX_NUMBER, UUID_FORM, LockedItem, write_lock
from qradar_builder.package.identity.numbers import first_row
from qradar_builder.package.identity.properties import one_step
from qradar_builder.package.resolve.events import event_key
from qradar_builder.takeover.content.events import block_of_record
from qradar_builder.takeover.content.rows import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.package.extension.content_reader import ContentRow
    from qradar_builder.takeover.content.collections import TakenCollections
    from qradar_builder.takeover.content.model import TakenRecord, TakenType


class _Draft:
    """Collects the items. A number that cannot be kept is left to the build, and the row keeps it in `extra/`."""

    def __init__(self, extension: str) -> None:
        self.namespace = extension_namespace(extension)
        self.items: dict[str, LockedItem] = {}
        self.next_qid: dict[str, int] = {}
        self._rows: set[tuple[str, int]] = set()
        self._keys: set[str] = set()
        self._uuids: set[str] = set()
        self._waiting: list[tuple[str, LockedItem]] = []

    def add(self, key: str, row: ContentRow | None, column: str = "id", **more: object) -> None:
        """Add an item with the number and the UUID of its row."""
        if row is None:
            return
        given = number(row, column)
        uuid = row.text("uuid")
        kept = uuid if uuid is not None and UUID_FORM.fullmatch(uuid) and uuid not in self._uuids else None
        if kept == str(uuid5(self.namespace, key)):
            kept = None
        if kept is not None:
            self._uuids.add(kept)
        item = LockedItem(0, kept, **more)  # type: ignore[arg-type]  # the fields of an item
        self.place(key, item, given)

    def place(self, key: str, item: LockedItem, given: int | None) -> None:
        """Add an item with the number of its row, where that is free."""
        if key in self._keys:
            return
        self._keys.add(key)
        kind = key.split("/", 1)[0]
        if given is not None and 0 <= given < MAX_NUMBER and (kind, given) not in self._rows:
            self._rows.add((kind, given))
            self.items[key] = LockedItem(given, item.uuid, item.number, item.name, None, item.block, item.events)
        else:
            self._waiting.append((key, item))

    def written(self, extension: str, least: int) -> bytes:
        """The lock as it is written. New rows have no number below `least`."""
        next_row = max((row + 1 for _, row in self._rows), default=0)
        next_row = max(next_row, least)
        next_row = max(next_row, first_row(self.namespace))
        for key, item in self._waiting:
            self.items[key] = LockedItem(next_row, item.uuid, item.number, item.name, None, item.block, item.events)
            next_row += 1
        return write_lock(extension, str(self.namespace), next_row, self.next_qid, self.items)


def draft_lock(
    extension: str,
    types: list[TakenType],
    shared: list[TakenRecord],
    collections: TakenCollections,
    *,
    least: int = 0,
    places: Mapping[int, int] | None = None,
) -> bytes:
    """The lock with the identities of everything that was taken. New rows have no number below `least`.

    `places` are the first places in blocks that new QID records may have, by the numbers of log source types.
    """
    draft = _Draft(extension)
    for one in types:
        _add_type(one, draft)
        for record in one.records:
            _add_record(record, one, types, draft)
        for mapping in one.mappings:
            draft.add(f"event/{one.key}/{event_key(mapping.event_id, mapping.category)}", mapping.row)
        _add_properties(one, draft)
    for record in shared:
        _add_record(record, None, types, draft)
    for key, (row, _) in collections.groups.items():
        draft.add(f"group/{key}", row, name=row.text("name"))
    for key, (row, _) in collections.reference_data.items():
        draft.add(f"reference-data/{key}", row, name=row.text("name"))
    for one in types:
        if one.key in draft.next_qid and places is not None:
            draft.next_qid[one.key] = max(draft.next_qid[one.key], places.get(one.number, 0))
    return draft.written(extension, least)


def _add_type(one: TakenType, draft: _Draft) -> None:
    if one.built_in is None:
        uuid = None if one.row is None else one.row.text("uuid")
        uuid = uuid if uuid is not None and UUID_FORM.fullmatch(uuid) else None
        if one.number:
            draft.place(f"type/{one.key}", LockedItem(0, uuid, one.number, one.name), None)
            draft.next_qid[one.key] = FIRST_USER_QID
        for place, (key, (mapping, record)) in enumerate(one.automatic.items()):
            draft.add(f"event/{one.key}/{key}", mapping)
            draft.add(f"qid/{one.key}/{key}", record, number=place)
    name = None if one.built_in is None else one.built_in.name
    if one.extension is not None:
        draft.add(f"extension/{one.key}", one.extension, name=name)
    elif name is not None:
        # A lock knows an override by the entry of its extension.
        draft.place(f"extension/{one.key}", LockedItem(0, name=name), None)
    for protocol, row in one.protocols.items():
        draft.add(f"protocol/{one.key}/{protocol}", row)


def _add_record(record: TakenRecord, owner: TakenType | None, types: list[TakenType], draft: _Draft) -> None:
    block, place = block_of_record(record, types)
    home = None if owner is None else (owner.key if owner.built_in is None else BUILT_IN)
    events = tuple(sorted({event_key(*event) for event in record.events})) if record.described else ()
    key = event_key(*record.events[0]) if record.described else record.key
    scope = "*" if owner is None else owner.key
    draft.add(
        f"qid/{scope}/{key}",
        record.row,
        number=place,
        name=record.name,
        block=None if block == home else block,
        events=events if len(events) > 1 else (),
    )
    if block != BUILT_IN and not block.startswith("#"):
        draft.next_qid[block] = max(draft.next_qid.get(block, FIRST_USER_QID), place + 1)


def _add_properties(one: TakenType, draft: _Draft) -> None:
    for prop in one.properties:
        name, identity = prop.written["name"], prop.row.text("id") or ""
        draft.place(f"property/{name}", LockedItem(0, identity), number(prop.row, "sequenceid"))
        for serial, expression in enumerate(prop.expressions, 1):
            key = f"expression/{one.key}/{one_step(name)}/{serial}"
            identity = expression.row.text("id") or ""
            draft.place(key, LockedItem(0, identity or None), number(expression.row, "sequenceid"))
