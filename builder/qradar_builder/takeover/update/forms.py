"""How a team writes the events of its log source types: an update takes both versions in this form, so they compare."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from qradar_builder.findings import Findings
from qradar_builder.package.layout import EVENTS_SUFFIX
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.scalars import plain
from qradar_builder.takeover.content.model import EventForm
from qradar_builder.takeover.update.texts import table_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qradar_builder.package.identity.lock import Lock
    from qradar_builder.takeover.content.model import TakenType

_FOLDER = "log_source_types/"
_EVENTS = re.compile(r"^[\"']?events[\"']?\s*:", re.MULTILINE)


def forms_of(mine: Mapping[str, bytes], lock: Lock | None) -> Callable[[TakenType], EventForm]:
    """What tells the form of the events of a log source type, which is known by UUID, number or key."""
    known: dict[str, str] = {}
    for name, item in ({} if lock is None else lock.items).items():
        kind, _, key = name.partition("/")
        if kind == "type":
            known |= {each: key for each in (item.uuid, str(item.number)) if each is not None}
    return partial(_form, mine=mine, known=known)


def _form(one: TakenType, *, mine: Mapping[str, bytes], known: Mapping[str, str]) -> EventForm:
    uuid = None if one.row is None else one.row.text("uuid")
    key = known.get(uuid or "") or known.get(str(one.number), one.key)
    table = mine.get(f"{_FOLDER}{key}{EVENTS_SUFFIX}")
    if table is not None:
        rows = table_rows(table.decode(errors="replace"))
        return EventForm(table=True, described=bool(rows) and not any("qid" in row for row in rows))
    text = mine.get(f"{_FOLDER}{key}.yaml", b"").decode(errors="replace")
    if not _EVENTS.search(text):
        return EventForm()
    document = parse_document(text, key, Findings())
    written = None if document is None else plain(document.root)
    events = written.get("events") if isinstance(written, dict) else None
    listed = [each for each in events if isinstance(each, dict)] if isinstance(events, list) else []
    return EventForm(table=False, described=bool(listed) and not any("qid" in each for each in listed))
