import json
from pathlib import Path

import pytest

from qradar_builder.findings import Findings, Location
from qradar_builder.model.workflow.document import Parameter, SchemaVersion, Workflow
from qradar_builder.testing.workflows.case import check_parameters
from tests.unit.testing.workflows.cases import GOOD, read

ROWS = json.loads((Path(__file__).parents[3] / "conformance/workflow/case_bad.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_case_that_does_not_hold_says_where(tmp_path, row):
    case, found = read(tmp_path, row["yaml"])
    assert case is None
    assert [f"{each.rule} {each.location.line}:{each.location.column}" for each in found] == row["found"]


def test_a_case_is_read(tmp_path):
    (tmp_path / "page.json").write_text("[]", encoding="utf-8")
    case, found = read(tmp_path, GOOD)
    assert found == []
    assert case is not None
    assert case.parameters == {"host": "h", "port": "0443", "yes": "true"}
    assert case.clock == 1714564800000
    state = {}
    for path, value in case.state:
        path.set(state, value)
    assert json.dumps(state, default=str) == '{"seen": "NumberAsWritten(\'1.10\')", "a": {"b": ["x"]}}'


def test_the_case_in_the_manual_holds(tmp_path):
    manual = Path(__file__).parents[4] / "docs" / "testing-workflows.md"
    chapter = manual.read_text(encoding="utf-8").partition("## Write a case\n")[2]
    text = chapter.partition("```yaml\n")[2].partition("```")[0]
    case, found = read(tmp_path, text)
    assert found == []
    assert len(case.runs) == 2


def test_values_are_checked_against_the_parameters_of_the_workflow(tmp_path):
    (tmp_path / "page.json").write_text("[]", encoding="utf-8")
    case, _ = read(tmp_path, GOOD)
    here = Location("w.yaml")
    parameters = tuple(
        Parameter(name, name, required=True, default=default, origin=here)
        for name, default in (("host", None), ("port", None), ("key", None), ("zone", "UTC"))
    )
    findings = Findings()
    check_parameters(case, Workflow("n", "1", SchemaVersion.V2, parameters=parameters, origin=here), findings)
    assert [each.message for each in findings] == [
        "the required parameter `key` has no value",
        "the workflow declares no parameter `yes`",
    ]
