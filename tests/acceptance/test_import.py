"""`qradar-builder import`."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.unit.takeover.conftest import EXTENSION, LSX, MAPPING, RECORD, ROWS, TYPE, base64_of, content_xml, zip_of

PROVEN = MAPPING | {"id": "702", "deviceeventcategory": "unknown", "uuid": "u702"}
"""A mapping of the event id `open` where nothing finds an event category."""
CONTENT = Path(__file__).parents[2] / "content"
WORKFLOW = """<?xml version="1.0"?>
<!-- What it collects -->
<Workflow name="Acme events" version="1.0" xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2">
    <Parameters>
        <Parameter name="host" label="Host" required="true"/>
        <Parameter name="token" label="Token" secret="true"/>
    </Parameters>
    <Actions>
        <!-- Ask -->
        <CallEndpoint url="https://${/host}/events" method="GET" savePath="/r">
            <BearerAuthentication token="${/token}"/>
            <QueryParameter name="limit" value="100"/>
        </CallEndpoint>
        <If condition="/r/status_code != 200">
            <Abort reason="status ${/r/status_code}"/>
        </If>
        <PostEvents path="/r/body" source="${/host}"/>
    </Actions>
</Workflow>
"""
VALUES = """<WorkflowParameterValues xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/WorkflowParameterValues/V2">
    <Value name="host" value="acme.example.com"/>
    <Value name="token" value="t0psecret-t0psecret"/>
</WorkflowParameterValues>
"""


@pytest.mark.parametrize("name", sorted(path.name for path in CONTENT.iterdir() if path.is_dir()))
def test_a_build_of_an_imported_build_is_the_same_bytes(run, workspace, name):
    run("build", CONTENT / name, "-o", "first")
    (archive,) = Path("first").glob("*.zip")
    assert run("import", archive, "-o", "again").exit_code == 0
    assert not (workspace / "again/extra").exists()
    assert run("build", "again", "-o", "second", "--locked").exit_code == 0
    assert (workspace / "second" / archive.name).read_bytes() == archive.read_bytes()


def test_an_import_says_what_it_wrote_and_what_it_only_keeps(run, file_regression):
    Path("export.zip").write_bytes(zip_of({"doors.xml": content_xml([*ROWS, ("custom_rule", {"id": "1"})])}))
    result = run("import", "export.zip", "-o", "doors")
    assert result.exit_code == 0
    file_regression.check(f"{result.stderr}---\n{result.stdout}")


def test_the_files_of_an_import(run, file_regression):
    Path("acme.xml").write_text(WORKFLOW, encoding="utf-8")
    Path("acme-values.xml").write_text(VALUES, encoding="utf-8")
    rows = [
        *ROWS,
        ("qidmap", RECORD | {"id": "502", "qid": "1003750003", "qname": "Door closed", "severity": "9", "uuid": "a"}),
    ]
    rows += [("dsmevent", MAPPING | {"id": str(n), "uuid": f"u{n}", "deviceeventid": f"e{n}"}) for n in range(1, 30)]
    rows += [("dsmevent", MAPPING | {"id": "99", "uuid": "u", "deviceeventid": "close", "qidmapid": "502"})]
    Path("rows.xml").write_text(content_xml(rows), encoding="utf-8")
    result = run("import", "acme.xml", "acme-values.xml", "rows.xml", "-o", "acme")
    assert result.exit_code == 0, result.stderr
    files = sorted(path for path in Path("acme").rglob("*") if path.is_file())
    texts = [f"--- {path.as_posix()}\n{path.read_text(encoding='utf-8')}" for path in files]
    file_regression.check("\n".join(texts))
    assert "t0psecret" not in "".join(texts) + result.output


def test_what_was_imported_is_linted_built_and_compared(run, workspace):
    Path("acme.xml").write_text(WORKFLOW, encoding="utf-8")
    assert run("import", "acme.xml", "-o", "acme").exit_code == 0
    assert run("lint", "acme").exit_code == 0
    assert run("build", "acme").exit_code == 0
    result = run("import", "acme.xml", "--check", "-o", "acme")
    assert (result.exit_code, result.stdout) == (0, "1 XML document compared: no difference.\n")
    path = workspace / "acme/workflows/acme-events.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("limit: 100", "limit: 200"), encoding="utf-8")
    result = run("import", "acme.xml", "--check", "-o", "acme")
    assert (result.exit_code, result.stdout) == (1, "1 XML document compared: 1 difference.\n")
    assert "import/differs" in result.stderr


def test_a_folder_that_has_files_is_refused(run, workspace):
    Path("export.xml").write_text(content_xml(), encoding="utf-8")
    (workspace / "there").mkdir()
    (workspace / "there/mine.txt").write_text("mine", encoding="utf-8")
    result = run("import", "export.xml", "-o", "there")
    assert result.exit_code == 2
    assert "exists and is not an empty folder: nothing was written" in result.stderr
    assert [path.name for path in (workspace / "there").iterdir()] == ["mine.txt"]


def test_the_next_command_can_be_typed_as_it_is_shown(run):
    Path("acme.xml").write_text(WORKFLOW, encoding="utf-8")
    result = run("import", "acme.xml", "-o", "my $(acme) 'package'")
    assert result.exit_code == 0
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("Next: ")]
    assert shlex.split(line.removeprefix("Next: ").partition(", then")[0])[-1] == "my $(acme) 'package'"


def test_a_log_source_extension_beside_an_extension_is_refused(run, workspace):
    Path("export.zip").write_bytes(zip_of({"doors.xml": content_xml()}))
    Path("gate.xml").write_text(LSX, encoding="utf-8")
    result = run("import", "export.zip", "gate.xml", "-o", "doors")
    assert result.exit_code == 1
    assert "error[import/several]: cannot be imported together with a file of another kind" in result.stderr
    assert "gate.xml" in result.stderr
    assert not (workspace / "doors").exists()


def test_an_import_that_fails_leaves_no_folder(run, workspace):
    Path("export.zip").write_bytes(zip_of({"../evil.xml": "<content/>"}))
    before = sorted(workspace.rglob("*"))
    result = run("import", "export.zip", "-o", "new/folder")
    assert result.exit_code == 1
    assert "zip/name" in result.stderr
    assert "Nothing was written." in result.stderr
    assert sorted(workspace.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [((), "Missing argument"), (("a.xml",), "give the folder to write with -o, or compare with --check")],
)
def test_a_wrong_call_is_told(run, arguments, words):
    result = run("import", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_parser_reads_the_same_of_the_package_and_of_the_file(run):
    Path("export.xml").write_text(content_xml(), encoding="utf-8")
    Path("events.log").write_text("id=open door\n", encoding="utf-8")
    run("import", "export.xml", "-o", "acme")
    ours, theirs = (run("parse", path, "events.log").stdout for path in ("acme", "export.xml"))
    assert ours == theirs


SAMPLES = "x id=open\nx id=close cat=y\nnothing\n"


def test_samples_prove_an_import_and_become_its_cases(run, file_regression):
    Path("doors.xml").write_text(content_xml([*ROWS, ("dsmevent", PROVEN)]), encoding="utf-8")
    Path("doors.log").write_text("x id=open", encoding="utf-8")
    result = run("import", "doors.xml", "-o", "doors", "--from-samples", "doors.log")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.endswith("\nSamples, parsed as acme-gate: 1 event: 1 parsed, 0 unknown, 0 stored\n")
    Path("more.log").write_text(SAMPLES, encoding="utf-8")
    result = run("import", "doors.xml", "-o", "more", "--from-samples", "more.log", "--from-samples", "doors.log")
    assert result.exit_code == 1
    cases = [f"--- {path}\n{path.read_text(encoding='utf-8')}" for path in sorted(Path("more/tests").rglob("*.*"))]
    file_regression.check("\n".join([result.stderr, result.stdout, *cases]))
    outcomes = run("test", "more").stdout
    assert outcomes.count("more/tests/events/acme-gate.yaml::") == 3
    assert "acme-gate.yaml::Door opened PASSED" in outcomes


def test_samples_go_to_the_log_source_type_that_parses_most_of_them(run):
    other = LSX.replace(">id=(", ">nr=(").replace("4007", "4008")
    rows = [
        ("sensordevicetype", TYPE | {"id": "4008", "devicetypename": "AcmeBarCustom", "extension_id": "4", "uuid": "u8"}
         | {"devicetypedescription": "Acme Bar"}),
        ("device_ext", EXTENSION | {"id": "4", "name": "AcmeBarCustom_ext", "xml": base64_of(other), "uuid": "u4"}),
        ("dsmevent", PROVEN | {"id": "703", "devicetypeid": "4008", "uuid": "u703"}),
    ]  # fmt: skip
    Path("both.xml").write_text(content_xml([*ROWS, ("dsmevent", PROVEN), *rows]), encoding="utf-8")
    Path("gate.log").write_text("x id=open", encoding="utf-8")
    Path("bar.log").write_text("x nr=open", encoding="utf-8")
    result = run("import", "both.xml", "-o", "both", "--from-samples", "gate.log", "--from-samples", "bar.log")
    assert result.exit_code == 0, result.stderr
    for key in ("acme-bar", "acme-gate"):
        assert f"Samples, parsed as {key}: 1 event: 1 parsed" in result.stdout
        assert Path(f"both/tests/events/{key}.yaml").is_file()


@pytest.mark.parametrize(
    ("samples", "rule"),
    [(None, "file/missing"), ("", "starter/no-samples"), ("PK\x03\x04", "starter/foreign-file")],
)
def test_nothing_is_written_if_samples_cannot_be_used(run, samples, rule):
    Path("doors.xml").write_text(content_xml(), encoding="utf-8")
    if samples is not None:
        Path("doors.log").write_text(samples, encoding="utf-8")
    result = run("import", "doors.xml", "-o", "doors", "--from-samples", "doors.log")
    assert result.exit_code in {1, 2}
    assert f"error[{rule}]" in result.stderr
    assert "Nothing was written." in result.stderr
    assert not Path("doors").exists()


def test_an_import_that_parses_nothing_cannot_be_proven(run):
    Path("acme.xml").write_text(WORKFLOW, encoding="utf-8")
    Path("doors.log").write_text(SAMPLES, encoding="utf-8")
    result = run("import", "acme.xml", "-o", "acme", "--from-samples", "doors.log")
    assert result.exit_code == 1
    assert "error[package/no-type]: the imported files contain no log source type" in result.stderr
    assert not Path("acme").exists()


def test_samples_are_not_for_a_check(run):
    result = run("import", "doors.xml", "--check", "--from-samples", "doors.log")
    assert result.exit_code == 2
    assert "--from-samples is for an import, not for --check" in result.stderr
