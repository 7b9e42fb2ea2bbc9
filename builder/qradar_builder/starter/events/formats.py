"""How events are written."""

from __future__ import annotations

from enum import StrEnum


class EventFormat(StrEnum):
    """How events are written."""

    JSON = "json"
    LEEF = "leef"
    CEF = "cef"
    NVP = "nvp"
    SYSLOG = "syslog"
    """Text for people, behind a syslog header."""
