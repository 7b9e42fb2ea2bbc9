"""A query value that is encoded before QRadar encodes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.jpath.syntax.tree import Call, Path
from qradar_builder.lint.dataflow.state_path import path_of
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.written_text import Tree, WrittenText


_ENCODED: Final = re.compile(r"%(?:2[0-9A-Fa-f]|3[A-Fa-f]|5[BbDdEe]|7[B-Db-d])")
_PARTS: Final = ("QueryParameter", "Parameter")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.texts_in(*_PARTS):
        if text.name != "value":
            continue
        known = _ENCODED.search(text.text)
        if known is not None:
            message = f"`{known[0]}` is encoded again by QRadar, to `%25{known[0][1:]}`"
            yield Problem(origin=text.stretch(known.start(), known.end()), message=message)
        elif any(_calls_encode(tree) for tree in text.trees) or _is_made_by_encode(subject, text):
            yield Problem(origin=text.origin, message="the value is encoded by `url_encode`, and again by QRadar")


def _calls_encode(tree: Tree) -> bool:
    return any(isinstance(node, Call) and node.function == "url_encode" for node in tree.nodes)


def _is_made_by_encode(subject: WorkflowSubject, text: WrittenText) -> bool:
    """Whether it is one place, and everything that sets that place encodes it."""
    paths = [path_of(tree.node) for tree in text.trees if isinstance(tree.node, Path)]
    if (
        len(text.trees) != 1
        or len(paths) != 1
        or not text.text.startswith("${")
        or text.trees[0].end != len(text.text) - 1
    ):
        return False
    setting = [each for each in subject.touching(paths[0]) if each.kind == "write"]
    texts = [[each for each in subject.texts_of(access.element) if each.name == "value"] for access in setting]
    return bool(texts) and all(any(_calls_encode(tree) for each in group for tree in each.trees) for group in texts)


RULE = LintRule(
    id="workflow/encoded-twice",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="The value of a QueryParameter is plain text.",
    rationale=(
        "QRadar encodes the values of query and form parameters. A value that is encoded already reaches the service "
        "with `%25` in it: the service finds nothing, or answers with an error."
    ),
    help="write the value as it reads, without `%…` and `url_encode`",
    bad="""\
actions:
  - CallEndpoint:
      url: "https://api.example.com/events"
      method: GET
      savePath: /r
      QueryParameter: {filter: "severity%20gt%203"}
""",
    good="""\
actions:
  - CallEndpoint:
      url: "https://api.example.com/events"
      method: GET
      savePath: /r
      QueryParameter: {filter: "severity gt 3"}
""",
    check=_check,
)
