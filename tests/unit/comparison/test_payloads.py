"""Payloads that two versions parse: which events get another QID, field or outcome."""

from pathlib import Path

import pytest
import yaml

from qradar_builder.api import build, diff, write
from qradar_builder.comparison.payloads import MOST_SHOWN, Aspect
from tests.unit.comparison.conftest import TABLES, merged, write_package

PACKAGE = yaml.safe_load((TABLES / "packages.yaml").read_text(encoding="utf-8"))["package"]
TYPE = "log_source_types/audit.yaml"
LOGIN = '{"event": {"code": "login", "kind": "ok"}, "user": {"name": "anna"}, "tenant": "t"}'
LOGOUT = '{"event": {"code": "logout", "kind": "ok"}} ip=192.0.2.1'


@pytest.fixture
def events(tmp_path, monkeypatch):
    """Compares two packages by payloads."""
    monkeypatch.chdir(tmp_path)

    def events(change, *payloads, **more):
        write_package(Path("old"), PACKAGE | {"extension.yaml": PACKAGE["extension.yaml"] | {"id": "old"}})
        new = merged(PACKAGE, {TYPE: change})
        write_package(Path("new"), new | {"extension.yaml": PACKAGE["extension.yaml"] | {"id": "new"}})
        Path("events.log").write_text("\n".join(payloads), encoding="utf-8")
        found = diff("old", "new", events=["events.log"], **more)
        assert found.ok, found.errors
        return found.events

    return events


def said(changes):
    return [
        (each.number, *((one.aspect, one.name, one.old, one.new) for one in each.differences)) for each in changes.shown
    ]


def test_events_get_another_record_where_a_mapping_leads_to_another_one(events):
    mappings = [{"id": "login", "category": "ok", "qid": "logout"}, *PACKAGE[TYPE]["events"][1:]]
    changes = events({"events": mappings}, LOGIN, LOGOUT, LOGIN)
    assert (changes.total, changes.changed) == (3, 2)
    different = ((Aspect.QID, "", "Acme login", "Acme logout"), (Aspect.SEVERITY, "", 3, 1))
    assert said(changes) == [(1, *different), (3, *different)]
    assert changes.moves == {(Aspect.QID, "Acme login", "Acme logout"): 2}
    assert changes.kinds == {(Aspect.QID, ""): 2, (Aspect.SEVERITY, ""): 2}


def test_events_become_unknown_where_a_mapping_is_removed(events):
    changes = events({"events": PACKAGE[TYPE]["events"][1:]}, LOGIN)
    assert changes.moves[Aspect.OUTCOME, "parsed", "unknown"] == 1
    assert changes.moves[Aspect.QID, "Acme login", "Unknown"] == 1


def test_fields_and_properties_are_told_by_name(events):
    change = {
        "parsing": {"SourceIp": None, "UserName": {"regex": '"(a)nna"'}},
        "properties": PACKAGE[TYPE]["properties"][1:],
    }
    changes = events(change, LOGIN, LOGOUT)
    assert changes.kinds == {
        (Aspect.FIELD, "UserName"): 1,
        (Aspect.FIELD, "SourceIp"): 1,
        (Aspect.PROPERTY, "Acme Tenant"): 1,
    }
    assert (Aspect.FIELD, "UserName", "anna", "a") in said(changes)[0]
    assert (Aspect.FIELD, "SourceIp", "192.0.2.1", None) in said(changes)[1]


def test_another_category_of_the_record_is_told(events):
    changes = events({"qids": {"login": {"category": "User Login Failure"}}}, LOGIN)
    assert changes.kinds == {(Aspect.CATEGORY, ""): 1}


def test_the_time_of_receipt_is_no_difference(events):
    assert events({}, LOGIN, "nothing to find").changed == 0


def test_the_first_of_many_are_kept_and_all_are_counted(events):
    changes = events({"parsing": {"UserName": None}}, *[LOGIN] * 100)
    assert (changes.total, changes.changed, len(changes.shown)) == (100, 100, MOST_SHOWN)


def test_the_type_is_known_by_key_name_and_internal_name(events):
    for name in ("audit", "Acme Audit"):
        assert events({"parsing": {"UserName": None}}, LOGIN, choose=name).changed == 1


def test_a_log_source_extension_alone_says_nothing_of_mappings(events):
    events({}, LOGIN)
    write(build("old"), "dist")
    found = diff("dist/old-1.0.0/log_source_extensions/AcmeAuditCustom_ext.xml", "new", events=["events.log"])
    assert found.events.changed == 1
    assert {aspect for aspect, _ in found.events.kinds} == {Aspect.PROPERTY}


def test_files_that_cannot_be_read_are_findings_and_the_others_go_on(events):
    events({}, LOGIN)
    Path("wide.log").write_bytes(b"\xff\xfea\0")
    found = diff("old", "new", events=["nothing.log", "wide.log", "old", "events.log"])
    assert [(each.rule, each.location.file) for each in found.errors] == [
        ("file/missing", "nothing.log"),
        ("file/unreadable", "old"),
        ("file/unreadable", "wide.log"),
    ]
    assert found.events.total == 1


def test_of_several_types_one_is_named(events):
    events({}, LOGIN)
    for side in ("old", "new"):
        Path(side, "log_source_types/more.yaml").write_text("name: Acme More\nparsing: {EventName: {json: '/\"a\"'}}\n")
    found = diff("old", "new", events=["events.log"])
    assert [each.rule for each in found.errors] == ["diff/which"]
    assert found.comparison is not None
    assert found.events is None
    assert diff("old", "new", events=["events.log"], choose="audit").events.total == 1


def test_a_workflow_parses_no_events(events):
    events({}, LOGIN)
    found = diff("old/workflows/poll.yaml", "new/workflows/poll.yaml", events=["events.log"])
    assert [each.rule for each in found.errors] == ["diff/which"]
    with pytest.raises(ValueError, match="nothing"):
        diff("old", "new", events=["events.log"], form="nothing")
