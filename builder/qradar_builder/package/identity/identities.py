"""Hands out UUIDs and numbers: derived from keys, given once, kept in the lock, never given to another item."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.package.identity.keys import SHARED, kind_of, name_of
from qradar_builder.package.identity.known import KnownItems
from qradar_builder.package.identity.lock import BUILT_IN, Lock, LockedItem, foreign_type, write_lock
from qradar_builder.package.identity.numbers import FreeNumbers
from qradar_builder.package.identity.reports import IdentityReports
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.reference.number_blocks import first_qid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.findings import Findings, Origin
    from qradar_builder.model.content import QidRecord
    from qradar_builder.model.extension import ExtensionSpec


@dataclass(frozen=True, slots=True)
class Identity:
    """What an item was given: a UUID, the number of its row, and for types and QID records their number."""

    uuid: str
    row: int
    number: int = 0


class Identities:
    """The identities of one extension, from its lock, and for new items from their keys."""

    def __init__(self, extension: ExtensionSpec, lock: Lock | None, findings: Findings) -> None:
        self.known = KnownItems(extension, lock)
        """What the lock has. Carry what is renamed before you ask for identities."""
        self.reports = IdentityReports(self.known, findings)
        self._findings = findings
        self._lock = lock
        self._extension = extension.id
        self._free = FreeNumbers(self.known.namespace, lock, findings)
        self._new: dict[str, LockedItem] = {}

    def left_out(self) -> dict[str, list[str]]:
        """The items that the last build had and this one has no more, by kind and then by key; a console keeps them."""
        found: dict[str, list[str]] = {}
        for key, item in self.known.items.items():
            if key not in self._new and not item.gone:
                found.setdefault(kind_of(key), []).append(name_of(key))
        return found

    def reserve_type(self, key: str, number: int | None) -> None:
        """Say that the source asks for a number, so that no other type is given it."""
        if number is not None:
            self._free.type_owner(number, key)

    def rescope(self, kind_key: str, uuid: str | None, living: set[str]) -> None:
        """Carry a type, as `KnownItems.rescope` does, with its numbers."""
        before = self.known.rescope(kind_key, uuid, living)
        if before is not None:
            self._free.carry(before, kind_key)

    def get(
        self, key: str, origin: Origin | None = None, *, name: str | None = None, pin: str | None = None
    ) -> Identity:
        """The identity of an item that has no number of its own. `pin` is the UUID that the source asks for."""
        old = self._item(key, origin, name, pin)
        as_now = old.name == name and not old.gone
        return self._keep(key, old if as_now else replace(old, name=name, gone=False), origin)

    def fixed(self, key: str, uuid: str, origin: Origin) -> Identity:
        """The identity of an item that keeps the UUID or constant that QRadar gave it."""
        old = self.known.items.get(key)
        if old is not None and self.known.uuid(key) != uuid:
            message = f"the item has the identity {self.known.uuid(key)}, but would get {uuid}"
            self.reports.changed("identity/uuid-changed", key, origin, message)
        return self._keep(key, LockedItem(self._free.row() if old is None else old.row, uuid), origin)

    def expression(self, key: str, text: str, pin: str | None, origin: Origin) -> Identity:
        """The identity of a property expression; the lock keeps its text, to know it again in another order."""
        old = self._item(key, origin, None, pin)
        return self._keep(key, LockedItem(old.row, old.uuid, text=text), origin)

    def log_source_type(self, key: str, name: str, uuid: str | None, number: int | None, origin: Origin) -> Identity:
        """The identity of a custom log source type. `number` is the one that the source asks for."""
        old = self._item(key, origin, name, uuid)
        given = old.number
        if given is None and number is not None:
            given = number
            owner = self._free.type_owner(number, key)
            if owner != key:
                message = f"the number {number} belongs to the log source type `{name_of(owner)}`"
                self._findings.add("type/duplicate-number", origin, message)
        elif given is None:
            given = self._free.type_number(old.uuid or self.known.derived(key), origin)
        elif number is not None and number != given:
            message = f"the log source type has the number {given}, but would get {number}"
            self.reports.changed("identity/number-changed", key, origin, message)
        self._free.type_owner(given, key)
        return self._keep(key, LockedItem(old.row, old.uuid, given, name), origin)

    def qid(self, key: str, block: str, record: QidRecord) -> Identity:
        """The identity of a QID record with its QID number, in the block of that name.

        A record stays in the block that it was first given to, whichever types use it later.
        """
        name, uuid, origin = record.name, record.uuid, record.origin
        old = self._item(key, origin, name, uuid)
        home, block = block, old.block or block
        place = self._free.qid_place(block, origin) if old.number is None else old.number
        kept_block = block if key.startswith(SHARED) or block != home else None
        # A record that one mapping describes has its key, and needs no list. What was in it once stays.
        several = old.events or len(record.event_keys) > 1
        events = tuple(sorted({*old.events, *record.event_keys})) if several else ()
        item = LockedItem(old.row, old.uuid, place, name, block=kept_block, events=events)
        given = self._keep(key, old if old == item else item, origin)
        return replace(given, number=self._qid_number(key, block, place, origin))

    def automatic_qid(self, type_key: str, key: str, place: int, origin: Origin) -> Identity:
        """The identity of one of the two records that every custom type is born with, with its QID number."""
        key = f"qid/{type_key}/{key}"
        old = self._item(key, None, None, None)
        given = self._keep(key, LockedItem(old.row, old.uuid, place), origin)
        return replace(given, number=self._qid_number(key, type_key, place, origin))

    def _qid_number(self, key: str, block: str, place: int, origin: Origin) -> int:
        """The number of a place in a block, which no other record may have. A type that is gone keeps its block."""
        owner = f"type/{block}"
        of_type = 0 if block == BUILT_IN else foreign_type(block)
        if of_type is None:
            of_type = (self._new.get(owner) or self.known.items[owner]).number or 0
        number = first_qid(of_type) + place
        self.reports.check_number("QID number", number, key, origin)
        return number

    def lock(self) -> bytes:
        """The lock that holds everything handed out so far, and what earlier builds handed out."""
        return write_lock(
            self._extension, str(self.known.namespace), self._free.next_row, self._free.next_qid, dict(self._all())
        )

    def new_keys(self) -> list[str]:
        """The entries that the lock does not have as they are now. That an item is gone hands out nothing."""
        locked = {} if self._lock is None else self._lock.items
        changed = {key for key, item in self._all() if _handed_out(key, locked.get(key), item)}
        if self._lock is not None and self._lock.extension != self._extension:
            changed.add("extension")
        return sorted(changed)

    def is_outdated(self) -> bool:
        """Whether the lock differs in anything, such as items that are gone since."""
        return self._lock is None or self._lock.extension != self._extension or self._lock.items != dict(self._all())

    def _all(self) -> Iterator[tuple[str, LockedItem]]:
        # What is gone stays, so that it comes back as itself. It is marked: a build lists it once, and an expression
        # that is gone must not be taken for one that is edited later.
        for key, item in self.known.items.items():
            if key not in self._new:
                yield key, replace(item, gone=True)
        yield from self._new.items()

    def _item(self, key: str, origin: Origin | None, name: str | None, pin: str | None) -> LockedItem:
        old = self.known.items.get(key)
        if old is None and pin is not None:
            old = self.known.pinned(key, pin)
        if old is None:
            if pin is None:
                self.reports.check_renamed(key, origin, name)
            return LockedItem(self._free.row(), pin or self.known.other_than_kept(key))
        if pin is not None and pin != (old.uuid or self.known.derived(key)):
            has = old.uuid or self.known.derived(key)
            self.reports.changed(
                "identity/uuid-changed", key, origin, f"the item has the UUID {has}, but would get {pin}"
            )
        return old

    def _keep(self, key: str, item: LockedItem, origin: Origin | None = None) -> Identity:
        self._new[key] = item
        self.reports.check_number(f"row of {kind_of(key)}", item.row, key, origin)
        uuid = item.uuid or self.known.derived(key)
        self.reports.check_uuid(uuid, key, origin)
        return Identity(uuid, item.row, item.number or 0)


def _handed_out(key: str, locked: LockedItem | None, item: LockedItem) -> bool:
    """Whether an entry is another one than in the lock. For an expression that counts which of them are gone, too."""
    if locked is None or locked == item:
        return locked is None
    return kind_of(key) == "expression" or replace(locked, gone=item.gone) != item
