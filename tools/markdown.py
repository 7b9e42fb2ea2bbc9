"""Markdown that reads the same on GitHub and in the built site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, with a line end behind it. A column without any text below its head is left out."""
    body = list(rows)
    kept = [place for place in range(len(head)) if any(row[place] for row in body)]
    lines = [f"| {' | '.join(cell(row[place]) for place in kept)} |\n" for row in (head, *body)]
    return "".join([lines[0], f"|{'---|' * len(kept)}\n", *lines[1:]])


def anchored(name: str, code: str) -> str:
    """Code for the first cell of a row, with an anchor that links and the search lead to."""
    return f'<a id="{name}"></a>`{code}`'


def cell(text: str) -> str:
    """Text for a cell of a table: one line, without bars."""
    return " ".join(text.split()).replace("|", "\\|")


def prose(text: str) -> str:
    """Text in which what looks like markup is none, except for code in backticks."""
    parts = text.split("`")
    for place in range(0, len(parts), 2):
        escaped = parts[place].replace("<", "&lt;").replace(">", "&gt;")
        parts[place] = re.sub(r"(\*|(?<!\w)_|_(?!\w))", r"\\\1", escaped)
    return "`".join(parts)


def anchor(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    text = re.sub(r"`|\*|&[a-z]+;|\[([^]]*)\]\([^)]*\)", lambda found: found[1] or "", heading)
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")
