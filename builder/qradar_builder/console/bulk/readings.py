"""Event mappings and QID records of a database as parts, beside the others of their side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.comparison.columns import text
from qradar_builder.comparison.model import Kind, Part, with_parts
from qradar_builder.comparison.reading.tables import mapping_label, mapping_part, record_part
from qradar_builder.console.bulk.rows import WANTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from qradar_builder.comparison.model import Reading
    from qradar_builder.console.bulk.events import Events
    from qradar_builder.console.bulk.rows import EventRows


MOST_HELD: Final = 2_000
"""How many rows that differ are compared in memory with all others, in the order of the content. More are in parts."""


def matched(
    console: Reading,
    release: Reading,
    events: Events,
    types: Mapping[str, str],
    *,
    whole: bool = False,
    narrow: Callable[[Part, Part], Part] = lambda console, _: console,
) -> tuple[Reading, Reading]:
    """Both sides with the events of each that must be held: all of them with `whole`, else those that differ, if few.

    `types` are the rows of the log source types of the release by their numbers on the console. `narrow` gives what
    of the content of the console belongs to that of the release. Raises OSError where the disk is full.
    """
    events.match(types)
    if whole:
        events.want_all()
    elif events.different <= MOST_HELD:
        events.want_different()
    ours = with_wanted(release.root, release, events, events.ours)
    theirs = narrow(with_wanted(console.root, console, events, events.theirs), ours)
    return replace(console, root=theirs), replace(release, root=ours)


def with_wanted(root: Part, reading: Reading, events: Events, side: EventRows) -> Part:
    """The content of a side with the rows that are wanted in it. Numbers of records are local, and not compared."""
    records: dict[str, Part] = {}
    labels: dict[str, str] = {}
    taken = root.named(Kind.QID)
    for row in side.rows_of("record", f"state = {WANTED}"):
        name = label = text(row, "qname") or ""
        number = 1
        # Another record of a console can have the name of this one.
        while label in taken or label in records:
            number += 1
            label = f"{name} #{number}"
        if label != name:
            labels[text(row, "id") or ""] = label
        records[label] = record_part(row)
    mappings: dict[str, dict[str, Part]] = {}
    wanted = events.database.run(
        f"select m.type, m.event, m.category, m.uuid, m.record, r.name from {side.side}_mapping m"
        f" left join {side.side}_record r on r.row = m.record where m.state = {WANTED} order by m.place"
    )
    for of_type, event, category, uuid, record, name in wanted:
        label, one = mapping_of(event, category, uuid, labels.get(record, name))
        mappings.setdefault(of_type, {})[label] = one
    if records:
        root = with_parts(root, Kind.QID, {**root.named(Kind.QID), **records})
    if not mappings:
        return root
    types = dict(root.named(Kind.TYPE))
    for of_type, those in mappings.items():
        of = reading.types.get(of_type)
        if of is not None and of in types:
            types[of] = with_parts(types[of], Kind.MAPPING, {**types[of].named(Kind.MAPPING), **those})
    return with_parts(root, Kind.TYPE, types)


def mapping_of(event: str, category: str, uuid: str, record: Any) -> tuple[str, Part]:
    """An event mapping with its label."""
    return mapping_label(event, category), mapping_part(event, category, str(record), uuid or None)


def of_records(records: Iterable[tuple[str, Part]]) -> Part:
    """Content that has nothing but QID records."""
    return Part(Kind.EXTENSION, {}, {Kind.QID: dict(records)})


def of_mappings(mappings: Mapping[str, Mapping[str, Part]]) -> Part:
    """Content that has nothing but the event mappings of log source types, by the labels of these."""
    types = {label: Part(Kind.TYPE, {}, {Kind.MAPPING: those}) for label, those in mappings.items()}
    return Part(Kind.EXTENSION, {}, {Kind.TYPE: types})
