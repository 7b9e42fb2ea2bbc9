"""The install guide of a package, for the administrator of a console: `INSTALL.md`, and `INSTALL.html` made from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from qradar_builder.package.guide.body import make_body
from qradar_builder.package.guide.documents import Documents
from qradar_builder.package.guide.facts import type_facts
from qradar_builder.package.guide.log_sources import log_source_facts, secrets, workflow_facts
from qradar_builder.package.guide.page import make_page
from qradar_builder.package.guide.theme import own_templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qradar_builder.findings import Findings
    from qradar_builder.package.extension.rows.row import Source
    from qradar_builder.package.guide.documents import Document
    from qradar_builder.package.guide.facts import TypeFact
    from qradar_builder.package.guide.theme import Templates

MARKDOWN, PAGE = "INSTALL.md", "INSTALL.html"
"""The names of the guide's two files."""
MOST_LISTED = 200
"""How many event mappings of a log source type the Markdown lists; the page lists more."""

_TEMPLATE = "install.md.j2"
_PLACED = ("prerequisites", "network", "accounts", "troubleshooting")
"""The sections of an author's guide that become part of ours; all others are sections of their own."""
_FENCE = re.compile(r" *(?:[-*>] +|\d+[.)] +)*(`{3,})")


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide in its two forms."""

    markdown: str
    page: str
    ids: frozenset[str]
    """The ids of its headings."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A section of an author's document, as Markdown."""

    title: str
    body: str


def install_guide(
    source: Source, files: Sequence[str], documents: Documents | None = None, templates: Templates | None = None
) -> Guide:
    """The guide. `files` are the paths, relative to the guide, of the other files in its folder.

    It takes for granted that the ZIP lies beside that folder and that the folder has the sums of all of them.

    The same package gives the same text, byte for byte. Raises ThemeError.
    """
    documents = documents or Documents()
    templates = templates or own_templates()
    types = {one.key: one for one in type_facts(source, files)}
    values = _values(source, files, tuple(types.values()))

    def table(name: str, key: str, label: str) -> str:
        return templates.html(f"{name}.html.j2", {"type": types[key], "label": label})

    for_page = _markdown(templates, values, documents, for_page=True)
    body = make_body(for_page, documents.linked.files, table)
    return Guide(
        markdown=_markdown(templates, values, documents, for_page=False),
        page=make_page(body, source.content.extension, templates),
        ids=body.ids,
    )


def check_anchors(documents: Documents, guide: Guide, findings: Findings) -> None:
    """Report links of the author's to headings that the guide does not have."""
    for anchor, place in documents.linked.anchors.items():
        if anchor.removeprefix("#") not in guide.ids:
            findings.add("guide/link", place, f"the guide has no heading `{anchor}`")


def _values(source: Source, files: Sequence[str], types: tuple[TypeFact, ...]) -> dict[str, object]:
    """What the templates know, but for the author's documents."""
    content = source.content
    workflows = workflow_facts(content)
    log_sources = log_source_facts(content, types, workflows)
    left_out = [
        (one, prop, fact) for one in types for prop in one.properties for fact in prop.expressions if not fact.in_zip
    ]
    filled_sets = [spec for spec in content.reference_data.values() if spec.elements]
    return {
        "content": content,
        "extension": content.extension,
        "types": types,
        "workflows": workflows,
        "log_sources": log_sources,
        "inbound": [one for one in log_sources if one.listener is not None],
        "secrets": secrets(workflows, log_sources),
        "left_out": left_out,
        "filled_sets": filled_sets,
        "by_rest": bool(left_out or filled_sets),
        "files": files,
        "zip_name": f"{content.extension.id}-{content.extension.version}.zip",
        "most_events": MOST_LISTED,
    }


def _markdown(templates: Templates, values: Mapping[str, object], documents: Documents, *, for_page: bool) -> str:
    form = 1 if for_page else 0
    text = templates.markdown(
        _TEMPLATE,
        {
            **values,
            "step": count(1).__next__,
            "guide": _guide(documents.guide, form),
            "changes": {
                "intro": documents.changes.intro[form],
                "versions": [_Part(one.title, one.body[form]) for one in documents.changes.sections],
                "more": documents.more_changes,
            },
        },
        for_page=for_page,
    )
    return "\n".join(_tidy(text.strip().split("\n"))) + "\n"


def _guide(document: Document, form: int) -> dict[str, object]:
    """The author's guide, by the places where its parts go."""
    bodies = {section.key: section.body[form] for section in document.sections}
    others = [_Part(one.title, one.body[form]) for one in document.sections if one.key not in _PLACED]
    return {"intro": document.intro[form], "others": others, **{key: bodies.get(key, "") for key in _PLACED}}


def _tidy(lines: Sequence[str]) -> Iterator[str]:
    """Lines without blanks at their ends, and no two empty ones in a row; what is fenced stays as it is."""
    fence = ""
    before = ""
    for line in lines:
        found = _FENCE.match(line)
        if fence:
            yield line
            if found is not None and found[1] == fence and not line[found.end() :].strip():
                fence = ""
            before = line
            continue
        if found is not None and "`" not in line[found.end() :]:
            fence = found[1]
        if line.strip() or before.strip():
            yield line.rstrip()
        before = line
