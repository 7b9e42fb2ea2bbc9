"""What a console changed of parsing, properties, groups and types comes into the package by item."""

from __future__ import annotations

import base64

import pytest

from qradar_builder.console.deployment.run import Deployment
from qradar_builder.console.drift.pull import pulled_changes
from qradar_builder.console.model.state.made import new_property
from qradar_builder.console.verification.items import verify_items
from qradar_builder.findings import Findings
from tests.console_releases import built, changed, package, release
from tests.model_console import Model

TYPE = "log_source_types/alerts.yaml"
GROUPS = "all: {name: Acme, description: All of Acme}\nnorth: {name: Acme North, parent: all}\n"
JSON = "property_json_expressions"


@pytest.fixture
def deployed(tmp_path):
    folder = package(tmp_path / "acme-gateway")
    (folder / "log_source_groups.yaml").write_text(GROUPS, encoding="utf-8")
    changed(folder, TYPE, "  DeviceTime:", "  # When it was.\n  DeviceTime:")
    built(folder, tmp_path / "dist")
    model = Model()
    deployment = Deployment(model.session(), release(folder))
    deployment.run(deployment.outlook(Findings()), tmp_path / "backups", str, staged=False)
    return model, folder


def pulled(model, folder):
    """Pull, and build again. Gives what was pulled, and the drift that remains."""
    given, findings = release(folder), Findings()
    updated = pulled_changes(verify_items(model.session(), given), given, findings)
    assert updated is not None, [each.message for each in findings]
    for name, content in updated.files.items():
        (folder / name).write_bytes(content)
    built(folder, folder.parent / "again")
    return updated, [each.text for each in verify_items(model.session(), release(folder)).differences]


def parse_otherwise(model, old, new):
    lsx = model.state["lsx"].first(name="AcmeGatewayAlertsCustom_ext")
    text = base64.b64decode(lsx["_document"]).decode()
    assert old in text
    model.state["lsx"].change(lsx["id"], {"_document": base64.b64encode(text.replace(old, new).encode()).decode()})


def change(table, name, /, **values):
    def make(model):
        record = model.state[table].first(name=name)
        parent = values.get("parent_id")
        if isinstance(parent, str):
            values["parent_id"] = model.state["groups"].first(name=parent)["id"]
        model.state[table].change(record["id"], values)

    return make


def expression_of(model, name):
    identifier = model.state["properties"].first(name=name)["identifier"]
    return model.state[JSON].first(regex_property_identifier=identifier)


def another_expression(model):
    old = expression_of(model, "Acme Policy")
    model.state[JSON].add({**old, "expression": '/"rule"', "identifier": "0da4a88b-774e-4b0a-afdb-3dddadc24500"})


def another_property(model):
    identifier = "0da4a88b-774e-4b0a-afdb-3dddadc24501"
    model.state["properties"].add(new_property("Acme Colour", "string", 0, identifier=identifier))
    old = expression_of(model, "Acme Policy")
    more = {"regex_property_identifier": identifier, "identifier": "0da4a88b-774e-4b0a-afdb-3dddadc24502"}
    model.state[JSON].add({**old, **more, "expression": '/"colour"'})


def no_property(model):
    record = model.state["properties"].first(name="Acme Policy")
    model.state[JSON].remove(expression_of(model, "Acme Policy")["id"])
    model.state["properties"].remove(record["id"])


def another_cef(model):
    old = next(iter(model.state["property_cef_expressions"]))
    model.state["property_cef_expressions"].add({**old, "expression": "cs9", "payload": None})


def no_cef(model):
    model.state["property_cef_expressions"].remove(next(iter(model.state["property_cef_expressions"]))["id"])


def a_calculation(model):
    old = next(iter(model.state["property_calculated_expressions"]))
    model.state["property_calculated_expressions"].change(old["id"], {"operator": "MULTIPLY"})


@pytest.mark.parametrize(
    ("make", "file", "words"),
    [
        (lambda model: parse_otherwise(model, '/"user"/"name"', '/"user"/"login"'), TYPE, '/"user"/"login"'),
        (
            lambda model: parse_otherwise(model, 'field="UserName"', 'field="HostName"'),
            TYPE,
            "  HostName:",
        ),
        (change("properties", "Acme Policy", description="Theirs"), TYPE, "description: Theirs"),
        (change("groups", "Acme", description="Theirs"), "log_source_groups.yaml", "description: Theirs"),
        (change("groups", "Acme North", description="Cold"), "log_source_groups.yaml", "description: Cold"),
        (change("groups", "Acme North", parent_id=1), "log_source_groups.yaml", "north: {name: Acme North}"),
        (another_expression, TYPE, "uuid: 0da4a88b-774e-4b0a-afdb-3dddadc24500"),
        (another_property, TYPE, "id: 0da4a88b-774e-4b0a-afdb-3dddadc24501"),
        (no_property, TYPE, "properties:\n  - {name: Acme Rule"),
        (another_cef, TYPE, "cef: cs9"),
        (no_cef, TYPE, "{name: Acme Zone"),
        (a_calculation, TYPE, "operator: MULTIPLY"),
    ],
)
def test_a_change_comes_into_its_file_and_nothing_is_left(deployed, make, file, words):
    model, folder = deployed
    make(model)
    updated, rest = pulled(model, folder)
    assert (updated.conflicts, rest) == ([], [])
    text = (folder / file).read_text(encoding="utf-8")
    assert words in text
    assert "# When it was." in (folder / TYPE).read_text(encoding="utf-8")
    assert list(updated.files) == [file]


def test_a_type_that_was_renamed_keeps_its_internal_name_on_the_console(deployed):
    model, folder = deployed
    change("types", "Acme Gateway Alerts", name="Acme Gateway Alarms")(model)
    updated, rest = pulled(model, folder)
    assert "name: Acme Gateway Alarms" in (folder / TYPE).read_text(encoding="utf-8")
    (left,) = updated.conflicts
    assert "internal name is AcmeGatewayAlertsCustom" in left
    assert len(rest) == 1


def test_what_was_pulled_is_deployed_as_the_same_items(deployed, tmp_path):
    model, folder = deployed
    another_expression(model)
    another_property(model)
    pulled(model, folder)
    changed(folder, "extension.yaml", "version: 1.2.3", "version: 1.2.4")
    built(folder, tmp_path / "next")
    before = len(model.state[JSON]), len(model.state["properties"])
    deployment = Deployment(model.session(), release(folder))
    outlook = deployment.outlook(Findings())
    assert outlook.mismatches == ()
    deployment.run(outlook, tmp_path / "backups", str, staged=False)
    assert (len(model.state[JSON]), len(model.state["properties"])) == before


def test_what_only_a_person_can_bring_is_named(deployed):
    model, folder = deployed
    model.state["set_entries"].remove(next(iter(model.state["set_entries"]))["id"])
    model.state["types"].change(model.state["types"].first(name="Acme Gateway Alerts")["id"], {"uuid": None})
    old = next(iter(model.state["property_cef_expressions"]))
    qid = model.state["qids"].first(name="Acme request allowed")["qid"]
    model.state["property_cef_expressions"].add({**old, "expression": "cs8", "qid": qid})
    given = release(folder)
    updated = pulled_changes(verify_items(model.session(), given), given, Findings())
    assert any("Acme hosts" in each for each in updated.conflicts)
    assert any("cef expression 'cs8' of the custom property Acme Session" in each for each in updated.conflicts)
