"""Placeholders in the documents of a package: texts with `TODO:`, which an author has yet to replace.

A new package is full of them. They are a finding, and no administrator sees them: the install guide leaves them out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.package.guide.writer import line_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from qradar_builder.findings import Findings
    from qradar_builder.package.guide.links import Links

_MARK: Final = re.compile(r"\bTODO(?=[:(])")
_SHOWN: Final = 10
"""How many lines a finding names."""
_HEADING: Final = 3
"""Of how many tokens a heading is made."""
_EMPTIED: Final = frozenset({"bullet_list_open", "ordered_list_open", "list_item_open", "blockquote_open"})
"""What goes with the last block in it."""


def without_placeholders(tokens: Sequence[Token], links: Links, findings: Findings) -> list[Token]:
    """The tokens of a document without its placeholders, which are one finding.

    A placeholder is a paragraph, list item, row of a table, or heading with all that is below it. What has nothing
    left in it, such as a list or a section, goes too. Code is no placeholder.
    """
    marked = [at for at, token in enumerate(tokens) if token.type == "inline" and _is_marked(token)]
    if not marked:
        return list(tokens)
    _report([_line(tokens[at]) for at in marked], links, findings)
    blocks = _Blocks(tokens)
    for at in marked:
        blocks.remove(at)
    blocks.remove_emptied()
    return blocks.left()


def _is_marked(token: Token) -> bool:
    return any(child.type == "text" and _MARK.search(child.content) for child in token.children or ())


def _line(token: Token) -> int:
    """The line of the mark, from 1."""
    line = line_of(token)
    for child in token.children or ():
        if child.type == "text" and _MARK.search(child.content):
            break
        line += child.type in {"softbreak", "hardbreak"}
    return line


def _report(lines: Sequence[int], links: Links, findings: Findings) -> None:
    message = "the text with `TODO` is a placeholder, and the install guide leaves it out"
    if len(lines) > 1:
        *first, last = map(str, lines[:_SHOWN])
        named = f"{', '.join(first)} and {last}" if len(lines) <= _SHOWN else f"{', '.join([*first, last])} and more"
        texts = f"the {len(lines)} texts with `TODO`, in lines {named}"
        message = f"{texts}, are placeholders, and the install guide leaves them out"
    findings.add("guide/placeholder", links.place("TODO", lines[0]), message)


class _Blocks:
    """The blocks of a document, by the places of their tokens, and which of them are gone."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._gone = [False] * len(tokens)
        self._ends: dict[int, int] = {}
        """Where each block ends, by where it begins; the inner ones first."""
        self._around: dict[int, tuple[int, ...]] = {}
        """Where the blocks around an inline token begin, the outer ones first."""
        self._sections: dict[int, int] = {}
        """Where the section of each heading ends, by where the heading begins: the inner ones first."""
        opened: list[int] = []
        above: list[int] = []
        for at, token in enumerate(tokens):
            if token.nesting > 0:
                if token.type == "heading_open" and not opened:
                    while above and tokens[above[-1]].tag >= token.tag:
                        self._sections[above.pop()] = at
                    above.append(at)
                opened.append(at)
            elif token.nesting < 0:
                self._ends[opened.pop()] = at
            elif token.type == "inline":
                self._around[at] = tuple(opened)
        self._sections |= {start: len(tokens) for start in reversed(above)}

    def remove(self, at: int) -> None:
        """Remove the block that an inline token is a placeholder in."""
        around = self._around[at]
        kinds = [self._tokens[each].type for each in around]
        if "thead_open" in kinds:
            start = around[kinds.index("thead_open") - 1]
        else:
            start = next(
                (each for each in reversed(around) if self._tokens[each].type in {"list_item_open", "tr_open"}),
                around[-1],
            )
        self._mark(start, self._sections.get(start) or self._ends[start] + 1)

    def remove_emptied(self) -> None:
        """Remove what has lost all that was in it."""
        for start, end in self._ends.items():
            kind = self._tokens[start].type
            is_empty = kind in _EMPTIED and self._is_gone(start + 1, end)
            if is_empty or (kind == "table_open" and self._has_lost_its_rows(start, end)):
                self._mark(start, end + 1)
        for start, end in self._sections.items():
            # The title of a document is no section of it.
            if self._tokens[start].tag != "h1" and self._is_gone(start + _HEADING, end):
                self._mark(start, start + _HEADING)

    def left(self) -> list[Token]:
        """The tokens that are not gone."""
        return [token for token, gone in zip(self._tokens, self._gone, strict=True) if not gone]

    def _has_lost_its_rows(self, start: int, end: int) -> bool:
        rows = [each for each in range(start, end) if self._tokens[each].type == "tr_open"]
        return len(rows) > 1 and all(self._gone[each] for each in rows[1:])

    def _is_gone(self, start: int, end: int) -> bool:
        return start < end and all(self._gone[start:end])

    def _mark(self, start: int, end: int) -> None:
        self._gone[start:end] = [True] * (end - start)
