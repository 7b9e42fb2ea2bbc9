"""Payloads in what QRadar and other SIEMs export: which names they have, their Base64, and the time of receipt."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any, Final

from qradar_builder.starter.events.headers import EXPORTED
from qradar_builder.text.times import NotATime, read_iso

PAYLOAD_NAMES: Final = EXPORTED | {
    "payloadasutf8",
    "payload as utf8",
    "payload_as_utf8",
    "base64_payload",
    "payloadbase64",
}
"""Names of columns and elements that contain a payload, in lower case."""
RECEIVED_NAMES: Final = frozenset({"starttime", "start time", "start_time", "receivedtime", "received_time"})
"""Names of the time when QRadar received an event, in lower case. Its exports call it the start time."""
LISTS: Final = frozenset({"events", "records", "logs", "items", "results", "value", "entries", "hits"})
"""Names of the list of events in the JSON object around them."""

_BASE64: Final = re.compile(r"(?:[A-Za-z0-9+/]{4}){3,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_EPOCH: Final = re.compile(r"[0-9]{12,14}")


def place_of(names: list[str], known: frozenset[str]) -> int | None:
    """The number of the column whose name is known, from 0. None where there is none."""
    return next((number for number, name in enumerate(names) if name.strip().lower() in known), None)


def exported_payload(text: str) -> str:
    """A payload of an export: the text that Base64 holds, where it is Base64 of a text, and the text itself."""
    packed = "".join(text.split())
    if len(packed) % 4 or not _BASE64.fullmatch(packed):
        return text
    try:
        plain = base64.b64decode(packed, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return text
    return text if _CONTROLS.search(plain) else plain


def exported_time(value: Any) -> int | None:
    """Epoch milliseconds of a time in an export: a number of milliseconds or ISO 8601. None for all else."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    if _EPOCH.fullmatch(value.strip()):
        return int(value)
    try:
        return read_iso(value.strip())
    except NotATime:
        return None


def of_object(value: dict[str, Any]) -> tuple[str, int | None] | None:
    """Payload and time of receipt of an exported event. None for an object that is itself the event.

    An object is an export where it names a payload and a time of receipt, or a payload by a name that only exports use.
    """
    by_name = {key.strip().lower(): each for key, each in value.items()}
    name = next((each for each in by_name if each in PAYLOAD_NAMES), None)
    if name is None or not isinstance(by_name[name], str) or not by_name[name].strip():
        return None
    received = next((exported_time(by_name[each]) for each in by_name if each in RECEIVED_NAMES), None)
    if name == "payload" and received is None and "qid" not in by_name and "logsourceid" not in by_name:
        return None
    return exported_payload(by_name[name]), received
