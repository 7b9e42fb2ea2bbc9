"""The groups of log sources beside those that a package recommends."""

import pytest

from qradar_builder.console.connection import calls
from qradar_builder.console.deployment.run import Deployment
from qradar_builder.console.verification.items import Verdict, verify_items
from qradar_builder.findings import Findings
from qradar_builder.reference.protocols import protocol
from tests.console_releases import built, package, release
from tests.model_console import Model

MORE = {"protocol_parameters": [], "modified_date": 0}
CLOUD = protocol("Universal Cloud REST API").id


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    folder = package(tmp_path_factory.mktemp("members") / "acme-gateway")
    with (folder / "log_sources/alerts.yaml").open("a", encoding="utf-8") as file:
        file.write("groups: [Acme, Cloud]\n")
    built(folder, folder.parent / "dist")
    return release(folder)


def deployed(given, folder, **caller):
    made = Model(**caller)
    deployment = Deployment(made.session(), given)
    deployment.run(deployment.outlook(Findings()), folder, str, staged=False)
    return made


@pytest.fixture
def model(given, tmp_path):
    return deployed(given, tmp_path)


def log_source(model, groups, by=CLOUD):
    """A log source of the package's type, in groups of these names."""
    known = model.state["groups"]
    numbers = [(known.first(name=name) or known.add({"name": name, "parent_id": 1}))["id"] for name in groups]
    of_type = model.state["types"].first(name="Acme Gateway Alerts")["id"]
    values = {"name": "alerts of the lab", "type_id": of_type, "protocol_type_id": by, "group_ids": numbers} | MORE
    return model.state["log_sources"].add(values)


def advised(model, given):
    verified = verify_items(model.session(), given)
    assert not verified.faults
    return [each.text for each in verified.differences if each.verdict is Verdict.ADVISED]


def test_nothing_is_asked_where_no_log_source_is(model, given):
    assert advised(model, given) == []


def test_missing_groups_are_named_and_are_no_fault(model, given):
    log_source(model, ["Acme", "Lab"])
    told = "log source alerts of the lab: groups are Acme, Lab, and the package recommends Acme, Cloud"
    assert advised(model, given) == [told]


@pytest.mark.parametrize(("groups", "by"), [(["Cloud", "Lab", "Acme"], CLOUD), ([], 0)])
def test_all_groups_or_another_protocol_is_no_difference(model, given, groups, by):
    log_source(model, groups, by)
    assert advised(model, given) == []


def test_a_token_that_may_not_read_log_sources_verifies_all_else(given, tmp_path):
    model = deployed(given, tmp_path, denied=frozenset({calls.LOG_SOURCES.name}))
    verified = verify_items(model.session(), given)
    assert not verified.differences
    assert verified.untold[-1].startswith(f"groups of log sources: {calls.LOG_SOURCES.name}: status 403")
