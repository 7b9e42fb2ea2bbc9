"""The head of a short form: the attributes that a key has behind the name, such as `Set /count` or `GET https://…`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.model.workflow.elements import ACTIONS
from qradar_builder.source.yaml.node import Scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.model.workflow.grammar import ElementSpec

CALL = "CallEndpoint"
_METHOD = next(attribute for attribute in ACTIONS[CALL].attributes if attribute.name == "method")
METHODS = frozenset(_METHOD.values)
"""The HTTP methods, each of which may be written in place of `CallEndpoint`."""
_PART = re.compile(r"\{(\w+)(\*?)\}")


@dataclass(slots=True)
class _Point:
    line: int
    column: int


@lru_cache(maxsize=1024)
def _name_and_start(text: str) -> tuple[str, int]:
    """The name that a key begins with, and where its head begins: at the end of the text where it has none."""
    name, space, rest = text.partition(" ")
    if name in METHODS:
        return CALL, 0
    return name, len(text) if not rest.strip() else len(name) + len(space) + len(rest) - len(rest.lstrip())


def name_of(text: str) -> str:
    """The name of the element that a key names, with a head or without."""
    return _name_and_start(text)[0]


def action_of(text: str) -> str | None:
    """The name of the action that a key or an item names, with a head or without. None where it names none."""
    name, start = _name_and_start(text)
    return name if name in ACTIONS and (start == len(text) or ACTIONS[name].heads) else None


def head_of(spec: ElementSpec, key: Scalar) -> dict[str, Scalar] | None:
    """The attributes in the head of a key, by their names. None where the head has no form of the element."""
    start = _name_and_start(key.text)[1]
    if start == len(key.text):
        return {}
    for pattern in map(_pattern, spec.heads):
        match = pattern.fullmatch(key.text, start)
        if match is not None:
            return {name: _piece(key, *match.span(name)) for name in match.groupdict()}
    return None


def in_every_head(spec: ElementSpec) -> set[str]:
    """The attributes that each form of the head has."""
    return set.intersection(*({name for name, _ in _PART.findall(head)} for head in spec.heads))


def run_head(spec: ElementSpec, key: Scalar) -> dict[str, Scalar]:
    """The attribute that is a key of a run."""
    return {_PART.findall(spec.heads[0])[0][0]: key}


def join_head(spec: ElementSpec, attributes: Mapping[str, str]) -> tuple[str, dict[str, str]] | None:
    """The key of an element with as many attributes as go into its head, and the others. None where it has no head."""
    for template in spec.heads:
        names = [name for name, _ in _PART.findall(template)]
        if not all(attributes.get(name) for name in names):
            continue
        head = _PART.sub(lambda found: attributes[found[1]], template)
        text = head if spec.name == CALL and attributes["method"] in METHODS else f"{spec.name} {head}"
        key = Scalar(_Point(0, 0), _Point(0, len(text)), text=text)
        again = head_of(spec, key) if name_of(text) == spec.name and "\n" not in text else None
        if again is not None and {each: part.text for each, part in again.items()} == {
            each: attributes[each] for each in names
        }:
            return text, {each: value for each, value in attributes.items() if each not in names}
    return None


def short_forms(spec: ElementSpec) -> list[str]:
    """The short forms of an element, for people, such as `Set PATH: VALUE`."""
    found: list[str] = []
    if spec.block and not spec.attributes:
        found.append(f"`{spec.name}:`")
    if spec.shorthand and not spec.block:
        found.append(f"`{spec.name}: {spec.shorthand.upper()}`")
    for head in spec.heads:
        words = _PART.sub(lambda each: each[1].upper(), head)
        others = [each.name for each in spec.attributes if each.required_in(SchemaVersion.V2_1)]
        is_whole = all(f"{{{name}" in head for name in others) and not any(slot.required for slot in spec.slots)
        under = f": {spec.under.upper()}" if spec.under else ":" if spec.block else "" if is_whole else ": {…}"
        found.append(f"`{spec.name} {words}{under}`".replace(f"{CALL} METHOD", "METHOD"))
    return found


def head_pattern(spec: ElementSpec) -> str:
    """A regular expression of the heads of an element, as ECMAScript has it."""
    return "|".join(_expression(template, named=False) for template in spec.heads)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(_expression(template, named=True))


def _expression(template: str, *, named: bool) -> str:
    pieces: list[str] = []
    end = 0
    for match in _PART.finditer(template):
        value = r"\S(?:.*\S)?" if match[2] else r"\S+"
        pieces += (re.escape(template[end : match.start()]), f"(?P<{match[1]}>{value})" if named else value)
        end = match.end()
    return "".join([*pieces, re.escape(template[end:])]).replace(r"\ ", " ").replace(r"\-", "-")


def _piece(key: Scalar, start: int, end: int) -> Scalar:
    """A part of a key as a scalar of its own, with its place where the key is written as it reads."""
    first, last = key.start, key.end
    if key.plain and first.line == last.line and last.column - first.column == len(key.text):
        first, last = _Point(first.line, first.column + start), _Point(first.line, first.column + end)
    return Scalar(first, last, text=key.text[start:end], plain=False)
