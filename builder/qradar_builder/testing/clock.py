"""The clock of a case: an ISO 8601 time with an offset, or a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.text.times import NotATime, read_iso

if TYPE_CHECKING:
    from qradar_builder.findings import Findings, Origin


def read_clock(text: str, origin: Origin, findings: Findings) -> int | None:
    """The time in epoch milliseconds. None, with a finding, where the text is none."""
    try:
        return read_iso(text)
    except NotATime as error:
        findings.add("case/clock", origin, str(error))
        return None
