"""A token in an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.state_path import covers, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_SHOWS: Final = ("PostEvent", "PostEvents")
_TEXTS: Final = ("path",)


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    tokens = subject.tokens
    for access in subject.reads_in(*_SHOWS) if tokens else ():
        if access.text.name not in _TEXTS:
            continue
        token = next((each for each in tokens if covers(access.path, each) or covers(each, access.path)), None)
        if token is not None:
            yield Problem(
                origin=access.origin,
                message=f"the token in `{written(token)}` is posted",
                related=[(tokens[token].origin, "the workflow signs in with it here")],
            )


RULE = LintRule(
    id="workflow/token-in-event",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="No event has a token in it.",
    rationale="Events are stored and searched, and everybody who may search sees the token.",
    help="post what the service has sent as events only",
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
  - PostEvent: {path: /auth/body, source: api.example.com}
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
  - PostEvent: {path: /r/body, source: api.example.com}
""",
    check=_check,
)
