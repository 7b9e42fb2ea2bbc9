"""The formats of a report by their names. Each is loaded when it is asked for: most commands print text only."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from qradar_builder.report.report import Report

_CLASSES: Final = {
    "text": ("text_report", "TextReport"),
    "json": ("json_report", "JsonReport"),
    "sarif": ("sarif", "SarifReport"),
    "junit": ("junit", "JunitReport"),
    "github": ("github", "GithubReport"),
    "gitlab": ("gitlab", "GitlabReport"),
}

REPORTS: Final = tuple(_CLASSES)
"""The names of the formats."""


def report_of(form: str) -> Report:
    """The report of one of REPORTS."""
    module, name = _CLASSES[form]
    report: Report = getattr(import_module(f"qradar_builder.report.{module}"), name)()
    return report
