"""A member that a response never has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.state_path import ANY, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_MEMBERS: Final = ("status_code", "status_message", "headers", "body", "cookies")
_MEANT: Final = {
    "status": "status_code",
    "statuscode": "status_code",
    "code": "status_code",
    "message": "status_message",
    "reason": "status_message",
    "header": "headers",
    "response": "body",
    "data": "body",
    "cookie": "cookies",
}


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    tops = {each.path[:1] for each in subject.all_accesses if each.changes and each.element.name == "CallEndpoint"}
    names = {parameter.name for parameter in subject.workflow.parameters}
    for access in subject.reads:
        if access.path[:1] not in tops:
            continue
        setting = [each for each in subject.touching(access.path) if each.kind in {"write", "extend"}]
        lengths = {len(each.path) for each in setting if each.element.name == "CallEndpoint"}
        is_response = bool(setting) and all(each.element.name == "CallEndpoint" for each in setting)
        if not is_response or len(lengths) != 1 or access.path[0] in names or ANY in access.path[: min(lengths) + 1]:
            continue
        member = next(iter(access.path[min(lengths) :]), "body")
        if member not in _MEMBERS and not member.endswith(ANY):
            meant = _MEANT.get(member.replace("_", "").lower(), "body/" + member)
            response = access.path[: min(lengths)]
            yield Problem(
                origin=access.origin,
                message=f"a response has no `{member}`, so `{written(access.path)}` is always null",
                help=f"write `{written(response)}/{meant}`",
                related=[(each.origin, "the response is saved here") for each in setting[:1]],
            )


RULE = LintRule(
    id="workflow/member-of-response",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="What a workflow reads of a response is a member that responses have.",
    rationale=(
        "A response has `status_code`, `status_message`, `headers` and `body`, and `cookies` in schema V2_1. "
        "Everything else is null: a condition with it is never true, and a post of it fails."
    ),
    help="write `status_code`, `status_message`, `headers`, `cookies` or `body`",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status = 200
    then:
      - PostEvents: {path: /r/body, source: api.example.com}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code = 200
    then:
      - PostEvents: {path: /r/body, source: api.example.com}
""",
    check=_check,
)
