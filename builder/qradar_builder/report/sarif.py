"""Findings as SARIF 2.1.0, for code scanning services.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from qradar_builder import __version__
from qradar_builder.findings import RULES
from qradar_builder.lint.fingerprint import fingerprints, outer_file
from qradar_builder.lint.registry import lint_rules
from qradar_builder.report.rule_link import rule_page
from qradar_builder.report.safe_finding import safe_findings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Finding, Location

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_FINGERPRINT = "ruleFileMessage/v1"


class SarifReport:
    """One run, with the rules that the findings name and a result for each finding."""

    def render(self, findings: Iterable[Finding]) -> str:
        """The report, also where there are no findings."""
        found = list(safe_findings(findings))
        rules = sorted({each.rule for each in found})
        driver = {
            "name": "qradar-builder",
            "semanticVersion": __version__,
            "rules": [_rule(rule) for rule in rules],
        }
        run = {
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "results": [_result(each, rules.index(each.rule), word) for each, word in fingerprints(found)],
        }
        return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(name: str) -> dict[str, Any]:
    address = rule_page(name)
    return {**_described(name), **({"helpUri": address} if address else {})}


def _described(name: str) -> dict[str, Any]:
    opinion = lint_rules().get(name)
    if opinion is None:
        rule = RULES[name]
        return {
            "id": name,
            "shortDescription": {"text": rule.summary},
            "help": {"text": rule.help or rule.summary},
            "defaultConfiguration": {"level": rule.severity.value},
        }
    return {
        "id": name,
        "shortDescription": {"text": opinion.summary},
        "fullDescription": {"text": opinion.rationale},
        "help": {"text": opinion.help},
        "defaultConfiguration": {"level": opinion.severity.value},
        "properties": {"precision": opinion.confidence.value, "tags": [name.partition("/")[0]]},
    }


def _result(found: Finding, index: int, word: str) -> dict[str, Any]:
    text = f"{found.message}\n{found.help}" if found.help else found.message
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": index,
        "level": found.severity.value,
        "message": {"text": text},
        "locations": [_location(found.location)],
        "partialFingerprints": {_FINGERPRINT: word},
    }
    if found.related:
        result["relatedLocations"] = [
            {"id": number, **_location(each.location), "message": {"text": each.message}}
            for number, each in enumerate(found.related, 1)
        ]
    return result


def _location(place: Location) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": place.line, "startColumn": place.column}
    if place.end_line:
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(place.file)}, "region": region},
    }
    if "!" in place.file:
        location["logicalLocations"] = [{"fullyQualifiedName": place.file}]
    return location


def _uri(file: str) -> str:
    """A file as a URI reference: relative, or absolute with `file:` as its scheme."""
    path = outer_file(file)
    return ("file://" if path.startswith("/") else "") + quote(path, safe="/")
