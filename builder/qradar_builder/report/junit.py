"""Findings as JUnit XML, as CI servers read it: a suite for each file, and a case for each finding."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from qradar_builder.findings import Severity
from qradar_builder.report.safe_finding import safe_findings
from qradar_builder.source.files import NOT_IN_XML

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Finding


class JunitReport:
    """An error or a warning is a failure. A note is a case that passes, with its text as output."""

    def render(self, findings: Iterable[Finding]) -> str:
        """The report; without findings, one case that passes."""
        found = sorted(safe_findings(findings), key=lambda each: each.location)
        root = ET.Element("testsuites", name="qradar-builder lint")
        if not found:
            suite = ET.SubElement(root, "testsuite", name="lint", tests="1", failures="0", errors="0")
            ET.SubElement(suite, "testcase", classname="lint", name="no findings", time="0")
        for file, group in groupby(found, key=lambda each: each.location.file):
            _suite(root, file, list(group))
        ET.indent(root)
        return ET.tostring(root, encoding="unicode") + "\n"


def _suite(root: ET.Element, file: str, found: list[Finding]) -> None:
    failures = sum(each.severity is not Severity.NOTE for each in found)
    count = {"tests": str(len(found)), "failures": str(failures), "errors": "0"}
    suite = ET.SubElement(root, "testsuite", {"name": _plain(file), **count})
    for each in found:
        name = f"{each.rule} at {each.location.line}:{each.location.column}"
        case = ET.SubElement(suite, "testcase", classname=_plain(file), name=name, time="0")
        text = f"{each.location}: {each.message}" + (f"\nhelp: {each.help}" if each.help else "")
        if each.severity is Severity.NOTE:
            ET.SubElement(case, "system-out").text = _plain(text)
        else:
            failure = ET.SubElement(case, "failure", type=each.severity.value, message=_plain(each.message))
            failure.text = _plain(text)


def _plain(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
