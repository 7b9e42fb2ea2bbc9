"""How findings and events look: text, JSON, tables, explanations.

Doors: `report`, `safe_finding`, `event_explanation`.
"""

from qradar_builder.report.json_report import JsonReport
from qradar_builder.report.report import Report
from qradar_builder.report.text_report import TextReport

REPORTS: dict[str, type[Report]] = {"text": TextReport, "json": JsonReport}
"""The formats by their names."""

__all__ = ["REPORTS", "JsonReport", "Report", "TextReport"]
