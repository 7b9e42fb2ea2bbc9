"""The table of a log source type and the identity lock of a package with the mappings that are on disk."""

from __future__ import annotations

import csv
import heapq
import io
import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from qradar_builder.package.identity.lock import LockedItem, item_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.takeover.content.bulk.store import BulkMappings

HEAD = b"id,category,qid\n"
"""The columns of a table to which mappings can be added."""
_AT_ONCE = 1000
_PLAIN = re.compile(r"[ !#-\[\]-~]+")
"""What is written between quotes as it is."""


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
        rows = ((event, category, self.keys[record]) for event, category, record in self._events())
        while some := list(islice(rows, _AT_ONCE)):
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows(some)
            yield text.getvalue().encode()

    def _events(self) -> Iterator[tuple[str, str, str]]:
        return self.mappings.events_of(self.type_number)


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
        lines = heapq.merge(map(_keyed, items.splitlines()), self._lines())
        while some := list(islice(lines, _AT_ONCE)):
            yield "".join(f"{line}\n" for _, line in some).encode()

    def _lines(self) -> Iterator[tuple[str, str]]:
        for prefix, type_number in sorted((f"event/{key}/", number) for key, number in self.types.items()):
            for key, row, uuid in self.mappings.identities_of(type_number):
                full = prefix + key
                # Only a UUID of that version may be the one that derives from the key.
                derives = uuid[14] == "5" and uuid == str(uuid5(self.namespace, full))
                if _PLAIN.fullmatch(full) and not derives:
                    yield full, f'  "{full}": {{row: {row}, uuid: "{uuid}"}}'
                else:
                    yield full, item_line(full, LockedItem(row, None if derives else uuid))


def _keyed(line: str) -> tuple[str, str]:
    """A line of an item with its key."""
    key, _ = json.JSONDecoder().raw_decode(line, 2)
    return str(key), line
