"""Ids that are compared as numbers where they look like numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.jpath.syntax.tree import Comparison, Path
from qradar_builder.lint.dataflow.state_path import path_of, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_ID: Final = re.compile(
    r"(?i)(?:^|_|-)(?:hash|hmac|digest|etag|checksum|md5|sha\d*|guid|uuid)$|(?:Hash|Hmac|Digest|Etag|Guid|Uuid)$"
)


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.texts_named("condition"):
        for part in text.nodes():
            is_equal = isinstance(part, Comparison) and part.operator in {"=", "!="}
            if not is_equal or not isinstance(part, Comparison):
                continue
            sides = [path_of(side) for side in (part.left, part.right) if isinstance(side, Path)]
            if len(sides) == 2 and all(side and _ID.search(side[-1]) for side in sides):
                yield Problem(
                    origin=text.stretch(part.start, part.end),
                    message=f"`{written(sides[0])}` and `{written(sides[1])}` are compared as numbers where both look "
                    "like numbers: `0e1` equals `0e2`",
                )


RULE = LintRule(
    id="workflow/compared-as-number",
    severity=Severity.NOTE,
    confidence=Confidence.LOW,
    subject=WorkflowSubject,
    summary="Ids and hashes are not compared by what they are worth as numbers.",
    rationale=(
        "QRadar compares two values as numbers where both look like numbers. Two hashes such as `0e1` and `0e2`, or "
        "ids with leading zeros, are then the same."
    ),
    help="compare texts that begin with a letter, such as `${…}` behind an `x` saved with Set",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/body/hash != /last/hash
    then:
      - PostEvents: {path: /r/body, source: api.example.com}
  - Set: {path: /last/hash, value: "${/r/body/hash}"}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - Set: {path: /now, value: "x${/r/body/hash}"}
  - If: /now != /last/text
    then:
      - PostEvents: {path: /r/body, source: api.example.com}
  - Set: {path: /last/text, value: "${/now}"}
""",
    check=_check,
)
