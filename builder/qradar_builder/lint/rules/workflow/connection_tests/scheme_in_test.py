"""A URL where a test takes a host."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Edit, Severity
from qradar_builder.lint.rule import Confidence, Fix, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.model.workflow.elements import TESTS

if TYPE_CHECKING:
    from collections.abc import Iterator


_SCHEME: Final = re.compile(r"\s*https?://", re.IGNORECASE)
_BASE: Final = re.compile(r"\$\{\s*/([\w-]+)\s*\}")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    bases = {match[1] for call in subject.calls if (match := _BASE.match(call.element.get("url") or ""))}
    hosts = {
        match for call in subject.calls for match in re.findall(r"://\$\{/([\w-]+)\}", call.element.get("url") or "")
    }
    urls = {each.name for each in subject.workflow.parameters if each.name in bases - hosts}
    for text in subject.texts_named("host"):
        if text.element.name not in TESTS:
            continue
        scheme = _SCHEME.match(text.text)
        whole = _BASE.fullmatch(text.text)
        if scheme is not None:
            edit = Edit(text.origin.locate(), text.text[: scheme.end()], "")
            problem = f"{text.element.name} takes a host, and `{scheme[0]}` is none: the test always fails"
            yield Problem(origin=text.origin, message=problem, edits=(edit,))
        elif whole is not None and whole[1] in urls:
            problem = f"{text.element.name} takes a host, and `/{whole[1]}` is a URL: calls begin with it"
            yield Problem(origin=text.origin, message=problem)


RULE = LintRule(
    id="workflow/scheme-in-test",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A test of a connection names a host alone.",
    rationale=(
        "DNSResolutionTest, TCPConnectionTest and SSLHandshakeTest look up what they are given as a name. A URL is no "
        "name, so the test fails although the service can be reached."
    ),
    help="write the host without `https://` and without a path",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
tests:
  - DNSResolutionTest: {host: "https://api.example.com"}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
tests:
  - DNSResolutionTest: {host: "api.example.com"}
""",
    check=_check,
    fix=Fix.SAFE,
)
