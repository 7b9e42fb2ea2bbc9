"""What the events of the last minutes became: counts by QID, and why some are unknown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.comparison.columns import text
from qradar_builder.console.release import items as tables
from qradar_builder.console.verification.queries import counts_query, payloads_query, search
from qradar_builder.dsm.definition import STORED_EVENT, UNKNOWN_EVENT
from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE, first_qid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.holdings.lists import Lists
    from qradar_builder.console.release.items import Item
    from qradar_builder.console.release.release import Release
    from qradar_builder.console.verification.items import Verified

MOST_PAYLOADS: Final = 10
"""How many payloads of unknown events of a log source type are fetched, unless another number is asked for."""
_LONGEST: Final = 32_000
"""How many characters of a payload are kept."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many events have a QID."""

    qid: int
    name: str
    events: int


@dataclass(slots=True)
class TypeEvents:
    """The events of a log source type. `payloads` are of unknown and stored events, as far as they were fetched."""

    item: Item
    internal_name: str
    counts: list[Count] = field(default_factory=list)
    unknown: int = 0
    stored: int = 0
    payloads: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many events there are."""
        return sum(each.events for each in self.counts)


def type_events(
    session: Session, release: Release, verified: Verified, *, minutes: int, most: int = MOST_PAYLOADS
) -> Iterator[TypeEvents]:
    """The events of the last minutes of each log source type that the console has. Raises ConsoleError."""
    internal = {text(row, "id"): text(row, "devicetypename") or "" for row in release.rows(tables.TYPE)}
    for item in verified.items.of(tables.TYPE):
        record = verified.lists.record(item)
        number = None if record is None else record.get("id")
        if isinstance(number, int):
            yield _events(
                session,
                TypeEvents(item, internal.get(item.row, "")),
                number,
                verified.lists,
                minutes=minutes,
                most=most,
            )


def _events(session: Session, found: TypeEvents, number: int, lists: Lists, *, minutes: int, most: int) -> TypeEvents:
    stored, unknown = automatic(number, lists)
    for row in search(session, counts_query(number, minutes)):
        qid, events = _whole(row.get("qid")), _whole(row.get("event_count"))
        if qid is not None and events is not None:
            found.counts.append(Count(qid, str(row.get("qid_name") or qid), events))
            found.stored += events if qid == stored else 0
            found.unknown += events if qid == unknown else 0
    found.counts.sort(key=lambda each: (-each.events, each.qid))
    for qid, count in ((unknown, found.unknown), (stored, found.stored)):
        left = most - len(found.payloads)
        if count and left > 0:
            rows = search(session, payloads_query(number, qid, minutes, left))
            # What is equal is explained once.
            found.payloads += dict.fromkeys(str(row.get("payload") or "")[:_LONGEST] for row in rows[:left])
    return found


def automatic(number: int, lists: Lists) -> tuple[int, int]:
    """The QID numbers of stored and of unknown events of a type, by its mappings; else the first two of its block."""
    by_row = {record.get("id"): record.get("qid") for record in lists.qids}
    found: dict[tuple[str, str], int] = {}
    for record in lists.mappings:
        if record.get("log_source_type_id") == number:
            event = str(record.get("log_source_event_id")), str(record.get("log_source_event_category"))
            qid = by_row.get(record.get("qid_record_id"))
            if event in {STORED_EVENT, UNKNOWN_EVENT} and isinstance(qid, int):
                found[event] = qid
    first = first_qid(number) if number >= FIRST_CUSTOM_TYPE else -2
    return found.get(STORED_EVENT, first), found.get(UNKNOWN_EVENT, first + 1)


def _whole(value: Any) -> int | None:
    """A number of an answer: Ariel gives counts as floats."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value)
