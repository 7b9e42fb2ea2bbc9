"""A JSON body with another type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_MEMBER = re.compile(r'\s*\{\s*"[^"]{1,200}"\s*:')
_OTHERS = ("application/x-www-form-urlencoded", "text/plain", "text/html", "application/xml", "text/xml")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for call in subject.endpoints:
        for body in call.all("RequestBody"):
            kind = (body.get("type") or "").partition(";")[0].strip().casefold()
            if kind in _OTHERS and _MEMBER.match(body.text or ""):
                yield Problem(origin=body.at("type"), message=f"the body is JSON, and its type is `{kind}`")


RULE = LintRule(
    id="workflow/json-type",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A body that is JSON has a type of JSON.",
    rationale="A server that receives the type `text/plain` or a form does not read the body as JSON, and "
    "answers 400 or 415.",
    help="write `application/json` as the type of the body",
    bad="""\
actions:
  - CallEndpoint:
      url: https://api.example.com/
      method: POST
      savePath: /r
      RequestBody: {type: text/plain, encoding: UTF-8, text: '{"limit": 100}'}
""",
    good="""\
actions:
  - CallEndpoint:
      url: https://api.example.com/
      method: POST
      savePath: /r
      RequestBody: {type: application/json, encoding: UTF-8, text: '{"limit": 100}'}
""",
    check=_check,
)
