"""A credential that is written into the workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.placeholders import is_placeholder
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.secrets.values import is_common, is_credential, looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterator


_IN = {
    "BasicAuthentication": ("password",),
    "DigestAuthentication": ("password",),
    "BearerAuthentication": ("token",),
    "HawkAuthentication": ("key",),
    "AkamaiEdgeGridAuthentication": ("accessToken", "clientToken", "clientSecret"),
    "Secret": ("value",),
}
_NAMED = ("RequestHeader", "QueryParameter", "RequestCookie", "Parameter")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.texts_in(*_IN, *(each for each in _NAMED if each not in _IN)):
        element = text.element
        if not text.is_fixed or is_placeholder(text.text):
            continue
        is_secret = text.name in _IN.get(element.name, ()) and not is_common(text.text)
        named = element.name in _NAMED and text.name == "value"
        if is_secret or (named and _is_secret(element.get("name") or "", text.text)):
            yield Problem(origin=text.origin, message=f"this {element.name} has a credential that is written out")


def _is_secret(name: str, value: str) -> bool:
    bare = value.rpartition(" ")[2]
    return is_credential(name, bare) and looks_secret(bare)


RULE = LintRule(
    id="workflow/fixed-credential",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="Credentials come from secret parameters.",
    rationale=(
        "Everybody who gets the workflow gets the credential, and all log sources share it. It cannot be "
        "changed without a new workflow."
    ),
    help="add a secret parameter, use it here, and replace the credential at the service",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      RequestHeader: {X-Api-Key: k7Qe93xLp0aZ41mTb}}
""",
    good="""\
parameters:
  - {name: key, label: API key, required: true, secret: true}
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      RequestHeader: {X-Api-Key: "${/key}"}}
""",
    check=_check,
)
