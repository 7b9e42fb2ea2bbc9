"""A parameter with the name of a secret that is not marked as one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.secrets.names import is_secret_name

if TYPE_CHECKING:
    from collections.abc import Iterator


_SAYS_WHO = re.compile(r"integration.?key", re.IGNORECASE)
"""A key that says which client asks, as Duo calls it; the secret beside it proves that."""


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for parameter in subject.workflow.parameters:
        is_id = parameter.name.casefold().endswith("id") or _SAYS_WHO.search(parameter.name) is not None
        if not parameter.secret and not is_id and is_secret_name(parameter.name) and not _is_choice(parameter.default):
            yield Problem(
                origin=parameter.at("name"), message=f"`{parameter.name}` takes a secret, but is not marked as secret"
            )


def _is_choice(default: str | None) -> bool:
    """Whether a default shows that the value is a number or a choice, and no secret."""
    return default is not None and (default.lower() in {"true", "false"} or default.isdecimal())


RULE = LintRule(
    id="workflow/unmarked-secret",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A parameter that takes a secret is marked as secret.",
    rationale=(
        "QRadar shows the value of other parameters on the screen and keeps it in clear text. IBM asks that "
        "every sensitive parameter is marked."
    ),
    help='add `secret: true` (in XML `secret="true"`) to the parameter',
    bad="""\
parameters:
  - {name: apiToken, label: API token, required: true}
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      BearerAuthentication: {token: "${/apiToken}"}}
""",
    good="""\
parameters:
  - {name: apiToken, label: API token, required: true, secret: true}
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      BearerAuthentication: {token: "${/apiToken}"}}
""",
    check=_check,
)
