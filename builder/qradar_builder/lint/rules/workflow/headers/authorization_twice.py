"""An Authorization header beside an authentication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_SIGNS = ("BasicAuthentication", "BearerAuthentication", "DigestAuthentication", "HawkAuthentication",
          "AkamaiEdgeGridAuthentication")  # fmt: skip


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for call in subject.endpoints:
        other = next((child for child in call.children if child.name in _SIGNS), None)
        for header in call.all("RequestHeader"):
            if other is not None and (header.get("name") or "").casefold() == "authorization":
                yield Problem(
                    origin=header.origin,
                    message=f"the call has {other.name} too",
                    related=[(other.origin, "the other way to sign in")],
                )


RULE = LintRule(
    id="workflow/authorization-twice",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A call signs in by an authentication element or by an Authorization header, not by both.",
    rationale="Both write the same header. Which of them the server sees is not documented.",
    help="keep one of the two",
    bad="""\
actions:
  - CallEndpoint:
      url: https://api.example.com/
      method: GET
      savePath: /r
      BearerAuthentication: {token: "${/token}"}
      RequestHeader: {Authorization: "Bearer ${/token}"}
""",
    good="""\
actions:
  - CallEndpoint:
      url: https://api.example.com/
      method: GET
      savePath: /r
      BearerAuthentication: {token: "${/token}"}
""",
    check=_check,
)
