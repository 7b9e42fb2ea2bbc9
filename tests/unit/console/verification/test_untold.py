"""What is not compared is listed by name."""

import pytest

from qradar_builder.console.plan.run import PlanRun
from qradar_builder.console.verification.untold import orders, untold
from tests.console_releases import built, changed, package, release
from tests.model_console import Model

TWO = '  - {name: Acme Session, expressions: [{cef: cs1, sample: "CEF:0|a|b|c|d|e|1|cs1=x"}, {cef: cs2}]}\n'


@pytest.fixture(scope="module")
def ordered(tmp_path_factory):
    folder = package(tmp_path_factory.mktemp("order") / "acme-gateway")
    line = '  - {name: Acme Session, expressions: {cef: cs1, sample: "CEF:0|a|b|c|d|e|1|cs1=x"}}\n'
    changed(folder, "log_source_types/alerts.yaml", line, TWO)
    built(folder, folder.parent / "out")
    return release(folder)


def look(model, given):
    session = model.session()
    session.version = "26.0"
    return PlanRun(session, given.plan).look()


def test_the_order_of_expressions_of_the_plan_is_named(ordered):
    found = list(orders(look(Model(), ordered)))
    what = "the order of the cef expression of `Acme Session` for `Acme Gateway Alerts`"
    assert [each.partition(": ")[0] for each in found] == [what] * 2
    assert "number 1 of 2. The REST API has no field" in found[0]


def test_workflows_and_reference_sets_are_named(full):
    found = list(untold(full, (), "14.0"))
    assert any("reference data collections (Acme hosts): API version 14.0" in each for each in found)
    assert any(each.startswith("workflows: ") for each in found)
    assert found[-1].startswith("settings of log sources (")
    assert [each for each in untold(full, (), "26.0") if "reference" in each] == []
