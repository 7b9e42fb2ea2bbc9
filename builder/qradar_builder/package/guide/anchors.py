"""Checks the links of an author's documents that lead to headings of the install guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.package.guide.body import ids_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from qradar_builder.findings import Findings
    from qradar_builder.package.guide.documents import Documents


def check_anchors(documents: Documents, ids_of_guide: Callable[[], Collection[str]], findings: Findings) -> None:
    """Report links of the author's to headings that the guide does not have.

    `ids_of_guide` gives the ids of all headings of the guide. It is called if a link leads to none of the author's own
    headings, which the guide has all of: to make the guide takes long.
    """
    if not documents.linked.anchors:
        return
    ids: Collection[str] = ids_of("\n\n".join(_texts(documents)))
    if not all(_id(anchor) in ids for anchor in documents.linked.anchors):
        ids = ids_of_guide()
    for anchor, place in documents.linked.anchors.items():
        if _id(anchor) not in ids:
            findings.add("guide/link", place, f"the guide has no heading `{anchor}`")


def _id(anchor: str) -> str:
    return anchor.removeprefix("#")


def _texts(documents: Documents) -> Iterator[str]:
    """What the guide takes in of the author's documents, as Markdown. Slots have headings of the guide's own."""
    guide, changes = documents.guide, documents.changes
    for text in (guide.intro, changes.intro, *(section.body for section in guide.slots.values())):
        yield text.written(for_page=True)
    for section in (*guide.others, *changes.sections):
        yield f"## {section.title}"
        yield section.body.written(for_page=True)
