"""Event mappings on disk: those of a log source type beyond the first ones, if they are regular."""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_left, bisect_right
from contextlib import closing, suppress
from heapq import merge
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from qradar_builder.dsm.definition import STORED_EVENT, UNKNOWN_EVENT
from qradar_builder.model.base import UUID_PATTERN
from qradar_builder.package.extension.extra import patched
from qradar_builder.package.identity.lock import MAX_NUMBER
from qradar_builder.package.identity.reader import FIRST_GIVEN_TYPE, LAST_GIVEN_TYPE
from qradar_builder.takeover.content.bulk.database import Database
from qradar_builder.takeover.content.bulk.repeats import Repeats, marks
from qradar_builder.takeover.content.bulk.rows import MappingRows
from qradar_builder.takeover.content.leftovers import column_json, difference

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from qradar_builder.takeover.content.bulk.rows import StoredMapping

Held: TypeAlias = tuple[str, str, str, str]
"""A mapping in memory: the id of its row, its log source type, its event id and its event category."""

MOST_HELD = 1_000
"""How many mappings of a log source type are in memory."""
MOST_HELD_TOGETHER = 5_000
"""After so many mappings of all types, each type has at most `FEW` more of them in memory."""
FEW = 25
"""More than a type has without a table of its own."""
_ROW = re.compile(r"0|[1-9][0-9]{0,9}", re.ASCII)
_IDENTITY = re.compile(f"(?:{_ROW.pattern})/{UUID_PATTERN[1:-1]}", re.ASCII)
"""The number and the UUID of a row."""
_FIXED: Final = {"customevent": "true", "credibility": "0", "unravelevent": "0"}
"""The other columns that a build writes."""
_OWN = ("id", "uuid", "devicetypeid", "deviceeventid", "deviceeventcategory", "qidmapid")
_COUNT = len(_OWN) + len(_FIXED)
_VALUES = itemgetter(*_OWN)
_VALUES_OF_FIXED = itemgetter(*_FIXED)
_USUAL = tuple(_FIXED.values())
_AUTOMATIC = (STORED_EVENT, UNKNOWN_EVENT)
"""The events whose mappings QRadar makes with every type. They have parts of their own in an import."""
_MOST_NOTED = 25_000
"""How many rows of QID records are in memory for all types together."""
_MOST_SUSPECTS = 65_536
"""How many numbers of rows that may repeat are in memory; beyond that, each row is compared."""

_TABLES = (
    "create table mapping (number integer primary key, id text, uuid text, type text, event text, category text)",
    "create table held (id text, type text, event text, category text)",
    "create table known (uuid text)",
    "create index by_key on mapping (event, category, type)",
    "create index by_id on mapping (id)",
    "create index by_uuid on mapping (uuid)",
)
_REFUSED = """
select number from held cross join mapping on mapping.event = held.event and mapping.category = held.category
    and mapping.type = held.type
union select number from held cross join mapping on mapping.id = held.id
union select number from known cross join mapping on mapping.uuid = known.uuid
union select number from mapping where id in (select id from mapping group by id having count(*) > 1)
union select number from mapping where uuid in (select uuid from mapping group by uuid having count(*) > 1)
union select number from mapping join (
    select type, event, category, min(number) as first from mapping group by event, category, type having count(*) > 1
) as twice on mapping.event = twice.event and mapping.category = twice.category and mapping.type = twice.type
    and mapping.number <> twice.first
order by number
"""
"""The mappings whose key, row or UUID another one has."""


class BulkMappings:
    """Mappings of custom log source types, which are written as a build writes them."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        """How many mappings of each type came, up to those that are in memory."""
        self._held = 0
        self._beyond: dict[str, bool] = {}
        """The types of which no more are in memory, and whether they are custom ones."""
        self._rows = MappingRows()
        self._keys, self._uuids, self._ids = Repeats(), Repeats(), Repeats()
        self._last_row = -1
        self._records: dict[str, set[str] | None] = {}
        """The rows of the QID records that the mappings of each type lead to; None where they are too many."""
        self._noted = 0
        self._chosen: dict[str, set[str]] = {}
        """The rows of the QID records to which mappings are taken, by log source type."""
        self._changed: set[str] = set()
        """The log source types of mappings with other columns than a build writes."""
        self._refused = array("q")
        """Which elements of the document the mappings are that are not taken whatever they lead to, in order."""
        self._left: int | None = None

    def take(self, columns: Mapping[str, Any], number: int) -> bool:
        """Take a row, which is that element of the document, if it is regular, and one of very many."""
        try:
            row, uuid, type_number, event, category, record = _VALUES(columns)
        except KeyError:
            return False
        if not isinstance(type_number, str) or (event, category) in _AUTOMATIC:
            return False
        is_custom = self._beyond.get(type_number)
        if is_custom is None:
            count = self._counts[type_number] = self._counts.get(type_number, 0) + 1
            if count <= (MOST_HELD if self._held < MOST_HELD_TOGETHER else FEW):
                self._held += 1
                return False
            is_custom = self._beyond[type_number] = _is_custom(type_number)
        if not is_custom or not _is_regular(row, uuid, event, category, record):
            return False
        changes = _changes(columns)
        if changes:
            self._changed.add(type_number)
        if self._rows.put(type_number, (number, row, uuid, event, category, changes, record)):
            self._write()
        return True

    def _write(self) -> None:
        self._left = None
        for type_number, rows in self._rows.write().items():
            _, ids, uuids, events, categories, _, records = zip(*rows, strict=True)
            self._note(type_number, records)
            self._ids.add(marks(ids))
            self._uuids.add(marks(uuids))
            self._keys.add(marks(zip(repeat(type_number), events, categories)))
            self._last_row = max(self._last_row, *map(int, ids))

    def _note(self, type_number: str, records: Iterable[str]) -> None:
        noted = self._records.setdefault(type_number, set())
        if noted is not None:
            self._noted -= len(noted)
            noted.update(records)
            if self._noted + len(noted) > _MOST_NOTED:
                self._records[type_number] = None
            else:
                self._noted += len(noted)

    def start(self, held: Iterable[Held], uuids: Iterable[str]) -> None:
        """Take no mapping yet. `held` are those in memory, `uuids` are those of all rows in memory."""
        self._write()
        self._chosen, self._left = {}, None
        if self._rows.counts:
            self._refused = self._found_refused(list(held), list(uuids))

    def _found_refused(self, held: list[Held], uuids: list[str]) -> array[int]:
        keys = self._keys.found(marks(tuple(key) for _, *key in held))
        ids = self._ids.found(marks(row for row, *_ in held))
        known = self._uuids.found(marks(uuids))
        refused = array("q")
        if not keys and not ids and not known:
            return refused
        every = len(keys) + len(ids) + len(known) > _MOST_SUSPECTS
        with closing(Database(_TABLES[0], "insert into mapping values (?, ?, ?, ?, ?, ?)")) as database:
            database.open()
            for statement in _TABLES[1:]:
                database.run(statement)
            database.insert("insert into held values (?, ?, ?, ?)", held)
            database.insert("insert into known values (?)", ((uuid,) for uuid in uuids))
            for block in self._rows.together():
                for type_number, rows in block.items():
                    for number, row, uuid, event, category, *_ in rows:
                        key = type_number, event, category
                        if every or hash(row) in ids or hash(uuid) in known or hash(key) in keys:
                            database.put((number, row, uuid, *key))
            database.write()
            refused.extend(number for (number,) in database.run(_REFUSED))
        return refused

    def records_of(self, type_number: str, most: int, known: Collection[str]) -> list[str]:
        """The rows of the QID records that the mappings of a log source type lead to, in order.

        If they are more than `most`, only those that are `known`.
        """
        self._write()
        noted = self._records.get(type_number, set())
        if noted is not None:
            return sorted(noted if len(noted) <= most else noted.intersection(known))
        found: set[str] = set()
        are_few = True
        for rows in self._rows.of_type(type_number):
            some = {row[-1] for row in rows}
            found |= some if are_few else some.intersection(known)
            if are_few and len(found) > most:
                are_few = False
                found.intersection_update(known)
        return sorted(found)

    def choose(self, type_number: str, records: Iterable[str]) -> None:
        """Take the mappings of a log source type to these QID records.

        Those whose key, row or UUID another one has are left out.
        """
        self._left = None
        self._chosen[type_number] = set(records)

    def refuse(self, type_number: str, records: Iterable[str]) -> None:
        """Take no mapping of a log source type to these QID records."""
        self._left = None
        self._chosen.get(type_number, set()).difference_update(records)

    def of_type(self, type_number: str) -> Iterator[list[StoredMapping]]:
        """The mappings of a log source type that are taken, in the order of the file, some at a time."""
        for rows in self._rows.of_type(type_number):
            taken, _ = self._parted(type_number, rows)
            if taken:
                yield taken

    def changes(self) -> Iterator[list[tuple[str, str]]]:
        """The rows of the mappings that are taken with other columns than a build writes, and these, in JSON."""
        for type_number in self._changed:
            for rows in self.of_type(type_number):
                if changed := [(row[1], row[5]) for row in rows if row[5]]:
                    yield changed

    def _parted(self, type_number: str, rows: list[StoredMapping]) -> tuple[list[StoredMapping], list[StoredMapping]]:
        """The mappings that are taken, and the others."""
        chosen = self._chosen.get(type_number)
        if not chosen:
            return [], rows
        refused: frozenset[int] = frozenset()
        if self._refused:
            first, last = bisect_left(self._refused, rows[0][0]), bisect_right(self._refused, rows[-1][0])
            refused = frozenset(self._refused[first:last])
        if not refused and (self._leads_only_to(type_number, chosen) or chosen.issuperset([row[-1] for row in rows])):
            return rows, []
        taken = [row for row in rows if row[-1] in chosen and row[0] not in refused]
        return taken, [row for row in rows if row[-1] not in chosen or row[0] in refused]

    def _leads_only_to(self, type_number: str, records: set[str]) -> bool:
        noted = self._records[type_number]
        return noted is not None and noted <= records

    def next_row(self) -> int:
        """The number after those of all rows."""
        self._write()
        return self._last_row + 1

    def left(self) -> int:
        """How many are not taken."""
        if self._left is None:
            self._write()
            self._left = sum(map(self._left_of, self._rows.counts))
        return self._left

    def _left_of(self, type_number: str) -> int:
        chosen = self._chosen.get(type_number)
        if not chosen:
            return self._rows.counts[type_number]
        if not self._refused and self._leads_only_to(type_number, chosen):
            return 0
        return sum(len(self._parted(type_number, rows)[1]) for rows in self._rows.of_type(type_number))

    def first_left(self) -> int:
        """Which element of the document the first one is that is not taken."""
        return next(row[0] for row in self._all_left())[0]

    def rows_left(self) -> Iterator[Mapping[str, str | Mapping[str, str]]]:
        """The columns of those that are not taken, in the order of the file."""
        for (_, row, uuid, event, category, changes, record), type_number in self._all_left():
            columns = dict(zip(_OWN, (row, uuid, type_number, event, category, record), strict=True)) | _FIXED
            yield patched(columns, json.loads(changes)) if changes else columns

    def _all_left(self) -> Iterator[tuple[StoredMapping, str]]:
        self._write()
        for block in self._rows.together():
            parts = ((type_number, self._parted(type_number, rows)[1]) for type_number, rows in block.items())
            yield from merge(*([(row, type_number) for row in rows] for type_number, rows in parts))


def _changes(columns: Mapping[str, Any]) -> str:
    """The columns that a build writes otherwise, as `rows.json` says it; empty where there are none."""
    if len(columns) == _COUNT:
        with suppress(KeyError):
            if _VALUES_OF_FIXED(columns) == _USUAL:
                return ""
    changes = difference(_FIXED, {name: value for name, value in columns.items() if name not in _OWN})
    return column_json(changes) if changes else ""


def _is_custom(type_number: str) -> bool:
    return _ROW.fullmatch(type_number) is not None and FIRST_GIVEN_TYPE <= int(type_number) <= LAST_GIVEN_TYPE


def _is_regular(row: Any, uuid: Any, event: Any, category: Any, record: Any) -> bool:
    """Whether a package gives a row of a custom log source type back as it is."""
    try:
        said = row + "/" + uuid
        other = event + category + record
    except TypeError:
        return False
    if not event or not category or "\n" in other or "\r" in other or _IDENTITY.fullmatch(said) is None:
        return False
    if event.strip() != event or category.strip() != category:
        return False
    return int(row) < MAX_NUMBER
