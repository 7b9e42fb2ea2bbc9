"""A parameter that is marked as secret though it is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.secrets.names import is_secret_name

if TYPE_CHECKING:
    from collections.abc import Iterator


_OPEN = frozenset(("host", "hostname", "url", "username", "port", "server", "region", "tenant", "domain", "site"))
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for parameter in subject.workflow.parameters:
        words = [word.lower() for word in _WORD.findall(parameter.name)]
        last = "".join(words[-2:]) if words[-2:] in (["host", "name"], ["user", "name"]) else "".join(words[-1:])
        if parameter.secret and last in _OPEN and not is_secret_name(parameter.name):
            yield Problem(
                origin=parameter.at("secret"), message=f"`{parameter.name}` is marked as secret, and is likely none"
            )


RULE = LintRule(
    id="workflow/needless-secret",
    severity=Severity.NOTE,
    confidence=Confidence.LOW,
    subject=WorkflowSubject,
    summary="Only a parameter that takes a secret is marked as secret.",
    rationale=(
        "An administrator cannot see the value of a secret parameter again, so a wrong host or user name is "
        "hard to find."
    ),
    help="remove the mark if the value is no secret",
    bad="""\
parameters:
  - {name: serverHost, label: Host, required: true, secret: true}
actions:
  - CallEndpoint: {url: "https://${/serverHost}/", method: GET, savePath: /r}
""",
    good="""\
parameters:
  - {name: serverHost, label: Host, required: true}
actions:
  - CallEndpoint: {url: "https://${/serverHost}/", method: GET, savePath: /r}
""",
    check=_check,
)
