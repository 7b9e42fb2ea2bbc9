"""A verification for people, for machines and for CI servers."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from qradar_builder.console.deployment.run import Deployment
from qradar_builder.console.verification.items import verify_items
from qradar_builder.findings import Findings
from qradar_builder.report.console.verification import Report, report_json, report_junit, report_text
from tests.console_releases import package, release
from tests.model_console import Model


@pytest.fixture(scope="module")
def deployed(tmp_path_factory):
    """A console with a package, and its release."""
    folder = tmp_path_factory.mktemp("report")
    given = release(package(folder / "acme-gateway"))
    model = Model()
    deployment = Deployment(model.session(), given)
    deployment.run(deployment.outlook(Findings()), folder, str, staged=False)
    return model, given


@pytest.fixture
def report(deployed):
    model, given = deployed
    record = model.state["qids"].first(name="Acme request blocked")
    model.state["qids"].change(record["id"], {"severity": 9})
    yield Report("lab", given.label, verify_items(model.session(), given))
    model.state["qids"].change(record["id"], {"severity": 5})


def test_for_people(report):
    lines = list(report_text(report))
    assert lines[0].startswith("Acme Gateway 1.2.3 on lab: ")
    assert lines[0].endswith(" items compared, 1 difference")
    assert lines[1] == "  QID record Acme request blocked: severity is 9, and must be 5"
    assert lines[-1] == "The console differs from the release."


def test_for_machines(report):
    found = json.loads("".join(report_json(report)))
    assert (found["version"], found["good"]) == (1, False)
    assert found["differences"] == [
        {
            "verdict": "different",
            "item": "QID record Acme request blocked",
            "attribute": "severity",
            "release": "5",
            "console": "9",
        }
    ]


def test_for_ci_servers(report):
    (suite,) = ET.fromstring("".join(report_junit(report)))
    assert (suite.get("failures"), suite.get("tests")) == ("1", str(len(report.verified.items)))
    (failure,) = suite.iter("failure")
    assert failure.get("message") == "QID record Acme request blocked: severity is 9, and must be 5"
    assert len(list(suite)) == len(report.verified.items)


def test_a_console_that_has_all_is_good(deployed):
    model, given = deployed
    report = Report("lab", given.label, verify_items(model.session(), given))
    assert report.is_good
    assert list(report_text(report))[-1] == "The console has the release as it is."
    assert json.loads("".join(report_json(report)))["differences"] == []
    assert ET.fromstring("".join(report_junit(report)))[0].get("failures") == "0"
