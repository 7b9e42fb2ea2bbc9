"""Findings of one rule in one file are capped, with a count of the rest."""

from dataclasses import replace

from qradar_builder.findings import Findings, Location
from qradar_builder.findings.collector import MAX_OF_RULE


def test_the_rest_of_a_rule_is_counted():
    findings = Findings()
    for number in range(1, 1001):
        findings.add("yaml/unknown-key", Location("a.yaml", number), f"`k{number}` is unknown")
    findings.add("yaml/unknown-key", Location("b.yaml", 1), "`x` is unknown")
    findings.add("yaml/depth", Location("a.yaml", 2000), "too deep")
    found = [(each.rule, each.location.file, each.location.line, each.message) for each in findings]
    assert len(found) == MAX_OF_RULE + 3 == len(findings)
    assert found[MAX_OF_RULE] == (
        "yaml/unknown-key",
        "a.yaml",
        MAX_OF_RULE + 1,
        "and 900 more findings of this rule in this file, starting here",
    )
    assert found[-2:] == [
        ("yaml/depth", "a.yaml", 2000, "too deep"),
        ("yaml/unknown-key", "b.yaml", 1, "`x` is unknown"),
    ]
    assert findings.errors == 1002


def test_what_is_said_twice_does_not_count_twice():
    findings = Findings()
    for _ in range(1000):
        findings.add("yaml/unknown-key", Location("a.yaml", 1), "`k` is unknown")
    assert [each.message for each in findings] == ["`k` is unknown"]


def test_findings_of_another_run_keep_their_number():
    inner, outer = Findings(), Findings()
    for number in range(300):
        inner.add("yaml/syntax", Location("a.yaml", number + 1, 1), f"mistake {number}")
    outer.extend(inner)
    outer.add("yaml/syntax", Location("a.yaml", 999, 1), "another mistake")
    assert [each.message for each in outer if "more finding" in each.message] == [
        "and 201 more findings of this rule in this file, starting here"
    ]
    assert outer.errors == 301


def test_findings_that_are_passed_on_one_by_one_keep_their_number():
    inner, outer = Findings(), Findings()
    for number in range(300):
        inner.add("yaml/syntax", Location("a.yaml", number + 1, 1), f"mistake {number}")
    for each in inner:
        outer.append(replace(each, location=replace(each.location, file="b.yaml")))
    rest = [each for each in outer if each.unlisted]
    assert [(each.message, each.unlisted) for each in rest] == [
        ("and 200 more findings of this rule in this file, starting here", 200)
    ]
    assert outer.errors == 300
