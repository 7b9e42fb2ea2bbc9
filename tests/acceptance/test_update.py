"""`qradar-builder update`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.takeover.conftest import MAPPING, RECORD, ROWS, content_xml

CLOSED = RECORD | {"id": "502", "qid": "1003750003", "uuid": "0ad5edd4-9176-4ac9-8458-2860ed5e169e"}
CLOSE = MAPPING | {"id": "702", "uuid": "2ad5edd4-9176-4ac9-8458-2860ed5e169e", "deviceeventid": "close"}
NEW = [
    *ROWS[:2],
    ("qidmap", RECORD | {"severity": "5"}),
    ("qidmap", CLOSED | {"qname": "Door closed"}),
    ROWS[3],
    ("dsmevent", CLOSE | {"qidmapid": "502"}),
]
TYPE = Path("acme", "log_source_types", "acme-gate.yaml")


@pytest.fixture
def versions(run):
    Path("old.xml").write_text(content_xml(), encoding="utf-8")
    Path("new.xml").write_text(content_xml(NEW), encoding="utf-8")
    assert run("import", "old.xml", "-o", "acme").exit_code == 0


def update(run):
    return run("update", "acme", "--base", "old.xml", "--to", "new.xml")


@pytest.mark.usefixtures("versions")
def test_what_upstream_changed_goes_into_what_the_team_changed(run):
    text = TYPE.read_text(encoding="utf-8").replace("name: Acme Gate", "# of our team\nname: Acme Gate")
    TYPE.write_text(text.replace("id=(", "event_id=("), encoding="utf-8")
    result = update(run)
    assert result.exit_code == 0, result.output
    merged = TYPE.read_text(encoding="utf-8")
    assert merged.startswith("# of our team\nname: Acme Gate\n")
    assert "event_id=(" in merged
    assert "{id: close, category: door, qid: door-closed}" in merged
    assert "door-opened: {name: Door opened, severity: 5" in merged
    built = run("build", "acme")
    assert built.exit_code == 0, built.stderr
    assert "0ad5edd4-9176-4ac9-8458-2860ed5e169e" in Path("acme/identity.lock.yaml").read_text(encoding="utf-8")


@pytest.mark.usefixtures("versions")
def test_what_both_changed_is_marked_and_listed(run):
    text = TYPE.read_text(encoding="utf-8")
    TYPE.write_text(text.replace("severity: 2", "severity: 9"), encoding="utf-8")
    result = update(run)
    assert result.exit_code == 1
    assert "conflict  log_source_types/acme-gate.yaml: qids / door-opened / severity\n" in result.stdout
    merged = TYPE.read_text(encoding="utf-8")
    assert "<<<<<<< yours\n  door-opened: {name: Door opened, severity: 9" in merged
    assert "=======\n  door-opened: {name: Door opened, severity: 5" in merged


@pytest.mark.usefixtures("versions")
def test_a_second_update_changes_nothing(run, workspace, files_of):
    assert update(run).exit_code == 0
    before = files_of(workspace / "acme")
    result = run("update", "acme", "--base", "new.xml", "--to", "new.xml")
    assert (result.exit_code, result.stdout) == (0, "0 changes taken.\n")
    assert files_of(workspace / "acme") == before


@pytest.mark.usefixtures("versions")
def test_identities_that_collide_are_given_anew(run):
    text = TYPE.read_text(encoding="utf-8").replace(
        "qids:\n", "qids:\n  mine: {name: Mine, category: 1002, severity: 1}\n"
    )
    text = text.replace("events:\n", "events:\n  - {id: mine, qid: mine}\n")
    TYPE.write_text(text, encoding="utf-8")
    assert run("build", "acme").exit_code == 0
    assert update(run).exit_code == 0
    built = run("build", "acme")
    assert built.exit_code == 0, built.stderr


def test_a_folder_that_is_no_package_is_refused(run):
    Path("old.xml").write_text(content_xml(), encoding="utf-8")
    result = run("update", "nowhere", "--base", "old.xml", "--to", "old.xml")
    assert result.exit_code == 1
    assert "update/no-package" in result.stderr


@pytest.mark.usefixtures("versions")
def test_a_version_that_cannot_be_read_changes_nothing(run, workspace, files_of):
    before = files_of(workspace / "acme")
    result = run("update", "acme", "--base", "old.xml", "--to", "none.xml")
    assert result.exit_code == 2
    assert "the file none.xml does not exist" in result.stderr
    assert files_of(workspace / "acme") == before
