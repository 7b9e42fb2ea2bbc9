"""How recorded values are shown: as JSON that is cut where it is long, and without secrets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Protocol

from qradar_builder.jpath import JPathError, Missing, parse
from qradar_builder.jpath.json.values import render
from qradar_builder.jpath.syntax.tree import Bracket, Key, Number, Path
from qradar_builder.secrets.shown import MARK
from qradar_builder.secrets.values import is_credential
from qradar_builder.text.shown import counted, cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.workflow.recording.tree import Keys

MOST: Final = 2000
"""How many characters of a value are shown where nothing else is said."""
_SHORT: Final = 500
_MOST_KNOWN: Final = 20_000
_LOOKED_AT: Final = 100_000
"""Characters of a text that are looked through for secrets; the longest secrets are keys of some thousands."""


class Redacts(Protocol):
    """Takes secrets out of texts, as Secrets does."""

    def redact(self, text: str) -> str:
        """The text with a mark for each secret in it."""
        ...


class RedactsOnce:
    """Takes secrets out of texts, of each short one once: those of steps are much the same. No secret may be added."""

    def __init__(self, secrets: Redacts) -> None:
        self._secrets = secrets
        self._known: dict[str, str] = {}

    def redact(self, text: str) -> str:
        """The text with a mark for each secret in it."""
        if len(text) > _SHORT:
            return self._secrets.redact(text)
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._known[text] = self._secrets.redact(text)
        return found


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value as JSON without secrets; `nothing` where there is none. `size` says how large it is, if it is cut."""

    text: str
    kind: str
    """`missing`, `null`, `boolean`, `number`, `text`, `array` or `object`."""
    size: str = ""


@dataclass(frozen=True, slots=True)
class Child:
    """A member of an object or an item of an array. `count` is how many children it has itself."""

    key: str
    path: str
    value: ShownValue
    count: int


def shown_value(value: Any, secrets: Redacts, name: str = "", *, most: int = MOST) -> ShownValue:
    """A value for people and pages; `name` is the key that it has."""
    writer = _Writer(secrets, most)
    writer.write(value, name)
    kind = kind_of(value)
    text = "".join(writer.pieces)
    return ShownValue(text, kind, size_text(value) if writer.left < 0 else "")


def shown_text(text: str, secrets: Redacts, most: int = MOST) -> str:
    """A text without secrets, cut where it is long."""
    return cut(secrets.redact(text[:_LOOKED_AT]), most)


def kind_of(value: Any) -> str:
    """What kind of JSON a value is."""
    if value is Missing:
        return "missing"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "text"
    return "array" if isinstance(value, list) else "object" if isinstance(value, dict) else "number"


def size_text(value: Any) -> str:
    """How large a value is, in words."""
    if isinstance(value, dict):
        return counted(len(value), "member")
    if isinstance(value, list):
        return counted(len(value), "item")
    return counted(len(value), "character") if isinstance(value, str) else ""


def path_text(keys: Keys) -> str:
    """The path of a place in the State, as a workflow has it."""
    steps = [Key(key) if isinstance(key, str) else Bracket(Number(str(key))) for key in keys]
    return str(Path(tuple(steps)))


def keys_of(text: str) -> Keys | None:
    """The place that a path of `path_text` names; None for any other text."""
    try:
        tree = parse(text)
    except JPathError:
        return None
    if not isinstance(tree, Path) or tree.in_element:
        return None
    keys: list[str | int] = []
    for step in tree.steps:
        if isinstance(step, Key):
            keys.append(step.name)
        elif isinstance(step.content, Number) and step.content.text.isdecimal() and len(step.content.text) < 10:
            keys.append(int(step.content.text))
        else:
            return None
    return tuple(keys)


def children(value: Any, keys: Keys, secrets: Redacts, start: int, most: int) -> Iterator[Child]:
    """The children of a value that is at a place, from one on, at most so many."""
    pairs: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in islice(pairs, start, start + most):
        name = key if isinstance(key, str) else next((one for one in reversed(keys) if isinstance(one, str)), "")
        shown = shown_value(each, secrets, name, most=200)
        inner = len(each) if isinstance(each, dict | list) and shown.text != _MARKED else 0
        text = cut(secrets.redact(key), MOST) if isinstance(key, str) else str(key)
        path = path_text((*keys, key))
        safe = secrets.redact(path)
        # A path with a secret in it leads nowhere without it.
        yield Child(text, safe, shown, inner if safe == path else 0)


_MARKED: Final = json.dumps(MARK)


class _Writer:
    """Writes JSON until there is no room left."""

    def __init__(self, secrets: Redacts, most: int) -> None:
        self._secrets = secrets
        self.left = most
        self.pieces: list[str] = []

    def write(self, value: Any, name: str) -> None:
        """Write a value that has this name. How deep values lie is bounded by whoever read them."""
        if value is Missing:
            self._add("nothing")
        elif isinstance(value, str):
            self._text(value, name)
        elif isinstance(value, dict):
            self._add("{")
            for number, (key, each) in enumerate(value.items()):
                if self.left < 0:
                    return
                self._add((", " if number else "") + json.dumps(self._secrets.redact(key), ensure_ascii=False) + ": ")
                self.write(each, key)
            self._add("}")
        elif isinstance(value, list):
            self._add("[")
            for number, each in enumerate(value):
                if self.left < 0:
                    return
                if number:
                    self._add(", ")
                self.write(each, name)
            self._add("]")
        else:
            self._add("null" if value is None else render(value))

    def _text(self, value: str, name: str) -> None:
        if is_credential(name, value):
            value = MARK
        text = self._secrets.redact(value[:_LOOKED_AT])
        room = max(self.left, 0)
        if len(text) > room:
            self.pieces.append(json.dumps(text[:room], ensure_ascii=False)[:-1] + "…")
            self.left = -1
            return
        self._add(json.dumps(text, ensure_ascii=False))

    def _add(self, text: str) -> None:
        if self.left < 0:
            return
        self.left -= len(text)
        self.pieces.append(text if self.left >= 0 else "…")
