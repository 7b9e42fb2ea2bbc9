"""A set of messages with what is expected of each, and the folder that it is kept in.

A set is a folder, named after the product, with the file `events.ndjson`. Each line has `raw`, the message, and
`expected`: `kinds` (names of the kind of event by the field that has it), `time` (epoch milliseconds), `users` (the
spellings that are right), `source` and `destination` (addresses). What is not expected is left out.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

EVENTS: Final = "events.ndjson"


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of a message."""

    raw: str
    kinds: dict[str, str] = field(default_factory=dict)
    time: int | None = None
    users: frozenset[str] = frozenset()
    source: frozenset[str] = frozenset()
    destination: frozenset[str] = frozenset()

    def as_json(self) -> dict[str, Any]:
        """The line of the file."""
        expected: dict[str, Any] = {"kinds": self.kinds, "time": self.time}
        expected |= {
            name: sorted(values)
            for name, values in (("users", self.users), ("source", self.source), ("destination", self.destination))
        }
        return {"raw": self.raw, "expected": {name: value for name, value in expected.items() if value}}


def read_set(folder: Path) -> list[Expected]:
    """The messages of a set."""
    found = []
    for line in (folder / EVENTS).read_text(encoding="utf-8").split("\n"):
        if line:
            value = json.loads(line)
            expected = value["expected"]
            sides = {name: frozenset(expected.get(name, ())) for name in ("users", "source", "destination")}
            found.append(Expected(value["raw"], expected.get("kinds", {}), expected.get("time"), **sides))
    return found


def write_set(folder: Path, events: Iterable[Expected]) -> None:
    """Write a set, each message once."""
    once = {event.raw: event for event in events}
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(event.as_json(), ensure_ascii=True) + "\n" for event in once.values()]
    (folder / EVENTS).write_text("".join(lines), encoding="utf-8")


def sets_below(folder: Path, part: str) -> Iterator[Path]:
    """The folders of sets of a part: `dev`, `held` or `all`. The name of the product alone decides, by its hash."""
    for each in sorted(path.parent for path in folder.rglob(EVENTS)):
        if part in ("all", part_of(each.name)):
            yield each


def part_of(name: str) -> str:
    """The part that a set belongs to."""
    return "held" if hashlib.sha256(name.encode()).digest()[0] % 3 == 0 else "dev"
