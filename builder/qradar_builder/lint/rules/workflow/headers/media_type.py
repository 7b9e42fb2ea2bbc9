"""A media type that is misspelled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_FORM = re.compile(r"[\w!#$&^.+*-]+/[\w!#$&^.+*-]+", re.ASCII)
_TOP = frozenset(
    ("application", "text", "image", "multipart", "message", "audio", "video", "font", "model", "example", "*")
)
_WITH_TYPES = frozenset(("accept", "content-type"))


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.texts_in("RequestHeader", "RequestBody", "XmlRequestBody"):
        name = text.element.get("name") or ""
        is_header = text.element.name == "RequestHeader" and text.name == "value" and name.casefold() in _WITH_TYPES
        is_body = text.element.name != "RequestHeader" and text.name == "type"
        if (is_header or is_body) and text.is_fixed and text.text:
            wrong = next((each for each in text.text.split(",") if not _is_type(each)), None)
            if wrong is not None:
                yield Problem(origin=text.origin, message=f"`{fitted(wrong.strip(), 60)}` is no media type")


def _is_type(text: str) -> bool:
    name = text.partition(";")[0].strip()
    return _FORM.fullmatch(name) is not None and name.partition("/")[0].casefold() in _TOP


RULE = LintRule(
    id="workflow/media-type",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A media type is spelled correctly.",
    rationale="A server refuses a type that it does not know with status 406 or 415, or answers in another format.",
    help="write a media type such as `application/json`",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      RequestHeader: {Accept: aplication/json}}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      RequestHeader: {Accept: "application/json, */*;q=0.1"}}
""",
    check=_check,
)
