"""`qradar-builder update`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.takeover.conftest import MAPPING, RECORD, ROWS, TYPE as TYPE_ROW, content_xml

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


RULE = {"id": "1", "uuid": "r1", "origin": "USER", "rule_data": "a"}
OTHER = {"id": "2", "uuid": "r2", "origin": "USER", "rule_data": "b"}
KEPT = Path("acme/extra/content.xml")


def with_rules(*rules, type_=None):
    own = [ROWS[0] if type_ is None else ("sensordevicetype", type_), *ROWS[1:]]
    return content_xml([*own, *(("custom_rule", rule) for rule in rules)])


def test_rows_that_are_only_kept_are_merged_row_by_row(run):
    Path("old.xml").write_text(with_rules(RULE, OTHER), encoding="utf-8")
    Path("new.xml").write_text(
        with_rules(RULE | {"rule_data": "upstream"}, OTHER, OTHER | {"id": "3", "uuid": "r3"}), encoding="utf-8"
    )
    assert run("import", "old.xml", "-o", "acme").exit_code == 0
    KEPT.write_text(KEPT.read_text().replace("<rule_data>b<", "<rule_data>ours<"))
    result = update(run)
    assert result.exit_code == 0, result.output
    assert "taken     extra/content.xml: custom_rule/r1\n" in result.stdout
    assert "taken     extra/content.xml: custom_rule/r3\n" in result.stdout
    merged = KEPT.read_text()
    assert [merged.count(each) for each in (">upstream<", ">ours<", ">r3<", ">a<")] == [1, 1, 1, 0]
    assert run("build", "acme").exit_code == 0


def test_both_sides_of_what_is_only_kept_are_there(run):
    Path("old.xml").write_text(with_rules(RULE, OTHER, type_=TYPE_ROW | {"mask": "7"}), encoding="utf-8")
    changed = TYPE_ROW | {"mask": "9"}
    Path("new.xml").write_text(with_rules(RULE | {"rule_data": "upstream"}, OTHER, type_=changed), encoding="utf-8")
    assert run("import", "old.xml", "-o", "acme").exit_code == 0
    KEPT.write_text(KEPT.read_text().replace("<rule_data>a<", "<rule_data>ours<"))
    columns = Path("acme/extra/rows.json")
    columns.write_text(columns.read_text().replace('"mask": "7"', '"mask": "8"'))
    result = update(run)
    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if line.startswith("conflict")] == [
        "conflict  extra/content.xml: custom_rule/r1 / rule_data",
        "conflict  extra/rows.json: columns / sensordevicetype/4007 / mask",
    ]
    assert "ours" in KEPT.read_text()
    assert '"mask": "8"' in columns.read_text()
    assert "upstream" in Path("acme/extra/conflicts/1.0.0/content.xml").read_text()
    assert '"mask": "9"' in Path("acme/extra/conflicts/1.0.0/rows.json").read_text()
    assert run("build", "acme").exit_code == 0


@pytest.mark.parametrize("edited", [False, True])
def test_a_record_that_upstream_renamed_keeps_the_key_of_the_team(run, edited):
    Path("old.xml").write_text(content_xml(), encoding="utf-8")
    rows = [
        *ROWS[:2],
        ("qidmap", RECORD | {"qname": "Gate opened"}),
        ROWS[3],
        ("dsmevent", CLOSE | {"qidmapid": "501"}),
    ]
    Path("new.xml").write_text(content_xml(rows), encoding="utf-8")
    assert run("import", "old.xml", "-o", "acme").exit_code == 0
    if edited:
        TYPE.write_text(TYPE.read_text().replace("severity: 2", "severity: 9"), encoding="utf-8")
    result = update(run)
    assert result.exit_code == 0, result.output
    merged = TYPE.read_text(encoding="utf-8")
    assert f"door-opened: {{name: Gate opened, severity: {9 if edited else 2}" in merged
    assert "{id: close, category: door, qid: door-opened}" in merged
    assert "gate-opened" not in merged + Path("acme/identity.lock.yaml").read_text()
    place = ": qids / door-opened / name" if edited else ""
    assert f"taken     log_source_types/acme-gate.yaml{place}\n" in result.stdout
    assert run("build", "acme").exit_code == 0


def test_a_record_that_the_team_renamed_takes_what_upstream_changed(run):
    Path("old.xml").write_text(content_xml(), encoding="utf-8")
    Path("new.xml").write_text(content_xml(NEW), encoding="utf-8")
    assert run("import", "old.xml", "-o", "acme").exit_code == 0
    for path in (TYPE, Path("acme/identity.lock.yaml")):
        path.write_text(path.read_text().replace("door-opened", "opened"), encoding="utf-8")
    result = update(run)
    assert result.exit_code == 0, result.output
    merged = TYPE.read_text(encoding="utf-8")
    assert "  opened: {name: Door opened, severity: 5" in merged
    assert "door-opened" not in merged
    assert run("build", "acme").exit_code == 0
