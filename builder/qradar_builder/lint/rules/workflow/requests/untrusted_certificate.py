"""A call that takes every certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.texts_named("allowUntrustedServerCertificate"):
        if text.text == "true":
            yield Problem(origin=text.origin, message="the call takes a certificate that nobody vouches for")


RULE = LintRule(
    id="workflow/untrusted-certificate",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A call checks the certificate of the server.",
    rationale=(
        "Without the check, any system on the way can take the place of the service, read the credentials and "
        "send false events."
    ),
    help="remove `allowUntrustedServerCertificate`, and import the certificate of the issuer on the console",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      SSLConfiguration: {allowUntrustedServerCertificate: true}}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      SSLConfiguration: {allowUntrustedServerCertificate: false}}
""",
    check=_check,
)
