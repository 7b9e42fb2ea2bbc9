"""A token that stays in the State."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.state_path import overlap, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    deleted = [access.path for access in subject.all_accesses if access.kind == "delete"]
    for place, access in subject.tokens.items():
        made = subject.sources.of(place)
        if any(each.kind == "response" for each in made) and not any(overlap(each, place) for each in deleted):
            yield Problem(
                origin=access.origin,
                message=f"the token in `{written(place)}` stays in the State when the run ends",
            )
            break


RULE = LintRule(
    id="workflow/token-kept",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A workflow deletes a token that it does not use in the next run.",
    rationale=(
        "The State is a file on the collector, and only what is marked secret is encrypted in it. A token that stays "
        "there is in backups and in what support gets."
    ),
    help="delete the response of the login at the end of the run",
    bad="""\
parameters:
  - {name: key, label: Key, required: true, secret: true}
actions:
  - CallEndpoint:
      url: "https://api.example.com/token"
      method: POST
      savePath: /auth
      UrlEncodedFormRequestBody: {secret: "${/key}"}
  - CallEndpoint:
      url: "https://api.example.com/events"
      method: GET
      savePath: /r
      BearerAuthentication: {token: "${/auth/body/access_token}"}
""",
    good="""\
parameters:
  - {name: key, label: Key, required: true, secret: true}
actions:
  - CallEndpoint:
      url: "https://api.example.com/token"
      method: POST
      savePath: /auth
      UrlEncodedFormRequestBody: {secret: "${/key}"}
  - CallEndpoint:
      url: "https://api.example.com/events"
      method: GET
      savePath: /r
      BearerAuthentication: {token: "${/auth/body/access_token}"}
  - Delete: {path: /auth}
""",
    check=_check,
)
