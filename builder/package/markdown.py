"""Puts any text into Markdown (CommonMark with GitHub's tables) so that it stands there as it is."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f]")
_BLANKS = re.compile(r"\s+")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_SPECIAL = re.compile(
    r"""
      [\\`*\[\]<|~]                         # escapes, code, emphasis, links, tags, cells, strikethrough
    | (?<![A-Za-z0-9])_ | _(?![A-Za-z0-9])  # emphasis; inside a word it means nothing
    """,
    re.VERBOSE | re.ASCII,
)
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]+;)", re.ASCII)
_BLOCK_START = re.compile(r"[#+\-=>]|\d{1,9}(?=[.)](?:\s|$))", re.ASCII)


def plain(text: object) -> str:
    """Text that stands for itself, on one line: in a paragraph, a heading, a list item or a cell of a table."""
    line = _BLANKS.sub(" ", _CONTROL.sub("\ufffd", str(text))).strip()
    line = _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\g<0>", line))
    start = _BLOCK_START.match(line)
    if start is None:
        return line
    return f"{start[0]}\\{line[start.end() :]}" if start[0][0].isdigit() else f"\\{line}"


def paragraphs(text: str) -> str:
    """Text that stands for itself, with its paragraphs, which blank lines part."""
    parts = _PARAGRAPHS.split(_LINE_ENDS.sub("\n", text).strip())
    return "\n\n".join(plain(part) for part in parts if part)


def code(text: object) -> str:
    """Text as a code span. An end of line shows as ↵ and a tab as ⇥, since a span has one line."""
    line = _on_one_line(text)
    if not line:
        return "(empty)"
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    both_blank = line.startswith(" ") and line.endswith(" ") and line.strip() != ""
    pad = " " if line.startswith("`") or line.endswith("`") or both_blank else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def cell_code(text: object) -> str:
    """Text as a code span in a cell of a table, where a pipe needs a backslash even in code.

    Renderers differ on a pipe that has a backslash already, as regular expressions have: such text is no code span.
    """
    span = code(text)
    if r"\|" in span:
        return plain(_on_one_line(text)).replace(r"\|", "&#124;")
    return span.replace("|", r"\|")


def _on_one_line(text: object) -> str:
    return _CONTROL.sub("\ufffd", _LINE_ENDS.sub("↵", str(text)).replace("\t", "⇥"))
