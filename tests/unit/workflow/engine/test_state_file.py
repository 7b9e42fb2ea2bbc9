import stat

import pytest

from qradar_builder.findings import Findings
from qradar_builder.workflow.engine.state_file import StateFileError, read_state, write_state


def read(path):
    findings = Findings()
    state = read_state(path, "s.json", findings)
    return (None if state is None else state.root), [(each.rule, each.location.line) for each in findings]


def test_a_state_is_kept_without_the_parameters(tmp_path):
    path = tmp_path / "s.json"
    root, found = read(path)
    assert (root, found) == ({}, [])
    write_state(path, {"secret": "s", "seen": "7", "list": [1, {"ü": None}]}, {"secret", "other"})
    assert read(path) == ({"seen": "7", "list": [1, {"ü": None}]}, [])
    assert [each.name for each in tmp_path.iterdir()] == ["s.json"]


def test_numbers_keep_their_text(tmp_path):
    path = tmp_path / "s.json"
    path.write_text('{"a": 1.10}', encoding="utf-8")
    root, _ = read(path)
    write_state(path, root, ())
    assert path.read_text(encoding="utf-8") == '{"a":1.10}\n'


def test_the_file_is_for_its_owner_only(tmp_path):
    write_state(tmp_path / "s.json", {}, ())
    assert stat.S_IMODE((tmp_path / "s.json").stat().st_mode) == 0o600


@pytest.mark.parametrize(("text", "line"), [("[1]", 1), ('{"a": 1,\n "b" 2}', 2), ("", 1)])
def test_what_is_no_state_is_a_finding(tmp_path, text, line):
    path = tmp_path / "s.json"
    path.write_text(text, encoding="utf-8")
    assert read(path) == (None, [("run/state", line)])


def test_a_state_that_cannot_be_written_leaves_the_old_one(tmp_path):
    path = tmp_path / "s.json"
    write_state(path, {"a": 1}, ())
    deep = {}
    for _ in range(5000):
        deep = {"a": deep}
    with pytest.raises(StateFileError, match="cannot write the State"):
        write_state(path, deep, ())
    with pytest.raises(StateFileError, match="cannot write the State"):
        write_state(tmp_path / "none" / "s.json", {}, ())
    assert read(path) == ({"a": 1}, [])
    assert [each.name for each in tmp_path.iterdir()] == ["s.json"]
