"""A default with a scheme where the URL has one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.url import url_parts
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,9}://")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    hosts = {url_parts(text.text).host for text in subject.texts_named("url", "baseUrl")}
    for parameter in subject.workflow.parameters:
        if _SCHEME.match(parameter.default or "") and f"${{/{parameter.name}}}" in hosts:
            yield Problem(
                origin=parameter.at("default"),
                message=f"the default of `{parameter.name}` and the URL both have a scheme",
            )


RULE = LintRule(
    id="workflow/double-scheme",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A default that is used after `https://` should not have a scheme.",
    rationale=(
        "The request goes to `https://https://…`, whose host is `https`. QRadar reports `Client Protocol "
        "Exception: null`."
    ),
    help="remove `https://` from the default",
    bad="""\
parameters:
  - {name: host, label: Host, default: "https://api.example.com"}
actions:
  - CallEndpoint: {url: "https://${/host}/events", method: GET, savePath: /r}
""",
    good="""\
parameters:
  - {name: host, label: Host, default: api.example.com}
actions:
  - CallEndpoint: {url: "https://${/host}/events", method: GET, savePath: /r}
""",
    check=_check,
)
