"""How an answer has its events in text, and the same answer with other events."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qradar_builder.starter.events.headers import Header

EVENTS: Final = "events"
"""The key of the events in the body that stands for a text."""


class TextKind(StrEnum):
    """What events are in a text."""

    CSV = "csv"
    """Rows under a header."""
    XML = "xml"
    """Elements of one name."""
    LINES = "lines"
    """JSON objects, one a line."""


_TYPES: Final = {TextKind.CSV: "text/csv", TextKind.XML: "application/xml", TextKind.LINES: "application/x-ndjson"}
MARK: Final = "\ue000"
"""What the frame has in place of the events; with the name of an element between two of them, that of its text."""


@dataclass(frozen=True, slots=True)
class TextForm:
    """How an answer has its events in text.

    `frame` is the answer with marks for the events and for the texts of the elements `scalars`, which stand around
    them. `header` is the first line of CSV and what it names, `element` the name of the XML element of an event, and
    `is_empty` says that such an element has attributes alone. `time_pattern` finds the time in the text of an event.
    """

    kind: TextKind
    frame: str = MARK
    header: Header | None = None
    columns: str = ""
    element: str = ""
    is_empty: bool = False
    scalars: tuple[str, ...] = ()
    time_pattern: str = ""

    def content(self, body: Mapping[str, Any]) -> tuple[str, bytes]:
        """The media type and the text of a body, which has texts or objects as events, and the scalars by name."""
        events: Sequence[Any] = body.get(EVENTS) or ()
        rows = [each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in events]
        text = self.frame
        for name in self.scalars:
            mark, value = f"{MARK}{name}{MARK}", body.get(name)
            if value in (None, ""):
                text = re.sub(rf"<{re.escape(name)}>{mark}</{re.escape(name)}>", "", text)
            else:
                shown = str(value).lower() if isinstance(value, bool) else str(value)
                text = text.replace(mark, escape(shown))
        text = text.replace(MARK, "\n".join(rows))
        return _TYPES[self.kind], text.encode("utf-8", "replace")

    def time_text(self, event: Any) -> str | None:
        """The time in the text of an event; None where there is none."""
        span = self.time_span(event)
        return None if span is None else event[slice(*span)]

    def time_span(self, event: Any) -> tuple[int, int] | None:
        """Where the time is in the text of an event."""
        found = re.search(self.time_pattern, event) if self.time_pattern and isinstance(event, str) else None
        return None if found is None else found.span(1)
