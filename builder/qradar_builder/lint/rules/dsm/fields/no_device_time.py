"""A log source type that does not read the time of its events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.fields import matchers_of
from qradar_builder.lint.subjects.log_source_type import TypeSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_FEWEST = 4
"""With fewer fields, a log source type is a beginning, and says itself what it lacks."""


def _check(subject: TypeSubject) -> Iterator[Problem]:
    extension = subject.definition.extension
    if extension is None or subject.definition.built_in or not subject.definition.has_mappings:
        return
    fields = {each.field for each in matchers_of(subject.definition)}
    if "DeviceTime" not in fields and len(fields) >= _FEWEST:
        yield Problem(origin=subject.definition.origin, message=f"`{subject.definition.name}` does not read DeviceTime")


RULE = LintRule(
    id="dsm/no-device-time",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="A custom log source type reads DeviceTime.",
    rationale=(
        "Without it, the time of an event is that of its arrival. Events that come late, such as those that a "
        "workflow polls, are in the wrong order, and a search by time misses them."
    ),
    help="add an expression for DeviceTime with the date pattern of the events",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
  UserName: {json: '/"user"'}
  SourceIp: {json: '/"ip"'}
  EventCategory: {json: '/"kind"'}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
  UserName: {json: '/"user"'}
  SourceIp: {json: '/"ip"'}
  EventCategory: {json: '/"kind"'}
  DeviceTime: {json: '/"time"', format: "yyyy-MM-dd'T'HH:mm:ssX"}
""",
    check=_check,
)
