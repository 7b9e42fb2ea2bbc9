"""An import builds back to the rows that it was made of, and says what it could not describe."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from qradar_builder.findings import Findings
from qradar_builder.package.build import build_package
from qradar_builder.package.extension import gathering
from qradar_builder.package.extension.zip_reader import read_archive
from qradar_builder.takeover.checking import check_import
from qradar_builder.takeover.importing import import_files
from tests.unit.takeover.conftest import (
    EXTENSION,
    LSX,
    MAPPING,
    RECORD,
    ROWS,
    TYPE,
    base64_of,
    content_xml,
    rows_of,
    tar_of,
    zip_of,
)

PROPERTY = {
    "id": "662f0b63-5106-4dda-9ab0-053a5afaf6ef",
    "sequenceid": "267",
    "propertyname": "Door Name",
    "propertytype": "string",
    "database": "events",
    "forceparse": "true",
    "description": "",
    "username": "jane",
    "creationdate": "1775143607972",
    "editdate": "1775143607972",
    "tenant_id": "0",
    "autodiscovered": "false",
    "deprecated": "false",
}
EXPRESSION = {
    "id": "DEFAULTTEXPR_AD1",
    "sequenceid": "785",
    "ap_id": PROPERTY["id"],
    "regex": "door=(\\w+)",
    "capturegroup": "1",
    "devicetypeid": "4007",
    "deviceid": "-1",
    "qid": "1003750002",
    "category": "-1",
    "enabled": "true",
    "rank": "-1",
    "propertybase": "com.q1labs.core.types.event.NormalizedEventProperties$Payload",
    "creationdate": "1775144041848",
    "editdate": "1775144041849",
    "username": "jane",
}
REFERENCE = {
    "id": "12",
    "name": "Doors",
    "collection_type": "0",
    "element_type": "4",
    "timeout_type": "1",
    "is_table": "false",
    "created_time": "1522000000000",
    "current_count": "7",
    "time_to_live": {
        "type": "interval",
        "value": "0 years 2 mons 0 days 0 hours 0 mins 0.00 secs",
        "years": "0",
        "months": "2",
        "days": "0",
        "hours": "0",
        "minutes": "0",
        "seconds": "0.0",
    },
}
GROUP_TYPE = {"id": "1", "name": "sensor device", "description": "sensor device", "class_name": "x"}
ROOT_GROUP = {"id": "1", "type_id": "1", "level_id": "1", "name": "root", "user_name": "admin"}
GROUP = {"id": "100001", "type_id": "1", "parent_id": "1", "level_id": "1", "name": "Doors", "description": ""}
RULE = {"id": "100", "uuid": "SYSTEM-1607", "origin": "USER", "rule_type": "0", "rule_data": base64_of("<rule/>")}
UNSEEN = {"id": "5", "column_of_a_later_release": "yes", "empty": ""}


def more(**columns):
    """The rows of a type with a changed or further column in each table named."""
    return [(table, row | columns.get(table, {})) for table, row in ROWS]


def mapping(number, event_id, record, category="door"):
    """A row of an event mapping."""
    changed = {"id": number, "uuid": number, "deviceeventid": event_id, "deviceeventcategory": category}
    return ("dsmevent", MAPPING | changed | {"qidmapid": record})


WALL = TYPE | {"id": "4008", "devicetypename": "AcmeWallCustom", "devicetypedescription": "Acme Wall", "uuid": "b"}
WALL |= {"extension_id": "4"}
WALL_LSX = base64_of(LSX.replace("4007", "4008"))
ADAPTIVE = base64_of(LSX.replace('use-default-pattern="true" ', ""))
_SECOND = '<matcher order="1" pattern-id="P1" capture-group="1" field="UserName"/>'
TWO_GROUPS = base64_of(LSX.replace("</ns2", f'<match-group order="2">{_SECOND}</match-group></ns2'))
ODD = " 0x1: {a}, \"b\" #c\n'd' "

CASES = {
    "a type": ROWS,
    "without a version": ROWS,
    "columns of a later release": more(sensordevicetype={"later": "x"}, qidmap={"later": ""}, dsmevent={"later": "1"}),
    "columns of an early release": [
        (table, {name: value for name, value in row.items() if name != "uuid"}) for table, row in ROWS
    ],
    "a property": [*ROWS, ("ariel_regex_property", PROPERTY), ("ariel_property_expression", EXPRESSION)],
    "a property of every type": [
        *ROWS,
        ("ariel_regex_property", PROPERTY),
        ("ariel_property_expression", EXPRESSION | {"devicetypeid": "-1"}),
    ],
    "a regex that Java refuses": [
        *ROWS,
        ("ariel_regex_property", PROPERTY),
        ("ariel_property_expression", EXPRESSION | {"regex": "("}),
    ],
    "an expression for a record that is not carried": [
        *ROWS,
        ("ariel_regex_property", PROPERTY),
        ("ariel_property_expression", EXPRESSION | {"qid": "5000072"}),
    ],
    "expressions without a rank": [
        *ROWS,
        ("ariel_regex_property", PROPERTY),
        ("ariel_property_expression", EXPRESSION | {"id": "E1", "rank": "-1", "qid": "5000072"}),
        ("ariel_property_expression", EXPRESSION | {"id": "E2", "rank": "-1", "sequenceid": "786"}),
        ("ariel_property_expression", EXPRESSION | {"id": "E3", "rank": "-1", "sequenceid": "787", "regex": "("}),
        ("ariel_property_expression", EXPRESSION | {"id": "E4", "rank": "-1", "sequenceid": "788", "regex": "(a)"}),
        ("ariel_property_expression", EXPRESSION | {"id": "E5", "rank": "-1", "sequenceid": "789", "regex": "(b"}),
    ],
    "two properties of one name": [
        *ROWS,
        ("ariel_regex_property", PROPERTY),
        ("ariel_regex_property", PROPERTY | {"id": "FLOWS", "sequenceid": "268", "database": "flows"}),
        ("ariel_property_expression", EXPRESSION),
        ("ariel_property_expression", EXPRESSION | {"id": "OTHER", "ap_id": "FLOWS", "sequenceid": "785"}),
    ],
    "a kind of expression that no export has shown": [
        *ROWS,
        ("ariel_regex_property", PROPERTY),
        ("ariel_property_leef_expression", {"id": "L1", "ap_id": PROPERTY["id"], "expression": "usrName"}),
    ],
    "reference data and groups": [
        *ROWS,
        ("reference_data", REFERENCE),
        ("fgroup_type", GROUP_TYPE),
        ("fgroup", ROOT_GROUP),
        ("fgroup", GROUP),
        ("fgroup", GROUP | {"id": "100002", "parent_id": "100001", "level_id": "2", "name": "Inner doors"}),
        ("fgroup", GROUP | {"id": "100003", "parent_id": "99", "name": "Lost"}),
        ("fgroup", GROUP | {"id": "100004", "type_id": "3", "parent_id": "3", "name": "Rules"}),
    ],
    "a rule and an unseen table": [*ROWS, ("custom_rule", RULE), ("table_of_a_later_release", UNSEEN)],
    "only a rule": [("custom_rule", RULE)],
    "the automatic records": [
        *ROWS,
        ("qidmap", RECORD | {"id": "502", "qid": "1003750000", "qname": "Acme Gate Message", "uuid": "a"}),
        ("qidmap", RECORD | {"id": "503", "qid": "1003750001", "qname": "Other", "lowlevelcategory": "10001"}),
        mapping("702", "unknown", "502", "Stored"),
        mapping("703", "unknown", "501", "unknown"),
    ],
    "records of other blocks": [
        *ROWS,
        ("qidmap", RECORD | {"id": "601", "qid": "4500003", "qname": "HTTP 200 - OK", "lowlevelcategory": "4012"}),
        ("qidmap", RECORD | {"id": "602", "qid": "1002250005", "qname": "Of another console"}),
        ("qidmap", RECORD | {"id": "603", "qid": "250", "qname": "Low"}),
        ("qidmap", RECORD | {"id": "604", "qid": "2000007", "qname": "User made"}),
        *(mapping(str(710 + n), f"e{n}", str(600 + n)) for n in range(1, 5)),
        ("sensordevicetype", TYPE | {"id": "10", "devicetypename": "ApacheHTTP", "uuid": "x"}),
    ],
    "categories and severities that are not known": [
        *ROWS,
        ("qidmap", RECORD | {"id": "601", "qid": "1003750009", "lowlevelcategory": "99999"}),
        ("qidmap", RECORD | {"id": "602", "qid": "1003750010", "severity": "77"}),
        ("dsmevent", MAPPING | {"id": "801", "deviceeventid": "x", "qidmapid": "601"}),
        ("dsmevent", MAPPING | {"id": "802", "deviceeventid": "y", "qidmapid": "602"}),
    ],
    "an unusual pipe": more(qidmap={"catpipename": "Foxtrot", "ratethreshold": "7"}),
    "a record of two types": [
        *ROWS,
        ("sensordevicetype", WALL),
        ("device_ext", EXTENSION | {"id": "4", "uuid": "c", "name": "AcmeWallCustom_ext", "xml": WALL_LSX}),
        ("dsmevent", MAPPING | {"id": "711", "uuid": "d", "devicetypeid": "4008"}),
    ],
    "a built-in type that is not carried": [
        ("qidmap", RECORD | {"qid": "2000005"}),
        ("dsmevent", MAPPING | {"devicetypeid": "12"}),
    ],
    "a deleted type": more(sensordevicetype={"devicecategoryid": "6", "devicetypedescription": "Acme1521371533358"}),
    "a type whose name QRadar ships": more(sensordevicetype={"devicetypedescription": "Linux OS"}),
    "a type without a name": more(sensordevicetype={"devicetypedescription": "", "devicetypename": ""}),
    "a number that no type has": [
        ("sensordevicetype", TYPE | {"id": "90000"}),
        ("dsmevent", MAPPING | {"devicetypeid": "90000"}),
        ("qidmap", RECORD),
    ],
    "an event id that XML and YAML write in other ways": more(dsmevent={"deviceeventid": ODD}),
    "an empty event id": more(dsmevent={"deviceeventid": ""}),
    "a mapping to nothing": more(dsmevent={"qidmapid": "9"}),
    "an extension that YAML cannot say": more(device_ext={"xml": ADAPTIVE}),
    "an extension with two groups": more(device_ext={"xml": TWO_GROUPS}),
    "an extension with a regex that Java refuses": more(device_ext={"xml": base64_of(LSX.replace("id=(", "id=(("))}),
    "an extension that is no XML": more(device_ext={"xml": base64_of("no XML")}),
    "a type without an extension": [
        ("sensordevicetype", {name: value for name, value in TYPE.items() if name != "extension_id"}),
        ("qidmap", RECORD),
        ("dsmevent", MAPPING),
    ],
    "many mappings": [
        *ROWS,
        *(mapping(str(1000 + n), f"e{n}", str(500 + n % 3 + 1)) for n in range(60)),
        *(("qidmap", RECORD | {"id": str(501 + n), "qid": str(1003750002 + n), "qname": f"Event {n}"}) for n in (1, 2)),
    ],
    "rows of one UUID": [
        *ROWS,
        ("qidmap", RECORD | {"id": "502", "qid": "1003750003", "qname": "Other"}),
        ("dsmevent", MAPPING | {"id": "702", "deviceeventid": "other", "qidmapid": "502"}),
    ],
    "a property of two types": [
        *ROWS,
        ("sensordevicetype", TYPE | {"id": "12", "devicetypename": "WindowsAuthServer", "extension_id": "9"}),
        ("ariel_regex_property", PROPERTY),
        ("ariel_property_expression", EXPRESSION),
        ("ariel_property_expression", EXPRESSION | {"id": "E2", "sequenceid": "786", "devicetypeid": "12"}),
    ],
    "rows of one number in two tables": [
        *ROWS,
        ("ariel_regex_property", PROPERTY),
        ("ariel_property_expression", EXPRESSION),
        ("ariel_property_json_expression", {**EXPRESSION, "id": "J", "expression": '/"door"'} | {"rank": "2"}),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_build_gives_the_rows_of_the_file(take, name):
    content = content_xml(CASES[name], version=None if name == "without a version" else "2021.6.10.20241008193358")
    taken = take({"export.xml": content})
    assert taken.built is not None, [finding.message for finding in (*taken.findings, *taken.problems)]
    assert taken.rows == rows_of(content)
    assert not taken.built.new_identities


@pytest.mark.parametrize("name", CASES)
def test_an_import_of_the_build_is_the_same_package(take, name):
    taken = take({"export.xml": content_xml(CASES[name])})
    again = take({f"{taken.built.stem}.zip": taken.built.zip})
    for path in taken.imported.files.keys() - {"CHANGELOG.md"}:
        assert again.imported.files[path] == taken.imported.files[path], path
    assert again.built.zip == taken.built.zip


def test_the_package_is_what_a_person_would_write(take):
    taken = take({"Acme Gate-20240101120000.xml": content_xml(CASES["a property"])})
    assert taken.text("extension.yaml") == (
        'id: acme-gate\nname: Acme Gate\nversion: 1.0.0\nauthor: {name: Unknown, email: ""}\n'
        'qradar: {minimum: "7.5.0 UP10"}\n'
    )
    assert taken.text("log_source_types/acme-gate.yaml") == (
        "name: Acme Gate\n"
        "parsing:\n"
        "  EventName: {regex: 'id=(\\w+)'}\n"
        "properties:\n"
        "  - {name: Door Name, optimize: true, expressions: [{regex: 'door=(\\w+)', qid: door-opened}]}\n"
        "events:\n"
        "  - {id: open, category: door, qid: door-opened}\n"
        "qids:\n"
        "  door-opened: {name: Door opened, severity: 2, category: Unknown Authentication}\n"
    )


def test_what_is_only_kept_is_said(take):
    taken = take({"export.xml": content_xml(CASES["a rule and an unseen table"])})
    assert [finding.message for finding in taken.findings] == [
        "1 row of `custom_rule` (rules) is kept in extra/ unchanged",
        "1 row of `table_of_a_later_release` is kept in extra/ unchanged",
    ]


def test_a_changed_package_is_built_as_it_says_now(take):
    taken = take({"export.xml": content_xml(CASES["a type"])})
    path = taken.folder / "log_source_types/acme-gate.yaml"
    path.write_text(path.read_text().replace("id=(", "event=("), encoding="utf-8")

    built = build_package(taken.folder, Findings())
    assert b"event=(" in built.files["log_source_extensions/AcmeGateCustom_ext.xml"]
    assert base64.b64encode(built.files["log_source_extensions/AcmeGateCustom_ext.xml"]) in built.zip


MANIFEST = {
    "_id": "hub:acme",
    "doc": {
        "extension_manifest": {
            "extension_name": "extension.name",
            "extension_long_description": "extension.long.description",
            "locale": {"en-US": {"extension.name": "Acme doors", "extension.long.description": "Of all floors."}},
            "supported_language_set": ["en-US"],
            "version": "2.1.0",
            "min_qradar_version": "2019.14.0.20191031163225",
            "authored_by": "Jane",
            "authored_by_email": "jane@example.com",
            "package_size": "6124079",
            "screenshots": [],
        }
    },
}


@pytest.mark.parametrize("pack", [zip_of, tar_of])
def test_an_archive_brings_its_manifest_and_its_files(take, pack):
    entries = {
        "content.xml": content_xml(),
        "manifest.txt": json.dumps(MANIFEST),
        "app/1124.zip": b"PK\x03\x04 of an app",
    }
    taken = take({"doors.zip": pack(entries)})
    text = taken.text("extension.yaml")
    assert "id: acme-doors\nname: Acme doors\nversion: 2.1.0\n" in text
    assert "author: {name: Jane" in text
    assert "qradar: {minimum: 7.3.3}" in text

    archive = read_archive(taken.built.zip, "z", Findings())
    assert json.loads(archive.entries["manifest.txt"]) == MANIFEST
    assert archive.entries["app/1124.zip"] == entries["app/1124.zip"]
    assert taken.rows == rows_of(entries["content.xml"])


def test_a_new_version_is_said_by_the_manifest_of_a_build(take):
    taken = take({"doors.zip": zip_of({"content.xml": content_xml(), "manifest.txt": json.dumps(MANIFEST)})})
    path = taken.folder / "extension.yaml"
    path.write_text(path.read_text().replace("2.1.0", "2.2.0"), encoding="utf-8")

    built = build_package(taken.folder, Findings())
    manifest = json.loads(read_archive(built.zip, "z", Findings()).entries["manifest.txt"])
    assert manifest["doc"]["extension_manifest"]["version"] == "2.2.0"
    assert manifest["_id"] == "hub:acme"


SECOND = RECORD | {"id": "502", "qname": "Door closed", "uuid": "2ad5edd4-9176-4ac9-8458-2860ed5e169e"}


@pytest.mark.parametrize(
    "rows",
    [
        [*ROWS, ("qidmap", SECOND)],
        [*ROWS, ("qidmap", SECOND), ("dsmevent", MAPPING | {"id": "702", "deviceeventid": "x", "qidmapid": "502"})],
        [*ROWS[:2], ("qidmap", SECOND | {"qid": "1003750001"}), *ROWS[2:]],
        [
            *ROWS,
            ("qidmap", SECOND | {"qid": "1003750000"}),
            ("dsmevent", MAPPING | {"id": "702", "deviceeventid": "x", "qidmapid": "502"}),
        ],
    ],
    ids=["twice", "twice and used", "QRadar's own", "QRadar's own and used"],
)
def test_a_record_whose_number_another_one_has_is_kept(take, rows):
    taken = take({"export.xml": content_xml(rows)})
    assert taken.rows == rows_of(content_xml(rows))
    assert [finding.rule for finding in taken.problems if finding.severity == "error"] == []


def test_a_file_that_is_called_by_a_number_gives_the_package_that_number(take):
    taken = take({"5.xml": content_xml([("custom_rule", {"id": "1"})])})
    assert 'id: "5"' in taken.text("extension.yaml")
    assert 'extension: "5"' in taken.text("identity.lock.yaml")
    assert taken.rows == [("custom_rule", [("id", "1")])]


def test_a_file_without_rows_is_refused(take):
    taken = take({"export.xml": content_xml([])})
    assert [(each.rule, str(each.location)) for each in taken.findings] == [("import/unknown-kind", "export.xml:1:1")]


COLUMN_VALUES = st.sampled_from(
    [
        "",
        "0",
        "-1",
        "true",
        "false",
        "x",
        "4007",
        "501",
        "1003750000",
        "1003750002",
        "a\nb",
        "<&>",
        "\u00e9",
        "NULL",
        "3001",
    ]
)
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["set", "drop", "copy", "remove"]), st.integers(0, 30), st.integers(0, 30), COLUMN_VALUES
    ),
    max_size=8,
)


@given(CHANGES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_the_rows_are_a_build_gives_them_back(tmp_path_factory, changes):
    rows = [(table, dict(columns)) for table, columns in CASES["a property"]]
    for change, place, column, value in changes:
        if not rows:
            break
        table, columns = rows[place % len(rows)]
        # Without base64 there is no document, which is an error.
        names = [name for name in columns if name != "xml"] or ["id"]
        if change == "set":
            columns[names[column % len(names)]] = value
        elif change == "drop":
            columns.pop(names[column % len(names)], None)
        elif change == "copy":
            rows.append((table, dict(columns)))
        elif len(rows) > 1:
            rows.pop(place % len(rows))
    folder = tmp_path_factory.mktemp("rows")
    path = folder / "export.xml"
    path.write_text(content_xml(rows), encoding="utf-8")
    findings = Findings()
    compared = check_import([path], None, findings)
    assert compared is not None, [finding.message for finding in findings]
    assert (compared.rows, compared.differences) == (len(rows), 0), [finding.message for finding in findings]


@pytest.mark.parametrize("packed", [zip_of, tar_of])
def test_a_large_content_xml_in_an_archive_is_read_from_disk_to_the_same_package(take, monkeypatch, packed):
    rows = [*ROWS, ("custom_rule", RULE), *(mapping(str(number), f"e{number}", "501") for number in range(900, 930))]
    archive = packed({"content.xml": content_xml(rows), "other.xml": f"<other>{'x' * 200}</other>"})
    held = take({"export": archive})
    monkeypatch.setattr(gathering, "_LARGE", 100)
    from_disk = take({"export": archive})
    assert from_disk.imported.held() == held.imported.held()
    assert list(from_disk.findings) == list(held.findings)
    checked = Findings()
    compared = check_import([Path("export")], None, checked)
    assert (checked.errors, compared.differences) == (0, 0)


class TestFolder:
    """A folder stands for the files in it, and what is not read is named."""

    def test_of_folders_only_says_that_they_are_not_read(self, tmp_path):
        findings = Findings()
        (tmp_path / "given/inside").mkdir(parents=True)
        (tmp_path / "given/inside/a.xml").write_text(content_xml(), encoding="utf-8")
        assert import_files([tmp_path / "given"], findings) is None
        (found,) = findings
        assert found.rule == "import/unknown-kind"
        assert found.help.startswith("the folders in it are not read: give one of them")

    @pytest.mark.parametrize(
        ("others", "words"),
        [
            (["b/a.xml"], "'b/' in this folder is not read"),
            (["read.me", "b/c/d.xml"], "'b/', 'read.me' in this folder are not read"),
            ([f"{n}.bin" for n in range(7)], "'0.bin', '1.bin', '2.bin', '3.bin', '4.bin' and 2 more in this folder"),
        ],
    )
    def test_names_what_it_does_not_read_beside_a_file(self, tmp_path, others, words):
        for name in ["a.xml", ".hidden", *others]:
            (tmp_path / "given" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "given" / name).write_text(content_xml(), encoding="utf-8")
        findings = Findings()
        assert import_files([tmp_path / "given"], findings) is not None
        (found,) = [each for each in findings if each.rule == "import/skipped"]
        assert found.message.startswith(words)
        assert found.location.file.endswith("given")

    def test_with_a_manifest_beside_the_content_is_whole(self, tmp_path):
        (tmp_path / "content.xml").write_text(content_xml(), encoding="utf-8")
        (tmp_path / "manifest.txt").write_text('{"name": "Doors", "version": "1.0.0"}', encoding="utf-8")
        findings = Findings()
        assert import_files([tmp_path], findings) is not None
        assert "import/skipped" not in [each.rule for each in findings]


def test_an_archive_without_content_is_read_as_a_folder_is(take):
    """A ZIP that somebody made of a log source extension and more: what is not read is named."""
    taken = take({"packed.zip": zip_of({"in/gate.xml": LSX, "in/README.md": "hello", "other.bin": b"\0\0"})})
    assert taken.built is not None
    ((message, place),) = [
        (each.message, each.location.file) for each in taken.findings if each.rule == "import/skipped"
    ]
    assert message == "'in/README.md', 'other.bin' in this archive are not read"
    assert place.endswith("packed.zip")


@pytest.mark.parametrize(
    ("old", "new", "words", "line"),
    [
        ("<content>", "<content version='2'>", "'version' of `content`", 2),
        ("<qidmap>", '<qidmap id="7">', "'id' of `qidmap`", 6),
        ("<qname>", '<qname xml:lang = "en">', "of `qname`", 6),
    ],
)
def test_an_attribute_is_named_as_lost(take, old, new, words, line):
    """Content XML has none, so that no row keeps one."""
    taken = take({"a.xml": content_xml().replace(old, new)})
    ((message, place),) = [(each.message, each.location) for each in taken.findings if each.rule == "import/skipped"]
    assert words in message
    assert place.line == line


def test_an_attribute_between_pieces_is_found(take):
    filling = [("foo", {"id": str(number), "text": "x" * 997}) for number in range(3000)]
    text = content_xml([*ROWS, *filling])
    cut = text.index("<foo>", 1024 * 1024 - 4)
    for place in (cut, text.rindex("<foo>")):
        taken = take({"a.xml": text[:place] + "<foo a='1'>" + text[place + 5 :]})
        assert [each.message for each in taken.findings if each.rule == "import/skipped"] == [
            "the attribute 'a' of `foo` is skipped: content XML has none"
        ]


MANIFEST_TEXT = json.dumps(
    {"doc": {"extension_manifest": {"authored_by": "Müller", "version": "2.0.1"}}}, ensure_ascii=False
)


@pytest.mark.parametrize(
    ("encoding", "rules"), [("utf-8-sig", []), ("utf-16", []), ("windows-1252", ["import/manifest"])]
)
def test_a_manifest_of_windows_is_read(take, encoding, rules):
    taken = take({"a.zip": zip_of({"a.xml": content_xml(), "manifest.txt": MANIFEST_TEXT.encode(encoding)})})
    assert [each for each in taken.rules if each != "import/kept"] == rules
    assert "Müller" in taken.text("extension.yaml")


def test_a_file_that_is_given_twice_is_read_once(take):
    assert take({"in/a.xml": content_xml()}, "in", "in/a.xml").built is not None


def test_an_archive_in_an_archive_is_named(take):
    taken = take({"a.zip": zip_of({"in/b.zip": zip_of({"a.xml": content_xml()})})})
    ((rule, advice),) = [(each.rule, each.help) for each in taken.findings]
    assert (rule, advice) == ("package/no-content", "unpack it, and give the archive 'in/b.zip' that is in it")


class TestWorkflowsBesideZip:
    """A build writes the workflows of a package into a folder next to its ZIP."""

    WORKFLOW = (
        '<Workflow name="Door" version="1.0" xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V1">'
        '<Actions><Log type="INFO" message="x"/></Actions></Workflow>'
    )

    def test_they_are_named_where_they_are_not_given(self, take):
        taken = take({"a.zip": zip_of({"a.xml": content_xml()}), "a/workflows/b.xml": self.WORKFLOW}, "a.zip")
        (message,) = [each.message for each in taken.findings if each.rule == "import/skipped"]
        assert message == "the workflows in 'a/workflows', which a build wrote next to it, are not read"

    @pytest.mark.parametrize("rows", [ROWS, []])
    def test_they_are_taken_where_they_are_given(self, take, rows):
        taken = take(
            {"a.zip": zip_of({"a.xml": content_xml(rows)}), "a/workflows/b.xml": self.WORKFLOW}, "a.zip", "a/workflows"
        )
        assert "import/skipped" not in taken.rules
        assert taken.built is not None
        assert "workflows/door.yaml" in taken.imported.files


class TestUnknownFilesOfFolder:
    def test_they_are_named_where_others_are_read(self, take):
        files = {"in/a.xml": LSX, "in/readme.txt": "hello", "in/x.json": "{}", "in/y.xml": "<foo/>", "in/z.csv": ""}
        taken = take(files | {"in/README.md": "x"}, "in")
        assert taken.built is not None
        (message,) = [each.message for each in taken.findings if each.rule == "import/skipped"]
        assert message == "'README.md', 'readme.txt', 'x.json', 'y.xml', 'z.csv' in this folder are not read"

    def test_they_are_errors_where_nothing_is_read(self, take):
        taken = take({"in/readme.txt": "hello", "in/y.xml": "<foo/>"}, "in")
        assert [(each.rule, each.location.file) for each in taken.findings] == [
            ("import/unknown-kind", "in/readme.txt"),
            ("import/unknown-kind", "in/y.xml"),
        ]


@pytest.mark.parametrize(
    ("old", "new", "element", "line"),
    [
        ("<content>", "<content>loose", "content", 2),
        ("<qidmap>", "<qidmap>loose", "qidmap", 6),
        ("<qname>", "<empty/>loose<qname>", "qidmap", 6),
        ("</qname>", "</qname>loose<!-- said -->", "qidmap", 6),
        ("</qidmap>", "loose</qidmap>", "qidmap", 6),
        ("</qidmap>", "</qidmap>loose", "content", 6),
        ("<qidmap>", "<qidmap><part><of>x</of>loose</part>", "part", 6),
        ("<qidmap>", "<foo>loose</foo><qidmap>", "foo", 6),
        ("</content>", "<![CDATA[loose]]></content>", "content", None),
    ],
)
def test_a_text_beside_elements_is_named_as_lost(take, old, new, element, line):
    """A row has only columns, so that no row keeps one."""
    taken = take({"a.xml": content_xml().replace(old, new, 1)})
    ((message, place),) = [(each.message, each.location) for each in taken.findings if each.rule == "import/skipped"]
    assert message == f"the text between the elements in `{element}` is skipped: a row has only columns"
    assert line is None or place.line == line
    assert "loose" not in message


@pytest.mark.parametrize(
    "text", ["<![CDATA[a > b <c> d</c> e]]>", "a > b <!-- c --> d", "<!-- a -->b", " \n <!-- a -->\n "]
)
def test_a_text_in_a_column_is_none_beside_it(take, text):
    taken = take({"a.xml": content_xml().replace("<qname>", f"<other>{text}</other><qname>", 1)})
    assert not [each for each in taken.findings if each.rule == "import/skipped"]


def _expressions(built):
    content = read_archive(built.zip, "built.zip", Findings()).entries[f"{built.stem}.xml"]
    return re.findall(rb"<id>(E\d)</id>", content)


def test_expressions_of_one_rank_stay_in_the_order_of_the_file(take):
    """The first one wins, also where it stays in `extra/`."""
    taken = take({"export.xml": content_xml(CASES["expressions without a rank"])})
    assert _expressions(taken.built) == [b"E1", b"E2", b"E3", b"E4", b"E5"]
    path = taken.folder / "log_source_types/acme-gate.yaml"
    changed = re.sub(r"\n *- \{regex: [^\n]*\(a\)[^\n]*", "", path.read_text())
    assert changed != path.read_text()
    path.write_text(changed, encoding="utf-8")
    built = build_package(taken.folder, Findings())
    assert _expressions(built) == [b"E1", b"E2", b"E3", b"E5"]
