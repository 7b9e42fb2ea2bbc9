"""How findings look: one class for each format, chosen by name."""

from qradar_builder.report.json_report import JsonReport
from qradar_builder.report.report import Report
from qradar_builder.report.text_report import TextReport

REPORTS: dict[str, type[Report]] = {"text": TextReport, "json": JsonReport}
"""The formats by their names."""

__all__ = ["REPORTS", "JsonReport", "Report", "TextReport"]
