"""QID records and event mappings."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from qradar_builder.dsm.definition import STORED_EVENT, UNKNOWN_EVENT
from qradar_builder.model.events import DESCRIPTION_LIMIT, NAME_LIMIT
from qradar_builder.package.identity.keys import MESSAGE, UNKNOWN
from qradar_builder.package.identity.reader import LAST_GIVEN_TYPE
from qradar_builder.reference.categories import UnknownCategory, category, default_severity
from qradar_builder.reference.number_blocks import first_qid, type_of_qid
from qradar_builder.source.files import NOT_IN_XML
from qradar_builder.takeover.content.bulk.records import MOST_USED
from qradar_builder.takeover.content.model import TakenMapping, TakenRecord
from qradar_builder.takeover.content.rows import number
from qradar_builder.takeover.keys import Keys

if TYPE_CHECKING:
    from qradar_builder.package.extension.content_reader import ContentRow
    from qradar_builder.takeover.content.bulk.store import Held
    from qradar_builder.takeover.content.model import TakenType
    from qradar_builder.takeover.content.rows import Index

_AUTOMATIC = {STORED_EVENT: MESSAGE, UNKNOWN_EVENT: UNKNOWN}
_SEVERITIES = range(11)


class Records:
    """The QID records of a content XML, as far as a package can say what they say."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._taken: dict[int, TakenRecord | None] = {}
        self._not_own = set(index.repeated)
        """The rows that no package describes, by their places in the document."""

    def reserve(self, types: list[TakenType]) -> None:
        """Leave the two records that QRadar makes with every custom type to QRadar, whatever else uses them."""
        for one in types:
            for place in range(2) if one.built_in is None else ():
                row = self._index.record_of_number(str(first_qid(one.number) + place))
                if row is not None:
                    self._not_own.add(row.number)

    def of(self, row: ContentRow) -> TakenRecord | None:
        """The record of a row of `qidmap`; None where a package cannot describe it."""
        if row.number not in self._taken:
            self._taken[row.number] = None if row.number in self._not_own else _record(row)
        return self._taken[row.number]

    def used(self) -> list[TakenRecord]:
        """The records that something uses, in the order of the file."""
        records = [record for record in self._taken.values() if record is not None and (record.users or record.shared)]
        return sorted(records, key=lambda record: record.row.number)

    def place_unused(self, types: list[TakenType], *, shares: bool) -> None:
        """Give each record that nothing uses to the custom type whose block its number lies in.

        The others are shared with `shares`.
        """
        owners = {one.number: one for one in types if one.built_in is None}
        automatic = {id(record) for one in types for _, record in one.automatic.values() if record is not None}
        for row in self._index.tables.rows("qidmap"):
            owner = owners.get(type_of_qid(number(row, "qid") or 0))
            record = None if id(row) in automatic else self.of(row)
            if record is None or record.users:
                continue
            if owner is not None:
                record.users.append(owner.key)
            else:
                record.shared = shares


def _record(row: ContentRow) -> TakenRecord | None:
    name, severity, low_level = row.text("qname"), number(row, "severity"), number(row, "lowlevelcategory")
    description = row.text("qdescription") or ""
    qid = number(row, "qid")
    if not name or len(name) > NAME_LIMIT or len(description) > DESCRIPTION_LIMIT or qid is None:
        return None
    if not first_qid(0) <= qid < first_qid(LAST_GIVEN_TYPE + 1):
        return None
    if severity not in _SEVERITIES or low_level is None or severity is None or not is_category(low_level):
        return None
    return TakenRecord(row, name, low_level, severity, description)


def is_category(number_of_category: int) -> bool:
    """Whether a package may name a low-level category by its number, or by the name that goes with it."""
    try:
        category(number_of_category)
    except UnknownCategory:
        return False
    return True


def category_text(number_of_category: int) -> str | int:
    """How people write a low-level category: its name, where that is clear."""
    known = category(number_of_category)
    for name in (known.name, known.qualified_name):
        try:
            if name and category(name).id == number_of_category:
                return name
        except UnknownCategory:
            continue
        except LookupError:
            continue
    return number_of_category


def severity_text(record: TakenRecord) -> int | None:
    """The severity, or None where it is the category's own."""
    return None if default_severity(category(record.category)) == record.severity else record.severity


def take_mappings(one: TakenType, index: Index, records: Records) -> None:
    """Take the event mappings of a log source type with their records."""
    seen: set[tuple[str, str]] = set()
    for row in index.mappings.get(str(one.number), []):
        event = row.text("deviceeventid") or "", row.text("deviceeventcategory") or ""
        target = index.record(row.text("qidmapid"))
        if target is None:
            continue
        automatic = _AUTOMATIC.get(event) if one.built_in is None else None
        if automatic is not None:
            first = first_qid(one.number) + (automatic == UNKNOWN)
            is_own = number(target, "qid") == first and target.number not in index.repeated
            one.automatic.setdefault(automatic, (row, target if is_own else None))
            continue
        is_system = one.built_in is not None and row.text("customevent") == "false"
        record = None if is_system or not _can_be_written(*event) else records.of(target)
        if record is None or event in seen:
            continue
        seen.add(event)
        one.mappings.append(TakenMapping(row, *event, record))
        if one.key not in record.users:
            record.users.append(one.key)
        record.events.append(event)
    if one.built_in is None:
        _find_automatic_records(one, index)


def take_bulk(types: list[TakenType], index: Index, records: Records) -> None:
    """Take the mappings that are on disk, of the log source types that have so many."""
    bulk = index.kept.bulk
    for one in types:
        if one.built_in is not None:
            continue
        most = MOST_USED - len(index.kept.fetched)
        for identity in bulk.records_of(str(one.number), most, index.records.keys()):
            target = index.record(identity)
            record = None if target is None else records.of(target)
            if record is None:
                continue
            one.bulk[identity] = record
            if one.key not in record.users:
                record.users.append(one.key)
    held = (row for of_type in index.mappings.values() for row in of_type)
    rows = chain(*index.tables.tables.values(), index.kept.fetched.values())
    uuids = (row.text("uuid") for row in rows)
    bulk.start((_held(row) for row in held), (uuid for uuid in uuids if uuid is not None))
    for one in types:
        if one.bulk:
            bulk.choose(str(one.number), one.bulk)


def _held(row: ContentRow) -> Held:
    """A mapping in memory as those on disk are compared with it."""
    return (
        row.text("id") or "",
        row.text("devicetypeid") or "",
        row.text("deviceeventid") or "",
        row.text("deviceeventcategory") or "",
    )


def _find_automatic_records(one: TakenType, index: Index) -> None:
    """The two records of a custom type are known by their numbers where no mapping leads to them."""
    for place, key in enumerate((MESSAGE, UNKNOWN)):
        mapping, record = one.automatic.get(key, (None, None))
        if record is None:
            record = index.record_of_number(str(first_qid(one.number) + place))
        one.automatic[key] = (mapping, record)


def _can_be_written(event_id: str, category_of_event: str) -> bool:
    return bool(event_id and category_of_event) and not NOT_IN_XML.search(event_id + category_of_event)


def name_records(types: list[TakenType], records: Records) -> list[TakenRecord]:
    """Give each record its key and its place: a log source type, or all of them. The shared records are returned."""
    by_key = {one.key: one for one in types}
    for record in records.used():
        record.shared = record.shared or len(record.users) > 1
    shared = [record for record in records.used() if record.shared]
    keys = Keys()
    for record in shared:
        record.key = keys.give(record.name, "record")
    for record in records.used():
        if not record.shared:
            by_key[record.users[0]].records.append(record)
    for one in types:
        own = Keys(record.key for record in shared)
        # What is on disk names its records by their keys.
        described = one.has_table if one.form.described is None else one.form.described
        if described and not one.bulk:
            _describe_in_place(one)
        for record in one.records:
            if not record.described:
                record.key = own.give(record.name, "record")
    return shared


def _describe_in_place(one: TakenType) -> None:
    """Mark the records that mappings describe: all of them or none, so that the mappings have one form.

    Only rows of a table share a record that they describe.
    """
    names = [record.name for record in one.records]
    order = sorted(one.records, key=lambda record: record.row.number)
    first: dict[int, int] = {}
    for place, mapping in enumerate(one.mappings):
        first.setdefault(id(mapping.record), place)
    in_order = [first.get(id(record), -1) for record in order]
    fits = (
        len(set(names)) == len(names)
        and not any(record.by_key or not record.events for record in one.records)
        and not any(mapping.record.shared for mapping in one.mappings)
        and in_order == sorted(in_order)
        and (one.has_table or all(len(record.events) == 1 for record in one.records))
    )
    for record in one.records:
        record.described = fits


def block_of_record(record: TakenRecord, types: list[TakenType]) -> tuple[str, int]:
    """The block of numbers that a record lies in, as the lock calls it, and its place there."""
    qid = number(record.row, "qid") or 0
    owner = type_of_qid(qid)
    place = qid - first_qid(owner)
    if owner == 0:
        return "*", place
    custom = next((one.key for one in types if one.built_in is None and one.number == owner), None)
    return custom or f"#{owner}", place
