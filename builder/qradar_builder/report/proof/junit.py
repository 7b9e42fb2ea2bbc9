"""A proof as JUnit XML: a suite for each workflow and source, and a case for each phase of the search."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from qradar_builder.report.proof.people import counts, verdict
from qradar_builder.source.files import NOT_IN_XML

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qradar_builder.simulation.search.proof import Proof
    from qradar_builder.simulation.story.telling import Story
    from qradar_builder.simulation.subjects import Subject


def proof_junit(proofs: Iterable[tuple[Subject, Proof, Sequence[Story]]]) -> bytes:
    """The proofs as one document."""
    root = ET.Element("testsuites", name="qradar-builder prove")
    for subject, proof, stories in proofs:
        workflow, source = subject.source.spec.workflow, subject.source.key
        failures = sum(bool(phase.broken) for phase in proof.phases) or int(not proof.holds)
        tests = str(len(proof.phases) or 1)
        suite = ET.SubElement(
            root, "testsuite", name=f"{workflow}, {source}", tests=tests, failures=str(failures), errors="0"
        )
        for phase in proof.phases:
            case = ET.SubElement(suite, "testcase", classname=workflow, name=phase.name, time="0")
            ET.SubElement(case, "system-out").text = counts(phase)
            told = [story for story in stories if story.broken.phase == phase.name]
            if phase.broken or (not proof.holds and phase is proof.phases[-1]):
                first = told[0].broken.breach if told else None
                message = verdict(subject, proof) if first is None else f"{first.rule}: {first.message}"
                failure = ET.SubElement(case, "failure", type="error", message=_plain(message))
                failure.text = _plain("\n".join(line for story in told for line in story.lines))
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _plain(text: str) -> str:
    return NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
