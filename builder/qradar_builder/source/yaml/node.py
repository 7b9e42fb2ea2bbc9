"""The YAML tree with positions: what a document holds and where each part stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from qradar_builder.findings import Location

if TYPE_CHECKING:
    from collections.abc import Iterator


class Mark(Protocol):
    """A point in a text, by 0-based line and column, as PyYAML's marks have them."""

    line: int
    column: int


@dataclass(slots=True, eq=False)
class Node:
    """A part of a document, between two marks."""

    start: Mark
    end: Mark
    size: int = 1
    """How many nodes it holds once its aliases are written out, itself included."""

    def location(self, file: str) -> Location:
        """The place of this node in the file of that name."""
        return Location(file, self.start.line + 1, self.start.column + 1, self.end.line + 1, self.end.column + 1)

    @property
    def kind(self) -> str:
        """What people call a node of this kind."""
        raise NotImplementedError


@dataclass(slots=True, eq=False)
class Scalar(Node):
    """Text as it is written; `plain` where it stands without quotes and may be a number, a truth value or null."""

    text: str = ""
    plain: bool = True

    @property
    def kind(self) -> str:
        """What people call it."""
        return "text"


@dataclass(slots=True, eq=False)
class Sequence(Node):
    """A list."""

    items: list[Node] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """What people call it."""
        return "a list"


@dataclass(slots=True, eq=False)
class Mapping(Node):
    """Keys and values in the order of the document. A key that stands twice keeps its first value."""

    entries: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What people call it."""
        return "a mapping"

    def __iter__(self) -> Iterator[tuple[str, Scalar, Node]]:
        for name, (key, value) in self.entries.items():
            yield name, key, value

    def get(self, name: str) -> Node | None:
        """The value under `name`, or None."""
        entry = self.entries.get(name)
        return None if entry is None else entry[1]
