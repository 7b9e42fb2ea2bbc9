"""A credential that is no secret parameter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.secrets.names import is_secret_name
from qradar_builder.workflow.engine.credentials import sign_in_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_USER: Final = re.compile(r"(?:id|user|name|email|account)$", re.IGNORECASE)
"""How the names of those end that say who signs in."""


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    signed = sign_in_of(subject.workflow).parameters(subject.workflow)
    for parameter in subject.workflow.parameters:
        if parameter.name in signed and not parameter.secret and not _is_told(parameter.name):
            yield Problem(
                origin=parameter.at("name"),
                message=f"the workflow signs in with the parameter `{parameter.name}`, and it is not marked secret",
            )


def _is_told(name: str) -> bool:
    """Whether the name says that it is no secret, or that it is one, which is the subject of another rule."""
    return is_secret_name(name) or _USER.search(name) is not None


RULE = LintRule(
    id="workflow/unmarked-credential",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A parameter that a workflow signs in with is secret.",
    rationale=(
        "A parameter that is not marked secret is shown in clear text in the log source, and is stored so in the "
        "database and in the State."
    ),
    help="add `secret: true`",
    bad="""\
parameters:
  - {name: portalWord, label: Word, required: true}
actions:
  - CallEndpoint:
      url: "https://api.example.com/token"
      method: POST
      savePath: /auth
      UrlEncodedFormRequestBody: {client_secret: "${/portalWord}"}
  - CallEndpoint:
      url: "https://api.example.com/events"
      method: GET
      savePath: /r
      BearerAuthentication: {token: "${/auth/body/access_token}"}
""",
    good="""\
parameters:
  - {name: portalWord, label: Word, required: true, secret: true}
actions:
  - CallEndpoint:
      url: "https://api.example.com/token"
      method: POST
      savePath: /auth
      UrlEncodedFormRequestBody: {client_secret: "${/portalWord}"}
  - CallEndpoint:
      url: "https://api.example.com/events"
      method: GET
      savePath: /r
      BearerAuthentication: {token: "${/auth/body/access_token}"}
""",
    check=_check,
)
