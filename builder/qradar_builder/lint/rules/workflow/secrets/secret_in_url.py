"""A secret in a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for access in subject.reads_in("QueryParameter", "CallEndpoint"):
        if access.element.name == "CallEndpoint" and access.text.name != "url":
            continue
        for source in subject.sources.of(access.path):
            if source.kind == "secret":
                yield Problem(origin=access.origin, message=f"the secret `{source.name}` is part of a URL")


RULE = LintRule(
    id="workflow/secret-in-url",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="No secret is part of a URL.",
    rationale=("URLs are written to the logs of proxies and servers, and to error messages."),
    help=("send the secret in a header, or with an authentication of the call, where the service allows it"),
    bad="""\
parameters:
  - {name: key, label: Key, required: true, secret: true}
actions:
  - CallEndpoint: {url: "https://api.example.com/?token=${/key}", method: GET, savePath: /r}
""",
    good="""\
parameters:
  - {name: key, label: Key, required: true, secret: true}
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r, BearerAuthentication: {token: "${/key}"}}
""",
    check=_check,
)
