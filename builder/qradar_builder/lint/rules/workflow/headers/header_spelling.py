"""A header name that is misspelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Edit, Severity
from qradar_builder.lint.rule import Confidence, Fix, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


_MISSPELLED = {
    "authorisation": "Authorization",
    "autorization": "Authorization",
    "authorizaton": "Authorization",
    "authorzation": "Authorization",
    "autherization": "Authorization",
    "authentification": "Authorization",
    "contenttype": "Content-Type",
    "content_type": "Content-Type",
    "content type": "Content-Type",
    "contet-type": "Content-Type",
    "conten-type": "Content-Type",
    "content-typ": "Content-Type",
    "content-types": "Content-Type",
    "useragent": "User-Agent",
    "user_agent": "User-Agent",
    "user agent": "User-Agent",
    "acept": "Accept",
    "accepts": "Accept",
    "accept_encoding": "Accept-Encoding",
    "acceptencoding": "Accept-Encoding",
    "referrer": "Referer",
    "cookies": "Cookie",
    "if-modified-sience": "If-Modified-Since",
    "cache_control": "Cache-Control",
}


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.texts_in("RequestHeader"):
        if text.name == "name":
            written = text.text.strip().rstrip(":")
            right = _MISSPELLED.get(written.casefold(), written)
            if right != text.text:
                yield Problem(
                    origin=text.origin,
                    message=f"the header `{fitted(text.text, 60)}` is misspelled",
                    help=f"write `{right}`",
                    edits=(Edit(text.origin.locate(), text.text, right),),
                )


RULE = LintRule(
    id="workflow/header-spelling",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="The names of standard headers are spelled correctly.",
    rationale=(
        "A server ignores a header that it does not know. Without `Authorization` it answers 401, without "
        "`Content-Type` it often does not read the body."
    ),
    help="write the name as the standard does",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      RequestHeader: {contentType: application/json}}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      RequestHeader: {Content-Type: application/json}}
""",
    check=_check,
    fix=Fix.SAFE,
)
