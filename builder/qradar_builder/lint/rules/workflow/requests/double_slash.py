"""A URL whose path has two slashes in a row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.url import url_parts
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for call in subject.endpoints:
        path = re.sub(r"\$\{[^{}]*\}", "x", url_parts(call.get("url") or "").path)
        if "//" in path and "://" not in path:
            yield Problem(origin=call.at("url"), message="the path of the URL has two slashes in a row")


RULE = LintRule(
    id="workflow/double-slash",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="The path of a URL has single slashes.",
    rationale="Many servers answer 404 for `//events`, and some redirect, which loses the credentials.",
    help="remove one slash",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com//events", method: GET, savePath: /r}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
""",
    check=_check,
)
