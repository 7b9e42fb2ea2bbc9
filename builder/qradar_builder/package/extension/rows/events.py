"""QID records and event mappings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.dsm.definition import STORED_EVENT, UNKNOWN_EVENT, automatic_qids
from qradar_builder.package.extension.rows.row import Row, flag
from qradar_builder.package.identity.keys import MESSAGE, UNKNOWN
from qradar_builder.reference.log_source_types import DEFAULT_CREDIBILITY
from qradar_builder.reference.pipes import qid_pipe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.content import LogSourceType, QidRecord
    from qradar_builder.package.extension.rows.row import NumberedContent
    from qradar_builder.package.identity.identities import Identity

_AUTOMATIC = {MESSAGE: STORED_EVENT, UNKNOWN: UNKNOWN_EVENT}
"""The event id and event category of the mapping to each record that QRadar makes with every custom type."""


def qidmap(source: NumberedContent) -> Iterator[Row]:
    """A row for each QID record, those that QRadar makes with every custom type included."""
    for one in source.content.types:
        if one.built_in is None:
            yield from _automatic_records(one, source)
        for record in one.qids:
            yield _own_record(record, source)
    yield from (_own_record(record, source) for record in source.content.records)


def _own_record(record: QidRecord, source: NumberedContent) -> Row:
    identity = source.numbered.qid_of(record)
    return _record(identity, record.name, record.description, record.severity, record.category)


def _automatic_records(one: LogSourceType, source: NumberedContent) -> Iterator[Row]:
    stored, unknown = automatic_qids(one.name, source.numbered.types[one.key].number, one.origin)
    for key, record, description in ((MESSAGE, stored, f"{one.name} Stored Event"), (UNKNOWN, unknown, "Unknown")):
        identity = source.numbered.automatic_qids[one.key, key]
        yield _record(identity, record.name, description, record.severity, record.category)


def _record(identity: Identity, name: str, description: str, severity: int, category: int) -> Row:
    pipe = qid_pipe(category)
    return Row(
        "qidmap",
        {
            "severity": str(severity),
            "lowlevelcategory": str(category),
            "reverseip": "false",
            "qid": str(identity.number),
            "uuid": identity.uuid,
            "ratethreshold": str(pipe.ratethreshold),
            "rateinterval": str(pipe.rateinterval),
            "qdescription": description,
            "catpipename": pipe.catpipename,
            "ratelongwindow": str(pipe.ratelongwindow),
            "qname": name,
            "rateshortwindow": str(pipe.rateshortwindow),
            "id": str(identity.row),
        },
    )


def dsmevent(source: NumberedContent) -> Iterator[Row]:
    """A row for each event mapping, those that QRadar makes with every custom type included."""
    for one in source.content.types:
        number = source.numbered.types[one.key].number
        if one.built_in is None:
            for key, (event_id, category) in _AUTOMATIC.items():
                identity = source.numbered.automatic_mappings[one.key, key]
                target = source.numbered.automatic_qids[one.key, key]
                yield _mapping(identity, number, event_id, category, target, custom=False)
        for mapping in one.mappings:
            identity = source.numbered.mappings[one.key, mapping.event_id, mapping.category]
            target = source.numbered.qid_of(mapping.qid)
            yield _mapping(identity, number, mapping.event_id, mapping.category, target, custom=True)


def _mapping(identity: Identity, number: int, event_id: str, category: str, target: Identity, *, custom: bool) -> Row:
    columns = {
        "credibility": "0" if custom else str(DEFAULT_CREDIBILITY),
        "deviceeventcategory": category,
        "customevent": flag(custom),
        "id": str(identity.row),
        "unravelevent": "0",
        "uuid": identity.uuid,
        "qidmapid": str(target.row),
        "devicetypeid": str(number),
        "deviceeventid": event_id,
    }
    return Row("dsmevent", columns if custom else {"routepoint": "EP"} | columns)
