"""A name and a category with opposite outcomes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject
from qradar_builder.reference.categories import categories

if TYPE_CHECKING:
    from collections.abc import Iterator


_FAILED = re.compile(r"\b(?:failed|unsuccessful|failure)\s*$", re.IGNORECASE)
_SUCCEEDED = re.compile(r"\b(?:succeeded|successful(?:ly)?|granted|accepted)\s*$", re.IGNORECASE)
"""How a name ends: elsewhere such a word tells what the event is about, as in `failed job removed`."""
_GOOD = re.compile(r"\bSucce(?:ss|eded)\b|\b(?:Permit|Permitted|Granted|Allowed)\b")
_BAD = re.compile(r"\b(?:Fail(?:ed|ure)|Denied|Deny|Rejected)\b")


def _check(subject: PackageSubject) -> Iterator[Problem]:
    names = {each.id: each.name for each in categories()}
    for one in subject.content.types:
        for record in one.qids:
            name = names.get(record.category) or ""
            failed, succeeded = _FAILED.search(record.name), _SUCCEEDED.search(record.name)
            if failed and not succeeded and _GOOD.search(name) and not _BAD.search(name):
                said = "failed"
            elif succeeded and not failed and _BAD.search(name) and not _GOOD.search(name):
                said = "succeeded"
            else:
                continue
            yield Problem(origin=record.origin, message=f"the name says that it {said}, and the category is `{name}`")


RULE = LintRule(
    id="qid/outcome-words",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=PackageSubject,
    summary="The name and the category of an event have the same outcome.",
    rationale=(
        "Rules count failures and successes by the category. An event in the wrong one raises false alarms, "
        "or hides an attack."
    ),
    help="choose the category of the other outcome, or correct the name",
    bad="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: login, qid: login}
qids:
  login: {name: 'Login failed', category: User Login Success, severity: 3}
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
  login: {name: 'Login failed', category: User Login Failure, severity: 3}
""",
    check=_check,
)
