"""A default that only holds in one network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_PRIVATE = re.compile(
    r"(?:[a-z]+://)?"
    r"(?:(?:10|192\.168|172\.(?:1[6-9]|2[0-9]|3[01]))(?:\.[0-9]{1,3}){2,3}|[\w.-]+\.(?:local|lan|corp|internal|home))"
    r"(?:[:/].*)?",
    re.IGNORECASE,
)


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for parameter in subject.workflow.parameters:
        if parameter.default is not None and _PRIVATE.fullmatch(parameter.default.strip()):
            yield Problem(
                origin=parameter.at("default"),
                message=f"the default of `{parameter.name}` is `{fitted(parameter.default, 60)}`, in a private network",
            )


RULE = LintRule(
    id="workflow/private-default",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="The default of a parameter should be valid in every network.",
    rationale=(
        "An address of a private network is that of the author's own laboratory. Elsewhere it reaches "
        "nothing, or another system."
    ),
    help="remove the default, and make the parameter required",
    bad="""\
parameters:
  - {name: server, label: Server, default: 192.168.3.17}
actions:
  - CallEndpoint: {url: "https://${/server}/", method: GET, savePath: /r}
""",
    good="""\
parameters:
  - {name: server, label: Server, required: true}
actions:
  - CallEndpoint: {url: "https://${/server}/", method: GET, savePath: /r}
""",
    check=_check,
)
