"""The guide of a package, for the administrator of a console: how to install it, its mappings, and its notes.

Each of the three is a sheet in two forms: Markdown, and a page made from it.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from qradar_builder.package.guide.body import ids_of, make_body
from qradar_builder.package.guide.documents import Documents
from qradar_builder.package.guide.facts import type_facts
from qradar_builder.package.guide.log_sources import log_source_facts, secrets, workflow_facts
from qradar_builder.package.guide.mappings import write_mappings
from qradar_builder.package.guide.page import make_page
from qradar_builder.package.guide.sheets import INSTALL, MAPPINGS, MAPPINGS_TABLE, NOTES, Sheet
from qradar_builder.package.guide.slots import Slot
from qradar_builder.package.guide.theme import own_templates
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qradar_builder.package.extension.rows.row import NumberedContent
    from qradar_builder.package.guide.documents import Anchor, Guide as AuthorsGuide
    from qradar_builder.package.guide.theme import Templates

MOST_LISTED = 200
"""How many event mappings of a log source type the Markdown lists; the page lists more, and the CSV all of them."""

_STEPS = (Slot.BEFORE_IMPORT, Slot.AFTER_IMPORT, Slot.AFTER_DEPLOY)
"""The slots whose headings become items of *In short*."""
_NOTES = Slot.NOTES.name_in_templates
"""A link to `#notes` leads to the notes page, which has no heading of this name."""
_FENCE = re.compile(r" *(?:[-*>] +|\d+[.)] +)*(`{3,})")


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide."""

    files: Mapping[str, str]
    """Its files by name, such as `INSTALL.html`."""
    ids: frozenset[str]
    """The ids of the headings of all its sheets."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A section of an author's document, as Markdown."""

    title: str
    body: str


def install_guide(
    source: NumberedContent,
    files: Mapping[str, bytes],
    documents: Documents | None = None,
    templates: Templates | None = None,
) -> Guide:
    """The guide. `files` are the other files in its folder, by their paths relative to the guide.

    It takes for granted that the ZIP lies beside that folder and that the folder has the sums of all of them.

    The same package gives the same text, byte for byte. Raises ThemeError.
    """
    documents = documents or Documents()
    templates = templates or own_templates()
    return _Writer(source, files, documents, templates).written()


def heading_ids(source: NumberedContent, files: Mapping[str, bytes], documents: Documents) -> frozenset[str]:
    """The ids of the headings of all sheets of the guide, as in `Guide.ids`. No page is made."""
    return _Writer(source, files, documents, own_templates()).ids()


class _Writer:
    def __init__(
        self, source: NumberedContent, files: Mapping[str, bytes], documents: Documents, templates: Templates
    ) -> None:
        self._extension = source.content.extension
        self._documents = documents
        self._templates = templates
        self._types = {one.key: one for one in type_facts(source, files)}
        workflows = workflow_facts(source.content, files)
        self._texts = {path: text for one in workflows for path, text in one.texts.items()}
        self._has_notes = bool(
            Slot.NOTES in documents.guide.slots
            or documents.guide.others
            or documents.changes.sections
            or documents.changes.intro.written(for_page=True)
        )
        self._sheets = (INSTALL, *([MAPPINGS] if self._types else []), *([NOTES] if self._has_notes else []))
        log_sources = log_source_facts(source.content, self._types.values(), workflows)
        left_out = [
            (one, prop, fact)
            for one in self._types.values()
            for prop in one.properties
            for fact in prop.expressions
            if not fact.in_zip
        ]
        filled_sets = [spec for spec in source.content.reference_data.values() if spec.elements]
        self._values: dict[str, object] = {
            "content": source.content,
            "extension": self._extension,
            "types": tuple(self._types.values()),
            "workflows": workflows,
            "log_sources": log_sources,
            "inbound": [one for one in log_sources if one.listener is not None],
            "secrets": secrets(workflows, log_sources),
            "left_out": left_out,
            "filled_sets": filled_sets,
            "by_rest": bool(left_out or filled_sets),
            "files": sorted(files),
            "zip_name": f"{self._extension.id}-{self._extension.version}.zip",
            "most_events": MOST_LISTED,
            "has_notes": self._has_notes,
        }
        # Where links lead depends on the headings, and the headings do not depend on that.
        self._ids: Mapping[Sheet, frozenset[str]] = {}
        self._ids = {sheet: ids_of(self._markdown(sheet, for_page=True)) for sheet in self._sheets}

    def written(self) -> Guide:
        files: dict[str, str] = {}
        for sheet in self._sheets:
            body = make_body(
                self._markdown(sheet, for_page=True),
                self._documents.linked.files,
                self._placed,
                texts=self._texts if sheet is INSTALL else {},
            )
            files[sheet.page] = make_page(sheet, body, self._extension, self._templates)
            files[sheet.markdown] = self._markdown(sheet, for_page=False)
        if MAPPINGS in self._sheets:
            files[MAPPINGS_TABLE] = write_mappings(self._types.values())
        return Guide(files, self.ids())

    def ids(self) -> frozenset[str]:
        return frozenset({_NOTES} if self._has_notes else ()).union(*self._ids.values())

    def _placed(self, name: str, key: str) -> str:
        """The HTML of what a fence holds the place of."""
        values = {"path": key, "text": self._texts[key]} if name == "text" else {"type": self._types[key]}
        return self._templates.html(f"{name}.html.j2", values)

    def _markdown(self, sheet: Sheet, *, for_page: bool) -> str:
        def anchor(target: str) -> str:
            return self._anchor(sheet, target, for_page=for_page)

        changes = self._documents.changes
        text = self._templates.markdown(
            sheet.template,
            {
                **self._values,
                "step": count(1).__next__,
                "mappings": MAPPINGS.file(for_page=for_page),
                "notes": NOTES.file(for_page=for_page),
                "install": INSTALL.file(for_page=for_page),
                "guide": self._guide(self._documents.guide, anchor, for_page=for_page),
                "changes": {
                    "intro": changes.intro.written(for_page=for_page, anchor=anchor),
                    "versions": [
                        _Part(one.title, one.body.written(for_page=for_page, anchor=anchor)) for one in changes.sections
                    ],
                    "more": self._documents.more_changes,
                },
            },
            for_page=for_page,
        )
        return "\n".join(_tidy(text.strip().split("\n"))) + "\n"

    def _anchor(self, sheet: Sheet, target: str, *, for_page: bool) -> str:
        """Where a link to a heading, or to the guide itself (`#`), leads from a sheet."""
        identity = target.removeprefix("#")
        whole = {"": INSTALL, _NOTES: NOTES}.get(identity)
        if whole in self._sheets:
            return "#" if whole is sheet else whole.file(for_page=for_page)
        if identity in self._ids.get(sheet, ()):
            return target
        holding = next((one for one in self._sheets if identity in self._ids.get(one, ())), sheet)
        return target if holding is sheet else f"{holding.file(for_page=for_page)}{target}"

    def _guide(self, guide: AuthorsGuide, anchor: Anchor, *, for_page: bool) -> dict[str, object]:
        """What the author says, by the places where it goes."""
        slots = {
            slot: guide.slots[slot].body.written(for_page=for_page, anchor=anchor) if slot in guide.slots else ""
            for slot in Slot
        }
        if not self._values["workflows"]:
            # No step asks for parameters: what is said of them is about the log source.
            slots[Slot.LOG_SOURCE] = "\n\n".join(filter(None, (slots[Slot.PARAMETERS], slots[Slot.LOG_SOURCE])))
        tasks = {
            slot.name_in_templates: guide.slots[slot].body.tasks(anchor) if slot in guide.slots else []
            for slot in _STEPS
        }
        return {
            **{slot.name_in_templates: text for slot, text in slots.items()},
            "intro": guide.intro.written(for_page=for_page, anchor=anchor),
            "tasks": tasks,
            "others": [_Part(one.title, one.body.written(for_page=for_page, anchor=anchor)) for one in guide.others],
        }


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
