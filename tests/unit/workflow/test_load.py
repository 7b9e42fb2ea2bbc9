"""Workflows are loaded from files in one way, whoever asks."""

from pathlib import Path

import pytest

from qradar_builder.findings import Findings
from qradar_builder.workflow.load import keyed_files, load_workflow, read_fragments, read_workflow
from qradar_builder.workflow.xml.writer import write_workflow

HEAD = 'name: n\nversion: "1"\nactions:\n'
STOP = "actions:\n  - Abort: {reason: enough}\n"


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(**files):
        for name, text in files.items():
            path = tmp_path / "p" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path / "p"

    return write


def told(findings):
    return [(each.rule, str(each.location.file), each.location.line) for each in findings]


def names(actions):
    return [action.name for action in actions]


def test_yaml_with_a_fragment_and_xml_of_it_are_the_same_workflow(package):
    folder = package(**{"workflows/w.yaml": f"{HEAD}  - use: stop\n", "fragments/stop.yaml": STOP})
    findings = Findings()
    of_yaml = load_workflow(folder / "workflows/w.yaml", findings)
    content = write_workflow(of_yaml.workflow, findings)
    package(**{"workflows/x.xml": content})
    of_xml = load_workflow(folder / "workflows/x.xml", findings)
    assert list(findings) == []
    assert names(of_yaml.workflow.actions) == names(of_xml.workflow.actions) == ["Abort"]
    assert [each.name for each in of_yaml.elements] == [each.name for each in of_xml.elements]


def test_a_workflow_that_does_not_compile_is_none_with_all_that_is_wrong(package):
    actions = "  - Set: {path: /a, value: '${1 +}'}\n  - Log: {type: LOUD, message: x}\n"
    folder = package(**{"workflows/w.yaml": HEAD + actions})
    findings = Findings()
    assert load_workflow(folder / "workflows/w.yaml", findings) is None
    file = str(Path("p/workflows/w.yaml"))
    assert told(findings) == [("workflow/expression", file, 4), ("workflow/action-value", file, 5)]


def test_without_compiling_it_is_read_as_it_is(package):
    folder = package(**{"workflows/w.yaml": f"{HEAD}  - Set: {{path: /a, value: '${{1 +}}'}}\n"})
    findings = Findings()
    file = read_workflow(folder / "workflows/w.yaml", {}, findings)
    assert (file.key, file.xml, names(file.workflow.actions), list(findings)) == ("w", None, ["Set"], [])


def test_what_was_written_as_xml_is_kept_as_it_is(package):
    findings = Findings()
    folder = package(**{"workflows/w.yaml": f"{HEAD}  - ClearStatus\n"})
    content = write_workflow(load_workflow(folder / "workflows/w.yaml", findings).workflow, findings)
    content = content.replace(b"?>", b"?><!-- by hand -->", 1)
    package(**{"workflows/x.xml": content})
    assert read_workflow(folder / "workflows/x.xml", {}, findings).xml == content


@pytest.mark.parametrize("name", ["w.yaml", "w.yml", "w.xml"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"<a", b"just text", b"[1, 2"])
def test_a_file_that_is_no_workflow_is_none_with_a_finding(package, name, content):
    folder = package(**{f"workflows/{name}": content})
    findings = Findings()
    assert load_workflow(folder / "workflows" / name, findings) is None
    assert findings.errors
    assert {file for _, file, _ in told(findings)} == {str(Path("p/workflows", name))}


def test_a_file_that_is_not_there_is_a_finding(package):
    folder = package(**{"workflows/w.yaml": HEAD})
    for name in ("none.yaml", "none.xml"):
        findings = Findings()
        assert load_workflow(folder / "workflows" / name, findings) is None
        assert findings.errors == 1


def test_a_broken_fragment_is_told_where_it_is(package):
    folder = package(**{"workflows/w.yaml": f"{HEAD}  - use: stop\n", "fragments/stop.yaml": "actions: [\n"})
    findings = Findings()
    assert load_workflow(folder / "workflows/w.yaml", findings) is None
    assert str(Path("p/fragments/stop.yaml")) in {file for _, file, _ in told(findings)}


def test_only_files_named_by_a_key_are_read_in_their_order(package):
    folder = package(
        **{"fragments/b.yaml": STOP, "fragments/a.yaml": STOP, "fragments/Not a key.yaml": "[", "fragments/a.txt": "["}
    )
    (folder / "fragments/c.yaml").mkdir()
    findings = Findings()
    assert list(read_fragments(folder, findings)) == ["a", "b"]
    assert [path.name for path in keyed_files(folder, "fragments", ".yaml")] == ["a.yaml", "b.yaml"]
    assert list(keyed_files(folder, "workflows", ".yaml")) == []
    assert list(findings) == []


def test_no_link_leads_out_of_a_package(package, tmp_path):
    folder = package(**{"extension.yaml": ""})
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "w.yaml").write_text(f"{HEAD}  - ClearStatus\n", encoding="utf-8")
    (folder / "fragments").symlink_to(outside)
    (folder / "workflows").mkdir()
    (folder / "workflows/w.yaml").symlink_to(outside / "w.yaml")
    findings = Findings()
    assert read_fragments(folder, findings) == {}
    assert read_workflow(folder / "workflows/w.yaml", {}, findings, within=folder) is None
    assert findings.errors == 1
