"""An IP address in a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.url import url_parts
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for call in subject.endpoints:
        parts = url_parts(call.get("url") or "")
        if parts.is_address and not parts.host.startswith("127."):
            yield Problem(origin=call.at("url"), message=f"the host of the call is the address {parts.host}")


RULE = LintRule(
    id="workflow/address-in-url",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A call names its host by a parameter or by a name.",
    rationale=(
        "An address in a workflow is that of one installation. It changes without notice, and no certificate fits it."
    ),
    help="use a host name, or a parameter that the administrator fills",
    bad="""\
actions:
  - CallEndpoint: {url: "https://192.168.1.20:8443/events", method: GET, savePath: /r}
""",
    good="""\
parameters:
  - {name: host, label: Host, required: true}
actions:
  - CallEndpoint: {url: "https://${/host}:8443/events", method: GET, savePath: /r}
""",
    check=_check,
)
