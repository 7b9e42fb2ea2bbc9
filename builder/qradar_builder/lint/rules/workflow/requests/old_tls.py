"""A call with an old version of TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_OLD = ("SSL", "SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.texts_in("SSLConfiguration"):
        if text.name == "protocol" and text.text in _OLD:
            yield Problem(origin=text.origin, message=f"`{text.text}` is an old version of TLS")


RULE = LintRule(
    id="workflow/old-tls",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A call uses TLS 1.2 or later.",
    rationale=(
        "TLS 1.0 and 1.1 are broken, and services and current versions of Java refuse them: the handshake fails."
    ),
    help="write `TLSv1.2`, or remove the attribute, whose default it is",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      SSLConfiguration: {protocol: TLSv1.1}}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      SSLConfiguration: {protocol: TLSv1.2}}
""",
    check=_check,
)
