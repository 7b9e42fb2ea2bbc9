"""Sequences of actions that repeat become fragments, and the workflow says the same."""

from __future__ import annotations

from pathlib import Path

from qradar_builder.findings import Findings
from qradar_builder.package.build import build_package
from qradar_builder.source.xml.canonical import same_document
from qradar_builder.takeover.content.package import write_folder
from qradar_builder.takeover.importing import import_files

_STEP = (
    '<If condition="/r/status_code = 429"><Sleep duration="1000"/><Log type="WARN" message="slow"/></If>'
    '<If condition="/r/status_code != 200"><Abort reason="failed"/></If><Delete path="/r"/>'
)
WORKFLOW = (
    '<Workflow name="Acme" version="1" xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2"><Actions>'
    f'<Set path="/a" value="1"/>{_STEP}<While condition="/a = 1"><Set path="/a" value="2"/>{_STEP}</While>'
    "</Actions></Workflow>"
)


def imported(tmp_path, text, *, fragments):
    path = tmp_path / "w.xml"
    path.write_text(text, encoding="utf-8")
    return import_files([path], Findings(), fragments=fragments)


def test_what_repeats_becomes_a_fragment(tmp_path):
    made = imported(tmp_path, WORKFLOW, fragments=True)
    (name,) = [name for name in made.files if name.startswith("fragments/")]
    assert made.files["workflows/acme.yaml"].decode().count(f"- use: {Path(name).stem}") == 2
    write_folder(tmp_path / "acme", made.files)
    built = build_package(tmp_path / "acme", Findings())
    assert same_document(built.files["workflows/acme.xml"], WORKFLOW.encode())


def test_without_the_option_nothing_is_turned(tmp_path):
    made = imported(tmp_path, WORKFLOW, fragments=False)
    assert not [name for name in made.files if name.startswith("fragments/")]


def test_text_that_looks_like_a_parameter_of_a_fragment_stays_in_its_place(tmp_path):
    made = imported(tmp_path, WORKFLOW.replace("slow", "$(slow)"), fragments=True)
    assert not any(b"$(slow)" in content for name, content in made.files.items() if name.startswith("fragments/"))
