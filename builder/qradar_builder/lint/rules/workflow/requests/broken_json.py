"""A fixed JSON body that is not valid JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.texts_in("RequestBody"):
        kind = (text.element.get("type") or "").partition(";")[0].strip().casefold()
        if text.name != "text" or kind != "application/json" or "${" in text.text:
            continue
        try:
            json.loads(text.text)
        except RecursionError:
            continue
        except ValueError as error:
            yield Problem(origin=text.origin, message=f"the body is no valid JSON: {error}")


RULE = LintRule(
    id="workflow/broken-json",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A body that says it is JSON, and has no templates, is valid JSON.",
    rationale="The service refuses each request with status 400.",
    help="correct the JSON",
    bad="""\
actions:
  - CallEndpoint:
      url: https://api.example.com/
      method: POST
      savePath: /r
      RequestBody: {type: application/json, encoding: UTF-8, text: "{'limit': 100}"}
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
