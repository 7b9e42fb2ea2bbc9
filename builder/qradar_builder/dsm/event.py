"""The normalized event: what the parser makes of a payload."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from qradar_builder.model.log_source_type import SendIdentity
from qradar_builder.reference.categories import BLOCK, UnknownCategory, category

if TYPE_CHECKING:
    from qradar_builder.dsm.definition import Qid


class Outcome(StrEnum):
    """What became of an event."""

    PARSED = "parsed"
    """An event id was found, and it is mapped."""
    UNKNOWN = "unknown"
    """An event id was found, and it has no mapping."""
    STORED = "stored"
    """No event id was found."""
    BUILT_IN = "built-in"
    """The built-in DSM below an extension decides, and it is not simulated: only a console knows the QID."""


class Recognised(NamedTuple):
    """The event id and event category that a DSM or an extension finds in a payload."""

    event_id: str | None
    event_category: str | None = None


@dataclass(slots=True)
class Event:
    """A normalized event.

    `fields` are by the names that a matcher writes, EventName and EventCategory left out: ports are numbers, DeviceTime
    is in epoch milliseconds, all else is text. `log_source_time` is DeviceTime, else the time of the syslog header, in
    epoch milliseconds; None where it will be the time of receipt. `qid` is None where only a console knows it: then
    `event_id` and `event_category` are as far as they are known here. `extension` is what the extension of a built-in
    type found by itself; None for other types.
    """

    outcome: Outcome
    event_id: str | None
    event_category: str | None
    qid: Qid | None
    severity: int | None
    credibility: int
    fields: dict[str, str | int] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    log_source_identifier: str | None = None
    log_source_time: int | None = None
    send_identity: str = SendIdentity.USE_DSM_RESULTS
    has_identity: bool = False
    """Whether an identity goes to the asset profiler."""
    warnings: list[str] = field(default_factory=list)
    extension: Recognised | None = None
    lacks_mapping: bool = False
    """Whether an event mapping of the event id and event category would give the event its QID."""

    def as_json(self) -> dict[str, Any]:
        """The event as `parse` prints it."""
        found = self.extension
        return {
            "outcome": self.outcome.value,
            "event_id": self.event_id,
            "event_category": self.event_category,
            **({} if found is None else {"extension": found._asdict()}),
            "qid": None if self.qid is None else _qid(self.qid),
            "severity": self.severity,
            "credibility": self.credibility,
            "log_source_identifier": self.log_source_identifier,
            "log_source_time": self.log_source_time,
            "identity": {"sent": self.has_identity, "mode": str(self.send_identity)},
            "fields": self.fields,
            "properties": self.properties,
            "warnings": self.warnings,
        }

    def as_line(self) -> bytes:
        """The event as a line of JSON, without a line break."""
        try:
            return orjson.dumps(self.as_json())
        except TypeError:
            # Half a surrogate pair, or a number of more than 64 bits.
            return json.dumps(self.as_json(), separators=(",", ":")).encode("ascii")


@lru_cache(maxsize=4096)
def _qid(qid: Qid) -> dict[str, Any]:
    return {
        "name": qid.name,
        "number": qid.number,
        "severity": qid.severity,
        "low_level_category": {"id": qid.category, "name": category_name(qid.category)},
        "high_level_category": {"id": qid.category // BLOCK * BLOCK, "name": high_category_name(qid.category)},
    }


def category_name(number: int) -> str | None:
    """The name of a low-level category. None where it is not known."""
    try:
        return category(number).name
    except UnknownCategory:
        return None


def high_category_name(number: int) -> str | None:
    """The name of the high-level category of a low-level one. None where it is not known."""
    # Every block has a first category, also where a later number of it is not known.
    for known in (number, number // BLOCK * BLOCK + 1):
        try:
            return category(known).high_level_name
        except UnknownCategory:
            continue
    return None
