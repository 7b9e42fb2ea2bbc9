"""What a build finds beside compiling, and that it reads no more of a package than that."""

import pytest

from qradar_builder.findings import Findings
from qradar_builder.lint.beside_build import check_beside_build
from qradar_builder.lint.rules.workflow.loops.endless_loop import RULE as ENDLESS
from qradar_builder.lint.subjects.package import PackageSubject
from qradar_builder.lint.subjects.reading import PackageReading
from qradar_builder.lint.subjects.regex import RegexSubject
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.package.build import build_package

EXTENSION = """\
id: acme
name: Acme
version: 1.0.0
author: {name: Example Corp}
qradar: {minimum: 7.5.0}
"""
WORKFLOW = 'name: Acme\nversion: 1.0.0\ndescription: Polls.\nminimumRecurrence: "60"\n'
TYPE = "name: Acme Log\nprotocol: Syslog\nparsing:\n  EventName: {regex: 'act=(\\w+)'}\n"
CASE = "log_source_type: %s\nsamples: [{payload: 'act=login'}]\n"


@pytest.fixture
def package(tmp_path):
    files = {
        "extension.yaml": EXTENSION,
        "workflows/poll.yaml": WORKFLOW + ENDLESS.bad,
        "log_source_types/acme.yaml": TYPE,
        "tests/events/a.yaml": CASE % "acmee",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def _found(folder, *, cases):
    built = build_package(folder, Findings())
    findings = Findings()
    check_beside_build(folder, built, findings, cases=cases)
    return {each.rule for each in findings}


def test_an_error_of_a_rule_and_a_case_of_no_type_are_found(package):
    assert _found(package, cases=True) == {"workflow/endless-loop", "case/log-source-type"}


def test_warnings_and_cases_that_are_not_asked_for_are_not(package):
    assert _found(package, cases=False) == {"workflow/endless-loop"}


def test_the_cases_of_a_package_that_does_not_compile_are_read_too(package):
    (package / "log_source_types" / "acme.yaml").write_text("name: 1\n", encoding="utf-8")
    assert "case/log-source-type" in _found(package, cases=True)


def test_log_source_types_are_read_only_for_rules_that_look_at_them(package):
    reading = PackageReading(package, build_package(package, Findings()))
    kinds = [type(each) for each in reading.subjects({WorkflowSubject, PackageSubject})]
    assert kinds == [PackageSubject, WorkflowSubject]
    assert "definitions" not in vars(reading)
    assert RegexSubject in {type(each) for each in reading.subjects()}
    assert list(vars(reading)["definitions"]) == ["acme"]
