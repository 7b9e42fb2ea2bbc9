"""An optional parameter that a call cannot do without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.url import url_parts
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_CREDENTIALS = ("BasicAuthentication", "BearerAuthentication", "DigestAuthentication", "HawkAuthentication")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    needed: dict[str, str] = {}
    for text in subject.texts_in("CallEndpoint", *_CREDENTIALS):
        if text.name == "url" and text.element.name == "CallEndpoint":
            needed.setdefault(url_parts(text.text).host, "is the host of a call")
        elif text.element.name in _CREDENTIALS and text.name in {"username", "token", "keyId", "key"}:
            needed.setdefault(text.text, "is what a call signs in with")
    guarded = {access.path for access in subject.all_accesses if access.element.name in {"If", "ElseIf"}}
    written = {access.path for access in subject.all_accesses if access.changes}
    for parameter in subject.workflow.parameters:
        why = needed.get(f"${{/{parameter.name}}}")
        optional = not parameter.required and not parameter.default
        if optional and why and (parameter.name,) not in guarded | written:
            yield Problem(origin=parameter.origin, message=f"`{parameter.name}` {why}, but may be left empty")


RULE = LintRule(
    id="workflow/optional-host",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A parameter that is the host of a URL, or a credential, is required or has a default.",
    rationale="Where the administrator leaves it empty, the console accepts the log source, and each run fails.",
    help="add `required: true`, or a default",
    bad="""\
parameters:
  - {name: host, label: Host}
actions:
  - CallEndpoint: {url: "https://${/host}/events", method: GET, savePath: /r}
""",
    good="""\
parameters:
  - {name: host, label: Host, required: true}
actions:
  - CallEndpoint: {url: "https://${/host}/events", method: GET, savePath: /r}
""",
    check=_check,
)
