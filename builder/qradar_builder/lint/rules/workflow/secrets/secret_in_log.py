"""A secret in a message."""

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
                message = f"the secret `{source.name}` is part of a message"
                yield Problem(origin=access.origin, message=message)


_SHOWS = ("Log", "SetStatus", "Abort")


RULE = LintRule(
    id="workflow/secret-in-log",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="No secret is part of a message.",
    rationale=("Messages go to files and pages that many people read, and are not encrypted."),
    help=("leave the secret out; name what it is for instead"),
    bad="""\
parameters:
  - {name: key, label: Key, required: true, secret: true}
actions:
  - Log: {type: INFO, message: "key ${/key}"}
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r, BearerAuthentication: {token: "${/key}"}}
""",
    good="""\
parameters:
  - {name: key, label: Key, required: true, secret: true}
actions:
  - Log: {type: INFO, message: "calling"}
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r, BearerAuthentication: {token: "${/key}"}}
""",
    check=_check,
)
