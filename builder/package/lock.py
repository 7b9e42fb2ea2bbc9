"""The identity lock, `identity.lock.yaml`: which UUID and numbers each item was given, once and for all."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from builder.findings import Findings, Location
from builder.model.base import Key, Spec
from builder.model.expressions import Uuid
from builder.source.document import read_document
from builder.source.validation import validate

if TYPE_CHECKING:
    from pathlib import Path

    from builder.source.document import Document

FIRST_USER_QID = 2
"""The first place in a custom type's block that is not QRadar's own."""

MAX_NUMBER = 2**31 - 1
"""QRadar's numbers are 32-bit."""

Number = Annotated[int, Field(ge=0, le=MAX_NUMBER)]

_HEADER = """\
# The identities of this extension's items. Written by `qradar-builder build`; commit it, and do not edit it:
# what is lost here is another item for every console that has the extension.
"""
_UNSAFE = re.compile("[^\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\\U00010000-\\U0010ffff]")


class ItemSpec(Spec):
    """What the file says of an item."""

    row: Number
    """The row's number in the content XML."""
    uuid: str | None = None
    """Its identity, where that does not derive from the key and the namespace."""
    number: Number | None = None
    """A type's number, or the place of a QID record in its block."""
    block: str | None = None
    """For a record of `qids.yaml`: the log source type whose block it is in, `*` for that of all built-in types."""
    name: str | None = None
    """What it was called, to notice that a key was renamed."""
    text: str | None = None
    """For an expression: what it was, to know it again at another place."""
    events: list[str] = Field(default_factory=list)
    """For a record that mappings describe in place: the keys of all of them, to know it again by any."""


class LockSpec(Spec):
    """What the file says. An item that has nothing but its row is written as that number."""

    version: Literal[1]
    extension: Key
    namespace: Uuid
    next_row: Number
    next_qid: dict[str, Number]
    """By log source type, and under `*` for all overrides: the first place that was never given to a record."""
    items: dict[str, Number | ItemSpec]


@dataclass(frozen=True, slots=True)
class LockedItem:
    """What an item was given; the fields are those of `ItemSpec`."""

    row: int
    uuid: str | None = None
    number: int | None = None
    name: str | None = None
    text: str | None = None
    block: str | None = None
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock and the document that it was read from."""

    spec: LockSpec
    document: Document

    def place(self, *path: str) -> Location:
        """Where an entry stands."""
        return self.document.key(*path).locate()

    def items(self) -> dict[str, LockedItem]:
        """The items by their keys."""
        return {
            key: LockedItem(item)
            if isinstance(item, int)
            else LockedItem(item.row, item.uuid, item.number, item.name, item.text, item.block, tuple(item.events))
            for key, item in self.spec.items.items()
        }


def read_lock(path: Path, name: str, findings: Findings) -> Lock | None:
    """Read a lock. None where there is none, and, with a finding, where it is not as the tool wrote it."""
    if not path.is_file():
        return None
    problems = Findings()
    document = read_document(path, name, problems)
    file = None if document is None else validate(LockSpec, document, problems)
    if problems.errors or document is None or file is None:
        first = next(iter(problems))
        findings.add("identity/lock-unreadable", first.location, f"the lock is damaged: {first.message}")
        return None
    lock = Lock(file.spec, document)
    conflict = _conflict(lock)
    if conflict is not None:
        key, message = conflict
        findings.add("identity/lock-unreadable", lock.place("items", key), f"the lock is damaged: {message}")
        return None
    return lock


def _conflict(lock: Lock) -> tuple[str, str] | None:
    """Two items with one number, as a merge of two branches may leave them, or a number that would be given again."""
    items = lock.items()
    taken: dict[tuple[str, int], str] = {}
    for key, item in items.items():
        kind, _, rest = key.partition("/")
        block = item.block or rest.partition("/")[0]
        if f"type/{block}" not in items:
            block = "*"
        numbers = {"row": item.row}
        if item.number is not None:
            numbers["type" if kind == "type" else f"place in the block of `{block}`"] = item.number
        for what, number in numbers.items():
            other = taken.setdefault((what, number), key)
            if other != key:
                return key, f"`{other}` and `{key}` have the same {what}, {number}"
        if item.row >= lock.spec.next_row:
            return key, f"the row {item.row} lies behind `next_row`"
        if kind == "qid" and block != "*" and (item.number or 0) >= lock.spec.next_qid.get(block, FIRST_USER_QID):
            return key, f"the place {item.number} lies behind `next_qid`"
    return None


def write_lock(
    extension: str, namespace: str, next_row: int, next_qid: dict[str, int], items: dict[str, LockedItem]
) -> bytes:
    """The lock as YAML, one item a line and in order of the keys, so that a change reads well in a diff."""
    lines = [
        "version: 1",
        f"extension: {extension}",
        f"namespace: {namespace}",
        f"next_row: {next_row}",
        "next_qid:" if next_qid else "next_qid: {}",
        *(f"  {_quoted(key)}: {place}" for key, place in sorted(next_qid.items())),
        "items:" if items else "items: {}",
        *(f"  {_quoted(key)}: {_item(items[key])}" for key in sorted(items)),
    ]
    return (_HEADER + "\n".join(lines) + "\n").encode()


def _item(item: LockedItem) -> str:
    """An item that has nothing but its row is written as that number."""
    parts = [f"row: {item.row}"]
    if item.number is not None:
        parts.append(f"number: {item.number}")
    texts = (("block", item.block), ("uuid", item.uuid), ("name", item.name), ("text", item.text))
    parts += [f"{key}: {_quoted(text)}" for key, text in texts if text is not None]
    if item.events:
        parts.append(f"events: [{', '.join(map(_quoted, item.events))}]")
    return str(item.row) if len(parts) == 1 else "{" + ", ".join(parts) + "}"


def _quoted(text: str) -> str:
    # JSON's quoting is YAML's, once characters that YAML does not print are escaped as well.
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
