"""Folders, globs and URLs are listed the same way: each file once, in the byte order of the names."""

import os
import sys

import fsspec
import pytest

from qradar_builder.findings import Findings
from qradar_builder.survey.sources.listing import list_sources


def listed(*sources, without=()):
    findings = Findings()
    return list_sources([str(each) for each in sources], findings, without), findings


def names(*sources, **named):
    return [file.name for file in listed(*sources, **named)[0].files]


@pytest.fixture
def logs(tmp_path):
    for name in ("b.log", "a/2.log", "a/10.log", "Z.log", "ä.log", ".hidden", "a/deep/er.txt"):
        path = tmp_path / "logs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x\n")
    return tmp_path / "logs"


IN_ORDER = [".hidden", "Z.log", "a/10.log", "a/2.log", "a/deep/er.txt", "b.log", "ä.log"]


def test_a_folder_has_all_files_below_it(logs):
    assert names(logs) == IN_ORDER
    assert names(f"{logs}/") == IN_ORDER
    assert names(f"file://{logs}") == IN_ORDER


def test_a_file_and_a_glob(logs):
    assert names(logs / "b.log") == ["b.log"]
    assert names(f"{logs}/a/*.log") == ["10.log", "2.log"]
    assert names(f"{logs}/**/*.log") == ["Z.log", "a/10.log", "a/2.log", "b.log", "ä.log"]


def test_a_file_of_two_sources_is_read_once(logs):
    found, _ = listed(logs, logs / "b.log", f"{logs}/a/../a/*.log")
    assert [file.name for file in found.files] == IN_ORDER
    assert found.twice == 3


def test_equal_names_of_different_files_are_told_apart(logs):
    assert names(logs / "a", f"{logs}/*.log") == ["10.log", "2.log", "Z.log", "b.log", "deep/er.txt", "ä.log"]
    (logs / "a" / "b.log").write_text("other\n")
    assert names(logs / "a" / "b.log", logs / "b.log") == ["1/b.log", "2/b.log"]


def test_what_the_command_writes_is_left_out(logs):
    assert names(logs, without=[str(logs / "a"), str(logs / "b.log")]) == [".hidden", "Z.log", "ä.log"]


def test_a_store_gives_the_same_names():
    system = fsspec.filesystem("memory")
    for name in IN_ORDER:
        system.pipe(f"/bucket-of-listing/{name}", b"x\n")
    try:
        assert names("memory://bucket-of-listing/") == IN_ORDER
        assert names("memory://bucket-of-listing/b.log") == ["b.log"]
        assert names("memory://bucket-of-listing/a/*.log") == ["10.log", "2.log"]
        assert {file.size for file in listed("memory://bucket-of-listing")[0].files} == {2}
    finally:
        system.rm("/bucket-of-listing", recursive=True)


@pytest.mark.parametrize(
    ("source", "rule", "words"),
    [
        ("missing.log", "survey/no-source", "no such file"),
        ("no\0name", "survey/no-source", "no such file"),
        ("missing/*.log", "survey/no-files", "no file in it"),
        ("memory://missing-bucket/x", "survey/no-source", "no such file"),
        ("strange://user:hunter2@host/x", "survey/no-source", "`strange://` is not known"),
    ],
)
def test_what_is_not_there_is_said(source, rule, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found, findings = listed(source)
    assert found is None or rule == "survey/no-files"
    (finding,) = findings
    assert finding.rule == rule
    assert words in finding.message
    assert "hunter2" not in str(finding)


def test_a_missing_driver_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "adlfs", None)
    _, findings = listed("az://user:hunter2@container/x?sig=hunter2")
    (finding,) = findings
    assert finding.rule == "survey/driver-missing"
    assert finding.help == "install it with `pip install adlfs`"
    assert "hunter2" not in str(finding)


def test_a_missing_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    _, findings = listed("s3://bucket/x")
    (finding,) = findings
    assert finding.rule == "survey/extra-missing"
    assert "[survey]" in finding.help


@pytest.mark.skipif(os.name != "posix", reason="links and pipes")
def test_links_in_a_circle_and_pipes_do_not_stop_it(logs):
    (logs / "circle").symlink_to(logs)
    (logs / "broken.log").symlink_to(logs / "nothing")
    os.mkfifo(logs / "pipe")
    found, _ = listed(logs)
    assert [file.name for file in found.files] == sorted([*IN_ORDER, "pipe"], key=str.encode)
    assert found.unread == (("broken.log", "it is a link to what is not there"),)
