"""What every format of a report can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Finding


class Report(Protocol):
    """Turns findings into text."""

    def render(self, findings: Iterable[Finding]) -> str:
        """The report, with a line break at its end; empty where there is nothing to say."""
        ...
