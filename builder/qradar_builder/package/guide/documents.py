"""The documents of a package that the install guide takes in: `docs/guide.md` and `CHANGELOG.md`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from qradar_builder.package.guide.links import CHANGES, GUIDE, Linked, Links
from qradar_builder.package.guide.markdown import cell_code, page_cell_code
from qradar_builder.package.guide.writer import write_blocks, write_line
from qradar_builder.source.characters import check_unseen
from qradar_builder.source.files import decode, display_name, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from qradar_builder.findings import Findings

_MOST_BYTES = 1024 * 1024
"""The largest document that is read, in bytes."""
_MOST_VERSIONS = 10
"""How many versions of the change log the guide shows."""


class Text(NamedTuple):
    """Markdown that is safe in the guide: for any reader of `INSTALL.md`, and for the parser of our own page."""

    markdown: str
    page: str


NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under a heading; `title` is Markdown on one line, `key` its words in small letters."""

    key: str
    title: str
    body: Text


@dataclass(frozen=True, slots=True)
class Document:
    """A document without its title: what stands before the first heading of level 2, and what stands below each."""

    intro: Text = NOTHING
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Documents:
    """What the author of a package says about it."""

    guide: Document = Document()
    changes: Document = Document()
    more_changes: bool = False
    """Whether the change log has older versions that the guide leaves out."""
    linked: Linked = field(default_factory=Linked)


def read_documents(folder: Path, findings: Findings) -> Documents:
    """Read the documents of a package folder. Neither of them need be there. What cannot stay in them is a finding."""
    linked = Linked()
    guide = _read(folder, GUIDE, linked, findings, level=2)
    changes = _read(folder, CHANGES, linked, findings, level=3)
    newest = Document(changes.intro, changes.sections[:_MOST_VERSIONS])
    return Documents(_merged(guide), newest, len(changes.sections) > _MOST_VERSIONS, linked)


def _read(folder: Path, path: str, linked: Linked, findings: Findings, *, level: int) -> Document:
    """A document whose headings of level 2 become those of `level` in the guide."""
    file = folder / path
    # A missing file and a broken link are two things.
    if not file.exists() and not file.is_symlink():
        return Document()
    content = read_bytes(file, display_name(file), findings, limit=_MOST_BYTES, within=folder)
    text = None if content is None else decode(content, display_name(file), findings)
    if text is None:
        return Document()
    check_unseen(text, display_name(file), findings)
    links = Links(folder, path, text, linked, findings)
    (_, intro), *sections = _parts(_parser().parse(text))
    return Document(
        _text(intro, links, top=level),
        tuple(_section(title, body, links, top=level + 1) for title, body in sections if title is not None),
    )


def _parser() -> MarkdownIt:
    # Most commands need no Markdown.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    # HTML is told apart so that it can be reported; which links may stay is decided where they are resolved.
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005
    return parser


def _parts(tokens: Sequence[Token]) -> Iterator[tuple[Token | None, list[Token]]]:
    """The content of each heading of level 1 or 2 with the blocks below it; first, under None, what stands before.

    A heading of level 1 before anything else is the title: the guide has its own.
    """
    title: Token | None = None
    body: list[Token] = []
    skipped = 0
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        skipped = 3
    rest = tokens[skipped:]
    at = 0
    while at < len(rest):
        token = rest[at]
        if token.type == "heading_open" and token.level == 0 and token.tag in {"h1", "h2"} and _key(rest[at + 1]):
            yield title, body
            title, body = rest[at + 1], []
            at += 3
        else:
            body.append(token)
            at += 1
    yield title, body


def _section(title: Token, body: list[Token], links: Links, *, top: int) -> Section:
    return Section(_key(title), write_line(title, links), _text(body, links, top=top))


def _key(title: Token) -> str:
    words = "".join(child.content for child in title.children or ())
    return " ".join(words.casefold().split())


def _text(body: list[Token], links: Links, *, top: int) -> Text:
    return Text(write_blocks(body, links, cell_code, top=top), write_blocks(body, links, page_cell_code, top=top))


def _merged(document: Document) -> Document:
    """The document with the sections of one name put together."""
    by_key: dict[str, list[Section]] = {}
    for section in document.sections:
        by_key.setdefault(section.key, []).append(section)
    return Document(document.intro, tuple(_joined(sections) for sections in by_key.values()))


def _joined(sections: Sequence[Section]) -> Section:
    bodies = zip(*(section.body for section in sections), strict=True)
    return Section(sections[0].key, sections[0].title, Text(*("\n\n".join(filter(None, form)) for form in bodies)))
