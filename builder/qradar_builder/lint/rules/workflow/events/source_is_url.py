"""A source of events that is a URL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.calls import POSTS
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_HOLE: Final = re.compile(r"\$\{\s*(/[\w/-]+)\s*\}")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    bases = set()
    for call in subject.calls:
        begin = _HOLE.match(call.element.get("url") or "")
        if begin is not None:
            bases.add(begin[1])
    for text in subject.texts_in(*POSTS):
        if text.name != "source":
            continue
        whole = _HOLE.fullmatch(text.text)
        if "://" in text.text or "/" in _HOLE.sub("", text.text):
            yield Problem(origin=text.origin, message="the source of the events is a URL, and not a host")
        elif (
            whole is not None
            and whole[1] in bases
            and _is_parameter(subject, whole[1])
            and not _is_host(subject, whole[1])
        ):
            message = f"the source of the events is `{whole[1]}`, which is a URL: calls begin with it"
            yield Problem(origin=text.origin, message=message)


def _is_parameter(subject: WorkflowSubject, path: str) -> bool:
    return any(path == f"/{parameter.name}" for parameter in subject.workflow.parameters)


def _is_host(subject: WorkflowSubject, path: str) -> bool:
    """Whether some call or test takes the same value as a host."""
    hosts = [text.text for text in subject.texts_named("url", "host")]
    return any(f"://${{{path}}}" in each for each in hosts)


RULE = LintRule(
    id="workflow/source-is-url",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="The source of events is the host that the log source identifier names.",
    rationale=(
        "QRadar finds the log source of an event by comparing its source with the log source identifier. An "
        "identifier is a host name or an address. Events of a source that is a URL land in no log source, and are "
        "stored unparsed."
    ),
    help="write the host alone; from schema V2_1 on, leave `source` out, and QRadar takes the identifier",
    bad="""\
parameters:
  - {name: url, label: URL, required: true}
actions:
  - CallEndpoint: {url: "${/url}/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: "${/url}"}
""",
    good="""\
parameters:
  - {name: host, label: Host, required: true}
actions:
  - CallEndpoint: {url: "https://${/host}/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: "${/host}"}
""",
    check=_check,
)
