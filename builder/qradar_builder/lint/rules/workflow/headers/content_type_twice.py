"""A Content-Type header that contradicts the body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Element


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for call in subject.endpoints:
        body = _type_of_body(call)
        for header in call.all("RequestHeader"):
            value = header.get("value") or ""
            if (header.get("name") or "").casefold() != "content-type" or not body or "${" in value + body:
                continue
            if _bare(value) != _bare(body):
                yield Problem(
                    origin=header.at("value"),
                    message=f"the header says `{fitted(value, 60)}`, the body `{fitted(body, 60)}`",
                )


def _type_of_body(call: Element) -> str:
    if call.child("UrlEncodedFormRequestBody") is not None:
        return "application/x-www-form-urlencoded"
    body = call.child("RequestBody") or call.child("XmlRequestBody")
    return "" if body is None else body.get("type") or ""


def _bare(text: str) -> str:
    return text.partition(";")[0].strip().casefold()


RULE = LintRule(
    id="workflow/content-type-twice",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="The Content-Type header and the type of the body are the same.",
    rationale="The body element sets the header too. A server that sees the other type does not read the body.",
    help="remove the header, and write the type at the body",
    bad="""\
actions:
  - CallEndpoint:
      url: https://api.example.com/
      method: POST
      savePath: /r
      RequestHeader: {Content-Type: application/json}
      UrlEncodedFormRequestBody: {grant_type: client_credentials}
""",
    good="""\
actions:
  - CallEndpoint:
      url: https://api.example.com/
      method: POST
      savePath: /r
      RequestHeader: {Content-Type: application/x-www-form-urlencoded}
      UrlEncodedFormRequestBody: {grant_type: client_credentials}
""",
    check=_check,
)
