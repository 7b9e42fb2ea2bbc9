"""Guesses what a file was meant to be whose root element does not tell: it is broken, or of another kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Findings, Severity
from qradar_builder.model.workflow.problems import did_you_mean
from qradar_builder.package.inputs.kinds import ROOTS, Kind
from qradar_builder.package.layout import EXTENSION_FILE, is_package
from qradar_builder.source.files import decode
from qradar_builder.source.xml.root import beginning, root_name
from qradar_builder.source.yaml.document import parse_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qradar_builder.findings import Finding

_MARKS: Final = (
    (Kind.VALUES, re.compile(r"WorkflowParameterValues|<Value\s+(?:name|value)\s*=")),
    (
        Kind.WORKFLOW,
        re.compile(
            r"<(?:[\w.-]+:)?Workflow[\s>]|UniversalCloudRESTAPI/Workflow/|<(?:Actions>|CallEndpoint\s|PostEvents?\s|ForEach\s)"
        ),
    ),
    (Kind.LSX, re.compile(r"device-extension|<match-group\s|<event-match-(?:single|multiple)\s")),
    (
        Kind.CONTENT,
        re.compile(r"<(?:qradarversion|sensordevicetype|ariel_regex_property|dsmevent|qidmap|device_ext|custom_rule)>"),
    ),
)
_YAML: Final = (".yaml", ".yml")
_KEY_LINE = re.compile(r"^[A-Za-z_][\w -]*:(?:\s|$)", re.MULTILINE)
_TITLE = re.compile(r"<title[^>]*>([^<]{1,80})", re.IGNORECASE)
_HTML = re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_HIGHEST: Final = 4
"""How many folders up a package is looked for."""


def guessed_kind(content: bytes) -> Kind | None:
    """The kind of XML file that a broken file looks like, by words that only that kind has; else None."""
    text = beginning(content)
    if _HTML.match(text):
        return None
    return next((kind for kind, mark in _MARKS if mark.search(text)), None)


def yaml_problems(content: bytes, path: Path, name: str) -> list[Finding]:
    """The errors in the syntax of a file that looks like YAML of a package; empty where it is none, or has none."""
    text = beginning(content)
    if path.suffix not in _YAML and (text.lstrip()[:1] in ("{", "[", "<") or len(_KEY_LINE.findall(text)) < 2):
        return []
    problems = Findings()
    whole = decode(content, name, problems)
    if whole is not None:
        parse_document(whole, name, problems)
    return [finding for finding in problems if finding.severity is Severity.ERROR]


def what_it_is(content: bytes, path: Path) -> tuple[str, str]:
    """What a file is that cannot be checked by itself, and what to do with it; the advice may be empty."""
    text = beginning(content)
    start = text.lstrip()[:1]
    if not text.strip():
        return "is empty", ""
    if _HTML.match(text):
        title = _TITLE.search(text)
        named = f" with the title `{' '.join(title[1].split())}`" if title else ""
        advice = "a login or error page may have been saved instead of the file: download the file again"
        return f"is an HTML page{named}, which this command cannot check", advice
    if start in ("{", "["):
        return _json(text)
    if path.suffix in _YAML:
        return _yaml(path)
    root = root_name(content)
    if root is not None:
        return f"is XML with the root `{root[:80]}`, which this command cannot check", did_you_mean(root, ROOTS)
    return "is not a file that this command can check", ""


def _json(text: str) -> tuple[str, str]:
    if '"log"' in text and '"entries"' in text:
        return "is a HAR file, which this command cannot check", "create a package from it: `init --from-har FILE`"
    if '"openapi"' in text or '"swagger"' in text:
        advice = "create a package from it: `init --from-openapi FILE`"
        return "is an OpenAPI document, which this command cannot check", advice
    return "is JSON that this command cannot check", ""


def _yaml(path: Path) -> tuple[str, str]:
    folder = next((parent for parent in _parents(path) if is_package(parent)), None)
    if folder is not None:
        return "is a YAML file of a package, which you can check only with the package", f"use its folder: {folder}"
    advice = f"a package is a folder that contains {EXTENSION_FILE}; use that folder"
    return "is a YAML file outside a package, which this command cannot check", advice


def _parents(path: Path) -> Iterator[Path]:
    yield from list(path.parents)[:_HIGHEST]
