"""What in a payload is easily overlooked: why it has no syslog header, and forms that formats do not allow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.dsm.expressions.quotation import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

_PRIORITY = re.compile(r"<([0-9]{1,3})>")
_NUMBERED = re.compile(r"[0-9]{1,2} ")
_BLANK_VERSION = re.compile(r"(?:CEF|LEEF):[ \t]+[0-9]")
_HIGHEST_PRIORITY = 191
_SHOWN = 40
_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b")
_FORMS = "a time such as `Jan 02 10:00:00`, or `1` and a time such as `2026-01-02T10:00:00Z`"


def why_no_header(payload: str) -> str:
    """Say why QRadar recognises no syslog header at the start of a payload that has none."""
    if not payload:
        return "the payload is empty"
    if payload[0].isspace():
        return "the payload starts with white space"
    if payload[0] == "\ufeff":
        return "the payload starts with a byte order mark"
    found = _PRIORITY.match(payload)
    if payload[0] in "{[":
        return "the payload starts with JSON"
    if found is None:
        if payload.startswith("<"):
            return f"{quoted(payload[:_SHOWN])} does not start with a priority such as `<13>`"
        if _MONTH.match(payload):
            return f"{quoted(payload[:_SHOWN])} does not start with a time such as `Jan 02 10:00:00` and a space"
        return "the payload starts with neither a priority such as `<13>` nor a time such as `Jan 02 10:00:00`"
    return _why_no_rest(int(found[1]), payload[found.end() :])


def _why_no_rest(priority: int, rest: str) -> str:
    """Say why what stands behind a priority begins no header."""
    if priority > _HIGHEST_PRIORITY:
        return f"the priority {priority} is more than {_HIGHEST_PRIORITY}"
    if rest[:1].isspace():
        return "white space follows the priority"
    if rest.startswith("1 "):
        return f"version 1 of RFC 5424 requires a time with an offset, or `-`, and a host: {quoted(rest[:_SHOWN])}"
    if _NUMBERED.match(rest):
        return f"RFC 5424 requires the version 1 after the priority, but found {quoted(rest[:_SHOWN])}"
    return f"the priority is not followed by {_FORMS}: {quoted(rest[:_SHOWN])}"


def hints(payload: str) -> Iterator[str]:
    """What QRadar may read in another way than people do, one sentence each."""
    found = _BLANK_VERSION.search(payload)
    if found is not None:
        yield (
            f"{quoted(found[0])} has a space before the version, which the format does not allow: this tool does "
            "not treat it as the start of a message; the behavior of QRadar is not known (message-blank)"
        )
