"""Findings as a GitLab code quality report.

Source: GitLab documentation, Code Quality, "Code Quality report format".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.fingerprint import fingerprints, outer_file
from qradar_builder.report.safe_finding import safe_findings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Finding

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "info"}


class GitlabReport:
    """A list with an object for each finding."""

    def render(self, findings: Iterable[Finding]) -> str:
        """The report, also where there are no findings."""
        rows = [
            {
                "description": f"{found.message}: {found.help}" if found.help else found.message,
                "check_name": found.rule,
                "fingerprint": word,
                "severity": _SEVERITIES[found.severity],
                "location": {"path": outer_file(found.location.file), "lines": {"begin": found.location.line}},
            }
            for found, word in fingerprints(safe_findings(findings))
        ]
        return json.dumps(rows, indent=2) + "\n"
