"""A pattern that QRadar's own engine searches by, and not that of Java."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.lsx.model import PatternType
from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALL_EVENTS: Final = "AllEvents"
"""The pattern that QRadar writes for modifiers, which it never marks."""


def _check(subject: TypeSubject) -> Iterator[Problem]:
    extension = subject.definition.extension
    told = {_ALL_EVENTS}
    for group in () if extension is None else extension.groups:
        patterns = [each.pattern for each in group.matchers]
        patterns += [each.pattern for each in group.event_matches if each.pattern is not None]
        for pattern in patterns:
            is_regex = pattern.type in {None, PatternType.JAVA}
            if is_regex and not pattern.use_default_pattern and pattern.id not in told:
                told.add(pattern.id)
                yield Problem(
                    origin=pattern.origin,
                    message=f"QRadar searches by `{fitted(pattern.text, 60)}` with its adaptive engine",
                )


RULE = LintRule(
    id="dsm/adaptive-pattern",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="Each regular expression of a log source extension is one of Java.",
    rationale=(
        "Without `use-default-pattern`, QRadar uses its own engine. IBM describes it as faster, and says that it "
        "may match otherwise; what it does not have is not documented. QRadar itself writes the attribute since 7.3.3."
    ),
    help='write `use-default-pattern="true"`',
    bad="""\
<device-extension xmlns="event_parsing/device_extension">
  <pattern id="EventName-Pattern-1" type="JavaPattern">id=(\\w+)</pattern>
  <match-group order="1">
    <matcher field="EventName" order="1" pattern-id="EventName-Pattern-1" capture-group="1"/>
  </match-group>
</device-extension>
""",
    good="""\
<device-extension xmlns="event_parsing/device_extension">
  <pattern id="EventName-Pattern-1" type="JavaPattern" use-default-pattern="true">id=(\\w+)</pattern>
  <match-group order="1">
    <matcher field="EventName" order="1" pattern-id="EventName-Pattern-1" capture-group="1"/>
  </match-group>
</device-extension>
""",
    check=_check,
)
