"""The open questions that an event leaned on: how it was read as a whole, its header, its time and its QID."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm import event_choices as e, parsing_choices as s
from qradar_builder.dsm.event import Outcome
from qradar_builder.dsm.leanings.attempt import of_attempt, of_property
from qradar_builder.dsm.leanings.field import of_field
from qradar_builder.dsm.trial import Verdict
from qradar_builder.dsm.universal_dsm import BASE_DSMS, UNIVERSAL_LEEF, choices_of
from qradar_builder.model.log_source_type import SendIdentity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.dsm.explanation import Explanation
    from qradar_builder.reference.choice import Choice

_DOCUMENTED_HEADER: Final = re.compile(
    r"(?:<\d{1,3}>)?[A-Z][a-z]{2} (?: \d|\d\d) \d\d:\d\d:\d\d \S|<\d{1,3}>1 \S+ \S+ \S+ \S+ \S+ (?:-|\[)"
)
"""The headers of RFC 3164 and RFC 5424 in the form that IBM's documentation has."""
_EPOCH: Final = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)
_BY_WHAT_WAS_PARSED: Final = frozenset({SendIdentity.USE_DSM_RESULTS, SendIdentity.SEND_IF_ABSENT})


def leanings(explanation: Explanation, definition: TypeDefinition) -> tuple[Choice, ...]:
    """Each open question that would have made another event of the payload if it were answered otherwise, once.

    It is told from what was found: `choices` of the steps, the attempts of each field, and the payload.
    """
    found: dict[str, Choice] = {}
    for choice in _all(explanation, definition):
        found.setdefault(choice.key, choice)
    return tuple(found.values())


def _all(explanation: Explanation, definition: TypeDefinition) -> Iterator[Choice]:
    if explanation.several_groups:
        yield s.FIRST_GROUP
    yield from _of_header(explanation)
    yield from _of_base(explanation, definition)
    for field in explanation.fields:
        yield from of_field(field, explanation)
        for attempt in field.attempts:
            yield from of_attempt(attempt, explanation)
    for field in explanation.properties:
        yield from of_property(field)
        for attempt in field.attempts:
            yield from of_attempt(attempt, explanation)
    if any(one.value is None and one.rule.expression.calculated is not None for one in explanation.computed):
        yield s.CALCULATION
    for step in explanation.steps:
        if step.choice is not None:
            yield step.choice
    event = explanation.event
    if event.has_identity and event.send_identity in _BY_WHAT_WAS_PARSED:
        yield e.IDENTITY_SENT


def _of_header(explanation: Explanation) -> Iterator[Choice]:
    header = explanation.header
    if header is None:
        return
    if not _DOCUMENTED_HEADER.match(explanation.payload):
        yield s.SYSLOG_FORM
    if header.host is None and header.format == "rfc3164":
        yield s.SYSLOG_HOST
    if header.moment is not None and explanation.event.log_source_time is not None and not _has_time(explanation):
        if header.moment.year is None:
            yield s.MISSING_YEAR
        if header.moment.offset is None:
            yield s.MISSING_ZONE


def _has_time(explanation: Explanation) -> bool:
    return "DeviceTime" in explanation.event.fields


def _of_base(explanation: Explanation, definition: TypeDefinition) -> Iterator[Choice]:
    """Of a type whose built-in DSM is simulated."""
    base = explanation.base
    number = definition.number or 0
    if number not in BASE_DSMS or not definition.built_in:
        return
    if base is None:
        if "CEF:" in explanation.payload and number != UNIVERSAL_LEEF:
            yield s.CEF_VERSION
        if explanation.group is not None and explanation.event.outcome is not Outcome.STORED:
            yield e.UNRECOGNISED_EVENT
        return
    yield from choices_of(number, explanation.payload)
    won = {each.name for each in explanation.fields if any(one.verdict is Verdict.WON for one in each.attempts)}
    if explanation.group is not None and won & base.fields.keys():
        yield e.EXTENSION_WINS
    if base.severity is not None and explanation.event.severity == base.severity:
        yield e.BASE_SEVERITY
    if base.device_time is not None and not {"DeviceTime"} & won:
        text, pattern = base.device_time
        if pattern is not None and _EPOCH.fullmatch(text) and number == UNIVERSAL_LEEF:
            yield s.LEEF_DIGITS
