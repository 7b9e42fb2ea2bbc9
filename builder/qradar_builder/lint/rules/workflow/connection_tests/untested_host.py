"""A host that no test looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.tested_hosts import host_of
from qradar_builder.lint.subjects.url import url_parts
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    tested = {each for test in subject.workflow.tests if (each := host_of(test))}
    if not tested:
        return
    told: set[str] = set()
    for call in subject.endpoints:
        host = url_parts(call.get("url") or "").host
        if host and host not in tested and host not in told and _is_known(host):
            told.add(host)
            yield Problem(origin=call.at("url"), message=f"no test looks at the host `{fitted(host, 60)}`")


def _is_known(host: str) -> bool:
    """Whether a host is written out, or is one parameter: tests run without the values that actions set."""
    return "${" not in host or (host.startswith("${/") and host.count("/") == 1 and host.endswith("}"))


RULE = LintRule(
    id="workflow/untested-host",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="The tests of a workflow look at each host that it calls.",
    rationale=(
        "The button Start Test is what an administrator has. Where it does not look at the host of the sign- "
        "in, it shows success and the runs fail."
    ),
    help="add a DNSResolutionTest and an SSLHandshakeTest for the host",
    bad="""\
parameters:
  - {name: host, label: Host, required: true}
actions:
  - CallEndpoint: {url: "https://login.example.com/token", method: POST, savePath: /t}
  - CallEndpoint: {url: "https://${/host}/events", method: GET, savePath: /r}
tests:
  - SSLHandshakeTest: {host: "${/host}"}
""",
    good="""\
parameters:
  - {name: host, label: Host, required: true}
actions:
  - CallEndpoint: {url: "https://login.example.com/token", method: POST, savePath: /t}
  - CallEndpoint: {url: "https://${/host}/events", method: GET, savePath: /r}
tests:
  - SSLHandshakeTest: {host: "${/host}"}
  - SSLHandshakeTest: {host: login.example.com}
""",
    check=_check,
)
