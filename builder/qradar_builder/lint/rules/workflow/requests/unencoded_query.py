"""A query in a URL that nothing encodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.url import url_parts
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_PAIR = re.compile(r"([A-Za-z_][\w.\[\]$-]*)=\$\{\s*(?!url_encode)[^{}]*\}(?:&|$)")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for call in subject.endpoints:
        match = _PAIR.search(url_parts(call.get("url") or "").query)
        if match is not None:
            yield Problem(origin=call.at("url"), message=f"the value of `{match[1]}` is put into the URL as it is")


RULE = LintRule(
    id="workflow/unencoded-query",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="Values of a query are given as QueryParameter.",
    rationale=(
        "QRadar encodes the value of a QueryParameter, and nothing in the URL. A blank, `+`, or `&` in the "
        "value makes another query: `2024-01-01T00:00:00+02:00` arrives with a blank."
    ),
    help="move the parameter into a QueryParameter element",
    bad="""\
parameters:
  - {name: since, label: Since, required: true}
actions:
  - CallEndpoint: {url: "https://api.example.com/events?since=${/since}", method: GET, savePath: /r}
""",
    good="""\
parameters:
  - {name: since, label: Since, required: true}
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r,
      QueryParameter: {since: "${/since}"}}
""",
    check=_check,
)
