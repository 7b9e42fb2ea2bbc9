"""What `extension.yaml` says of rules, however broken the rest is."""

from __future__ import annotations

import pytest

from qradar_builder.findings import Findings
from qradar_builder.lint.of_package import read_of_package


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def written(text):
        (tmp_path / "extension.yaml").write_text(text, encoding="utf-8")
        findings = Findings()
        return read_of_package(tmp_path, findings), [(each.message, each.location.line) for each in findings]

    return written


def test_rules_are_read_with_their_places(read):
    config, problems = read(
        "id: A B\nlint:\n  select: [qid]\n  ignore:\n    workflow: not ours\n    qid/unused: none\n"
    )
    assert problems == []
    assert config.select == {"qid"}
    assert {rule: place.line for rule, place in config.ignore.items()} == {"workflow": 5, "qid/unused": 6}


@pytest.mark.parametrize(
    "text", ["id: a\n", "lint", "lint: 1\nid: a\n", "a: [", "lint: null\n", "id: a\n# lint: nothing\n"]
)
def test_a_package_may_say_nothing(read, text):
    config, problems = read(text)
    assert problems == []
    assert config is None or (config.select, config.ignore) == (frozenset(), {})


def test_a_name_that_is_wrong_is_told_and_left_out(read):
    config, problems = read(
        "lint:\n  select: [workflow, qidd]\n  ignore:\n    workflw: x\n    yaml/wrong-type: x\n    qid: ''\n"
    )
    assert [(message.partition(";")[0], line) for message, line in problems] == [
        ("there is no rule or family `qidd`", 2),
        ("there is no rule or family `workflw`", 4),
        ("the findings of `yaml/wrong-type` are errors, which you cannot ignore", 5),
    ]
    assert (config.select, config.ignore) == ({"workflow"}, {})


def test_no_file_says_nothing(tmp_path):
    assert read_of_package(tmp_path, Findings()) is None
