"""A call without TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.url import url_parts
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_LOCAL = ("localhost", "127.0.0.1", "[::1]")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.texts_named("url", "baseUrl"):
        parts = url_parts(text.text)
        if parts.scheme == "http" and parts.host not in _LOCAL:
            yield Problem(origin=text.origin, message="the URL begins with `http://`")


RULE = LintRule(
    id="workflow/clear-text",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A call uses https.",
    rationale="Over http, everybody on the way reads the credentials and the events, and may change them.",
    help="write `https://`; a service that has no TLS belongs behind a proxy that has",
    bad="""\
actions:
  - CallEndpoint: {url: "http://api.example.com/", method: GET, savePath: /r}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}
""",
    check=_check,
)
