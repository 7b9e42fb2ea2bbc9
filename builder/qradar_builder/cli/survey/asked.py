"""The options of `qradar-builder survey`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.survey.choices import InputChoices


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for."""

    package: Path
    sources: tuple[str, ...]
    outputs: tuple[Path, ...]
    key: str | None
    form: str | None
    column: str | None
    limit: int | None
    sample: float
    redacted: bool
    timed: bool
    propose: Path | None
    share: float | None
    against: str | None
    jobs: int | None
    cluster: str | None
    state: Path | None
    clock: str | None
    zone: str

    @property
    def choices(self) -> InputChoices:
        """How files are read."""
        from qradar_builder.survey.choices import InputChoices
        from qradar_builder.survey.records.form import Form

        return InputChoices(None if self.form is None else Form(self.form), self.column, self.sample)

    def told(self) -> dict[str, Any]:
        """The choices that change what is counted, for the report."""
        return {
            "input": self.form,
            "column": self.column,
            "limit": self.limit,
            "sample": self.sample,
            "redact": self.redacted,
            "against": self.against is not None,
            "zone": self.zone,
        }
