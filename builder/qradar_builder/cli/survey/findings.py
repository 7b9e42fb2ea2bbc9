"""What a survey could not read, and whether enough is parsed, as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qradar_builder.findings import Findings
    from qradar_builder.report.survey.document import SurveyReport


def add_faults(report: SurveyReport, findings: Findings) -> None:
    """Add the faults of files and records with their places. Those that are not kept are counted."""
    from qradar_builder.findings import Location
    from qradar_builder.survey.faults import place

    faults = report.ledger.faults
    kept: dict[str, int] = {}
    for fault in faults.first:
        where = "" if fault.offset < 0 else f" at {place(fault.source, fault.offset)}"
        findings.add(fault.rule, Location(fault.source), f"{fault.message}{where}")
        kept[fault.rule] = kept.get(fault.rule, 0) + 1
    for rule, count in sorted(faults.counts.items()):
        if count > kept.get(rule, 0):
            message = f"and {count - kept.get(rule, 0):,} more findings of this rule, which are not listed"
            findings.add(rule, Location("survey"), message)


def add_share(report: SurveyReport, least: float | None, findings: Findings) -> None:
    """Add a finding where a smaller share of the events is parsed than is asked for."""
    from qradar_builder.findings import Location
    from qradar_builder.report.survey.people import parsed_share

    if least is None:
        return
    share = parsed_share(report)
    if share is None:
        findings.add(
            "survey/share", Location("survey"), f"there is no event of a known outcome, and {least:g} % must be parsed"
        )
    elif share < least:
        message = f"{share:.4g} % of the events are parsed, and {least:g} % must be"
        findings.add("survey/share", Location("survey"), message)
