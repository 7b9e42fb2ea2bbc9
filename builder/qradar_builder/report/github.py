"""Findings as workflow commands of GitHub Actions, which annotate the lines of a pull request.

Source: GitHub documentation, Workflow commands for GitHub Actions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.fingerprint import outer_file
from qradar_builder.report.safe_finding import safe_findings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Finding

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_IN_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_DATA | str.maketrans({":": "%3A", ",": "%2C"})


class GithubReport:
    """A line for each finding."""

    def render(self, findings: Iterable[Finding]) -> str:
        """The report; empty where there are no findings."""
        return "".join(_line(found) for found in safe_findings(findings))


def _line(found: Finding) -> str:
    place = found.location
    properties = {"file": outer_file(place.file), "line": str(place.line), "col": str(place.column)}
    if place.end_line:
        properties["endLine"] = str(place.end_line)
    if place.end_line == place.line:
        # The end column is the last one here, and exclusive in a Location.
        properties["endColumn"] = str(max(place.column, place.end_column - 1))
    properties["title"] = found.rule
    given = ",".join(f"{name}={text.translate(_IN_PROPERTY)}" for name, text in properties.items())
    text = f"{found.message}\n{found.help}" if found.help else found.message
    return f"::{_COMMANDS[found.severity]} {given}::{text.translate(_IN_DATA)}\n"
