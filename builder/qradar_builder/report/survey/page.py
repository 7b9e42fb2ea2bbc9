"""The report of a survey as one HTML page, which needs no network and no script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.report.html.rendering import fragment, page
from qradar_builder.report.survey.chart import bars_of, chart
from qradar_builder.report.survey.tables import changes, clusters, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.report.survey.document import SurveyReport


def survey_page(report: SurveyReport) -> bytes:
    """The page."""
    document = report.document()
    survey = document["survey"]
    by_hour = survey["outcomes"]["by_hour"]
    values = {
        "name": survey["type_name"],
        "is_complete": report.is_complete,
        "totals": list(_totals(document)),
        "outcomes": list(_outcomes(survey)),
        "chart": chart(bars_of(by_hour["cells"], by_hour["step"])),
        "step": by_hour["step"],
        "sections": list(tables(document)),
        "clusters": clusters(document),
        "compared": survey["changes"],
        "changes": changes(document),
        "unknown": survey["unknown"]["events"],
    }
    return page(f"Survey of {survey['type_name']}", fragment("survey", values)).encode("utf-8", "replace")


def _totals(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    books, asked = document["input"], document["asked"]
    yield "Events", f"{books['events']:,}"
    yield "Broken records", f"{books['broken']:,}"
    yield "Files", f"{books['files']:,}"
    if books["bytes"] is not None:
        yield "Bytes", f"{books['bytes']:,}"
    if books["unread"]:
        yield "Bytes that could not be read", f"{books['unread']:,}"
    yield "Clock", asked["clock"]
    if asked["limit"] is not None:
        yield "Limit", f"the first {asked['limit']:,} records"
    if asked["sample"] < 1:
        yield "Sample", f"{100 * asked['sample']:g} % of the records; {books['skipped']:,} are not counted"


def _outcomes(survey: Mapping[str, Any]) -> Iterator[tuple[str, str, str, float]]:
    looks = {"parsed": "good", "unknown": "careful", "stored": "bad"}
    for name, count in survey["kinds"]["outcomes"].items():
        share = count / (survey["events"] or 1)
        yield name, looks.get(name, "plain"), f"{count:,} ({100 * share:.2f} %)", share
