"""Reads the identity lock, and refuses one that is not as the tool left it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from qradar_builder.findings import Findings, Location
from qradar_builder.model.base import Key, Spec, Uuid
from qradar_builder.package.identity.keys import kind_of
from qradar_builder.package.identity.lines import read_lines
from qradar_builder.package.identity.lock import (
    BUILT_IN,
    FIRST_USER_QID,
    MAX_NUMBER,
    UUID_FORM,
    Lock,
    LockedItem,
    block_of,
    foreign_type,
)
from qradar_builder.reference.number_blocks import BLOCK
from qradar_builder.source.files import MAX_BYTES, decode, is_inside, read_bytes
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.reader import MAX_NODES_OF_RECORDS
from qradar_builder.source.yaml.validation import validate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 256 * 1024 * 1024
"""The largest lock that is read, in bytes: a package of that many items takes minutes to build."""
FIRST_GIVEN_TYPE, LAST_GIVEN_TYPE = 4001, 8580
"""The numbers that a custom log source type may have."""

_CONSTANTS = ("property", "expression")

Number = Annotated[int, Field(ge=0, le=MAX_NUMBER)]


class ItemSpec(Spec):
    """What the file says of an item; see `LockedItem`."""

    row: Number
    uuid: str | None = None
    number: Number | None = None
    block: str | None = None
    name: str | None = None
    text: str | None = None
    events: list[str] = Field(default_factory=list)
    gone: bool = False


class LockSpec(Spec):
    """What the file says; see `Lock`. An item that has nothing but its row is written as that number."""

    version: Literal[1]
    extension: Key
    namespace: Uuid
    next_row: Number
    next_qid: dict[str, Number]
    items: dict[str, Number | ItemSpec]


def read_lock(path: Path, name: str, findings: Findings) -> Lock | None:
    """Read a lock. None where there is none, and, with a finding, where it is not as the tool wrote it.

    It may be a link to a lock elsewhere.

    A link that has no value, or anything else under that name, is no missing lock: it would be replaced.
    """
    if not os.path.lexists(path):
        return None
    problems = Findings()
    content = read_bytes(path, name, problems, limit=LARGEST)
    text = None if content is None else decode(content, name, problems)
    lock = None if text is None else read_lines(text, name) or _read_yaml(text, name, problems)
    if lock is None or problems.errors:
        first = next(iter(problems))
        if is_inside(path, path.parent):
            findings.add("identity/lock-unreadable", first.location, f"the lock is damaged: {first.message}")
        else:
            # What it leads to may be anybody's, and no line of it is shown.
            message = "the lock is damaged: it is a link to a file that is not a lock"
            findings.add("identity/lock-unreadable", Location(name), message)
        return None
    damage = _damage(lock)
    if damage is not None:
        place, message = damage
        findings.add("identity/lock-unreadable", lock.place(*place), f"the lock is damaged: {message}")
        return None
    return lock


def _read_yaml(text: str, name: str, problems: Findings) -> Lock | None:
    """Read a lock that was edited, if it is not larger than a person's file may be."""
    if len(text) > MAX_BYTES:
        problems.add("file/too-large", Location(name), "is large, and does not have the format that the tool writes")
        return None
    document = parse_document(text, name, problems, most=MAX_NODES_OF_RECORDS)
    file = None if document is None else validate(LockSpec, document, problems)
    if document is None or file is None:
        return None
    spec = file.spec
    items = {
        key: LockedItem(item)
        if isinstance(item, int)
        else LockedItem(
            item.row, item.uuid, item.number, item.name, item.text, item.block, tuple(item.events), item.gone
        )
        for key, item in spec.items.items()
    }
    return Lock(spec.extension, spec.namespace, spec.next_row, spec.next_qid, items, document)


def _damage(lock: Lock) -> tuple[tuple[str, ...], str] | None:
    """What a merge of two branches or an edit may leave, with its place: a number twice, or one to be given again."""
    taken: dict[str, set[int]] = {}
    for key, item in lock.items.items():
        for what, number in _numbers(key, item, lock):
            numbers = taken.setdefault(what, set())
            if number in numbers:
                other = next(each for each, one in lock.items.items() if (what, number) in _numbers(each, one, lock))
                return ("items", key), f"`{other}` and `{key}` have the same {what}, {number}"
            numbers.add(number)
        wrong = _wrong_item(key, item, lock)
        if wrong is not None:
            return ("items", key), wrong
    for block in lock.next_qid:
        if block != BUILT_IN and f"type/{block}" not in lock.items:
            return ("next_qid", block), f"the log source type of the block `{block}` is missing"
    return None


def _numbers(key: str, item: LockedItem, lock: Lock) -> Iterator[tuple[str, int]]:
    """The numbers of an item, each with what it is a number of."""
    # Each table counts its rows by itself.
    yield f"row of the kind `{kind_of(key)}`", item.row
    if item.number is not None:
        yield (
            ("type" if key.startswith("type/") else f"position in the block of `{block_of(key, lock.items)}`"),
            item.number,
        )


def _wrong_item(key: str, item: LockedItem, lock: Lock) -> str | None:
    if item.row >= lock.next_row:
        return f"the row {item.row} is not below `next_row`"
    kind = kind_of(key)
    # What QRadar ships, and what its early releases made, may have a constant in place of a UUID.
    if item.uuid is not None and kind not in _CONSTANTS and not UUID_FORM.fullmatch(item.uuid):
        return f"`{item.uuid}` is not a UUID"
    if kind == "type" and not FIRST_GIVEN_TYPE <= (item.number or 0) <= LAST_GIVEN_TYPE:
        return f"the number of a type must be from {FIRST_GIVEN_TYPE} to {LAST_GIVEN_TYPE}"
    return _wrong_place(item, block_of(key, lock.items), lock) if kind == "qid" else None


def _wrong_place(item: LockedItem, block: str | None, lock: Lock) -> str | None:
    is_foreign = block is not None and foreign_type(block) is not None
    if block is None or (block != BUILT_IN and not is_foreign and f"type/{block}" not in lock.items):
        return "the log source type of this record is missing"
    if item.number is None or item.number >= BLOCK:
        return f"the position in a block must be a number below {BLOCK}"
    if block != BUILT_IN and not is_foreign and item.number >= lock.next_qid.get(block, FIRST_USER_QID):
        return f"the position {item.number} is not below `next_qid`"
    return None
