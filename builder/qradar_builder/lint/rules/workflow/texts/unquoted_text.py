"""A text that becomes a part of a condition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.jpath.errors import JPathError
from qradar_builder.jpath.syntax.parser import parse
from qradar_builder.jpath.syntax.tree import Path
from qradar_builder.lint.dataflow.shapes import Shape
from qradar_builder.lint.dataflow.state_path import path_of, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.jpath.syntax.tree import Node


_BARE: Final = re.compile(r"(?<!['\"\w}/])\$\{\s*(/[\w/'@.-]+)\s*\}(?!['\"\w{/])")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.texts_named("condition"):
        for hole in _BARE.finditer(text.text):
            if text.text[: hole.start()].count("${") > text.text[: hole.start()].count("}"):
                continue
            node = _read(hole[1])
            if not isinstance(node, Path):
                continue
            place = path_of(node)
            source = next((each for each in subject.sources.of(place) if each.kind in {"parameter", "secret"}), None)
            shapes = subject.shapes.of(place)
            if Shape.TEXT in shapes and (source is not None or Shape.UNKNOWN not in shapes):
                yield Problem(
                    origin=text.stretch(hole.start(), hole.end()),
                    message=f"the text of `{written(place)}` becomes a part of the condition, and is no JPath there",
                    help=f"write `{hole[1]}` without `${{}}`, or `'{hole[0]}'` in quotes",
                )


def _read(text: str) -> Node | None:
    try:
        return parse(text)
    except JPathError:
        return None


RULE = LintRule(
    id="workflow/unquoted-text",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A condition compares a text as a path, or in quotes.",
    rationale=(
        "QRadar puts what `${…}` gives into the condition first, and reads it then. A text without quotes is an error "
        "there, and the run fails; an empty one leaves a comparison without a left side."
    ),
    help="write the path without `${}`, or put it in quotes",
    bad="""\
parameters:
  - {name: mode, label: Mode, required: true}
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: ${/mode} = 'all'
    then:
      - PostEvents: {path: /r/body, source: api.example.com}
""",
    good="""\
parameters:
  - {name: mode, label: Mode, required: true}
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /mode = 'all'
    then:
      - PostEvents: {path: /r/body, source: api.example.com}
""",
    check=_check,
)
