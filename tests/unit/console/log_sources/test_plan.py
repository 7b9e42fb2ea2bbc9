"""Log sources: planned, applied, applied again, and no secret anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from qradar_builder.console.connection import calls
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.log_sources.plan import Doing, apply_log_sources, plan_log_sources
from qradar_builder.console.log_sources.values import read_wanted
from qradar_builder.console.model.faults import Effect, Kind, Rule
from qradar_builder.console.model.routes.event_sources import new_type
from qradar_builder.console.release.release import read_release
from qradar_builder.findings import Findings
from tests.model_console import Model

PACKAGE = Path(__file__).parents[4] / "content/beyondtrust-epm"
SECRET = "sup3r-s3cret-value"
VALUES = """\
log_sources:
  - log_source: activity-audits
    name: Audits (lab)
    identifier: mysite
    groups: [Acme, Other]
    parameters:
      EPS Throttle: 100
    workflow_parameters:
      hostname: mysite-services.example.com
      client_id: me
      client_secret: {env: EPM_SECRET}
"""
SOURCES = "/config/event_sources/log_source_management/log_sources"


@pytest.fixture(scope="module")
def release():
    findings = Findings()
    found = read_release(PACKAGE, findings)
    assert not findings.errors
    return found


@pytest.fixture
def model(release):
    model = Model()
    for one in release.content.types:
        model.state["types"].add(new_type(one.name, [92]))
    return model


@pytest.fixture
def wanted(release, tmp_path):
    def wanted(text=VALUES, environment=None):
        path = tmp_path / "lab.yaml"
        path.write_text(text, encoding="utf-8")
        findings = Findings()
        found = read_wanted(release, path, {"EPM_SECRET": SECRET} if environment is None else environment, findings)
        return found, list(findings)

    return wanted


def planned(model, wanted, **given):
    findings = Findings()
    return plan_log_sources(model.session(), wanted, findings, **given), list(findings)


def there(model):
    return list(model.session().items(calls.LOG_SOURCES))


def test_a_log_source_is_created_once(model, wanted):
    plans, findings = planned(model, wanted()[0])
    assert findings == []
    assert model.writes == []
    assert [(plan.doing, plan.new_groups) for plan in plans] == [(Doing.CREATE, ("Acme",))]
    (done,) = apply_log_sources(model.session(), plans)
    (record,) = there(model)
    assert (record["id"], record["name"]) == (done.number, "Audits (lab)")
    kept = model.state["log_sources"].get(done.number)
    sent = {each["name"]: each["value"] for each in kept["protocol_parameters"]}
    assert sent["identifier"] == "mysite"
    assert sent["epsThrottle"] == "100"
    assert sent["recurrence"] == "10M"
    assert f'name="client_secret" value="{SECRET}"' in sent["workflowParameterValues"]
    assert sent["workflow"].startswith("<?xml")

    model.sent.clear()
    again = planned(model, wanted()[0])[0]
    assert [plan.doing for plan in again] == [Doing.NOTHING]
    assert list(apply_log_sources(model.session(), again)) == []
    assert model.writes == []


def test_what_differs_is_updated_alone(model, wanted):
    list(apply_log_sources(model.session(), planned(model, wanted()[0])[0]))
    changed = VALUES.replace("EPS Throttle: 100", "EPS Throttle: 200").replace(
        "identifier: mysite", "identifier: other"
    )
    (plan,) = planned(model, wanted(changed)[0])[0]
    assert (plan.doing, set(plan.changes)) == (
        Doing.UPDATE,
        {("EPS Throttle", "100", "200"), ("Log Source Identifier", "mysite", "other")},
    )
    assert set(plan.body) == {"protocol_parameters"}
    list(apply_log_sources(model.session(), [plan]))
    assert planned(model, wanted(changed)[0])[0][0].doing is Doing.NOTHING
    assert len(there(model)) == 1


def test_secrets_are_set_again_only_on_request(model, wanted):
    list(apply_log_sources(model.session(), planned(model, wanted()[0])[0]))
    other = wanted(environment={"EPM_SECRET": "another-s3cret"})[0]
    assert planned(model, other)[0][0].doing is Doing.NOTHING
    (plan,) = planned(model, other, with_secrets=True)[0]
    assert plan.changes == (("Workflow Parameter Values", "[secret]", "[secret]"),)


def test_no_secret_is_in_a_plan_or_a_finding(model, wanted):
    found, findings = wanted()
    plans, more = planned(model, found)
    assert SECRET not in repr((found, findings, plans, more))


@pytest.mark.parametrize("effect", Effect)
@pytest.mark.parametrize("kind", [each for each in Kind if each is not Kind.HOOK])
def test_a_fault_makes_nothing_twice(model, wanted, kind, effect):
    plans = planned(model, wanted()[0])[0]
    model.console.faults.add(Rule(f"POST {SOURCES}", kind, effect))
    with pytest.raises(ConsoleError) as caught:
        list(apply_log_sources(model.session(), plans))
    assert SECRET not in str(caught.value)
    list(apply_log_sources(model.session(), planned(model, wanted()[0])[0]))
    assert [each["name"] for each in there(model)] == ["Audits (lab)"]
    assert len(model.state["groups"].find(name="Acme")) == 1


@pytest.mark.parametrize(
    ("old", "new", "place", "rule", "words"),
    [
        ("{env: EPM_SECRET}", "hunter2-hunter2", (11, 22), "console/value-secret", "must come from the environment"),
        ("{env: EPM_SECRET}", "{env: NOT_SET}", (11, 22), "console/values", "NOT_SET, which is not set"),
        ("client_id: me", "clientid: me", (10, 17), "console/values", "no workflow parameter `clientid`"),
        ("log_source: activity-audits", "log_source: audits", (2, 17), "console/values", "no log source `audits`"),
        ("    identifier: mysite\n", "", (2, 5), "console/values", "gives no `identifier`"),
        ("EPS Throttle", "EPS Throtle", (7, 20), "console/values", "has no parameter `EPS Throtle`"),
        ("EPS Throttle: 100", "Use Proxy: maybe", (7, 18), "console/values", "must be one of true, false"),
        ("      hostname: mysite-services.example.com\n", "", (2, 5), "console/values", "parameter `hostname`"),
    ],
)
def test_what_is_wrong_has_its_place(  # noqa: PLR0917 - a row of the table
    model, wanted, old, new, place, rule, words
):
    found, findings = wanted(VALUES.replace(old, new))
    if found is not None:
        found, findings = planned(model, found)
    assert found is None
    finding = next(each for each in findings if each.rule == rule and words in each.message)
    assert (finding.location.line, finding.location.column) == place
    assert "hunter2" not in finding.message + finding.help


def test_two_of_one_name_are_refused(wanted):
    found, findings = wanted(VALUES + VALUES.partition("\n")[2])
    assert found is None
    assert "two log sources have the name" in findings[0].message


def test_a_type_that_is_not_there_is_told(wanted):
    found, findings = planned(Model(), wanted()[0])
    assert found is None
    assert "deploy the package first" in findings[0].message


def test_a_log_source_of_another_type_is_left_alone(model, wanted):
    body = {"name": "Audits (lab)", "type_id": 2, "protocol_type_id": 0}
    body["protocol_parameters"] = [{"name": "identifier", "id": 1, "value": "other"}]
    model.session().send(calls.NEW_LOG_SOURCE, body=body)
    found, findings = planned(model, wanted()[0])
    assert found is None
    assert "of another type or protocol" in findings[0].message


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("EPS Throttle: fast", r"`EPS Throttle` must match \d+"),
        ("Use Proxy: perhaps", "`Use Proxy` must be one of true, false"),
        ("Proxy Port: 70000", "`Proxy Port` must be at most 65535"),
        ("proxy_port: x", "`proxy_port` must be a number"),
    ],
)
def test_what_is_known_of_a_parameter_is_checked_without_a_console(wanted, line, problem):
    found, findings = wanted(VALUES.replace("EPS Throttle: 100", line))
    assert found is None
    (finding,) = findings
    assert (finding.rule, finding.message) == ("console/values", problem)
    assert finding.location.line == 7
