import json
from pathlib import Path

import pytest

from qradar_builder.findings import Findings
from qradar_builder.lint.engine import lint_paths
from qradar_builder.package.extension.archive import write_zip

NAMESPACE = "http://qradar.ibm.com/UniversalCloudRESTAPI"


def lint(path):
    findings = Findings()
    checked = lint_paths([path], findings)
    return checked, [(one.rule, one.location.file.rpartition("/")[2]) for one in findings]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (f'<Workflow name="a" version="1" xmlns="{NAMESPACE}/Workflow/V9"/>', "workflow/version"),
        (f'<WorkflowParameterValues xmlns="{NAMESPACE}/Workflow/V2"/>', "workflow/version"),
        ("<device-extension><!-- a -- b --></device-extension>", "xml/syntax"),
        ("<content/>", "package/version-first"),
    ],
)
def test_a_file_is_checked_as_what_it_is(tmp_path, content, found):
    path = tmp_path / "a.xml"
    path.write_text(content, encoding="utf-8")
    assert lint(path) == (True, [(found, "a.xml")])


def test_an_archive_is_looked_into(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(
        write_zip({"b.xml": b"<content><qradarversion>7</qradarversion></content>", "manifest.txt": b"["}, 0)
    )
    assert lint(path) == (True, [("package/qradar-version", "a.zip!b.xml"), ("manifest/json", "a.zip!manifest.txt")])


BROKEN = json.loads(Path("tests/conformance/broken_files.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", BROKEN, ids=[case["name"] for case in BROKEN])
def test_what_is_broken_is_said_to_be_what_it_looks_like(case, tmp_path):
    path = tmp_path / case["file"]
    path.write_text("\n".join(case["text"]), encoding="utf-8")
    findings = Findings()
    assert lint_paths([path], findings) == case["checked"]
    found = [[f"{one.location.line}:{one.location.column}", one.rule, one.message, one.help] for one in findings]
    assert found == case["expect"]


def test_a_file_of_a_package_leads_to_its_folder(tmp_path):
    path = tmp_path / "workflows" / "a.yaml"
    path.parent.mkdir()
    path.write_text("name: a\n", encoding="utf-8")
    findings = Findings()
    assert not lint_paths([path], findings)
    (found,) = findings
    assert found.message == "is a YAML file of a package, which you can check only with the package"
    assert found.help == f"use its folder: {tmp_path}"


def test_every_package_of_a_folder_is_checked(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "extension.yaml").write_text("name: x\n", encoding="utf-8")
    checked, found = lint(tmp_path)
    assert checked
    assert len(found) >= 2
    assert {file for _, file in found} == {"extension.yaml"}
    assert lint(tmp_path / "one")[0]


def test_what_cannot_be_checked_says_why(tmp_path):
    (tmp_path / "a.txt").write_text("hello", encoding="utf-8")
    assert lint(tmp_path / "a.txt") == (False, [("file/unknown-kind", "a.txt")])
    assert lint(tmp_path / "b.txt") == (False, [("file/missing", "b.txt")])
    assert lint(tmp_path) == (False, [("file/unknown-kind", tmp_path.name)])


def test_the_cases_of_a_package_are_read(tmp_path):
    cases = tmp_path / "tests" / "workflows"
    cases.mkdir(parents=True)
    (tmp_path / "extension.yaml").write_text("name: x\n", encoding="utf-8")
    (cases / "a.yaml").write_text("workflow: w\nruns: [{clock: noon}]\n", encoding="utf-8")
    (cases / "b.yaml").write_text("workflow: w\nruns: [{}]\n", encoding="utf-8")
    (cases / "c.json").write_text("{}", encoding="utf-8")
    _, found = lint(tmp_path)
    assert {("case/clock", "a.yaml"), ("case/workflow", "b.yaml"), ("case/unexpected", "c.json")} <= set(found)


def test_what_does_not_compile_in_a_workflow_is_told(tmp_path):
    path = tmp_path / "w.xml"
    actions = '<Actions><Delete path="a"/></Actions>'
    path.write_text(
        f'<Workflow name="n" version="1" xmlns="{NAMESPACE}/Workflow/V2">{actions}</Workflow>', encoding="utf-8"
    )
    assert lint(path) == (True, [("workflow/expression", "w.xml")])
