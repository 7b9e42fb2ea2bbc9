"""What the search finds: a record for each section of a page, and for each row of a table that has an anchor."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HEADINGS: Final = ("h1", "h2", "h3", "h4")
_NOT_TEXT: Final = ".//*[contains(@class, 'headerlink')] | .//script | .//style | .//comment()"
_ROW: Final = ".//tr[td[1]//a[@id]]"
WEIGHTS: Final = {"page": 10, "section": 8, "row": 4}
"""How much more a word in the heading counts than one in the text, by kind. Pagefind takes 0 to 10."""


@dataclass(frozen=True, slots=True)
class Record:
    """A place in the manual: what it is, its address, its heading, the headings above it, and its text."""

    kind: str
    """`page`, `section` or `row`."""
    url: str
    heading: str
    above: str
    text: str

    def html(self) -> str:
        """The record as a page of its own, which Pagefind indexes."""
        return (
            f"<html lang='en' data-pagefind-meta='kind:{self.kind}'>"
            f"<body data-pagefind-meta='place:{escape(self.url)}'>"
            f"<h1 data-pagefind-weight='{WEIGHTS[self.kind]}'>{escape(self.heading)}</h1>"
            f"<p data-pagefind-meta='above' data-pagefind-ignore='index'>{escape(self.above)}</p>"
            f"<p data-pagefind-weight='1'>{escape(self.text)}</p></body></html>"
        )


def records(page: Path, url: str) -> Iterator[Record]:
    """The records of a page of the built site, from top to bottom."""
    article: Any = html.fromstring(page.read_bytes()).find(".//article")
    for each in article.xpath(_NOT_TEXT):
        each.drop_tree()
    title = ""
    heading, place, texts = "", "", list[str]()
    rows: list[Record] = []
    for element in article:
        if element.tag in _HEADINGS:
            if heading:
                yield _section(url, place, heading, title, texts)
                yield from rows
            heading, texts, rows = _text(element), [], []
            place = f"#{element.get('id')}" if title else ""
            title = title or heading
        elif heading:
            above = title if heading == title else f"{title}: {heading}"
            rest, found = _without_rows(element, url, above)
            texts.append(rest)
            rows += found
    if heading:
        yield _section(url, place, heading, title, texts)
        yield from rows


def _section(url: str, place: str, heading: str, title: str, texts: list[str]) -> Record:
    kind, above = ("section", title) if place else ("page", "")
    return Record(kind, f"{url}{place}", heading, above, " ".join(texts))


def _without_rows(element: Any, url: str, above: str) -> tuple[str, list[Record]]:
    """The text of an element, without the rows that are records of their own, and those records."""
    rest = copy.deepcopy(element)
    found = []
    for row in rest.xpath(_ROW):
        first, *others = row.findall("td")
        anchor = first.find(".//a[@id]").get("id")
        found.append(Record("row", f"{url}#{anchor}", _text(first), above, " ".join(map(_text, others))))
        row.getparent().remove(row)
    return _text(rest), found


def _text(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())
