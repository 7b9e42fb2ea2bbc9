"""What earlier builds handed out, by the keys that the items have now: renamed items are carried to their new keys."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from qradar_builder.package.identity.keys import groups_of, kind_of, sources_of
from qradar_builder.package.identity.lock import block_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qradar_builder.findings import Origin
    from qradar_builder.model.extension import ExtensionSpec
    from qradar_builder.package.identity.lock import Lock, LockedItem

_TOOL = UUID("6f2d3c1e-7f0b-5d54-9a53-0d8a2a3c8b11")
"""The namespace of everything that derives from no extension: extensions themselves, and properties by name."""

_OF_TYPES = frozenset({"type", "extension", "qid", "event", "expression", "protocol"})
"""The kinds of items whose keys begin with that of a log source type."""


def property_uuid(name: str) -> str:
    """The identity of a custom property: the same in every extension, since a console has each name once."""
    return str(uuid5(_TOOL, f"property/{name}"))


def extension_namespace(extension: str) -> UUID:
    """The namespace of the UUIDs of an extension, by its id."""
    return uuid5(_TOOL, f"extension/{extension}")


class KnownItems:
    """The items of a lock by their keys, and the UUIDs to which keys lead."""

    def __init__(self, extension: ExtensionSpec, lock: Lock | None) -> None:
        derived = UUID(extension.uuid) if extension.uuid else extension_namespace(extension.id)
        self.namespace = UUID(lock.namespace) if lock is not None else derived
        self._lock = lock
        self._items = dict(lock.items) if lock is not None else {}
        self._kept = {item.uuid for item in self._items.values() if item.uuid is not None}
        self._gone: dict[tuple[str, str], list[str]] = {}
        self._gone_uuids: dict[tuple[str, str], str] = {}

    @property
    def items(self) -> Mapping[str, LockedItem]:
        """What the lock has, by the keys of now."""
        return self._items

    def locked(self, prefix: str) -> dict[str, LockedItem]:
        """The items of the lock whose keys begin with a text."""
        return {key: item for key, item in self._items.items() if key.startswith(prefix)}

    def place(self, key: str) -> Origin:
        """Where an item of the lock is."""
        assert self._lock is not None, "only an item in the lock can differ from it"
        return self._lock.place("items", key)

    def uuid(self, key: str) -> str:
        """The UUID of an item of the lock."""
        return self._items[key].uuid or self.derived(key)

    def property_uuid(self, name: str) -> str:
        """The identity of a custom property that asks for none: the one of the lock, else the one of its name."""
        old = self._items.get(f"property/{name}")
        return old.uuid if old is not None and old.uuid is not None else property_uuid(name)

    def derived(self, key: str) -> str:
        """The UUID that a key leads to."""
        return str(uuid5(self.namespace, key))

    def other_than_kept(self, key: str) -> str | None:
        """A UUID for a new item whose key leads to one that another item has kept; None where the key's own is free."""
        if not self._kept or self.derived(key) not in self._kept:
            return None
        return next(uuid for serial in count(2) if (uuid := self.derived(f"{key}#{serial}")) not in self._kept)

    def expect(self, keys: set[str]) -> None:
        """Say which items there are, before any of them is asked for: what the lock has besides is gone."""
        for key, item in self._items.items():
            kind = kind_of(key)
            if key in keys or (item.name is None and kind != "event"):
                continue
            self._gone_uuids[kind, self.uuid(key)] = key
            for group in groups_of(key) if item.name is not None else ():
                self._gone.setdefault((group, item.name or ""), []).append(key)

    def rename(self, keys: Mapping[str, str]) -> None:
        """Carry items of the lock to other keys, all at once, so that two may change places.

        What has such a key and is not carried itself is gone, and kept under a key that no item has.
        """
        moved = {}
        for old, new in keys.items():
            # Under its new key the identity no longer derives, so that it has to be kept.
            uuid = self.uuid(old)
            self._kept.add(uuid)
            moved[new] = replace(self._items[old], uuid=uuid)
        for key in keys:
            del self._items[key]
        for key in moved.keys() & self._items.keys():
            uuid = self.uuid(key)
            self._kept.add(uuid)
            self._items[f"{key}#{uuid}"] = replace(self._items.pop(key), uuid=uuid)
        self._items |= moved

    def rescope(self, kind_key: str, uuid: str | None, living: set[str]) -> str | None:
        """Carry a type that is new under its key but pinned to the UUID of one that is gone, with all that it owns.

        `kind_key` and the UUID are those of the type or, for an override, of its log source extension; `living` are
        such keys of all types that there are. Gives the key that the type had, or None if nothing is carried.
        """
        if uuid is None or kind_key in self._items:
            return None
        known = f"{kind_of(kind_key)}/"
        found = (key for key in self._items if key.startswith(known) and key not in living and self.uuid(key) == uuid)
        before = next(found, None)
        if before is None:
            return None
        old, new = before.removeprefix(known), kind_key.removeprefix(known)
        keys: dict[str, str] = {}
        for key, item in list(self._items.items()):
            kind, _, rest = key.partition("/")
            if kind in _OF_TYPES and (rest == old or rest.startswith(f"{old}/")):
                keys[key] = f"{kind}/{new}{rest.removeprefix(old)}"
            if item.block == old:
                self._items[key] = replace(item, block=new)
        self.rename(keys)
        return before

    def pinned(self, key: str, pin: str) -> LockedItem | None:
        """The item that is gone under its key and pinned under this one: it is still the same."""
        gone = self._gone_uuids.pop((kind_of(key), pin), None)
        if gone is None:
            return None
        self._kept.add(pin)
        block = block_of(gone, self._items) if kind_of(gone) == "qid" else None
        return replace(self._items.pop(gone), uuid=pin, block=block)

    def renamed(self, key: str, name: str) -> str | None:
        """The key of an item that is gone and has the name of a new one."""
        if not self._gone:
            return None
        found = (old for group in sources_of(key) for old in self._gone.get((group, name), ()) if old in self._items)
        return next(found, None)

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
