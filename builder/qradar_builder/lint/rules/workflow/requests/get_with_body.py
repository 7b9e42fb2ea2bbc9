"""A GET with a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_BODIES = ("RequestBody", "UrlEncodedFormRequestBody", "XmlRequestBody")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for call in subject.endpoints:
        body = next((child for child in call.children if child.name in _BODIES), None)
        if call.get("method") == "GET" and body is not None:
            yield Problem(origin=body.origin, message="this call is a GET, and has a body")


RULE = LintRule(
    id="workflow/get-with-body",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A GET has no body.",
    rationale="HTTP gives the body of a GET no meaning. Proxies and many servers drop it, or refuse the request.",
    help="use QueryParameter elements, or POST where the service documents it",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      UrlEncodedFormRequestBody: {a: b}}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: POST, savePath: /r,
      UrlEncodedFormRequestBody: {a: b}}
""",
    check=_check,
)
