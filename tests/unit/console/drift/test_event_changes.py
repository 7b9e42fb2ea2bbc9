"""What a console changed of events goes into the files of a package, and then there is no drift."""

from __future__ import annotations

import pytest

from qradar_builder.console.deployment.run import Deployment
from qradar_builder.console.drift.drifts import drifts
from qradar_builder.console.drift.pull import pulled_changes, pulled_import, pulled_update
from qradar_builder.console.verification.items import verify_items
from qradar_builder.findings import Findings
from tests.console_releases import built, package, release
from tests.model_console import Model

TABLE = "log_source_types/alerts.events.csv"
TYPE = "log_source_types/alerts.yaml"


@pytest.fixture
def deployed(tmp_path):
    folder = package(tmp_path / "acme-gateway")
    model = Model()
    deployment = Deployment(model.session(), release(folder))
    deployment.run(deployment.outlook(Findings()), tmp_path / "backups", str, staged=False)
    return model, folder


def record(model, name):
    return model.state["qids"].first(name=name)


def mapping(model, event_id):
    return model.state["mappings"].first(log_source_event_id=event_id, log_source_event_category="Acme")


def pulled(model, folder):
    """Pull, and build again. Gives what was taken and left, and the drift that remains."""
    given = release(folder)
    updated = pulled_changes(verify_items(model.session(), given), given, Findings())
    for name, content in updated.files.items():
        (folder / name).write_bytes(content)
    built(folder, folder.parent / "again")
    rest = [each.text for each in verify_items(model.session(), release(folder)).differences]
    return updated, rest


def test_without_a_change_there_is_no_drift_and_nothing_to_pull(deployed):
    model, folder = deployed
    assert list(drifts(verify_items(model.session(), release(folder)))) == []
    updated, rest = pulled(model, folder)
    assert (updated.files, updated.taken, updated.conflicts, rest) == ({}, [], [], [])


def test_a_mapping_that_was_changed_by_hand_is_named_and_comes_back(deployed):
    model, folder = deployed
    target = record(model, "Acme request allowed")
    model.state["mappings"].change(mapping(model, "block")["id"], {"qid_record_id": target["id"]})
    (drift,) = drifts(verify_items(model.session(), release(folder)))
    assert drift.text == (
        "log source type Acme Gateway Alerts, event mapping block | Acme: "
        "QID record is Acme request allowed, and must be Acme request blocked"
    )
    updated, rest = pulled(model, folder)
    assert (updated.conflicts, rest) == ([], [])
    assert list(updated.files) == [TABLE]
    assert "block,Acme,,Acme request allowed,1,4002\n" in (folder / TABLE).read_text(encoding="utf-8")


def test_a_mapping_that_is_written_without_a_category_comes_back(tmp_path):
    folder = package(tmp_path / "acme-gateway")
    table = folder / TABLE
    table.write_text(table.read_text(encoding="utf-8") + "plain,,blocked,,,\ngone,,blocked,,,\n", encoding="utf-8")
    built(folder, tmp_path / "dist")
    model = Model()
    deployment = Deployment(model.session(), release(folder))
    deployment.run(deployment.outlook(Findings()), tmp_path / "backups", str, staged=False)
    mappings = model.state["mappings"]
    plain = mappings.first(log_source_event_id="plain", log_source_event_category="unknown")
    mappings.change(plain["id"], {"qid_record_id": record(model, "Acme request allowed")["id"]})
    fresh = {**plain, "log_source_event_id": "new", "uuid": "11111111-2222-3333-4444-555555555555"}
    mappings.add({key: value for key, value in fresh.items() if key != "id"})
    mappings.remove(mappings.first(log_source_event_id="gone")["id"])
    updated, _ = pulled(model, folder)
    assert updated.conflicts == []
    text = table.read_text(encoding="utf-8")
    assert "plain,,,Acme request allowed,1,4002\n" in text
    assert "new,,,Acme request allowed,1,4002\n" in text
    assert "gone" not in text


def test_a_new_mapping_comes_into_the_package(deployed):
    model, folder = deployed
    known = mapping(model, "block")
    fresh = {key: value for key, value in known.items() if key != "id"}
    fresh |= {"log_source_event_id": "new", "uuid": "11111111-2222-3333-4444-555555555555"}
    model.state["mappings"].add(fresh)
    (drift,) = drifts(verify_items(model.session(), release(folder)))
    assert drift.text == "log source type Acme Gateway Alerts, event mapping new | Acme: extra"
    updated, _ = pulled(model, folder)
    assert updated.conflicts == []
    assert "new,Acme,blocked,,,\n" in (folder / TABLE).read_text(encoding="utf-8")


def test_a_mapping_that_is_gone_goes(deployed):
    model, folder = deployed
    model.state["mappings"].remove(mapping(model, "allow")["id"])
    updated, rest = pulled(model, folder)
    assert (updated.conflicts, rest) == ([], [])
    assert "allow" not in (folder / TABLE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "field", "value", "file", "words"),
    [
        ("Acme request blocked", "severity", 9, TYPE, "category: 4003, severity: 9"),
        ("Acme request allowed", "severity", 8, TABLE, "allow,Acme,,Acme request allowed,8,4002"),
        ("Acme request blocked", "description", "By a rule", TYPE, "description: By a rule"),
        ("Acme request allowed", "low_level_category_id", 1002, TABLE, "Application Query"),
    ],
)
def test_a_record_that_was_changed_comes_back(deployed, name, field, value, file, words):  # noqa: PLR0917 - a row
    model, folder = deployed
    model.state["qids"].change(record(model, name)["id"], {field: value})
    updated, rest = pulled(model, folder)
    assert (updated.conflicts, rest) == ([], [])
    assert words in (folder / file).read_text(encoding="utf-8")


def test_a_change_of_a_property_tells_who_made_it(deployed):
    model, folder = deployed
    prop = model.state["properties"].first(name="Acme Policy")
    changes = {"use_for_rule_engine": False, "username": "alice", "modification_date": 1_760_000_000_000}
    model.state["properties"].change(prop["id"], changes)
    (drift,) = drifts(verify_items(model.session(), release(folder)))
    assert (drift.who, drift.when) == ("alice", "2025-10-09T08:53:20.000Z")
    assert drift.text.endswith("(changed by alice at 2025-10-09T08:53:20.000Z)")


def test_a_package_that_was_imported_is_merged_as_a_whole(deployed, tmp_path):
    model, folder = deployed
    given = release(folder)
    imported = pulled_import(verify_items(model.session(), given).export, given, Findings())
    home = tmp_path / "imported"
    for name, content in imported.files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    base = built(home, tmp_path / "base")
    model.state["qids"].change(record(model, "Acme request blocked")["id"], {"severity": 9})
    verified = verify_items(model.session(), release(home))
    findings = Findings()
    updated = pulled_update(verified.export, release(home), base, findings)
    assert updated is not None, [each.message for each in findings]
    assert updated.conflicts == []
    assert b"severity: 9" in updated.files["log_source_types/acme-gateway-alerts.yaml"]


def test_the_description_of_a_property_that_packages_share_is_no_fault(tmp_path):
    """The console has one property, and the description of the package that was installed last."""
    folder = package(tmp_path / "acme-gateway")
    alerts = (folder / TYPE).read_text(encoding="utf-8")
    prop = "  - {name: Command, description: Ours, expressions: {json: '/\"command\"'}}\nqids:\n"
    (folder / TYPE).write_text(alerts.replace("qids:\n", prop, 1), encoding="utf-8")
    built(folder, tmp_path / "dist")
    given, model = release(folder), Model()
    deployment = Deployment(model.session(), given)
    deployment.run(deployment.outlook(Findings()), tmp_path, str, staged=False)
    shipped = model.state["properties"].first(name="Command")
    model.state["properties"].change(shipped["id"], {"description": "Theirs"})
    verified = verify_items(model.session(), given)
    assert [each.verdict for each in verified.differences] == ["shared"]
    assert verified.faults == ()
    assert verified.differences[0].text.endswith("the description is that of another package, Theirs")
    assert pulled_changes(verified, given, Findings()).conflicts == []
