"""A hash that is posted as a part of an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.calls import POSTS
from qradar_builder.lint.dataflow.state_path import covers, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    made = [
        each
        for hmac in subject.elements_named("GenerateHMAC")
        for each in subject.accesses_of(hmac)
        if each.kind == "write"
    ]
    for access in subject.reads_in(*POSTS) if made else ():
        if access.text.name != "path":
            continue
        hidden = next(
            (each for each in made if len(each.path) > len(access.path) and covers(access.path, each.path)), None
        )
        if hidden is not None:
            yield Problem(
                origin=access.origin,
                message=f"`{written(hidden.path)}` is encrypted, and is posted as cipher text in the object",
                related=[(hidden.origin, "GenerateHMAC makes it here")],
            )


RULE = LintRule(
    id="workflow/cipher-in-event",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="What GenerateHMAC makes is not a member of what is posted.",
    rationale=(
        "QRadar keeps the result of GenerateHMAC encrypted. It is decrypted where it is read alone; in an object, the "
        "cipher text is posted, another one in each run."
    ),
    help="copy it with `Set` and `${…}` to a separate place before it is posted",
    bad="""\
parameters:
  - {name: key, label: Key, required: true, secret: true}
actions:
  - Set: {path: /e, value: "{}"}
  - GenerateHMAC: {algorithm: SHA256, secretKey: "${/key}", message: "a", saveFormat: HEX, savePath: /e/hash}
  - PostEvent: {path: /e, source: api.example.com}
""",
    good="""\
parameters:
  - {name: key, label: Key, required: true, secret: true}
actions:
  - Set: {path: /e, value: "{}"}
  - GenerateHMAC: {algorithm: SHA256, secretKey: "${/key}", message: "a", saveFormat: HEX, savePath: /hash}
  - Log: {type: DEBUG, message: "${count(/hash)}"}
  - PostEvent: {path: /e, source: api.example.com}
""",
    check=_check,
)
