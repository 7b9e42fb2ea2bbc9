"""The identity lock, `identity.lock.yaml`: which UUID and numbers each item was given, once and for all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.model.base import UUID_PATTERN
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.text.yaml import double_quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.findings import Location
    from qradar_builder.source.yaml.remains import Positions

FIRST_USER_QID = 2
"""The first place in a custom type's block that is not QRadar's own."""
BUILT_IN = "*"
"""The name of the block that user-made records of all built-in types share."""

UUID_FORM = re.compile(UUID_PATTERN)
"""A UUID as it stands in a lock."""

_LETTER = re.compile("[a-z]")

MAX_NUMBER = 2**31 - 1
"""QRadar's numbers are 32-bit."""

FOREIGN = "#"
"""How the name of a block begins whose log source type the package does not hold; the type's number follows."""

_HEADER = """\
# The identities of this extension's items. Written by `qradar-builder build`; commit it, and do not edit it:
# what is lost here is another item for every console that has the extension.
"""


@dataclass(frozen=True, slots=True)
class LockedItem:
    """What an item was given."""

    row: int
    """The row's number in the content XML."""
    uuid: str | None = None
    """Its identity, where that does not derive from the key and the namespace."""
    number: int | None = None
    """A type's number, or the place of a QID record in its block."""
    name: str | None = None
    """What it was called, to notice that a key was renamed; for the extension of an override, the built-in type."""
    text: str | None = None
    """For an expression: what it was, to know it again at another place."""
    block: str | None = None
    """For a QID record that is not in the block of the type in its key: the block.

    That is the key of another type, `*` for the block of built-in types, or `#<number>` for the block of a log source
    type that the package does not hold, as imports have them.
    """
    events: tuple[str, ...] = ()
    """For a record that mappings describe in place: the keys of all of them, to know it again by any."""
    gone: bool = False
    """Whether an earlier build had it and the last one had it no more."""


@dataclass(frozen=True, slots=True)
class Lock:
    """What a lock says, and the places where."""

    extension: str
    namespace: str
    next_row: int
    next_qid: Mapping[str, int]
    """By log source type, and under `*` for all overrides: the first place that was never given to a record."""
    items: Mapping[str, LockedItem]
    positions: Positions

    def place(self, *path: str) -> Location:
        """Where an entry stands."""
        return self.positions.key(*path).locate()


def block_of(key: str, items: Mapping[str, LockedItem]) -> str | None:
    """The block that the QID record of that key has its place in; None where the lock does not say of which type.

    The records of an override, whose log source extension has the built-in type's name, are in the shared block.
    """
    item = items[key]
    if item.block is not None:
        return item.block
    owner = key.partition("/")[2].partition("/")[0]
    if f"type/{owner}" in items:
        return owner
    extension = items.get(f"extension/{owner}")
    return BUILT_IN if extension is not None and extension.name is not None else None


def foreign_type(block: str) -> int | None:
    """The number of the log source type of a block that the package does not hold; None for the other blocks."""
    number = block.removeprefix(FOREIGN)
    return int(number) if block.startswith(FOREIGN) and number.isdecimal() and len(number) <= 4 else None


def write_lock(
    extension: str, namespace: str, next_row: int, next_qid: Mapping[str, int], items: Mapping[str, LockedItem]
) -> bytes:
    """The lock as YAML, one item a line and in order of the keys, so that a change reads well in a diff."""
    lines = [
        "version: 1",
        # A key without any letter is a number in YAML.
        f"extension: {extension if _LETTER.search(extension) else double_quoted(extension)}",
        f"namespace: {namespace}",
        f"next_row: {next_row}",
        "next_qid:" if next_qid else "next_qid: {}",
        *(f"  {double_quoted(key)}: {place}" for key, place in sorted(next_qid.items())),
        "items:" if items else "items: {}",
        *(item_line(key, items[key]) for key in sorted(items)),
    ]
    return (_HEADER + "\n".join(lines) + "\n").encode()


def item_line(key: str, item: LockedItem) -> str:
    """The line of an item, without its end."""
    return f"  {double_quoted(key)}: {_item(item)}"


def _item(item: LockedItem) -> str:
    """An item that has nothing but its row is written as that number."""
    parts = [f"row: {item.row}"]
    if item.number is not None:
        parts.append(f"number: {item.number}")
    texts = (("block", item.block), ("uuid", item.uuid), ("name", item.name), ("text", item.text))
    parts += [f"{key}: {double_quoted(text)}" for key, text in texts if text is not None]
    if item.events:
        parts.append(f"events: [{', '.join(map(double_quoted, item.events))}]")
    if item.gone:
        parts.append("gone: true")
    return str(item.row) if len(parts) == 1 else "{" + ", ".join(parts) + "}"
