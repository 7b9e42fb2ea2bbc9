"""A pair of event id and event category that the samples give and that has no mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.event import Outcome
from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.event import Event
    from qradar_builder.testing.events.case import EventCase

_MOST: Final = 500
"""How many samples of a package are parsed."""
_SHOWN: Final = 60


def _check(subject: PackageSubject) -> Iterator[Problem]:
    left = _MOST
    told: set[tuple[str, str | None, str | None]] = set()
    for case in subject.cases:
        for number, event in _events(subject, case, left):
            sample = case.samples[number]
            pair = (case.log_source_type, event.event_id, event.event_category)
            if event.outcome is Outcome.UNKNOWN and pair not in told:
                told.add(pair)
                category = fitted(event.event_category or "unknown", _SHOWN)
                yield Problem(
                    origin=sample.origin or case.type_origin,
                    message=f"the sample `{fitted(sample.name, _SHOWN)}` gives the event id "
                    f"`{fitted(event.event_id or '', _SHOWN)}` and the event category `{category}`, which no mapping "
                    "has",
                )
        left -= len(case.samples)


def _events(subject: PackageSubject, case: EventCase, most: int) -> Iterator[tuple[int, Event]]:
    """The events of the samples that are expected to be known, each with the number of its sample."""
    # A package without samples needs no parser.
    from qradar_builder.dsm.parser import Parser  # noqa: PLC0415 - see above

    definition = subject.definitions().get(case.log_source_type)
    if definition is None:
        return
    parser = Parser(definition, now=lambda: case.clock, zone=case.zone)
    for number, sample in enumerate(case.samples[: max(most, 0)]):
        is_meant = sample.expect is not None and sample.expect.outcome is Outcome.UNKNOWN
        if isinstance(sample.source, str) and not is_meant:
            yield number, parser.parse(sample.source, sample.built_in)


RULE = LintRule(
    id="dsm/unmapped-pair",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=PackageSubject,
    summary="Each pair of event id and event category that the samples give has a mapping.",
    rationale=(
        "An event whose pair has no mapping becomes an unknown event. Rules and searches by QID or category never see "
        "it."
    ),
    help="add an event with this id and category, or expect the outcome `unknown` in the case",
    bad="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: login, qid: login}
qids:
  login: {name: Login, category: User Login Success, severity: 1}
# file: tests/events/example.yaml
log_source_type: example
samples:
  - payload: '{"code": "logout"}'
""",
    good="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: login, qid: login}
qids:
  login: {name: Login, category: User Login Success, severity: 1}
# file: tests/events/example.yaml
log_source_type: example
samples:
  - payload: '{"code": "login"}'
  - payload: '{"code": "logout"}'
    expect: {outcome: unknown}
""",
    check=_check,
)
