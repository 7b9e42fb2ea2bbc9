"""The comments of a YAML document that go into the XML of a workflow.

A comment right above an item goes before its element. A comment that starts with `#:` begins a new one, is taken as it
is written, and may be at more places: above `parameters`, `actions` and `tests`; below an item and indented further,
which is in its element, at the end; below a list, which is in it, at the end; at the end of the file after an empty
line, which is after the lists; and after the end mark `...`, which is after the root.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from qradar_builder.findings import Location
from qradar_builder.model.workflow.document import tidy_comment
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.yaml.node import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.source.yaml.document import YamlDocument

MARK = "#:"
"""What a comment starts with that goes into the XML as it is."""
END = "..."
"""The line behind which comments are behind the root."""
_MOST_BLOCKS = 200
"""How many groups of comments at one place are looked at. Aliases can lead to one place very often."""
_MOST_TOLD = 100
_COMMENT = re.compile(r"( *)#(:?) ?(.*)")
_EDITOR_COMMENT = re.compile(r"yaml-language-server:|yamllint ")


@dataclass(frozen=True, slots=True)
class _Block:
    """Comment lines in a row at one column, from a line to another one."""

    first: int
    last: int
    column: int
    touches: bool
    """Whether no empty line is between the content above and them."""


class Remarks:
    """The comments of one document."""

    def __init__(self, document: YamlDocument) -> None:
        self._lines = document.lines
        self._name = document.name
        self._root = document.root
        marked = (number for number, line in enumerate(self._lines) if line.lstrip(" ").startswith(MARK))
        self._unused = set(marked)
        self._has_marks = bool(self._unused)
        self._texts = set(_lines_of_texts(document.root)) if self._has_marks else set()
        self._unused -= self._texts

    def above(self, line: int, column: int, *, marked: bool = False) -> tuple[str, ...]:
        """The comments right above what begins at a 0-based line and column; or only those with a mark.

        None above what has something else before it on its line. Deeper comments may be the text of a block scalar.
        """
        if line < len(self._lines) and self._lines[line][:column].strip(" "):
            return ()
        first = line
        while first > 0 and self._comment(first - 1, column):
            first -= 1
        return self._read(range(first, line), marked=marked) if first < line else ()

    def inside(self, node: Node, column: int, *, under: bool = False) -> tuple[str, ...]:
        """The comments with a mark below an item whose dash or key is at a column: inside of it, at the end.

        Comments that are deeper than what the item holds belong to that. With `under`, the node is what is under a key.
        """
        if not self._has_marks:
            return ()
        holder = node if under else _value_of_last_key(node, self._lines)
        limit = holder.start.column if holder is not None and _is_block(holder, self._lines) else None
        blocks = self._blocks(_last_line(node, self._lines))
        fitting = (each for each in blocks if each.column > column and (limit is None or each.column <= limit))
        return self._of(fitting)

    def closing(self, key: Node, node: Node) -> tuple[str, ...]:
        """The comments with a mark behind the last item of a list that is under a key of the root."""
        if not self._has_marks:
            return ()
        blocks = list(self._blocks(_last_line(node, self._lines)))
        at_end = bool(blocks) and self._is_end(blocks[-1].last + 1)
        found: list[_Block] = []
        for block in blocks:
            outside = block.column <= key.start.column
            apart = not block.touches if at_end else self._is_content(block.last + 1)
            if block.column <= node.start.column and not (outside and apart):
                found.append(block)
        return self._of(found)

    def ending(self) -> tuple[str, ...]:
        """The comments with a mark at the end of the document, behind an empty line."""
        if not self._has_marks:
            return ()
        blocks = list(self._blocks(_last_line(self._root, self._lines)))
        return self._of(each for each in blocks if each.column <= self._root.start.column and not each.touches)

    def behind(self) -> tuple[str, ...]:
        """The comments with a mark behind the end mark of the document."""
        last = _last_line(self._root, self._lines) if self._has_marks else len(self._lines)
        for number in range(last + 1, len(self._lines)):
            if self._lines[number].rstrip() == END:
                return self._of(self._blocks(number))
        return ()

    def unused(self) -> Iterator[Location]:
        """The places of comments with a mark that nothing has asked for."""
        for number in sorted(self._unused)[:_MOST_TOLD]:
            line = self._lines[number]
            yield Location(self._name, number + 1, line.index("#") + 1, number + 1, len(line) + 1)

    def _comment(self, number: int, column: int) -> bool:
        match = _COMMENT.fullmatch(self._lines[number]) if number < len(self._lines) else None
        return match is not None and len(match[1]) <= column

    def _is_end(self, number: int) -> bool:
        """Whether only empty lines and comments come from a line on, up to the end mark."""
        for line in self._lines[number:]:
            if line.rstrip() == END:
                return True
            if line.strip() and _COMMENT.fullmatch(line) is None:
                return False
        return True

    def _is_content(self, number: int) -> bool:
        return number < len(self._lines) and bool(self._lines[number].strip())

    def _blocks(self, line: int) -> Iterator[_Block]:
        """The comments between a line and the next one with content: the first ones, where there are very many."""
        return islice(self._all_blocks(line), _MOST_BLOCKS)

    def _all_blocks(self, line: int) -> Iterator[_Block]:
        touches = True
        number = line + 1
        while number < len(self._lines):
            match = _COMMENT.fullmatch(self._lines[number])
            if match is None:
                if self._lines[number].strip():
                    return
                touches = False
                number += 1
                continue
            first, column = number, len(match[1])
            while number + 1 < len(self._lines) and self._lines[number + 1].startswith(" " * column + "#"):
                number += 1
            yield _Block(first, number, column, touches)
            number += 1

    def _of(self, blocks: Iterable[_Block]) -> tuple[str, ...]:
        return tuple(text for each in blocks for text in self._read(range(each.first, each.last + 1), marked=True))

    def _read(self, numbers: range, *, marked: bool) -> tuple[str, ...]:
        """The comments in lines that are nothing but comments."""
        plain: list[str] = []
        found: list[list[str]] = []
        for number in numbers:
            match = _COMMENT.fullmatch(self._lines[number])
            assert match is not None
            text = match[3].rstrip()
            if match[2]:
                self._unused.discard(number)
                found.append([text])
            elif found:
                found[-1].append(text)
            elif not _EDITOR_COMMENT.match(text):
                plain.append(text)
        first = "" if marked else tidy_comment("\n".join(plain))
        return ((first,) if first else ()) + tuple("\n".join(lines) for lines in found)


def write_comments(texts: Iterable[str], indent: int, *, marked: bool = False) -> list[str]:
    """The lines of comments from a column on; with `marked`, all of them with the mark."""
    lines: list[str] = []
    for number, text in enumerate(texts):
        parts = re.split("[\n\x85\u2028\u2029]", text)
        is_plain = bool(text) and not marked and not number and tidy_comment(text) == text
        is_plain = is_plain and not any(map(_EDITOR_COMMENT.match, parts))
        signs = ["#" if is_plain else MARK, *["#"] * (len(parts) - 1)]
        lines += [f"{' ' * indent}{sign} {part}".rstrip() for sign, part in zip(signs, parts, strict=True)]
    return lines


def _lines_of_texts(node: Node) -> Iterator[int]:
    """The lines that are the inside of a text of several lines."""
    stack = [node]
    while stack:
        each = stack.pop()
        if isinstance(each, Scalar):
            yield from range(each.start.line + 1, each.end.line + bool(each.end.column))
        elif isinstance(each, Sequence):
            stack.extend(each.items)
        elif isinstance(each, Mapping):
            stack.extend(part for _, key, part in each for part in (key, part))


def _is_block(node: Node, lines: tuple[str, ...]) -> bool:
    """Whether a list or a mapping is written without brackets and braces."""
    line, column = node.start.line, node.start.column
    return not isinstance(node, Scalar) and (line >= len(lines) or lines[line][column : column + 1] not in {"[", "{"})


def _last_line(node: Node, lines: tuple[str, ...]) -> int:
    """The last line that a node has something on."""
    while _is_block(node, lines):
        if isinstance(node, Sequence):
            inner: Node | None = node.items[-1] if node.items else None
        else:
            assert isinstance(node, Mapping)
            key, inner = next(reversed(node.entries.values()), (None, None))
            if key is not None and inner is not None and inner.start.line < key.start.line:
                inner = key  # An alias, whose node is elsewhere.
        if inner is None:
            break
        node = inner
    end = node.end
    return end.line - 1 if end.column == 0 and end.line > node.start.line else end.line


def _value_of_last_key(node: Node, lines: tuple[str, ...]) -> Node | None:
    """What is under the last key of an item; None where it has no keys on lines of their own."""
    if isinstance(node, Mapping) and node.entries and _is_block(node, lines):
        return next(reversed(node.entries.values()))[1]
    return None
