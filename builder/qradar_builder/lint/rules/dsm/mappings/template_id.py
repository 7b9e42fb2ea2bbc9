"""An event id that is a template."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_TEMPLATE = re.compile(r"\\[1-9dwsS]|\(\?[:=!]|\.\*|\.\+|\$\{[^}]*\}|\$[1-9]\b|%[sd]\b")


def _check(subject: TypeSubject) -> Iterator[Problem]:
    for mapping in subject.definition.mappings:
        for text, what in ((mapping.event_id, "event id"), (mapping.category, "category")):
            match = _TEMPLATE.search(text)
            if match is not None and not any("\\" in each or match[0] in each for each in subject.samples):
                yield Problem(origin=mapping.origin, message=f"the {what} `{fitted(text, 60)}` is not text of an event")


RULE = LintRule(
    id="dsm/template-id",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=TypeSubject,
    summary="An event id is the text that events have.",
    rationale="Mappings are compared as text. A template, a wildcard or a regular expression is never found.",
    help="write a mapping for each id, or make one id of several by a modifier",
    bad="""\
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: 'login.*', qid: login}
  - {id: denied, qid: denied}
qids:
  login: {name: 'Login succeeded', category: User Login Success, severity: 1}
  denied: {name: 'Login denied', category: User Login Failure, severity: 4}
""",
    good="""\
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: login, qid: login}
  - {id: denied, qid: denied}
qids:
  login: {name: 'Login succeeded', category: User Login Success, severity: 1}
  denied: {name: 'Login denied', category: User Login Failure, severity: 4}
""",
    check=_check,
)
