from pathlib import Path

import pytest
from lxml import etree

from qradar_builder.findings import Findings
from qradar_builder.testing.cobertura import cobertura
from qradar_builder.testing.tested_package import load_tested

DTD = Path(__file__).parent / "coverage-04.dtd"
FILES = {
    "log_source_types/t.yaml": """
name: T
parsing:
  EventName: {json: '/"id"'}
  UserName: [{json: '/"user"'}, {json: '/"name"'}]
  SourceIp:
    - {json: '/"ip"'}
    - {json: '/"address"'}
properties: [{name: T File, expressions: {json: '/"file"'}}]
qids: {opened: {name: Door opened, category: User Login Success, severity: 3}}
""",
    "log_source_types/t.events.csv": "id,qid\nopen,opened\npush,opened\n",
    "workflows/w.yaml": """
name: n
version: "1"
actions:
  - use: twice
  - If: 1 = 2
    then: [use: twice]
""",
    "fragments/twice.yaml": "actions:\n  - ClearStatus\n",
    "tests/events/t.yaml": """
log_source_type: t
samples:
  - {payload: '{"id":"open","user":"u","ip":"192.0.2.1"}'}
  - {payload: '{"id":"open","user":"u","ip":"192.0.2.1"}'}
""",
    "tests/workflows/w.yaml": "workflow: w\nruns: [{}]\n",
}


@pytest.fixture
def written(package):
    """The lines of each file by their numbers, and the whole of it."""

    def written(folder=None):
        findings = Findings()
        tested = load_tested(folder or package(**FILES), findings)
        assert not findings.errors
        for one in tested.types.values():
            one.read_all()
        for file in tested.files:
            file.run.records()
        root = etree.fromstring(cobertura([tested]))
        lines = {
            one.get("filename"): {int(line.get("number")): int(line.get("hits")) for line in one.iter("line")}
            for one in root.iter("class")
        }
        return lines, root

    return written


def test_it_has_the_form_of_the_dtd(written):
    _, root = written()
    with DTD.open() as file:
        dtd = etree.DTD(file)
    dtd.assertValid(root)


def test_a_line_is_covered_if_all_that_stands_on_it_is(written):
    lines, root = written()
    assert lines["p/log_source_types/t.yaml"] == {4: 2, 5: 0, 7: 2, 8: 0, 9: 0, 10: 2}
    assert lines["p/log_source_types/t.events.csv"] == {2: 2, 3: 0}
    assert root.get("lines-valid") == "10"
    assert root.get("lines-covered") == "6"
    assert root.get("line-rate") == "0.6"


def test_a_mapping_that_nothing_hits_does_not_hide_behind_the_record_that_it_describes(written, package):
    table = (
        "id,name,low-level category,severity\n"
        "push,Door opened,User Login Success,3\n"
        "open,Door opened,User Login Success,3\n"
    )
    type_file = FILES["log_source_types/t.yaml"].partition("qids:")[0]
    lines, _ = written(
        package(**FILES | {"log_source_types/t.yaml": type_file, "log_source_types/t.events.csv": table})
    )
    assert lines["p/log_source_types/t.events.csv"] == {2: 0, 3: 2}


def test_what_a_workflow_reached_goes_in_and_a_fragment_has_the_sum_of_its_uses(written):
    lines, _ = written()
    assert lines["p/workflows/w.yaml"] == {6: 1}
    assert lines["p/fragments/twice.yaml"] == {2: 1}


def test_no_path_is_absolute_and_the_same_again_is_the_same(written, tmp_path, monkeypatch):
    _, root = written()
    assert [one.text for one in root.iter("source")] == ["."]
    monkeypatch.chdir(tmp_path.parent)
    lines, _ = written(tmp_path / "p")
    assert f"{tmp_path.name}/p/workflows/w.yaml" in lines
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    lines, _ = written(tmp_path / "p")
    assert "../p/workflows/w.yaml" in lines


@pytest.mark.parametrize(("given", "timestamp"), [(None, "0"), ("1700000000", "1700000000"), ("soon", "0")])
def test_the_time_is_that_of_the_sources(written, monkeypatch, given, timestamp):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if given is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    assert written()[1].get("timestamp") == timestamp


def test_nothing_to_prove_is_all_of_it():
    root = etree.fromstring(cobertura([]))
    assert (root.get("line-rate"), root.get("lines-valid")) == ("1", "0")
