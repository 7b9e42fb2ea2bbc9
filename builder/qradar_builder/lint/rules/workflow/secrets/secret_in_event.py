"""A secret in an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for access in subject.reads_in(*_SHOWS):
        for source in subject.sources.of(access.path):
            if source.kind == "secret":
                message = f"the secret `{source.name}` is part of an event"
                yield Problem(origin=access.origin, message=message)


_SHOWS = ("PostEvent", "PostEvents")


RULE = LintRule(
    id="workflow/secret-in-event",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="No secret is part of an event.",
    rationale=("Events are stored and searched, and everybody who may search sees them."),
    help=("leave the secret out; name what it is for instead"),
    bad="""\
parameters:
  - {name: key, label: Key, required: true, secret: true}
actions:
  - Set: {path: /e, value: "{\\"k\\": \\"${/key}\\"}"}
  - PostEvent: {path: /e, source: h}
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r, BearerAuthentication: {token: "${/key}"}}
""",
    good="""\
parameters:
  - {name: key, label: Key, required: true, secret: true}
actions:
  - Set: {path: /e, value: "{}"}
  - PostEvent: {path: /e, source: h}
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r, BearerAuthentication: {token: "${/key}"}}
""",
    check=_check,
)
