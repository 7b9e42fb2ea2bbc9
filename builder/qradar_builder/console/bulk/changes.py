"""The comparison of a console with a release: in memory as far as little differs, and in parts where very much does."""

from __future__ import annotations

import heapq
import pickle
import weakref
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, overload

from qradar_builder.comparison.compare import Comparison, Judged, compare
from qradar_builder.comparison.reading.tables import record_part
from qradar_builder.console.bulk.readings import mapping_of, of_mappings, of_records
from qradar_builder.console.bulk.rows import QUIET
from qradar_builder.takeover.content.bulk.database import SMALL, Database

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.comparison.model import Part, Reading
    from qradar_builder.console.bulk.events import Events

_AT_ONCE: Final = 1000
"""How many pairs of rows are compared at once."""
_RECORD: Final = ("uuid", "name", "severity", "category", "description")
_MAPPING: Final = ("event", "category", "uuid")


def compared(old: Reading, new: Reading, events: Events) -> Comparison:
    """Compare a console with a release. The rows that differ and are in neither reading are compared in parts."""
    found = compare(old, new)
    if not events.different:
        return found
    return replace(found, changes=ChangesOnDisk(found.changes, _compared_parts(old, new, events)))


class ChangesOnDisk(Sequence[Judged]):
    """Very many changes, the gravest first. `first` are those in memory, which come before others of their class."""

    def __init__(self, first: Sequence[Judged], more: Iterable[Judged]) -> None:
        self._first = first
        self._database = Database(
            "create table change (level integer, place integer, body blob, primary key (level, place)) without rowid",
            "insert into change values (?, ?, ?)",
            cache=SMALL,
        )
        weakref.finalize(self, self._database.close)
        self._count = 0
        for each in more:
            self._count += 1
            self._database.put((-each.level, self._count, pickle.dumps(each)))
        self._database.write()

    def __len__(self) -> int:
        return len(self._first) + self._count

    def __iter__(self) -> Iterator[Judged]:
        rows = self._database.run("select body from change order by level, place")
        # What is loaded was written by this process, into a file that nobody else sees.
        more = (pickle.loads(body) for (body,) in rows)  # noqa: S301 - as above
        return heapq.merge(self._first, more, key=lambda each: -each.level)

    @overload
    def __getitem__(self, at: int) -> Judged: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Judged]: ...
    def __getitem__(self, at: int | slice) -> Judged | Sequence[Judged]:
        """The change at a place from 0, or the changes of a slice."""
        if isinstance(at, slice):
            return tuple(islice(self, *at.indices(len(self))))
        return next(islice(self, range(len(self))[at], None))


def _compared_parts(old: Reading, new: Reading, events: Events) -> Iterator[Judged]:
    for before, after in chain(_records(events), _mappings(events, new)):
        yield from compare(replace(old, root=before), replace(new, root=after)).changes


def _records(events: Events) -> Iterator[tuple[Part, Part]]:
    """Both sides of records that are one by identity or name, and then those that only one side has."""
    events.database.run("create table if not exists paired (ours integer primary key, theirs integer unique)")
    events.database.run("delete from paired")
    for name in ("uuid", "name"):
        events.database.run(
            "insert into paired select o.place, t.place from ours_record o join theirs_record t"
            f" on t.{name} = o.{name} where o.state = {QUIET} and t.state = {QUIET}"
            " and o.place not in (select ours from paired) and t.place not in (select theirs from paired)"
        )
    ours, theirs = (", ".join(f"{side}.{each}" for each in _RECORD) for side in ("o", "t"))
    pairs = events.database.run(
        f"select {ours}, {theirs} from paired join ours_record o on o.place = paired.ours"
        " join theirs_record t on t.place = paired.theirs order by o.place"
    )
    for some in _parts(pairs):
        yield of_records(_record(each[5:]) for each in some), of_records(_record(each[:5]) for each in some)
    for some in _parts(_alone(events, "ours")):
        yield of_records(()), of_records(map(_record, some))
    for some in _parts(_alone(events, "theirs")):
        yield of_records(map(_record, some)), of_records(())


def _alone(events: Events, side: str) -> Iterable[tuple[Any, ...]]:
    return events.database.run(
        f"select {', '.join(_RECORD)} from {side}_record where state = {QUIET}"
        f" and place not in (select {side} from paired) order by place"
    )


def _record(found: tuple[Any, ...]) -> tuple[str, Part]:
    uuid, name, severity, category, description = found
    columns = {"uuid": uuid, "severity": severity, "lowlevelcategory": category, "qdescription": description}
    return name, record_part(columns)


def _mappings(events: Events, new: Reading) -> Iterator[tuple[Part, Part]]:
    """Both sides of mappings of one event, and then those that only one side has, of types that both sides have."""
    ours, theirs = (", ".join(f"{side}.{each}" for each in _MAPPING) for side in ("o", "t"))
    # A record that both sides have is called as the release calls it.
    of_ours = "from ours_mapping o join type on type.ours = o.type join ours_record r on r.row = o.record"
    named = "join theirs_record s on s.row = t.record left join ours_record k on k.uuid = s.uuid"
    key = "t.type = type.theirs and t.event = o.event and t.category = o.category"
    quiet = f"o.state = {QUIET} order by o.place"
    pairs = events.database.run(
        f"select o.type, {ours}, r.name, {theirs}, coalesce(k.name, s.name) {of_ours}"
        f" join theirs_mapping t on {key} {named} where t.state = {QUIET} and {quiet}"
    )
    for some in _parts(pairs):
        after = of_mappings(_by_type(((each[0], *each[1:5]) for each in some), new))
        yield of_mappings(_by_type(((each[0], *each[5:]) for each in some), new)), after
    mine = events.database.run(
        f"select o.type, {ours}, r.name {of_ours} where not exists (select 1 from theirs_mapping t where {key})"
        f" and {quiet}"
    )
    for some in _parts(mine):
        added = _by_type(some, new)
        yield of_mappings({label: {} for label in added}), of_mappings(added)
    others = events.database.run(
        f"select type.ours, {theirs}, coalesce(k.name, s.name) from theirs_mapping t"
        f" join type on type.theirs = t.type {named} where t.state = {QUIET} and not exists ("
        "select 1 from ours_mapping o where o.type = type.ours and o.event = t.event and o.category = t.category)"
        " order by t.place"
    )
    for some in _parts(others):
        removed = _by_type(some, new)
        yield of_mappings(removed), of_mappings({label: {} for label in removed})


def _by_type(found: Iterable[tuple[Any, ...]], new: Reading) -> dict[str, dict[str, Part]]:
    """Event mappings by the labels that the release gives their log source types."""
    types: dict[str, dict[str, Part]] = {}
    for of_type, *values in found:
        if (name := new.types.get(of_type)) is not None:
            label, one = mapping_of(*values)
            types.setdefault(name, {})[label] = one
    return types


def _parts(found: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    rows = iter(found)
    while some := list(islice(rows, _AT_ONCE)):
        yield some
