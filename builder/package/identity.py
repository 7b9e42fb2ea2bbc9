"""Hands out UUIDs and numbers: derived from keys, given once, kept in the lock, never given to another item.

Numbers are local to the console that made them, so that a package can only propose some. It proposes sparse ones: the
first custom types and rows of a console are the likeliest to be taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from builder.package.lock import Lock, LockedItem, write_lock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.findings import Findings, Origin
    from builder.model.extension import ExtensionSpec

_TOOL = UUID("6f2d3c1e-7f0b-5d54-9a53-0d8a2a3c8b11")
"""The namespace of everything that derives from no extension: extensions themselves, and properties by name."""

FIRST_TYPE, LAST_TYPE = 6001, 8500
BLOCK = 250_000
"""How many QID numbers a log source type has."""
FIRST_USER_QID = 2
"""The first place in a custom type's block that is not QRadar's own."""
BUILT_IN = "*"
"""The name of the block that user-made records of all built-in types share."""

_OF_TYPES = frozenset({"type", "extension", "qid", "event", "expression", "protocol"})
"""The kinds of items whose keys begin with that of a log source type."""

_ROW_BASE = 1_000_000_000
_ROW_SPACES = 1_000_000
_ROW_SPACE = 1_000


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
        self._namespace = UUID(lock.spec.namespace) if lock is not None else derived
        self._locked = lock.items() if lock is not None else {}
        self._old = dict(self._locked)
        self._new: dict[str, LockedItem] = {}
        self._keys: dict[str, str] = {}
        self._next_row = lock.spec.next_row if lock is not None else self._row_base()
        self._next_qid = dict(lock.spec.next_qid) if lock is not None else {}
        self._extension = extension.id
        self._taken_types = {
            item.number for key, item in self._old.items() if key.startswith("type/") and item.number is not None
        }
        self._gone: dict[tuple[str, str], list[str]] = {}

    def expect(self, keys: set[str]) -> None:
        """Say which items there are, before any of them is asked for: what the lock has besides is gone."""
        for key, item in self._old.items():
            if key not in keys and item.name is not None:
                self._gone.setdefault((_group(key), item.name), []).append(key)

    def is_locked(self, key: str) -> bool:
        """Whether the lock has an item of that key."""
        return key in self._old

    def rescope(self, kind_key: str, uuid: str | None) -> None:
        """Carry a type that is new under its key but pinned to the UUID of one that is gone, with all that it owns."""
        if uuid is None or kind_key in self._old:
            return
        before = next((key for key in self._old if key.startswith("type/") and self._uuid(key) == uuid), None)
        if before is None:
            return
        old, new = before.removeprefix("type/"), kind_key.removeprefix("type/")
        for key in list(self._old):
            kind, _, rest = key.partition("/")
            if kind in _OF_TYPES and (rest == old or rest.startswith(f"{old}/")):
                # Under its new key the identity no longer derives, so that it has to be kept.
                uuid = self._uuid(key)
                self._old[f"{kind}/{new}{rest.removeprefix(old)}"] = replace(self._old.pop(key), uuid=uuid)
        if old in self._next_qid:
            self._next_qid[new] = self._next_qid.pop(old)

    def get(
        self, key: str, origin: Origin | None = None, *, name: str | None = None, pin: str | None = None
    ) -> Identity:
        """The identity of an item that has no number of its own. `pin` is the UUID that the source asks for."""
        old = self._item(key, origin, name, pin)
        return self._keep(key, replace(old, name=name) if name != old.name else old, origin)

    def fixed(self, key: str, uuid: str) -> Identity:
        """The identity of an item that keeps the UUID or constant that QRadar gave it."""
        old = self._old.get(key)
        return self._keep(key, LockedItem(self._take_row() if old is None else old.row, uuid))

    def expression(self, key: str, text: str, pin: str | None, origin: Origin) -> Identity:
        """The identity of a property expression; the lock keeps its text, to know it again in another order."""
        old = self._item(key, origin, None, pin)
        return self._keep(key, LockedItem(old.row, old.uuid, text=text), origin)

    def expression_keys(self, prefix: str, texts: Sequence[str]) -> list[str]:
        """The keys of the expressions of one property in one type.

        An expression is known again by its text, wherever it stands; one whose text is new takes over from one whose
        text is gone, in their order, since it was most likely edited; the others are new.
        """
        locked = {key: item for key, item in self._old.items() if key.startswith(prefix)}
        free = sorted(locked, key=lambda key: int(key.removeprefix(prefix)))
        keys: list[str | None] = []
        for text in texts:
            known = next((key for key in free if locked[key].text == text), None)
            if known is not None:
                free.remove(known)
            keys.append(known)
        serial = max((int(key.removeprefix(prefix)) for key in locked), default=0)
        for index, key in enumerate(keys):
            if key is None and free:
                keys[index] = free.pop(0)
            elif key is None:
                serial += 1
                keys[index] = f"{prefix}{serial}"
        return [key for key in keys if key is not None]

    def log_source_type(self, key: str, name: str, uuid: str | None, number: int | None, origin: Origin) -> Identity:
        """The identity of a custom log source type. `number` is the one that the source asks for."""
        old = self._item(key, origin, name, uuid)
        given = old.number
        if given is None:
            given = number if number is not None else self._free_type(old.uuid or self._derived(key), origin)
        elif number is not None and number != given:
            message = f"the log source type has the number {given} and would get {number}"
            self._report("identity/number-changed", key, origin, message)
        self._taken_types.add(given)
        return self._keep(key, LockedItem(old.row, old.uuid, given, name), origin)

    def qid(self, key: str, block: str, name: str, uuid: str | None, origin: Origin) -> Identity:
        """The identity of a QID record, with its place in the block of that name."""
        old = self._item(key, origin, name, uuid)
        place = self._take_qid(block, origin) if old.number is None else old.number
        return self._keep(key, LockedItem(old.row, old.uuid, place, name), origin)

    def automatic_qid(self, key: str, place: int) -> Identity:
        """The identity of one of the two records that every custom type is born with."""
        old = self._item(key, None, None, None)
        return self._keep(key, LockedItem(old.row, old.uuid, place))

    def lock(self) -> bytes:
        """The lock that holds everything handed out so far, and what earlier builds handed out."""
        items = {**self._old, **self._new}
        return write_lock(self._extension, str(self._namespace), self._next_row, self._next_qid, items)

    def new_keys(self) -> list[str]:
        """The items that the lock does not have as they are now."""
        return sorted(key for key, item in self._new.items() if self._locked.get(key) != item)

    def property_uuid(self, name: str) -> str:
        """The identity of a custom property: the same in every extension, since a console has each name once."""
        return str(uuid5(_TOOL, f"property/{name}"))

    def _item(self, key: str, origin: Origin | None, name: str | None, pin: str | None) -> LockedItem:
        old = self._old.get(key)
        if old is None and pin is not None:
            old = self._carried(key, pin)
        if old is None:
            self._check_renamed(key, origin, name)
            return LockedItem(self._take_row(), pin)
        if pin is not None and pin != (old.uuid or self._derived(key)):
            has = old.uuid or self._derived(key)
            self._report("identity/uuid-changed", key, origin, f"the item has the UUID {has} and would get {pin}")
        return old

    def _carried(self, key: str, pin: str) -> LockedItem | None:
        """An item that is gone under its key and pinned under another one is still the same."""
        for keys in self._gone.values():
            for gone in keys:
                if _kind(gone) == _kind(key) and self._uuid(gone) == pin:
                    keys.remove(gone)
                    return replace(self._old.pop(gone), uuid=pin)
        return None

    def _check_renamed(self, key: str, origin: Origin | None, name: str | None) -> None:
        before = self._gone.get((_group(key), name or ""))
        if before and origin is not None:
            old = before[0]
            self._findings.add(
                "identity/key-changed",
                origin,
                f"`{name}` was built before as `{_last(old)}`; under the key `{_last(key)}` it would be another item",
                help=f"rename the key back to `{_last(old)}`, or keep its identity with `uuid: {self._uuid(old)}`; "
                "if it shall be another item, delete the old entry from identity.lock.yaml",
                related=[(self._place(old), "its identity")],
            )

    def _keep(self, key: str, item: LockedItem, origin: Origin | None = None) -> Identity:
        self._new[key] = item
        uuid = item.uuid or self._derived(key)
        first = self._keys.setdefault(uuid, key)
        if first != key and origin is not None:
            message = f"`{_last(key)}` would have the UUID of `{_last(first)}`"
            self._findings.add("identity/duplicate-uuid", origin, message)
        return Identity(uuid, item.row, item.number or 0)

    def _derived(self, key: str) -> str:
        """The UUID that a key leads to."""
        return str(uuid5(self._namespace, key))

    def _uuid(self, key: str) -> str:
        """The UUID of an item of the lock."""
        return self._old[key].uuid or self._derived(key)

    def _report(self, rule: str, key: str, origin: Origin | None, message: str) -> None:
        place = self._place(key)
        self._findings.add(rule, place if origin is None else origin, message, related=[(place, "its identity")])

    def _place(self, key: str) -> Origin:
        assert self._lock is not None, "only what is in the lock can differ from it"
        return self._lock.place("items", key)

    def _row_base(self) -> int:
        return _ROW_BASE + self._namespace.int % _ROW_SPACES * _ROW_SPACE

    def _take_row(self) -> int:
        self._next_row += 1
        return self._next_row - 1

    def _take_qid(self, block: str, origin: Origin) -> int:
        """The next place of a block: for a custom type in order, for the shared block from a sparse start around."""
        if block == BUILT_IN:
            start = self._namespace.int % BLOCK
            given = self._next_qid.get(block, 0)
            if given < BLOCK:
                self._next_qid[block] = given + 1
                return (start + given) % BLOCK
        else:
            place = self._next_qid.get(block, FIRST_USER_QID)
            if place < BLOCK:
                self._next_qid[block] = place + 1
                return place
        self._findings.add("identity/exhausted", origin, f"the number block of `{block}` has no room for more records")
        return 0

    def _free_type(self, uuid: str, origin: Origin) -> int:
        room = LAST_TYPE - FIRST_TYPE + 1
        start = UUID(uuid).int % room
        numbers = (FIRST_TYPE + (start + step) % room for step in range(room))
        free = next((number for number in numbers if number not in self._taken_types), None)
        if free is None:
            self._findings.add("identity/exhausted", origin, "there is no number left for another log source type")
        return free or LAST_TYPE


def _kind(key: str) -> str:
    return key.split("/", 1)[0]


def _last(key: str) -> str:
    return key.rsplit("/", 1)[-1]


def _group(key: str) -> str:
    """Items are compared by name within their kind, and QID records within their type."""
    kind, _, rest = key.partition("/")
    return f"{kind}/{rest.split('/', 1)[0]}" if kind == "qid" else kind
