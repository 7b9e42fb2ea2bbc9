"""What a build gives otherwise than the file that the package was imported from."""

from __future__ import annotations

from pathlib import Path

from qradar_builder.findings import Findings
from qradar_builder.takeover.checking import check_import
from tests.unit.takeover.conftest import LSX, ROWS, content_xml


def check(names, folder=None):
    findings = Findings()
    compared = check_import([Path(name) for name in names], folder, findings)
    return compared, [(finding.rule, finding.message) for finding in findings if finding.rule == "import/differs"]


def test_a_new_import_does_not_differ(take):
    take({"export.xml": content_xml()})
    compared, found = check(["export.xml"])
    assert compared.summary() == "4 rows compared: no difference."
    assert found == []


def test_a_package_that_was_changed_does(take):
    taken = take({"export.xml": content_xml()})
    path = taken.folder / "log_source_types/acme-gate.yaml"
    text = path.read_text(encoding="utf-8").replace("severity: 2", "severity: 7")
    path.write_text(text.replace("id: open,", "id: opened,"), encoding="utf-8")
    compared, found = check(["export.xml"], taken.folder)
    assert compared.summary() == "4 rows compared: 3 differences."
    assert found[0][1].startswith("a build has the row `dsmevent/")
    assert [message for _, message in found[1:]] == [
        "the row `dsmevent/701` is not in a build",
        "the row `qidmap/501` is built with other columns: `severity`",
    ]
    assert {rule for rule, _ in found} == {"import/differs"}


def test_a_workflow_and_an_extension_are_compared_as_documents(take):
    workflow = (
        '<Workflow name="a" version="1" xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2">'
        "<!-- one --><!-- two --><Actions><ClearStatus/><!-- last --></Actions></Workflow>"
    )
    taken = take({"w.xml": workflow, "gate.xml": LSX})
    compared, found = check(["w.xml", "gate.xml"], taken.folder)
    assert compared.summary() == "2 XML documents compared: no difference."
    assert found == []
    path = taken.folder / "workflows/a.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("ClearStatus", "Sleep: {duration: 1}"), encoding="utf-8")
    _, found = check(["w.xml", "gate.xml"], taken.folder)
    assert len(found) == 1


def test_what_cannot_be_read_is_not_compared(take):
    take({"export.xml": content_xml(ROWS)})
    assert check(["nothing.xml"])[0] is None
    assert check(["export.xml"], Path("nowhere"))[0] is None
