"""Reads a lock line by line, in exactly the form that it is written in: many times faster than as YAML."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Location
from qradar_builder.model.base import KEY
from qradar_builder.package.identity.lock import MAX_NUMBER, UUID_FORM, Lock, LockedItem
from qradar_builder.source.files import NOT_IN_XML
from qradar_builder.source.line_starts import OTHER_LINE_ENDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.findings import Origin

_NUMBER = r"(?:0|[1-9][0-9]{0,9})"
_TEXT = r'"(?:[^"\\]|\\.)*"'
_ITEM = re.compile(
    rf"  ({_TEXT}): (?:({_NUMBER})|"
    rf"\{{row: ({_NUMBER})(?:, number: ({_NUMBER}))?(?:, block: ({_TEXT}))?(?:, uuid: ({_TEXT}))?"
    rf"(?:, name: ({_TEXT}))?(?:, text: ({_TEXT}))?(?:, events: (\[{_TEXT}(?:, {_TEXT})*\]))?(, gone: true)?\}})"
)
_PLACE = re.compile(rf"  ({_TEXT}): ({_NUMBER})")
_HEAD = {
    "version": re.compile("1"),
    "extension": re.compile(rf"(?=.*[a-z]){KEY.pattern}|\"(?!.*[a-z]){KEY.pattern}\""),
    "namespace": UUID_FORM,
    "next_row": re.compile(_NUMBER),
}
"""The first entries, in their order. A key without any letter is in quotes, since it is a number in YAML."""
_KEY = re.compile(rf"  ({_TEXT}): ")
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class _OtherFormError(Exception):
    """The text is not in the form that a lock is written in."""


class LockLines:
    """The places of a lock's entries: the lines that they stand on, from 1, and how wide their keys are.

    They are read from the text when a finding asks for the first of them.
    """

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._text = text
        self._places: dict[tuple[str | int, ...], tuple[int, int, int]] = {}
        """By path: the line, the key's first column and the column after it."""

    def at(self, *path: str | int) -> Origin:
        """The place of an entry; what stands on its line is not told apart."""
        return self.key(*path)

    def key(self, *path: str | int) -> Origin:
        """The place of the key of an entry."""
        if not self._places:
            self._places = dict(self._found())
        line, column, end = self._places.get(path, (1, 1, 1))
        return Location(self._name, line, column, line, end)

    def _found(self) -> Iterator[tuple[tuple[str | int, ...], tuple[int, int, int]]]:
        part = ""
        for number, line in _numbered(self._text):
            match = _KEY.match(line)
            if match is not None:
                yield (part, str(json.loads(match[1]))), (number, 3, 3 + len(match[1]))
            else:
                part = line.partition(":")[0]
                yield (part,), (number, 1, len(part) + 1)


def read_lines(text: str, name: str) -> Lock | None:
    """Read a lock as `write_lock` writes it; None where a line has another form, so that it has to be read as YAML."""
    if NOT_IN_XML.search(text) or _SURROGATE.search(text) or OTHER_LINE_ENDS.search(text):
        return None
    try:
        return _read(text, name)
    except (_OtherFormError, ValueError):
        return None


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are no comments, from 1."""
    for number, match in enumerate(_LINE.finditer(text), 1):
        if not match[0].startswith("#"):
            yield number, match[0].removesuffix("\n").removesuffix("\r")


def _read(text: str, name: str) -> Lock:
    numbered = _numbered(text)
    head = _read_head(numbered)
    next_qid: dict[str, int] = {}
    items: dict[str, LockedItem] = {}
    _, line = next(numbered, (0, ""))
    if line == "next_qid:":
        for _, line in numbered:
            match = _PLACE.fullmatch(line)
            if match is None:
                break
            next_qid[_new(match[1], next_qid)] = _number(match[2])
    elif line == "next_qid: {}":
        _, line = next(numbered, (0, ""))
    else:
        raise _OtherFormError
    if line == "items:":
        items.update(_items(numbered, items))
    elif line != "items: {}" or next(numbered, None) is not None:
        raise _OtherFormError
    positions = LockLines(name, text)
    return Lock(head["extension"].strip('"'), head["namespace"], _number(head["next_row"]), next_qid, items, positions)


def _read_head(numbered: Iterator[tuple[int, str]]) -> dict[str, str]:
    head = {}
    for key, form in _HEAD.items():
        _, line = next(numbered, (0, ""))
        found, colon, head[key] = line.partition(": ")
        if found != key or not colon or not form.fullmatch(head[key]):
            raise _OtherFormError
    return head


def _items(numbered: Iterator[tuple[int, str]], known: Mapping[str, LockedItem]) -> Iterator[tuple[str, LockedItem]]:
    for _, line in numbered:
        match = _ITEM.fullmatch(line)
        if match is None:
            raise _OtherFormError
        quoted, alone, row, place, block, uuid, name, text, events, gone = match.groups()
        key = _new(quoted, known)
        if alone is not None:
            item = LockedItem(_number(alone))
        else:
            item = LockedItem(
                _number(row),
                _text(uuid),
                None if place is None else _number(place),
                _text(name),
                _text(text),
                _text(block),
                () if events is None else tuple(json.loads(events)),
                gone is not None,
            )
        yield key, item


def _new(quoted: str, known: Mapping[str, object]) -> str:
    """A key that does not stand there yet; the YAML reader says where it stands twice."""
    key = str(json.loads(quoted))
    if key in known:
        raise _OtherFormError
    return key


def _number(text: str) -> int:
    number = int(text)
    if number > MAX_NUMBER:
        raise _OtherFormError
    return number


def _text(quoted: str | None) -> str | None:
    return None if quoted is None else str(json.loads(quoted))
