"""A path that is written as plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Edit, Severity
from qradar_builder.lint.dataflow.state_path import covers
from qradar_builder.lint.rule import Confidence, Fix, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_PATH: Final = re.compile(r"/[A-Za-z_][\w-]*(?:/[\w-]+)*")
_ATTRIBUTES: Final = frozenset(
    {"value", "message", "reason", "duration", "time", "date", "token", "password", "username"}
)


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    known = {each.path for each in subject.all_accesses if each.kind == "write"}
    known |= {(parameter.name,) for parameter in subject.workflow.parameters}
    for text in subject.texts_named(*_ATTRIBUTES):
        is_text = text.attribute is not None and text.attribute.kind.value == "template"
        if not is_text or not _PATH.fullmatch(text.text):
            continue
        place = tuple(text.text[1:].split("/"))
        if any(covers(each, place) for each in known):
            location = text.origin.locate()
            yield Problem(
                origin=text.origin,
                message=f"`{text.text}` is used as it is written: it is a path, and not the value there",
                help=f"write `${{{text.text}}}`",
                edits=(Edit(location, text.text, f"${{{text.text}}}"),),
            )


RULE = LintRule(
    id="workflow/path-as-text",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="The value at a path is written with `${}` in a text.",
    rationale=(
        "A text attribute is plain text but for its `${…}`. A path that is written there is sent or saved as its own "
        "letters."
    ),
    help="write `${/path}`",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - Set: {path: /events, value: /r/body}
  - PostEvents: {path: /events, source: api.example.com}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - Set: {path: /events, value: "${/r/body}"}
  - PostEvents: {path: /events, source: api.example.com}
""",
    check=_check,
    fix=Fix.UNSAFE,
)
