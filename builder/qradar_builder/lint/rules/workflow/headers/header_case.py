"""A standard header in unusual case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Edit, Severity
from qradar_builder.lint.rule import Confidence, Fix, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_USUAL = {
    each.casefold(): each
    for each in (
        "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Content-Encoding",
        "Content-Type", "Cookie", "Host", "If-Modified-Since", "Origin", "Range", "Referer", "User-Agent",
    )
}  # fmt: skip


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.texts_in("RequestHeader"):
        if text.name == "name":
            usual = _USUAL.get(text.text.casefold(), text.text)
            if text.text not in (usual, usual.lower()):
                yield Problem(
                    origin=text.origin,
                    message=f"the header `{text.text}` is usually written `{usual}`",
                    edits=(Edit(text.origin.locate(), text.text, usual),),
                )


RULE = LintRule(
    id="workflow/header-case",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="The names of standard headers have their usual case.",
    rationale=(
        "HTTP does not distinguish case, but some gateways do, and reviewers of workflow collections ask for "
        "one spelling."
    ),
    help="write the name in its usual case",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      RequestHeader: {Content-type: application/json}}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      RequestHeader: {content-type: application/json, Accept: application/json}}
""",
    check=_check,
    fix=Fix.SAFE,
)
