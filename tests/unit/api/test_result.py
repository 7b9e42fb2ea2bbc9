"""Results: findings as values, and a package that does nothing but return them."""

import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from qradar_builder import api
from qradar_builder.api.result import shown
from qradar_builder.findings import Findings, Location


def _findings(*rules):
    findings = Findings()
    for rule in rules:
        findings.add(rule, Location("some.yaml"), "Authorization: Bearer c2VjcmV0LXRva2VuLTEyMw is wrong")
    return findings


def test_a_result_is_ok_as_long_as_no_finding_is_an_error():
    assert api.Result(findings=shown(_findings("run/bookmark"))).ok
    result = api.Result(findings=shown(_findings("run/bookmark", "run/failed")))
    assert not result.ok
    assert [each.rule for each in result.errors] == ["run/failed"]
    assert result.errors[0].severity is api.Severity.ERROR


def test_a_result_does_not_change_and_quotes_no_credential():
    result = api.Result(findings=shown(_findings("run/failed")))
    assert "c2VjcmV0LXRva2VuLTEyMw" not in result.findings[0].message
    with pytest.raises(FrozenInstanceError):
        result.findings = ()


@pytest.mark.parametrize("name", api.__all__)
def test_every_name_that_is_promised_is_there_and_says_what_it_is(name):
    assert getattr(api, name).__doc__


def test_another_name_is_not_there():
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = api.nothing_such


def test_the_import_takes_no_heavy_module():
    code = "import sys, qradar_builder.api; print(*{'lxml', 'pydantic', 'yaml', 'regex', 'click'} & set(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == ""


def test_mistakes_are_neither_printed_nor_ends_nor_another_working_directory(package, capfd):
    (package / "extension.yaml").write_text("id: [", encoding="utf-8")
    before = Path.cwd()
    results = [
        api.load("acme"),
        api.check("acme", "nowhere"),
        api.build("acme"),
        api.load_types("acme"),
        api.load_types("nowhere"),
        api.read_zip("nowhere"),
        api.run_workflow("nowhere", "nowhere.har"),
    ]
    assert not any(result.ok for result in results)
    assert capfd.readouterr() == ("", "")
    assert Path.cwd() == before
