import json

import pytest

from qradar_builder.findings import Finding, Findings, Location, Severity
from qradar_builder.lint.baseline import baseline_of, read_baseline, write_baseline


def finding(message, line=1):
    return Finding("r/r", Severity.WARNING, message, Location("a.yaml", line))


def test_what_is_known_is_left_out_and_what_is_gone_is_counted(tmp_path):
    path = tmp_path / "baseline.json"
    path.write_bytes(write_baseline(baseline_of([finding("a"), finding("a", 2), finding("b")])))
    findings = Findings()
    baseline = read_baseline(path, findings)
    assert not len(findings)
    new, gone = baseline.split([finding("a", 50), finding("c")])
    assert [each.message for each in new] == ["c"]
    assert gone == 2
    assert baseline.split([finding("a"), finding("a", 2), finding("a", 3), finding("b")])[0] == [finding("a", 3)]


def test_the_same_findings_give_the_same_bytes():
    assert write_baseline(baseline_of([finding("a"), finding("b")])) == write_baseline(
        baseline_of([finding("b", 4), finding("a", 7)])
    )
    assert json.loads(write_baseline(baseline_of([])))["findings"] == []


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"findings": [1]}', '{"findings": [{"rule": "a"}]}', "[" * 5000, "\0"]
)
def test_what_is_no_baseline_is_a_finding(text, tmp_path):
    path = tmp_path / "baseline.json"
    path.write_text(text, encoding="utf-8")
    findings = Findings()
    assert read_baseline(path, findings) is None
    assert [each.rule for each in findings] in (["lint/baseline"], ["file/character"])


def test_a_baseline_that_is_not_there_is_a_finding(tmp_path):
    findings = Findings()
    assert read_baseline(tmp_path / "none.json", findings) is None
    assert [each.rule for each in findings] == ["file/missing"]
