"""The formats for machines: what each says of the same findings."""

import json
import re

import pytest
from lxml import etree

from qradar_builder.findings import RULES, Finding, Location, Related, Severity
from qradar_builder.report.formats import REPORTS, report_of
from qradar_builder.report.rule_link import rule_page

FINDINGS = [
    Finding(
        "qid/unknown-category",
        Severity.ERROR,
        "there is no low-level category `100 %, or: \x1b[31m`",
        Location("content/a b/qids.yaml", 16, 43, 16, 60),
        help="choose\nanother",
        related=(Related(Location("content/a b/extension.yaml", 2, 1), "the package"),),
    ),
    Finding("workflow/no-tests", Severity.NOTE, "the workflow has no tests", Location("C:\\x\\w.yaml", 1, 7, 3, 2)),
    Finding("property/not-in-zip", Severity.WARNING, "slow", Location("dist/a.zip!b.xml", 9, 1)),
    Finding("property/not-in-zip", Severity.WARNING, "slow", Location("dist/a.zip!b.xml", 12, 1)),
]


def render(name, findings=FINDINGS):
    return report_of(name).render(findings)


def test_sarif_has_a_result_for_each_finding_and_the_rules_that_they_name():
    log = json.loads(render("sarif"))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert log["version"] == "2.1.0"
    assert [rules[each["ruleIndex"]]["id"] for each in run["results"]] == [each.rule for each in FINDINGS]
    assert [each["level"] for each in run["results"]] == ["error", "note", "warning", "warning"]
    unknown = rules[0] if rules[0]["id"] == "qid/unknown-category" else rules[1]
    assert unknown["shortDescription"] == {"text": RULES["qid/unknown-category"].summary}
    assert unknown.get("helpUri", "") == rule_page("qid/unknown-category")
    first = run["results"][0]
    (place,) = first["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "content/a%20b/qids.yaml"},
        "region": {"startLine": 16, "startColumn": 43, "endLine": 16, "endColumn": 60},
    }
    assert [each["message"]["text"] for each in first["relatedLocations"]] == ["the package"]
    assert first["message"]["text"].endswith("\nchoose\nanother")


def test_a_file_in_an_archive_has_the_archive_as_its_file():
    last = json.loads(render("sarif"))["runs"][0]["results"][-1]["locations"][0]
    assert last["physicalLocation"]["artifactLocation"] == {"uri": "dist/a.zip"}
    assert last["logicalLocations"] == [{"fullyQualifiedName": "dist/a.zip!b.xml"}]


def test_gitlab_has_a_fingerprint_of_its_own_for_each_finding_that_does_not_depend_on_lines():
    rows = json.loads(render("gitlab"))
    assert len({row["fingerprint"] for row in rows}) == len(FINDINGS)
    assert [row["severity"] for row in rows] == ["critical", "info", "major", "major"]
    assert rows[3]["location"] == {"path": "dist/a.zip", "lines": {"begin": 12}}
    moved = [Finding(each.rule, each.severity, each.message, Location(each.location.file, 99)) for each in FINDINGS]
    assert [row["fingerprint"] for row in json.loads(render("gitlab", moved))] == [row["fingerprint"] for row in rows]


def test_github_has_one_line_for_each_finding_with_its_marks_escaped():
    first, second, third, _ = render("github").splitlines()
    assert first.startswith(
        "::error file=content/a b/qids.yaml,line=16,col=43,endLine=16,endColumn=59,title=qid/unknown-category::"
    )
    assert "100 %25, or: " in first
    assert first.endswith("%0Achoose%0Aanother")
    assert second.startswith("::notice file=")
    assert "endColumn" not in second
    assert third.startswith("::warning file=dist/a.zip,line=9,col=1,title=property/not-in-zip::slow")


def test_junit_has_a_case_for_each_finding_and_passes_notes():
    root = etree.fromstring(render("junit").encode())
    assert [(each.get("name"), each.get("tests"), each.get("failures")) for each in root] == [
        ("C:\\x\\w.yaml", "1", "0"),
        ("content/a b/qids.yaml", "1", "1"),
        ("dist/a.zip!b.xml", "2", "2"),
    ]
    failure = root.find(".//failure[@type='error']")
    assert re.search(r"100 %, or: .\[31m", failure.get("message"))
    assert "help: choose\nanother" in failure.text


@pytest.mark.parametrize("name", sorted(set(REPORTS) - {"text"}))
def test_without_findings_there_is_a_report_all_the_same(name):
    text = render(name, [])
    empty = {"sarif": [], "gitlab": [], "json": []}
    if name == "github":
        assert text == ""
    elif name == "junit":
        assert etree.fromstring(text.encode()).find(".//testcase") is not None
    else:
        read = json.loads(text)
        found = read if name == "gitlab" else read["findings"] if name == "json" else read["runs"][0]["results"]
        assert found == empty[name]


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_no_format_shows_a_credential(name):
    secret = "https://user:hunter2hunter2@api.example.com/"
    found = Finding("workflow/url", Severity.ERROR, f"`{secret}` is wrong", Location("a.xml", 1), help=f"not {secret}")
    if "workflow/url" not in RULES:
        found = Finding(
            "qid/unknown-category", Severity.ERROR, f"`{secret}` is wrong", Location("a.xml", 1), help=secret
        )
    assert "hunter2" not in render(name, [found])
