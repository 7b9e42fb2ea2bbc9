"""Makes HTML of the install guide's Markdown: headings with ids, tables with captions and scopes, images inline."""

from __future__ import annotations

import base64
import re
from dataclasses import field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markupsafe import Markup

from qradar_builder.package.guide.links import IMAGES
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

PLACED = ("events", "fields", "properties", "text")
"""Tables of a log source type and texts of files, which are no Markdown. A fence such as `events KEY` holds one."""
PASTED = ("Value", "Host", "Port", "URL", "Default")
"""The heads of the columns whose code is to be pasted."""
TAKEN = ("content", "contents")
"""The ids that the page itself has."""

_TABLE = re.compile(rf"({'|'.join(PLACED)}) (\S+)")
_NO_SLUG = re.compile(r"[^\w\- ]")
_STEP = re.compile(r"\d+\. ")
_WEB = re.compile("https?:", re.IGNORECASE)
_ALIGNED = re.compile(r"text-align:(left|right|center)")
_WARNING = "Careful:"
_LONGEST_CAPTION = 100
_WIDEST, _ALL_WIDTHS = 24, 60
"""How many characters of a word a column of a table keeps whole, and how many all columns together."""
_STACKED = 3
"""Tables with so many columns show their rows one below the other where there is little room."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2, with those of level 3 below it."""

    id: str
    text: str
    below: list[Heading] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Body:
    """What stands in a page, with its contents and the ids of all its headings."""

    html: Markup
    contents: tuple[Heading, ...]
    ids: frozenset[str]


def make_body(
    markdown: str, files: Mapping[str, bytes], placed: Callable[[str, str], str], texts: Collection[str] = ()
) -> Body:
    """The guide as HTML. `files` are what its images may lead to, by path.

    `placed` gives the HTML of one of PLACED by its name and its key: that of a log source type, or a path. `texts` are
    the paths of files whose texts are in the page: code that is such a path gets a button that copies the text.
    """
    parser = _parser()
    env: EnvType = {}
    made = _Dressed(parser.parse(markdown, env), files, placed, texts)
    html = parser.renderer.render(list(made.tokens()), parser.options, env)
    return Body(Markup(html), tuple(made.contents), made.ids)  # noqa: S704 - the renderer escapes


def ids_of(markdown: str) -> frozenset[str]:
    """The ids that the headings of a guide get in `make_body`."""
    made = _Dressed(_parser().parse(markdown), {}, lambda *_: "", ())
    for _ in made.tokens():
        pass
    return made.ids


def _parser() -> MarkdownIt:
    # Most commands need no Markdown.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.add_render_rule("ready_made", _render_ready_made)
    return parser


def _render_ready_made(
    _self: RendererHTML, tokens: list[Token], place: int, _options: OptionsDict, _env: EnvType
) -> str:
    return tokens[place].content


class _Dressed:
    """Gives the tokens of the guide as the page wants them. What it learns on the way is whole once all are given."""

    def __init__(
        self,
        tokens: list[Token],
        files: Mapping[str, bytes],
        placed: Callable[[str, str], str],
        texts: Collection[str],
    ) -> None:
        self._tokens = tokens
        self._files = files
        self._placed = placed
        self._texts = texts
        self._below = ""
        """The text of the nearest heading."""
        self._id_of = _Distinct(TAKEN, "{}-{}".format, first=1)
        self.contents: list[Heading] = []

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all headings that were given."""
        return frozenset(self._id_of.taken)

    def tokens(self) -> Iterator[Token]:
        """All tokens, to be rendered."""
        at = 0
        while at < len(self._tokens):
            token = self._tokens[at]
            caption = self._caption(at)
            if caption:
                at += 3
                yield from self._table(at, caption, "")
            elif token.type == "table_open":
                yield from self._table(at, self._below, "hidden")
            elif token.type == "fence" and (found := _TABLE.fullmatch(token.info)):
                yield self._ready_made(self._placed(found[1], found[2]))
            else:
                self._dress(token, at)
                yield token
                if token.type == "table_close":
                    yield self._ready_made("</div>\n")
            at += 1

    def _dress(self, token: Token, at: int) -> None:
        if token.type == "heading_open":
            self._heading(token, self._tokens[at + 1])
        elif token.type == "blockquote_open" and _is_warning(self._tokens[at + 1 : at + 3]):
            token.attrSet("class", "careful")
        for child in token.children or ():
            if child.type == "link_open":
                _dress_link(child)
            elif child.type == "image":
                self._inline_image(child)
            elif child.type == "code_inline" and child.content in self._texts:
                child.attrSet("data-text", child.content)

    def _heading(self, token: Token, inline: Token) -> None:
        text = _words(inline)
        self._below = text
        identity = self._identity(text)
        token.attrSet("id", identity)
        if token.tag == "h2" and token.level == 0:
            self.contents.append(Heading(identity, text))
            _set_off_step(inline)
        elif token.tag == "h3" and token.level == 0 and self.contents:
            self.contents[-1].below.append(Heading(identity, text))

    def _identity(self, text: str) -> str:
        """An id for a heading, made as GitHub makes it, so that links to it work there, too."""
        return self._id_of(_NO_SLUG.sub("", text.lower()).replace(" ", "-") or "section")

    def _caption(self, at: int) -> str:
        """The text of a paragraph that stands before a table and leads to it, without its colon; else nothing."""
        if at + 3 >= len(self._tokens) or self._tokens[at + 3].type != "table_open":
            return ""
        text = _words(self._tokens[at + 1]) if self._tokens[at].type == "paragraph_open" else ""
        return text[:-1] if text.endswith(":") and len(text) <= _LONGEST_CAPTION else ""

    def _table(self, at: int, caption: str, kind: str) -> Iterator[Token]:
        columns = self._scope(at)
        stacked = " stacked" if columns >= _STACKED else ""
        yield self._ready_made(Markup('<div class="table columns-{}{}">\n').format(columns, stacked))
        yield self._tokens[at]
        yield self._ready_made(Markup('<caption class="{}">{}</caption>\n').format(kind, caption or "Table"))

    def _scope(self, at: int) -> int:
        """Say which cells are heads of columns, and of rows where these differ. Gives the number of columns."""
        rows: list[list[_Cell]] = []
        while (token := self._tokens[at]).type != "table_close":
            if token.type == "tr_open":
                rows.append([])
            elif token.type in {"th_open", "td_open"}:
                _no_inline_style(token)
                inline = self._tokens[at + 1]
                rows[-1].append(_Cell(token, inline, self._tokens[at + 2], _words(inline)))
            at += 1
        head, *body = rows
        for cell in head:
            # An empty cell is the head of nothing.
            cell.make("th" if cell.text else "td", "col")
        names = [row[0].text for row in body]
        if len(head) > 1 and all(names) and len(set(names)) == len(names):
            for row in body:
                row[0].make("th", "row")
        for row in body:
            for column, cell in zip(head, row, strict=True):
                cell.dress(column.text)
        for cell, width in zip(head, _widths(rows), strict=True):
            cell.opening.attrJoin("class", f"w{width}")
        return len(head)

    def _inline_image(self, token: Token) -> None:
        path = unquote(str(token.attrs["src"]))
        content = self._files.get(path)
        kind = IMAGES.get(PurePosixPath(path).suffix.lower())
        if content is not None and kind is not None:
            token.attrSet("src", f"data:{kind};base64,{base64.b64encode(content).decode()}")

    def _ready_made(self, html: str) -> Token:
        from markdown_it.token import Token  # noqa: PLC0415 - as above

        return Token("ready_made", "", 0, content=html)


@dataclass(frozen=True, slots=True)
class _Cell:
    opening: Token
    inline: Token
    closing: Token
    text: str

    def make(self, tag: str, scope: str) -> None:
        """Make the cell a head of a column or row, or none."""
        self.opening.tag = self.closing.tag = tag
        if tag == "th":
            self.opening.attrSet("scope", scope)

    def dress(self, column: str) -> None:
        """Say which column a cell is in, and whether its code is to be pasted."""
        if column:
            self.opening.attrSet("data-label", column)
        for child in self.inline.children or ():
            # A template such as ${/hostname} stands for a value, and is none.
            if child.type == "code_inline" and column in PASTED and "${" not in child.content:
                child.attrSet("class", "copy")


def _widths(rows: Sequence[Sequence[_Cell]]) -> list[int]:
    """How many characters of a word each column keeps whole: as many as it needs, while there is room for all."""
    longest = [
        max(max(map(len, cell.text.split()), default=1) for cell in column) for column in zip(*rows, strict=True)
    ]
    widest = _WIDEST
    while widest > 1 and sum(min(one, widest) for one in longest) > _ALL_WIDTHS:
        widest -= 1
    return [min(one, widest) for one in longest]


class _Distinct:
    """Gives names of which no two are the same, by adding numbers."""

    def __init__(self, taken: Iterable[str], numbered: Callable[[str, int], str], *, first: int) -> None:
        self.taken = set(taken)
        self._numbered = numbered
        self._first = first
        self._next: dict[str, int] = {}

    def __call__(self, wanted: str) -> str:
        name = wanted
        while name in self.taken:
            # Where a name comes often, its last number is remembered rather than looked for.
            number = self._next.get(wanted, self._first)
            self._next[wanted] = number + 1
            name = self._numbered(wanted, number)
        self.taken.add(name)
        return name


def _is_warning(first: list[Token]) -> bool:
    return len(first) == 2 and first[0].type == "paragraph_open" and _words(first[1]).startswith(_WARNING)


def _dress_link(token: Token) -> None:
    if _WEB.match(str(token.attrs.get("href", ""))):
        token.attrSet("rel", "noreferrer")
        if token.markup == "autolink":
            token.attrSet("class", "bare")


def _set_off_step(inline: Token) -> None:
    """Put the number of a step into an element of its own."""
    first = inline.children[0] if inline.children else None
    step = _STEP.match(first.content) if first is not None and first.type == "text" else None
    if first is not None and step is not None:
        first.type = "ready_made"
        rest = first.content[step.end() :]
        first.content = Markup('<span class="step">{}</span> {}').format(step[0].strip(), rest)


def _no_inline_style(cell: Token) -> None:
    """The page's policy forbids inline styles: a class says how a column is aligned."""
    aligned = _ALIGNED.match(str(cell.attrs.pop("style", "")))
    if aligned is not None:
        cell.attrSet("class", aligned[1])


def _words(inline: Token) -> str:
    """The text of a line, without its marks."""
    return "".join(
        " " if child.type in {"softbreak", "hardbreak"} else child.content for child in inline.children or ()
    ).strip()
