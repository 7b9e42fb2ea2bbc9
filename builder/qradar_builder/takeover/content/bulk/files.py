"""The table of a log source type and the identity lock of a package with the mappings that are on disk."""

from __future__ import annotations

import csv
import heapq
import io
import json
import re
from bisect import bisect_left
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from qradar_builder.package.identity.lock import LockedItem, item_line
from qradar_builder.package.resolve.events import event_key
from qradar_builder.takeover.content.bulk.runs import in_order
from qradar_builder.takeover.content.leftovers import rows_json_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.takeover.content.bulk.rows import StoredMapping
    from qradar_builder.takeover.content.bulk.store import BulkMappings
    from qradar_builder.takeover.content.leftovers import Leftovers

HEAD = b"id,category,qid\n"
"""The columns of a table to which mappings can be added."""
_PLAIN = re.compile(r"[ !#-\[\]-~]+")
"""What is written between quotes as it is."""
_KEY = itemgetter(0)


@dataclass(frozen=True, slots=True)
class BulkTable:
    """The table of event mappings of a log source type: those in memory, and the others."""

    held: bytes
    mappings: BulkMappings
    type_number: str
    keys: Mapping[str, str]
    """The keys of QID records by their rows."""

    def pieces(self) -> Iterator[bytes]:
        """The file from its start."""
        yield self.held
        keys = self.keys
        for rows in self.mappings.of_type(self.type_number):
            text = io.StringIO()
            lines = [(event, category, keys[record]) for _, _, _, event, category, _, record in rows]
            csv.writer(text, lineterminator="\n").writerows(lines)
            yield text.getvalue().encode()


@dataclass(frozen=True, slots=True)
class BulkColumns:
    """The file `rows.json` with columns of rows in memory, and those of the mappings that are on disk."""

    held: Leftovers
    version: str | None
    mappings: BulkMappings

    def pieces(self) -> Iterator[bytes]:
        """The file from its start."""
        lines = heapq.merge(self.held.column_lines(), self._lines())
        yield from rows_json_pieces(self.held, self.version, (line for _, line in lines))

    def _lines(self) -> Iterator[tuple[str, str]]:
        batches = ([_column_line(*row) for row in rows] for rows in self.mappings.changes())
        for lines in in_order(batches):
            yield from lines


def _column_line(row: str, changes: str) -> tuple[str, str]:
    """A line of `rows.json` with its key."""
    key = f"dsmevent/{row}"
    return key, f'"{key}": {changes}'


@dataclass(frozen=True, slots=True)
class BulkLock:
    """An identity lock: the items in memory, and the others, in the order of their keys."""

    held: bytes
    mappings: BulkMappings
    types: Mapping[str, str]
    """The numbers of log source types by their keys."""
    namespace: UUID

    def pieces(self) -> Iterator[bytes]:
        """The file from its start."""
        head, start, items = self.held.decode().partition("\nitems:\n")
        yield (head + start).encode()
        held = [_keyed(line) for line in items.splitlines()]
        at = 0
        for prefix, type_number in sorted((f"event/{key}/", number) for key, number in self.types.items()):
            for lines in in_order(self._lines(prefix, rows) for rows in self.mappings.of_type(type_number)):
                end = bisect_left(held, lines[-1][0], lo=at, key=_KEY)
                some = heapq.merge(held[at:end], lines) if end > at else lines
                at = end
                yield "".join([f"{line}\n" for _, line in some]).encode()
        yield "".join([f"{line}\n" for _, line in held[at:]]).encode()

    def _lines(self, prefix: str, rows: list[StoredMapping]) -> list[tuple[str, str]]:
        """The lines of items with their keys."""
        items = [(prefix + event_key(event, category), row, uuid) for _, row, uuid, event, category, *_ in rows]
        if not _PLAIN.fullmatch("".join(map(_KEY, items))):
            return [self._line(key, row, uuid) for key, row, uuid in items]
        # Only a UUID of that version may be the one that derives from the key.
        return [
            self._line(key, row, uuid) if uuid[14] == "5" else (key, f'  "{key}": {{row: {row}, uuid: "{uuid}"}}')
            for key, row, uuid in items
        ]

    def _line(self, key: str, row: str, uuid: str) -> tuple[str, str]:
        derives = uuid[14] == "5" and uuid == str(uuid5(self.namespace, key))
        return key, item_line(key, LockedItem(int(row), None if derives else uuid))


def _keyed(line: str) -> tuple[str, str]:
    """A line of an item with its key."""
    key, _ = json.JSONDecoder().raw_decode(line, 2)
    return str(key), line
