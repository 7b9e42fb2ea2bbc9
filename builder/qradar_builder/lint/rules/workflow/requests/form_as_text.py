"""A form that is written as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_TYPE = "application/x-www-form-urlencoded"
_FIELD = re.compile(r"=\s*\$\{(?!\s*url_encode)")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for call in subject.endpoints:
        for body in call.all("RequestBody"):
            if (body.get("type") or "").strip().casefold().startswith(_TYPE) and _FIELD.search(body.text or ""):
                yield Problem(origin=body.origin, message="the fields of this form are not encoded")


RULE = LintRule(
    id="workflow/form-as-text",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A form is an UrlEncodedFormRequestBody.",
    rationale=(
        "QRadar encodes the fields of that element. In a text body, a password with `&`, `+`, or `%` becomes "
        "another one, and the sign-in fails for some administrators only."
    ),
    help="use UrlEncodedFormRequestBody with a Parameter for each field",
    bad="""\
parameters:
  - {name: password, label: Password, required: true, secret: true}
actions:
  - CallEndpoint:
      url: https://api.example.com/
      method: POST
      savePath: /r
      RequestBody: {type: application/x-www-form-urlencoded, encoding: UTF-8, text: "password=${/password}"}
""",
    good="""\
parameters:
  - {name: password, label: Password, required: true, secret: true}
actions:
  - CallEndpoint:
      url: https://api.example.com/
      method: POST
      savePath: /r
      UrlEncodedFormRequestBody: {password: "${/password}"}
""",
    check=_check,
)
