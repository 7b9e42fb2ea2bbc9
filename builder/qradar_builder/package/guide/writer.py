"""Writes Markdown of other people anew, from its tokens, so that it can stand in a document of ours.

What comes out holds nothing but what is written here: text, emphasis, code, links that are resolved, images, lists,
quotations, tables and headings. HTML becomes text, every fence is closed, every reference is a link in place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from qradar_builder.package.guide.markdown import code, escaped, no_block, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown_it.token import Token

_ENDS_OF_LINE = re.compile("[\n\r\t\v\f\x1c-\x1e\x85\u2028\u2029]")
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]+;)", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z0-9_+#.-]{1,30}")
_BACKTICKS = re.compile("`{3,}")
_COMMENT = re.compile(r"\s*<!--.*-->\s*", re.DOTALL)
_PLAIN_URL = re.compile(r"https?://[^\s<>|()]+")
_CLOSING = {"em_open": "em_close", "strong_open": "strong_close", "s_open": "s_close"}
_MARKS = {*_CLOSING, *_CLOSING.values()}
_ALIGNED = {"text-align:left": ":---", "text-align:right": "---:", "text-align:center": ":---:"}
_DEEPEST = 6

CellCode = Callable[[str], str]


class Reader(Protocol):
    """Decides about what leads out of a text, and hears of what cannot stay."""

    def link(self, href: str, line: int) -> str | None:
        """Where a link shall lead; None where only its text stays. `line` is counted from 1."""
        ...

    def image(self, src: str, line: int) -> str | None:
        """Where an image lies; None where only its text stays."""
        ...

    def html(self, text: str, line: int) -> None:
        """HTML is shown as the text that it is."""
        ...


def write_blocks(tokens: Sequence[Token], reader: Reader, cell_code: CellCode, *, top: int) -> str:
    """Blocks of a text, as the parser gives them, as Markdown. Its highest headings become those of level `top`.

    No heading is more than one level below the one before. `cell_code` writes code in cells of tables.
    """
    return "\n".join(_Blocks(tokens, reader, cell_code, top).lines())


def write_line(token: Token, reader: Reader) -> str:
    """The content of a heading, on one line."""
    text = no_block(_Line(token, reader, code, on_one_line=True).written().strip())
    # Number signs at the end of a heading are no part of it.
    return f"{text[:-1]}\\#" if text.endswith("#") else text


class _Blocks:
    def __init__(self, tokens: Sequence[Token], reader: Reader, cell_code: CellCode, top: int) -> None:
        self._tokens = tokens
        self._reader = reader
        self._cell_code = cell_code
        self._at = 0
        levels = [int(token.tag[1:]) for token in tokens if token.type == "heading_open"]
        self._shift = top - min(levels, default=top)
        self._top = top
        self._level = top - 1

    def lines(self) -> Iterator[str]:
        """Everything up to the end of the block that is open, with a blank line between two blocks."""
        before: Token | None = None
        same = False
        while self._at < len(self._tokens) and self._tokens[self._at].nesting >= 0:
            token = self._tokens[self._at]
            # Of two lists in a row the second has another marker, or they would be one.
            same = before is not None and before.type == token.type and not same
            block = list(self._block(token, other=same))
            if not block:
                continue
            if before is not None and not before.hidden and not (token.hidden and before.type == "fence"):
                yield ""
            yield from block
            before = token

    def _block(self, token: Token, *, other: bool) -> Iterator[str]:
        self._at += 1
        if token.type == "paragraph_open":
            yield from self._paragraph()
        elif token.type == "heading_open":
            yield from self._heading(token)
        elif token.type == "table_open":
            yield from self._table()
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            yield from self._list(token, other=other)
        elif token.type == "blockquote_open":
            yield from (f"> {line}".rstrip() for line in self.lines())
            self._at += 1
        elif token.type in {"fence", "code_block"}:
            yield from _fence(token)
        elif token.type == "html_block":
            yield from self._html(token)
        elif token.type == "hr":
            yield "___"

    def _paragraph(self) -> Iterator[str]:
        text = _Line(self._tokens[self._at], self._reader, code, on_one_line=False).written()
        self._at += 2
        for line in text.split("\n"):
            stripped = no_block(line.strip())
            if stripped:
                yield stripped

    def _heading(self, token: Token) -> Iterator[str]:
        text = write_line(self._tokens[self._at], self._reader)
        self._at += 2
        if not text:
            return
        wanted = int(token.tag[1:]) + self._shift
        self._level = max(self._top, min(wanted, self._level + 1, _DEEPEST))
        yield f"{'#' * self._level} {text}"

    def _list(self, token: Token, *, other: bool) -> Iterator[str]:
        number = int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None
        first = True
        loose = self._is_loose()
        while self._tokens[self._at].type == "list_item_open":
            self._at += 1
            marker = ("*" if other else "-") if number is None else f"{number}{')' if other else '.'}"
            lines = list(self.lines()) or [""]
            self._at += 1
            if loose and not first:
                yield ""
            yield f"{marker} {lines[0]}".rstrip()
            yield from ((" " * (len(marker) + 1) + line).rstrip() for line in lines[1:])
            number = None if number is None else number + 1
            first = False
        self._at += 1

    def _is_loose(self) -> bool:
        """Whether there is a paragraph right in an item that is set apart."""
        at = self._at
        level = self._tokens[at].level
        while (token := self._tokens[at]).level >= level:
            if token.type == "paragraph_open" and token.level == level + 1:
                return not token.hidden
            at += 1
        return False

    def _table(self) -> Iterator[str]:
        cells: list[str] = []
        aligned: list[str] = []
        while (token := self._tokens[self._at]).type != "table_close":
            self._at += 1
            if token.type == "tr_open":
                cells = []
            elif token.type == "th_open":
                aligned.append(_ALIGNED.get(str(token.attrs.get("style")), "---"))
            elif token.type == "inline":
                cells.append(_Line(token, self._reader, self._cell_code, on_one_line=True).written().strip())
            elif token.type == "tr_close":
                yield f"| {' | '.join(cells)} |"
            elif token.type == "thead_close":
                yield f"|{'|'.join(aligned)}|"
        self._at += 1

    def _html(self, token: Token) -> Iterator[str]:
        if _COMMENT.fullmatch(token.content):
            return
        self._reader.html(token.content.strip(), line_of(token))
        for line in token.content.split("\n"):
            if line.strip():
                yield plain(line)


class _Line:
    """Text with its marks. Emphasis keeps the characters that its author chose: others might mean something else."""

    def __init__(self, token: Token, reader: Reader, code: CellCode, *, on_one_line: bool) -> None:
        self._children = token.children or ()
        self._reader = reader
        self._on_one_line = on_one_line
        self._code = code
        self._line = line_of(token)
        self._struck = 0
        self._is_automatic = False
        """Whether the text of a link that is its own address is being read."""
        self._ends: list[str] = []
        """What closes the links that are open."""

    def written(self) -> str:
        """The line, or the lines where it may have several."""
        out: list[tuple[str, str]] = []
        for child in self._children:
            part = self._part(child)
            if not part:
                continue
            if out and child.type == _CLOSING.get(out[-1][0]):
                # Marks with nothing between them, where a comment was, would mean something else.
                out.pop()
                continue
            # Two code spans that nothing parts would be one.
            glued = child.type == "code_inline" and out and out[-1][1].endswith("`")
            out.append((child.type, f" {part}" if glued else part))
        return "".join(part for _, part in out)

    def _part(self, child: Token) -> str:
        if child.type in {"s_open", "s_close"}:
            # One in another adds nothing, and its marks could begin a fence.
            self._struck += child.nesting
            outermost = 1 if child.type == "s_open" else 0
            return child.markup if self._struck == outermost else ""
        if child.type in _MARKS:
            return child.markup
        if child.type == "code_inline":
            return self._code(child.content)
        if child.type in {"softbreak", "hardbreak"}:
            self._line += 1
            return " " if self._on_one_line else "\\\n" if child.type == "hardbreak" else "\n"
        if child.type == "link_open":
            return self._link(child)
        if child.type == "link_close":
            self._is_automatic = False
            return self._ends.pop()
        if child.type == "image":
            return self._image(child)
        if child.type == "html_inline":
            return self._html(child.content)
        return "" if self._is_automatic else escaped(_text(child.content))

    def _link(self, child: Token) -> str:
        target = self._reader.link(str(child.attrs["href"]), self._line)
        if target is None:
            self._ends.append("")
            return ""
        if child.markup == "autolink" and _PLAIN_URL.fullmatch(target):
            # Its text is the address once more, decoded: no text to rely on.
            self._is_automatic = True
            self._ends.append("")
            return f"<{target}>"
        self._ends.append(f"]({_destination(target, child.attrs)})")
        return "["

    def _image(self, child: Token) -> str:
        text = escaped(_text(child.content))
        target = self._reader.image(str(child.attrs["src"]), self._line)
        return text if target is None else f"![{text}]({_destination(target, child.attrs)})"

    def _html(self, content: str) -> str:
        if _COMMENT.fullmatch(content):
            return ""
        self._reader.html(content, self._line)
        return escaped(_text(content))


def _destination(target: str, attrs: Mapping[str, str | int | float]) -> str:
    """What stands between the parentheses of a link or image. Its blanks are percent-encoded already."""
    place = _ENTITY.sub("&amp;", target)
    place = f"<{place}>" if "(" in place or ")" in place or not place else place
    title = plain(attrs.get("title", "")).replace('"', '\\"')
    return f'{place} "{title}"' if title else place


def _fence(token: Token) -> Iterator[str]:
    longest = max((len(run) for run in _BACKTICKS.findall(token.content)), default=2)
    fence = "`" * (longest + 1)
    language = _LANGUAGE.match(token.info.strip())
    yield fence + (language[0] if language else "")
    if token.content:
        yield from token.content.removesuffix("\n").split("\n")
    yield fence


def _text(content: str) -> str:
    return _ENDS_OF_LINE.sub(" ", content)


def line_of(token: Token) -> int:
    """The first line of a token's block, counted from 1."""
    return token.map[0] + 1 if token.map else 1
