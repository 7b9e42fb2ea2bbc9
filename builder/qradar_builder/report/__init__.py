"""How findings and events look: text, JSON, tables, explanations.

Doors: `report`, `safe_finding`, `event_explanation`, `comparison.people`, `comparison.machines`,
`comparison.pull_request`.
"""

from qradar_builder.report.github import GithubReport
from qradar_builder.report.gitlab import GitlabReport
from qradar_builder.report.json_report import JsonReport
from qradar_builder.report.junit import JunitReport
from qradar_builder.report.report import Report
from qradar_builder.report.sarif import SarifReport
from qradar_builder.report.text_report import TextReport

REPORTS: dict[str, type[Report]] = {
    "text": TextReport,
    "json": JsonReport,
    "sarif": SarifReport,
    "junit": JunitReport,
    "github": GithubReport,
    "gitlab": GitlabReport,
}
"""The formats by their names."""

__all__ = [
    "REPORTS",
    "GithubReport",
    "GitlabReport",
    "JsonReport",
    "JunitReport",
    "Report",
    "SarifReport",
    "TextReport",
]
