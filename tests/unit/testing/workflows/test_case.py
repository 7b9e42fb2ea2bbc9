import json
from pathlib import Path

import pytest

from qradar_builder.exchanges.exchange import Fault
from qradar_builder.findings import Findings, Location
from qradar_builder.model.workflow.document import Parameter, SchemaVersion, Workflow
from qradar_builder.testing.events.package_types import PackageTypes
from qradar_builder.testing.workflows.case import check_parameters, read_case

ROWS = json.loads((Path(__file__).parents[3] / "conformance/workflow/case_bad.json").read_text(encoding="utf-8"))
GOOD = """
workflow: w
parameters: {host: h, port: 0443, yes: true}
clock: 2024-05-01T14:00:00+02:00
state: {/seen: 1.10, /a/b: [x]}
runs:
  - exchanges:
      - request: {method: GET, url: https://h/a?b=c, query: {d: [1, "2"]}}
        response: {status: 200, file: page.json}
  - clock: 2024-05-01T12:10:00Z
    exchanges:
      - request: {method: POST, url: https://h/a, json: {n: 1}}
        fault: timeout
    expect: {status: error, events: ["a", {b: 1}], message: /.*timed out.*/}
"""


def read(folder, text):
    path = folder / "case.yaml"
    path.write_text(text, encoding="utf-8")
    findings = Findings()
    types = folder / "log_source_types"
    types.mkdir()
    (types / "known.yaml").touch()
    find_type = PackageTypes(folder, lambda: None).find
    return read_case(path, "case.yaml", folder, findings, find_type), list(findings)


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
    first, second = case.runs
    (exchange,) = first.exchanges
    assert exchange.request.query == (("b", "c"), ("d", "1"), ("d", "2"))
    assert exchange.answer.body == b"[]"
    assert (first.clock, first.expect.status) == (None, "ok")
    assert second.clock == 1714565400000
    assert second.exchanges[0].answer == Fault("timeout")
    assert second.expect.events == ["a", {"b": 1}]


def test_the_case_in_the_manual_holds(tmp_path):
    manual = Path(__file__).parents[4] / "docs" / "testing-workflows.md"
    chapter = manual.read_text(encoding="utf-8").partition("## Write a case\n")[2]
    text = chapter.partition("```yaml\n")[2].partition("```")[0]
    case, found = read(tmp_path, text)
    assert found == []
    assert len(case.runs) == 2


def test_a_link_out_of_the_package_is_not_followed(tmp_path):
    inside = tmp_path / "package"
    inside.mkdir()
    (tmp_path / "secret").write_text("s", encoding="utf-8")
    (inside / "page.json").symlink_to(tmp_path / "secret")
    _, found = read(inside, GOOD)
    assert [each.rule for each in found] == ["case/body-file"]


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
