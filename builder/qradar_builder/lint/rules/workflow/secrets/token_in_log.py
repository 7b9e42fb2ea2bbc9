"""A token in a log message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.jpath.syntax.tree import Call, Path
from qradar_builder.lint.dataflow.state_path import covers, path_of, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.accesses import Access


_SHOWS: Final = ("Log", "SetStatus", "Abort")
_TEXTS: Final = ("message", "reason")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    tokens = subject.tokens
    for access in subject.reads_in(*_SHOWS) if tokens else ():
        if access.text.name not in _TEXTS or _is_counted(access):
            continue
        token = next((each for each in tokens if covers(access.path, each) or covers(each, access.path)), None)
        if token is not None:
            yield Problem(
                origin=access.origin,
                message=f"the token in `{written(token)}` is part of a message",
                related=[(tokens[token].origin, "the workflow signs in with it here")],
            )


def _is_counted(access: Access) -> bool:
    """Whether only its size, or whether it is empty, is shown."""
    calls = [node for node in access.text.nodes() if isinstance(node, Call)]
    return any(
        access.path == path_of(each)
        for call in calls
        if call.function in {"count", "empty"}
        for each in call.arguments
        if isinstance(each, Path)
    )


RULE = LintRule(
    id="workflow/token-in-log",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="No message has a token, nor the response that contains one.",
    rationale=(
        "The log of QRadar is read by many, and kept for long. Who reads a token may call the service with it until "
        "it expires."
    ),
    help="log the status of the response, and nothing of its body",
    bad="""\
parameters:
  - {name: key, label: Key, required: true, secret: true}
actions:
  - CallEndpoint:
      url: "https://api.example.com/token"
      method: POST
      savePath: /auth
      UrlEncodedFormRequestBody: {secret: "${/key}"}
  - Log: {type: INFO, message: "${/auth/body}"}
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
""",
    check=_check,
)
