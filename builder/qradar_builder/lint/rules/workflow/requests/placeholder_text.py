"""A placeholder in a call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.placeholders import is_placeholder
from qradar_builder.lint.subjects.url import url_parts
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_PARTS = ("CallEndpoint", "RequestHeader", "QueryParameter", "Parameter", "BasicAuthentication", "BearerAuthentication")
_IN_URL = re.compile(r"<[A-Za-z][\w .-]{1,40}>|\b(?:your|my)[-_.][a-z]+[-_.]?[a-z]*\b|\bCHANGE_?ME\b")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.texts_in(*_PARTS):
        if not text.is_fixed:
            continue
        found = _IN_URL.search(url_parts(text.text).host or "") if text.name == "url" else None
        if found or (text.name in {"value", "username", "password", "token"} and is_placeholder(text.text)):
            shown = found[0] if found else text.text
            yield Problem(origin=text.origin, message=f"`{fitted(shown, 60)}` is a placeholder")


RULE = LintRule(
    id="workflow/placeholder-text",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="Nothing in a call is left for a person to fill in.",
    rationale="The console asks for parameters only. A placeholder in the workflow is sent as it is.",
    help="add a parameter, and use it here",
    bad="""\
actions:
  - CallEndpoint: {url: "https://your-tenant.example.com/", method: GET, savePath: /r}
""",
    good="""\
parameters:
  - {name: host, label: Host, required: true}
actions:
  - CallEndpoint: {url: "https://${/host}/", method: GET, savePath: /r}
""",
    check=_check,
)
