"""Hands out UUIDs and numbers: derived from keys, given once, kept in the lock, never given to another item."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from qradar_builder.package.identity.keys import (
    SHARED,
    file_of,
    groups_of,
    kind_of,
    name_of,
    scope_of,
    sources_of,
    way_back,
)
from qradar_builder.package.identity.lock import BUILT_IN, Lock, LockedItem, block_of, write_lock
from qradar_builder.package.identity.numbers import FreeNumbers
from qradar_builder.reference.number_blocks import first_qid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qradar_builder.findings import Findings, Origin
    from qradar_builder.model.content import QidRecord
    from qradar_builder.model.extension import ExtensionSpec

_TOOL = UUID("6f2d3c1e-7f0b-5d54-9a53-0d8a2a3c8b11")
"""The namespace of everything that derives from no extension: extensions themselves, and properties by name."""

_OF_TYPES = frozenset({"type", "extension", "qid", "event", "expression", "protocol"})
"""The kinds of items whose keys begin with that of a log source type."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What an item was given: a UUID, the number of its row, and for types and QID records their number."""

    uuid: str
    row: int
    number: int = 0


class Identities:
    """The identities of one extension, from its lock, and for new items from their keys."""

    def __init__(self, extension: ExtensionSpec, lock: Lock | None, findings: Findings) -> None:
        self._findings = findings
        self._lock = lock
        derived = UUID(extension.uuid) if extension.uuid else uuid5(_TOOL, f"extension/{extension.id}")
        self._namespace = UUID(lock.namespace) if lock is not None else derived
        self._locked = dict(lock.items) if lock is not None else {}
        self._old = dict(self._locked)
        self._new: dict[str, LockedItem] = {}
        self._keys: dict[str, str] = {}
        self._free = FreeNumbers(self._namespace, lock, findings)
        self._extension = extension.id
        self._kept = {item.uuid for item in self._old.values() if item.uuid is not None}
        self._gone: dict[tuple[str, str], list[str]] = {}
        self._gone_uuids: dict[tuple[str, str], str] = {}
        self._numbers: dict[tuple[str, int], str] = {}
        self._clashes: list[tuple[str, Origin | None, str]] = []

    def expect(self, keys: set[str]) -> None:
        """Say which items there are, before any of them is asked for: what the lock has besides is gone."""
        for key, item in self._old.items():
            kind = kind_of(key)
            if key in keys or (item.name is None and kind != "event"):
                continue
            self._gone_uuids[kind, self._uuid(key)] = key
            for group in groups_of(key) if item.name is not None else ():
                self._gone.setdefault((group, item.name or ""), []).append(key)

    def place_of(self, key: str) -> Origin:
        """Where an item of the lock is."""
        return self._place(key)

    def left_out(self) -> dict[str, list[str]]:
        """The items that the lock has and this build has no more, by kind and then by key; a console keeps them."""
        found: dict[str, list[str]] = {}
        for key, item in self._old.items():
            if key not in self._new and not item.gone:
                found.setdefault(kind_of(key), []).append(name_of(key))
        return found

    def locked(self, prefix: str) -> dict[str, LockedItem]:
        """The items of the lock whose keys begin with a text."""
        return {key: item for key, item in self._old.items() if key.startswith(prefix)}

    def rename(self, keys: Mapping[str, str]) -> None:
        """Carry items of the lock to other keys, all at once, so that two may change places.

        What has such a key and is not carried itself is gone, and kept under a key that no item has.
        """
        moved = {}
        for old, new in keys.items():
            # Under its new key the identity no longer derives, so that it has to be kept.
            uuid = self._uuid(old)
            self._kept.add(uuid)
            moved[new] = replace(self._old[old], uuid=uuid)
        for key in keys:
            del self._old[key]
        for key in moved.keys() & self._old.keys():
            uuid = self._uuid(key)
            self._kept.add(uuid)
            self._old[f"{key}#{uuid}"] = replace(self._old.pop(key), uuid=uuid)
        self._old |= moved

    def reserve_type(self, key: str, number: int | None) -> None:
        """Say that the source asks for a number, so that no other type is given it."""
        if number is not None:
            self._free.type_owner(number, key)

    def rescope(self, kind_key: str, uuid: str | None, living: set[str]) -> None:
        """Carry a type that is new under its key but pinned to the UUID of one that is gone, with all that it owns.

        `kind_key` and the UUID are those of the type or, for an override, of its log source extension; `living` are
        such keys of all types that there are.
        """
        if uuid is None or kind_key in self._old:
            return
        known = f"{kind_of(kind_key)}/"
        found = (key for key in self._old if key.startswith(known) and key not in living and self._uuid(key) == uuid)
        before = next(found, None)
        if before is None:
            return
        old, new = before.removeprefix(known), kind_key.removeprefix(known)
        keys: dict[str, str] = {}
        for key, item in list(self._old.items()):
            kind, _, rest = key.partition("/")
            if kind in _OF_TYPES and (rest == old or rest.startswith(f"{old}/")):
                keys[key] = f"{kind}/{new}{rest.removeprefix(old)}"
            if item.block == old:
                self._old[key] = replace(item, block=new)
        self.rename(keys)
        self._free.carry(before, kind_key)

    def check_target(self, key: str, built_in: str | None, origin: Origin) -> None:
        """Report a log source type that was an override of another built-in type before, or none; or is none now."""
        was_custom = f"type/{key}" in self._old
        extension = self._old.get(f"extension/{key}")
        if not was_custom and (extension is None or extension.name is None):
            return
        before = None if was_custom or extension is None else extension.name
        if before == built_in:
            return
        now, then = (f"an override of `{name}`" if name else "a type of its own" for name in (built_in, before))
        self._findings.add(
            "identity/key-changed",
            origin,
            f"`{key}` was built before as {then}; {now} is another item",
            help=f"put it back to {then}, or give the file another name: another item has another key",
            related=[(self._place(f"type/{key}" if was_custom else f"extension/{key}"), "its identity")],
        )

    def get(
        self, key: str, origin: Origin | None = None, *, name: str | None = None, pin: str | None = None
    ) -> Identity:
        """The identity of an item that has no number of its own. `pin` is the UUID that the source asks for."""
        old = self._item(key, origin, name, pin)
        return self._keep(key, replace(old, name=name) if name != old.name else old, origin)

    def fixed(self, key: str, uuid: str, origin: Origin) -> Identity:
        """The identity of an item that keeps the UUID or constant that QRadar gave it."""
        old = self._old.get(key)
        if old is not None and self._uuid(key) != uuid:
            message = f"the item has the identity {self._uuid(key)} and would get {uuid}"
            self._report("identity/uuid-changed", key, origin, message)
        return self._keep(key, LockedItem(self._free.row() if old is None else old.row, uuid), origin)

    def expression(self, key: str, text: str, pin: str | None, origin: Origin) -> Identity:
        """The identity of a property expression; the lock keeps its text, to know it again in another order."""
        old = self._item(key, origin, None, pin)
        return self._keep(key, LockedItem(old.row, old.uuid, text=text), origin)

    def expression_keys(self, prefix: str, texts: Sequence[tuple[str, str]]) -> list[str]:
        """The keys of the expressions of one property in one type, each given by its text with and without options.

        An expression is known again by its text, wherever it stands, also after it was gone. One whose text is new
        takes over from one that the last build had and this one has no more, in their order, since it was most likely
        edited; the others are new.
        """
        locked = {key: item for key, item in self.locked(prefix).items() if key.removeprefix(prefix).isdecimal()}
        free = sorted(locked, key=lambda key: (locked[key].gone, int(key.removeprefix(prefix))))
        keys: list[str | None] = [None] * len(texts)
        # Locks of earlier versions of the tool have the texts without options.
        for form in (0, 1):
            for index, text in enumerate(texts):
                known = next((key for key in free if locked[key].text == text[form]), None)
                if keys[index] is None and known is not None:
                    free.remove(known)
                    keys[index] = known
        edited = iter([key for key in free if not locked[key].gone])
        serials = count(max((int(key.removeprefix(prefix)) for key in locked), default=0) + 1)
        return [key or next(edited, None) or f"{prefix}{next(serials)}" for key in keys]

    def log_source_type(self, key: str, name: str, uuid: str | None, number: int | None, origin: Origin) -> Identity:
        """The identity of a custom log source type. `number` is the one that the source asks for."""
        old = self._item(key, origin, name, uuid)
        given = old.number
        if given is None and number is not None:
            given = number
            owner = self._free.type_owner(number, key)
            if owner != key:
                message = f"the number {number} was given to the log source type `{name_of(owner)}`"
                self._findings.add("type/duplicate-number", origin, message)
        elif given is None:
            given = self._free.type_number(old.uuid or self._derived(key), origin)
        elif number is not None and number != given:
            message = f"the log source type has the number {given} and would get {number}"
            self._report("identity/number-changed", key, origin, message)
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
        given = self._keep(key, LockedItem(old.row, old.uuid, place, name, block=kept_block, events=events), origin)
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
        of_type = 0 if block == BUILT_IN else (self._new.get(owner) or self._old[owner]).number or 0
        number = first_qid(of_type) + place
        self._check_number("QID number", number, key, origin)
        return number

    def _check_number(self, what: str, number: int, key: str, origin: Origin | None) -> None:
        first = self._numbers.setdefault((what, number), key)
        if first != key:
            message = f"`{name_of(key)}` would have the {what} {number} of `{name_of(first)}`"
            self._clashes.append((key, origin, message))

    def report_clashes(self) -> None:
        """Report numbers that were handed out twice: whatever else went wrong, no console shall get these."""
        for key, origin, message in self._clashes:
            self._findings.add("identity/duplicate-number", origin or self._place(key), message)

    def lock(self) -> bytes:
        """The lock that holds everything handed out so far, and what earlier builds handed out."""
        return write_lock(
            self._extension, str(self._namespace), self._free.next_row, self._free.next_qid, self._items()
        )

    def new_keys(self) -> list[str]:
        """The entries that the lock does not have as they are now."""
        changed = {key for key, item in self._items().items() if self._locked.get(key) != item}
        if self._lock is not None and self._lock.extension != self._extension:
            changed.add("extension")
        return sorted(changed)

    def _items(self) -> dict[str, LockedItem]:
        # What is gone stays, and an expression that is gone must not be taken for one that is edited later.
        gone = {
            key: replace(item, gone=True)
            for key, item in self._old.items()
            if kind_of(key) == "expression" and key not in self._new
        }
        return {**self._old, **gone, **self._new}

    def property_uuid(self, name: str) -> str:
        """The identity of a custom property: the same in every extension, since a console has each name once."""
        return str(uuid5(_TOOL, f"property/{name}"))

    def _item(self, key: str, origin: Origin | None, name: str | None, pin: str | None) -> LockedItem:
        old = self._old.get(key)
        if old is None and pin is not None:
            old = self._carried(key, pin)
        if old is None:
            if pin is None:
                self._check_renamed(key, origin, name)
            return LockedItem(self._free.row(), pin or self._other_than_kept(key))
        if pin is not None and pin != (old.uuid or self._derived(key)):
            has = old.uuid or self._derived(key)
            self._report("identity/uuid-changed", key, origin, f"the item has the UUID {has} and would get {pin}")
        return old

    def _carried(self, key: str, pin: str) -> LockedItem | None:
        """An item that is gone under its key and pinned under another one is still the same."""
        gone = self._gone_uuids.pop((kind_of(key), pin), None)
        if gone is None:
            return None
        self._kept.add(pin)
        block = block_of(gone, self._old) if kind_of(gone) == "qid" else None
        return replace(self._old.pop(gone), uuid=pin, block=block)

    def _check_renamed(self, key: str, origin: Origin | None, name: str | None) -> None:
        found = (
            old for group in sources_of(key) for old in self._gone.get((group, name or ""), ()) if old in self._old
        )
        old = next(found, None)
        if old is None or origin is None:
            return
        before, now = f"`{name_of(old)}`", f"under the key `{name_of(key)}`"
        if scope_of(key) != scope_of(old):
            before, now = (f"`{name_of(one)}` of {file_of(one)}" for one in (old, key))
            now = f"as {now}"
        self._findings.add(
            "identity/key-changed",
            origin,
            f"`{name}` was built before as {before}; {now} it would be another item",
            help=self._advice(old, key),
            related=[(self._place(old), "its identity")],
        )

    def _advice(self, old: str, key: str) -> str:
        """What to do about an item that was known under an old key; every kind has its own ways."""
        uuid, fresh = self._uuid(old), self._other_than_kept(key) or self._derived(key)
        back = way_back(old, key)
        if name_of(key).startswith("@"):
            return (
                f"{back}, or put it into `qids` under another key with `uuid: {uuid}`; "
                f"if it shall be another item, put it into `qids` with `uuid: {fresh}`"
            )
        pin = "extension_uuid" if kind_of(key) == "extension" else "uuid"
        return f"{back}, or keep its identity with `{pin}: {uuid}`; if it shall be another item, pin `{pin}: {fresh}`"

    def _keep(self, key: str, item: LockedItem, origin: Origin | None = None) -> Identity:
        self._new[key] = item
        self._check_number("row", item.row, key, origin)
        uuid = item.uuid or self._derived(key)
        first = self._keys.setdefault(uuid, key)
        if first != key and origin is not None:
            message = f"`{name_of(key)}` would have the UUID of `{name_of(first)}`"
            self._findings.add("identity/duplicate-uuid", origin, message)
        return Identity(uuid, item.row, item.number or 0)

    def _derived(self, key: str) -> str:
        """The UUID that a key leads to."""
        return str(uuid5(self._namespace, key))

    def _other_than_kept(self, key: str) -> str | None:
        """A UUID for a new item whose key leads to one that another item has kept; None where the key's own is free."""
        if self._derived(key) not in self._kept:
            return None
        return next(uuid for serial in count(2) if (uuid := self._derived(f"{key}#{serial}")) not in self._kept)

    def _uuid(self, key: str) -> str:
        """The UUID of an item of the lock."""
        return self._old[key].uuid or self._derived(key)

    def _report(self, rule: str, key: str, origin: Origin | None, message: str) -> None:
        place = self._place(key)
        self._findings.add(rule, place if origin is None else origin, message, related=[(place, "its identity")])

    def _place(self, key: str) -> Origin:
        assert self._lock is not None, "only what is in the lock can differ from it"
        return self._lock.place("items", key)
