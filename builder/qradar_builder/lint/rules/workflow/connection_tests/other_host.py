"""A test of a host that no call uses."""

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
    hosts = [url_parts(call.get("url") or "").host for call in subject.endpoints]
    if not hosts or not all(host and _is_plain(host) for host in hosts):
        return
    for test in subject.workflow.tests:
        host = host_of(test)
        if host and _is_plain(host) and host not in hosts:
            yield Problem(origin=test.origin, message=f"no call goes to the host `{fitted(host, 60)}`")


def _is_plain(host: str) -> bool:
    return "${" not in host


RULE = LintRule(
    id="workflow/other-host",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="Each test looks at a host that the workflow calls.",
    rationale=(
        "Such a test is often left over from the workflow that was copied. It fails, or succeeds, for a "
        "system that has nothing to do with the log source."
    ),
    help="write the host of a call, or remove the test",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}
tests:
  - DNSResolutionTest: {host: api.example.org}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}
tests:
  - DNSResolutionTest: {host: api.example.com}
""",
    check=_check,
)
