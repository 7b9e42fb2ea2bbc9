"""A header that is looked up in one spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.state_path import ANY, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.accesses import Access
    from qradar_builder.lint.dataflow.state_path import StatePath


_HEADERS: Final = "headers"


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    read: dict[StatePath, Access] = {}
    headers = {(*call.saved, _HEADERS) for call in subject.calls if call.saved}
    for access in subject.reads:
        if access.path[:-1] in headers:
            read.setdefault(access.path, access)
    for path, access in read.items():
        others = [each for each in read if each != path and [*map(str.lower, each)] == [*map(str.lower, path)]]
        if not others and not path[-1].endswith(ANY):
            other = path[-1].lower() if path[-1] != path[-1].lower() else path[-1].title()
            yield Problem(
                origin=access.origin,
                message=f"the header `{path[-1]}` is found only in this spelling, and a service may send `{other}`",
                help=f"look for `{written((*path[:-1], other))}` too",
            )


RULE = LintRule(
    id="workflow/one-spelling",
    severity=Severity.NOTE,
    confidence=Confidence.LOW,
    subject=WorkflowSubject,
    summary="A workflow looks up a header in each spelling that its service may use.",
    rationale=(
        "QRadar keeps the names of headers as the service sends them, and a path tells upper from lower case. Where a "
        "service, or a proxy before it, changes to HTTP/2 spelling, the header is null."
    ),
    help="look for both spellings of the header",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - Set: {path: /next, value: "${/r/headers/Link}"}
  - Log: {type: INFO, message: "${/next}"}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - Set: {path: /next, value: "${/r/headers/Link}"}
  - If: empty(/next)
    then:
      - Set: {path: /next, value: "${/r/headers/link}"}
  - Log: {type: INFO, message: "${/next}"}
""",
    check=_check,
)
