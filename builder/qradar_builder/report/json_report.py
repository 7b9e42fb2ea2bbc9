"""Findings as JSON, for machines: version 1 of the format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qradar_builder.report.rule_link import rule_page
from qradar_builder.report.safe_finding import safe_findings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Finding


class JsonReport:
    """One object with all findings. Lines and columns are 1-based; the end column is exclusive.

    `url` is where the manual says more about the rule.
    """

    def render(self, findings: Iterable[Finding]) -> str:
        """The report, also where there are no findings."""
        rows = [_finding(found) for found in safe_findings(findings)]
        return json.dumps({"version": 1, "findings": rows}, indent=2) + "\n"


def _finding(found: Finding) -> dict[str, object]:
    place = found.location
    row: dict[str, object] = {
        "rule": found.rule,
        "severity": found.severity.value,
        "message": found.message,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "help": found.help,
    }
    if address := rule_page(found.rule):
        row["url"] = address
    if place.end_line:
        row |= {"end_line": place.end_line, "end_column": place.end_column}
    if found.related:
        row["related"] = [
            {
                "message": related.message,
                "file": related.location.file,
                "line": related.location.line,
                "column": related.location.column,
            }
            for related in found.related
        ]
    return row
