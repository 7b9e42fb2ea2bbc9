"""Changes a YAML text at single places: every other character, comments and order among them, stays as it is.

A tree that is loaded, changed and written again loses comments where an item is replaced: it keeps a comment with what
is before it. Here the places of the nodes say where to cut.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.source.yaml.node import Mapping, Sequence
from qradar_builder.source.yaml.text import scalar

if TYPE_CHECKING:
    from qradar_builder.source.yaml.node import Mark, Node

_LINE = re.compile(r"[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|\Z)")
"""A line as YAML has it, with its end."""
_STEP = 2
"""By how much a new block is indented."""


class Spliced:
    """A text with its nodes. Each method gives the whole new text; values are YAML on one line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        for match in _LINE.finditer(text):
            if match.end() > self._starts[-1]:
                self._starts.append(match.end())
        self._break = "\r\n" if "\r\n" in text else "\n"

    def replaced(self, node: Node, value: str) -> str:
        """The text with another value in place of a node."""
        start, end = self._at(node.start), self._end(node)
        return f"{self._text[:start]}{value}{self._text[end:]}"

    def with_item(self, sequence: Sequence, value: str) -> str:
        """The text with one more item at the end of a list."""
        if self.is_flow(sequence):
            return self._into_flow(sequence, value, is_first=not sequence.items)
        return self._after_line(self._end(sequence), f"{' ' * sequence.start.column}- {value}")

    def with_entry(self, mapping: Mapping, key: str, value: str) -> str:
        """The text with one more key at the end of a mapping. An empty text is an empty mapping."""
        if self.is_flow(mapping):
            return self._into_flow(mapping, f"{scalar(key)}: {value}", is_first=not mapping.entries)
        line = f"{' ' * mapping.start.column}{scalar(key)}: {value}"
        return self._after_line(self._end(mapping), line) if mapping.entries else self._at_the_end(line)

    def with_block(self, key: str, value: str, *, is_list: bool) -> str:
        """The text with a new key of the top level at its end, that has one entry or one item."""
        return self._at_the_end(f"{key}:{self._break}{' ' * _STEP}{'- ' if is_list else ''}{value}")

    def as_list(self, node: Node, indent: int, value: str) -> str:
        """The text with a list in place of a single value: that value, and another one. `indent` is that of its key."""
        start, end = self._at(node.start), self._end(node)
        column = indent + _STEP
        whole = self._text[start:end]
        if not self.is_flow(node) and isinstance(node, Mapping):
            # Its other lines move to the right with the first one.
            whole = re.sub(r"(\r\n|\n)(?=[^\r\n])", lambda found: f"{found[0]}{' ' * _STEP}", whole)
        before = self._text[:start].rstrip(" ")
        joint = "" if before.endswith(("\n", "\r")) else self._break
        before = f"{before}{joint}{' ' * column}"
        rest = self._rest_of_line(end)
        tail = self._text[end + len(rest) :]
        return f"{before}- {whole}{rest}{self._break}{' ' * column}- {value}{tail}"

    def _into_flow(self, node: Node, value: str, *, is_first: bool) -> str:
        close = self._at(node.end) - 1
        before = self._text[:close].rstrip()
        joint = "" if is_first else " " if before.endswith(",") else ", "
        return f"{before}{joint}{value}{self._text[close:]}"

    def _after_line(self, place: int, line: str) -> str:
        """The text with a new line after the one of a place."""
        rest = self._rest_of_line(place)
        end = place + len(rest)
        return f"{self._text[:end]}{self._break}{line}{self._text[end:]}"

    def _at_the_end(self, lines: str) -> str:
        joint = "" if not self._text or self._text.endswith(("\n", "\r")) else self._break
        return f"{self._text}{joint}{lines}{self._break}"

    def _rest_of_line(self, place: int) -> str:
        match = _LINE.match(self._text, place)
        assert match is not None
        return match[0].rstrip("\r\n\x85\u2028\u2029")

    def is_flow(self, node: Node) -> bool:
        """Whether a node is written in braces or brackets."""
        return self._text[self._at(node.start) : self._at(node.start) + 1] in {"{", "["}

    def _end(self, node: Node) -> int:
        """Where a node ends; what is after the last value of a block is not part of it."""
        last: Node | None = None
        if not self.is_flow(node):
            if isinstance(node, Mapping) and node.entries:
                last = max((value for _, value in node.entries.values()), key=lambda each: self._at(each.end))
            elif isinstance(node, Sequence) and node.items:
                last = node.items[-1]
        end = self._at(node.end) if last is None else self._end(last)
        # The end of a block of text is the start of the line after it.
        return len(self._text[:end].rstrip()) if last is None and not self.is_flow(node) else end

    def _at(self, mark: Mark) -> int:
        if mark.line >= len(self._starts):
            return len(self._text)
        return min(self._starts[mark.line] + mark.column, len(self._text))
