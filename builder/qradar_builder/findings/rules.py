"""The catalogue of rules: every id that a finding may carry, with its severity and its standing advice."""

from __future__ import annotations

import json
from enum import StrEnum
from importlib import resources

from qradar_builder.quick.dataclasses import dataclass


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """QRadar would refuse it, or events would be lost."""
    WARNING = "warning"
    """It works, but at a risk."""
    NOTE = "note"
    """Good to know."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `summary` says what must hold, `help` what to do where it does not."""

    id: str
    severity: Severity
    summary: str
    help: str


def _load() -> dict[str, Rule]:
    families = resources.files(__package__).joinpath("catalogue").iterdir()
    rows = (
        row
        for family in sorted(families, key=lambda file: file.name)
        for row in json.loads(family.read_text(encoding="utf-8"))
    )
    return {row["id"]: Rule(row["id"], Severity(row["severity"]), row["summary"], row["help"]) for row in rows}


RULES = _load()
"""Every rule by its id; the files of the catalogue hold one family each."""
