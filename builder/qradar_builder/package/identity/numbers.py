"""The numbers that are still free: rows, places in blocks of QIDs, and log source types.

Numbers are local to the console that made them, so that a package can only propose some. It proposes sparse ones: the
first custom types and rows of a console are the likeliest to be taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from qradar_builder.package.identity.lock import BUILT_IN, FIRST_USER_QID, MAX_NUMBER
from qradar_builder.reference.number_blocks import BLOCK

if TYPE_CHECKING:
    from qradar_builder.findings import Findings, Origin
    from qradar_builder.package.identity.lock import Lock

FIRST_TYPE, LAST_TYPE = 6001, 8500

_ROW_BASE: Final = 1_000_000_000
_ROW_SPACES: Final = 1_000_000
_ROW_SPACE: Final = 1_000
_NO_ROWS: Final = "restore `next_row` from the lock in version control: no package uses that many rows"


class FreeNumbers:
    """The numbers that a lock leaves free, handed out in order. What has none left gets the last one, and a finding."""

    def __init__(self, namespace: UUID, lock: Lock | None, findings: Findings) -> None:
        self._namespace = namespace
        self._lock = lock
        self._findings = findings
        self._full = False
        self.next_row = first_row(namespace) if lock is None else lock.next_row
        self.next_qid = {} if lock is None else dict(lock.next_qid)
        """The next place of each block that has given some, by the key of its log source type."""
        items = {} if lock is None else lock.items
        self._types = {
            item.number: key for key, item in items.items() if key.startswith("type/") and item.number is not None
        }

    def type_owner(self, number: int, key: str) -> str:
        """The key of the type that has a number: of the first that asked for it."""
        return self._types.setdefault(number, key)

    def carry(self, before: str, key: str) -> None:
        """Give what a type has to its new key."""
        self._types = {number: key if owner == before else owner for number, owner in self._types.items()}
        old, new = before.partition("/")[2], key.partition("/")[2]
        if old in self.next_qid:
            self.next_qid[new] = self.next_qid.pop(old)

    def row(self) -> int:
        """The next row."""
        if self.next_row >= MAX_NUMBER:
            if not self._full and self._lock is not None:
                message = "no more row numbers are available"
                self._findings.add("identity/exhausted", self._lock.place("next_row"), message, help=_NO_ROWS)
            self._full = True
            return self.next_row
        self.next_row += 1
        return self.next_row - 1

    def qid_place(self, block: str, origin: Origin) -> int:
        """The next place of a block: for a custom type in order, for the shared block from a sparse start around."""
        if block == BUILT_IN:
            start = self._namespace.int % BLOCK
            given = self.next_qid.get(block, 0)
            if given < BLOCK:
                self.next_qid[block] = given + 1
                return (start + given) % BLOCK
        else:
            place = self.next_qid.get(block, FIRST_USER_QID)
            if place < BLOCK:
                self.next_qid[block] = place + 1
                return place
        self._findings.add("identity/exhausted", origin, f"the number block of `{block}` is full")
        return 0

    def type_number(self, uuid: str, origin: Origin) -> int:
        """A number for a log source type, by its UUID."""
        room = LAST_TYPE - FIRST_TYPE + 1
        start = UUID(uuid).int % room
        numbers = (FIRST_TYPE + (start + step) % room for step in range(room))
        free = next((number for number in numbers if number not in self._types), None)
        if free is None:
            self._findings.add("identity/exhausted", origin, "no more log source type numbers are available")
        return free or LAST_TYPE


def first_row(namespace: UUID) -> int:
    """The first row that a package hands out which has no lock."""
    return _ROW_BASE + namespace.int % _ROW_SPACES * _ROW_SPACE
