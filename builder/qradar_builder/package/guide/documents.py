"""The documents of a package that the install guide takes in: `docs/guide.md` and `CHANGELOG.md`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qradar_builder.package.guide.links import CHANGES, GUIDE, Linked, Links
from qradar_builder.package.guide.markdown import cell_code, page_cell_code
from qradar_builder.package.guide.placeholders import without_placeholders
from qradar_builder.package.guide.slots import Slot, report_no_step, report_unknown, slot_of
from qradar_builder.package.guide.writer import line_of, write_blocks, write_line
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.characters import check_unseen
from qradar_builder.source.files import decode, display_name, read_bytes
from qradar_builder.text.nearest import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from qradar_builder.findings import Findings, Location
    from qradar_builder.model.content import Content

_MOST_BYTES = 1024 * 1024
"""The largest document that is read, in bytes."""
_MOST_VERSIONS = 10
"""How many versions of the change log the guide shows."""
_LEVEL_OF_SLOTS = 2
_TOP = ("h1", "h2")
_NUMBER = re.compile(r"(?:step\s+)?\d{1,3}\s*[.:)]\s+(?=\S)|step\s+\d{1,3}\s*[-\u2013\u2014:]?\s+(?=\S)", re.IGNORECASE)
"""A number before a heading: `4. `, `4) `, `Step 4: `."""


Anchor = Callable[[str], str]
"""Where a link such as `#network` leads from the document that it is written into."""


@dataclass(frozen=True, slots=True)
class _Passage:
    """Blocks that lie together in a document, and the level of their highest headings in the guide."""

    tokens: Sequence[Token]
    links: Links
    top: int

    def written(self, code: Callable[[str], str], anchor: Anchor) -> str:
        return write_blocks(self.tokens, _Anchored(self.links, anchor), code, top=self.top)

    def tasks(self, anchor: Anchor) -> Iterator[str]:
        """The headings of the highest level, as Markdown on one line."""
        levels = [token.tag for token in self.tokens if token.type == "heading_open" and token.level == 0]
        for at, token in enumerate(self.tokens):
            if token.type == "heading_open" and token.level == 0 and token.tag == min(levels):
                yield write_line(self.tokens[at + 1], _Anchored(self.links, anchor))


@dataclass(frozen=True, slots=True)
class Text:
    """Text of an author. It is written anew for each document that it goes into, and is safe there."""

    passages: tuple[_Passage, ...] = ()

    def written(self, *, for_page: bool, anchor: Anchor = str) -> str:
        """As Markdown: for the parser of our own page, or for any reader."""
        code = page_cell_code if for_page else cell_code
        return "\n\n".join(filter(None, (passage.written(code, anchor) for passage in self.passages)))

    def tasks(self, anchor: Anchor = str) -> list[str]:
        """The headings of its highest level, as Markdown on one line each."""
        return [task for passage in self.passages for task in passage.tasks(anchor) if task]


@dataclass(frozen=True, slots=True)
class Section:
    """What is below a heading. `heading` is its words; `title` is Markdown on one line."""

    heading: str
    title: str
    body: Text
    place: Location


@dataclass(frozen=True, slots=True)
class AuthorDocument:
    """A document without its title: what is before the first heading of level 2, and what is below each."""

    intro: Text = Text()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """What an author says in `docs/guide.md`: the introduction, the slots, and sections that are for no slot."""

    intro: Text = Text()
    slots: Mapping[Slot, Section] = field(default_factory=dict)
    others: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Documents:
    """What the author of a package says about it."""

    guide: Guide = Guide()
    changes: AuthorDocument = AuthorDocument()
    more_changes: bool = False
    """Whether the change log has older versions that the guide leaves out."""
    linked: Linked = field(default_factory=Linked)


class _Anchored:
    """A reader whose links to headings lead to where these are, as seen from one document."""

    def __init__(self, links: Links, anchor: Anchor) -> None:
        self._links = links
        self._anchor = anchor

    def link(self, href: str, line: int) -> str | None:
        """Where a link leads, or None."""
        target = self._links.link(href, line)
        return self._anchor(target) if target is not None and target.startswith("#") else target

    def image(self, src: str, line: int) -> str | None:
        """Where an image lies, or None."""
        return self._links.image(src, line)

    def html(self, text: str, line: int) -> None:
        """Report HTML."""
        self._links.html(text, line)


def read_documents(folder: Path, findings: Findings) -> Documents:
    """Read the documents of a package folder. Neither of them need be there. What cannot stay in them is a finding."""
    linked = Linked()
    guide = _read(folder, GUIDE, linked, findings, level=2)
    changes = _read(folder, CHANGES, linked, findings, level=3)
    newest = AuthorDocument(changes.intro, changes.sections[:_MOST_VERSIONS])
    documents = Documents(_by_slot(guide, findings), newest, len(changes.sections) > _MOST_VERSIONS, linked)
    _report_all(documents)
    return documents


def _by_slot(document: AuthorDocument, findings: Findings) -> Guide:
    """The sections of an author's guide by their slots; those of one heading are put together."""
    by_key: dict[str, list[Section]] = {}
    for section in document.sections:
        by_key.setdefault(fold(section.heading), []).append(section)
    slots: dict[Slot, Section] = {}
    others: list[Section] = []
    for sections in by_key.values():
        first = sections[0]
        whole = replace(first, body=Text(tuple(one for each in sections for one in each.body.passages)))
        slot = slot_of(first.heading)
        if slot is None:
            report_unknown(first.heading, first.place, findings)
            others.append(whole)
        else:
            slots[slot] = whole
    return Guide(document.intro, slots, tuple(others))


def _report_all(documents: Documents) -> None:
    """Write every text once, so that its findings and the files that it links to are known."""
    guide, changes = documents.guide, documents.changes
    sections = (*guide.slots.values(), *guide.others, *changes.sections)
    for text in (guide.intro, changes.intro, *(section.body for section in sections)):
        text.written(for_page=False)


def check_steps(documents: Documents, content: Content, findings: Findings) -> None:
    """Report slots that the guide of a package has no step for."""
    parameters = documents.guide.slots.get(Slot.PARAMETERS)
    if parameters is not None and not content.workflows:
        report_no_step(Slot.PARAMETERS, "no workflow", parameters.place, findings)


def _read(folder: Path, path: str, linked: Linked, findings: Findings, *, level: int) -> AuthorDocument:
    """A document whose headings of level 2 become those of `level` in the guide."""
    file = folder / path
    # A missing file and a broken link are two things.
    if not file.exists() and not file.is_symlink():
        return AuthorDocument()
    content = read_bytes(file, display_name(file), findings, limit=_MOST_BYTES, within=folder)
    text = None if content is None else decode(content, display_name(file), findings)
    if text is None:
        return AuthorDocument()
    check_unseen(text, display_name(file), findings)
    links = Links(folder, path, text, linked, findings)
    tokens = without_placeholders(_parser().parse(text), links, findings)
    if path == GUIDE:
        _remove_numbers(tokens, links, findings)
    (_, intro), *sections = _parts(tokens)
    return AuthorDocument(
        Text((_Passage(intro, links, level),)),
        tuple(_section(title, body, links, level=level) for title, body in sections if title is not None),
    )


def _remove_numbers(tokens: Sequence[Token], links: Links, findings: Findings) -> None:
    """Take the numbers off the headings of an author's guide: the install guide numbers its steps itself.

    Notes keep theirs, since they are no steps.
    """
    in_notes = False
    for opening, title in pairwise(tokens):
        if opening.type != "heading_open" or opening.level or not title.children:
            continue
        if opening.tag in _TOP:
            in_notes = slot_of(_words(title)) is Slot.NOTES
        first = title.children[0]
        number = _NUMBER.match(first.content) if first.type == "text" and not in_notes else None
        if number is not None:
            place = links.place(number[0].strip(), line_of(title))
            findings.add("guide/numbering", place, f"the number `{number[0].strip()}` of a heading is removed")
            first.content = first.content[number.end() :]


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
        if token.type == "heading_open" and token.level == 0 and token.tag in _TOP and _words(rest[at + 1]):
            yield title, body
            title, body = rest[at + 1], []
            at += 3
        else:
            body.append(token)
            at += 1
    yield title, body


def _section(title: Token, body: list[Token], links: Links, *, level: int) -> Section:
    heading = _words(title)
    slot = slot_of(heading) if level == _LEVEL_OF_SLOTS else None
    # The notes page has no heading above the notes.
    top = level if slot is Slot.NOTES else level + 1
    place = links.place(heading, line_of(title))
    return Section(heading, write_line(title, links), Text((_Passage(body, links, top),)), place)


def _words(title: Token) -> str:
    return " ".join("".join(child.content for child in title.children or ()).split())
