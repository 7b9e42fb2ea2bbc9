"""A survey in a few lines, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.report.survey.document import SurveyReport

_SHOWN = 10


def parsed_share(report: SurveyReport) -> float | None:
    """The share of the events that are parsed, in percent. None without events.

    What a built-in DSM decides is not known here: these events are left out.
    """
    outcomes = report.survey.kinds.outcomes
    events = report.survey.events - outcomes.get("built-in", 0)
    return 100 * outcomes.get("parsed", 0) / events if events else None


def survey_text(report: SurveyReport) -> str:
    """The totals, and the commonest pairs without a mapping."""
    return "\n".join(_lines(report))


def _lines(report: SurveyReport) -> Iterator[str]:
    survey, ledger = report.survey, report.ledger
    outcomes = ", ".join(f"{count:,} {name}" for name, count in survey.kinds.outcomes.items() if count)
    share = parsed_share(report)
    yield f"{counted(survey.events, 'event')} in {counted(report.files, 'file')}" + (
        f": {outcomes}" if outcomes else ""
    )
    if share is not None:
        yield f"{share:.2f} % of the events are parsed"
    if ledger.broken:
        yield counted(ledger.broken, "broken record")
    if ledger.skipped:
        yield f"{counted(ledger.skipped, 'record')} not in the sample"
    if ledger.unread:
        yield f"{counted(ledger.unread, 'byte')} could not be read"
    if not report.is_complete:
        yield "The survey is not complete"
    if survey.changes is not None:
        found = survey.changes
        yield f"The new version changes {counted(found.changed, 'event')}: {found.won:,} won, {found.lost:,} lost"
    pairs = survey.kinds.unmapped
    if pairs:
        yield f"{counted(survey.kinds.unmapped_events, 'event')} without a mapping, the commonest first:"
        for pair in pairs[:_SHOWN]:
            yield f"  {pair.count:>12,}  {pair.event_id or ''}  {pair.event_category or ''}".rstrip()
