"""Puts any text into Markdown (CommonMark with GitHub's tables) so that it stands there as it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
_BACKTICKS = re.compile("`+")
_MAIL = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9._+-]{0,62}[A-Za-z0-9])?@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?", re.ASCII
)
_BLOCK_START = re.compile(r"[#+\-=>]|\d{1,9}(?=[.)](?:\s|$))", re.ASCII)


def plain(text: object) -> str:
    """Text that stands for itself, on one line: in a paragraph, a heading, a list item or a cell of a table."""
    return no_block(escaped(_one_line(text)))


def escaped(text: str) -> str:
    """Text inside of a line, with its blanks, that stands for itself. What begins a line goes through `no_block`."""
    return _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\g<0>", text))


def no_block(line: str) -> str:
    """A line of Markdown that begins no heading, list, quotation or rule."""
    start = _BLOCK_START.match(line)
    if start is None:
        return line
    return f"{start[0]}\\{line[start.end() :]}" if start[0][0].isdigit() else f"\\{line}"


def with_code(text: object) -> str:
    """Text that stands for itself but for its code spans, on one line. Not for cells of tables."""
    return _with_code(text, code)


def cell_with_code(text: object) -> str:
    """As `with_code`, in a cell of a table."""
    return _with_code(text, cell_code)


def page_cell_with_code(text: object) -> str:
    """As `cell_with_code`, for the parser of our own page."""
    return _with_code(text, page_cell_code)


def paragraphs(text: str) -> str:
    """Text that stands for itself but for its code spans, with its paragraphs, which blank lines part."""
    parts = _PARAGRAPHS.split(_LINE_ENDS.sub("\n", text).strip())
    return "\n\n".join(with_code(part) for part in parts if part)


def is_mail(address: str) -> bool:
    """Whether a text is a mail address that a link may lead to."""
    return _MAIL.fullmatch(address) is not None


def mail_link(address: str) -> str:
    """A mail address as a link, or as text where it is none."""
    return f"<{address}>" if is_mail(address) else plain(address)


def code(text: object) -> str:
    """Text as a code span. An end of line shows as ↵ and a tab as ⇥, since a span has one line."""
    line = _on_one_line(text)
    if not line:
        return "(empty)"
    longest = max((len(run) for run in _BACKTICKS.findall(line)), default=0)
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


def page_cell_code(text: object) -> str:
    """As `cell_code`, for the parser of our own page (markdown-it), which takes one backslash off before any pipe."""
    return code(text).replace("|", r"\|")


def code_spans(line: str) -> Iterator[tuple[int, int, str]]:
    """Where the code spans of a line begin and end, and what is in them: from some backticks to as many of them."""
    runs = [(run.start(), run.end()) for run in _BACKTICKS.finditer(line)]
    by_length: dict[int, list[int]] = {}
    for start, end in runs:
        by_length.setdefault(end - start, []).append(start)
    after = 0
    for start, end in runs:
        same = by_length[end - start]
        following = bisect_right(same, start)
        if start < after or following == len(same):
            continue
        stop = same[following]
        content = line[end:stop]
        if content.startswith(" ") and content.endswith(" ") and content.strip():
            content = content[1:-1]
        after = stop + end - start
        yield start, after, content


def _with_code(text: object, span: Callable[[str], str]) -> str:
    line = _one_line(text)
    written: list[str] = []
    end = 0
    for start, stop, content in code_spans(line):
        written += [escaped(line[end:start]), span(content)]
        end = stop
    return no_block("".join([*written, escaped(line[end:])]))


def _one_line(text: object) -> str:
    """Text with one blank in place of all white space, and without what cannot be seen."""
    return _BLANKS.sub(" ", _CONTROL.sub("\ufffd", str(text))).strip()


def _on_one_line(text: object) -> str:
    return _CONTROL.sub("\ufffd", _LINE_ENDS.sub("↵", str(text)).replace("\t", "⇥"))
