import base64
import json
from copy import deepcopy

import pytest

from qradar_builder.dsm.lsx.compiler import compile_lsx
from qradar_builder.dsm.lsx.writer import write_lsx
from qradar_builder.findings import Findings
from qradar_builder.model.log_source_type import LogSourceTypeSpec
from qradar_builder.package.build import build_package
from qradar_builder.package.extension.checks.whole_extension import check_archive
from qradar_builder.package.extension.content_xml import write_content_xml
from qradar_builder.package.extension.rows.row import Row
from qradar_builder.package.extension.zip_reader import Archive, read_archive

BUILD = "2020.7.0.20201113144954"
BASE = 2_000_000 + 250_000 * 6001
UUID = "00000000-0000-4000-8000-00000000000"


def lsx(number=6001, **parsing):
    spec = {"name": "Acme", "parsing": parsing or {"EventName": {"json": '/"event"'}}}
    return base64.b64encode(write_lsx(compile_lsx(LogSourceTypeSpec.model_validate(spec), number))).decode()


ROWS = {
    "type": (
        "sensordevicetype",
        {
            "id": "6001",
            "devicetypename": "AcmeCustom",
            "devicetypedescription": "Acme",
            "devicecategoryid": "5",
            "devicetypeoverride": "4000",
            "extension_id": "9",
            "uniqueperhost": "false",
            "uuid": f"{UUID}1",
        },
    ),
    "category": ("sensordevicecategory", {"id": "5", "categoryname": "SW/Integration"}),
    "extension": ("device_ext", {"id": "9", "name": "AcmeCustom_ext", "xml": lsx(), "uuid": f"{UUID}2"}),
    "record": (
        "qidmap",
        {"id": "70", "qid": f"{BASE + 2}", "qname": "Login", "severity": "3", "lowlevelcategory": "3046"},
    ),
    "mapping": (
        "dsmevent",
        {
            "id": "80",
            "devicetypeid": "6001",
            "deviceeventid": "login",
            "deviceeventcategory": "",
            "qidmapid": "70",
            "customevent": "true",
            "uuid": f"{UUID}3",
        },
    ),
    "property": (
        "ariel_regex_property",
        {"id": f"{UUID}4", "propertyname": "Tenant", "propertytype": "string", "database": "events"},
    ),
    "regex": (
        "ariel_property_expression",
        {
            "id": f"{UUID}5",
            "ap_id": f"{UUID}4",
            "devicetypeid": "6001",
            "qid": f"{BASE + 2}",
            "regex": "tenant=(\\w+)",
            "capturegroup": "1",
        },
    ),
    "json": (
        "ariel_property_json_expression",
        {"id": f"{UUID}6", "ap_id": f"{UUID}4", "devicetypeid": "-1", "qid": "-1", "expression": '/"tenant"'},
    ),
    "protocol": ("sensorprotocol", {"id": "0", "protocolname": "Syslog"}),
    "link": ("sensordeviceprotocols", {"id": "1", "sensordevicetypeid": "6001", "sensorprotocolid": "0"}),
}
MANIFEST = {
    "_id": "Example Corp:Acme",
    "doc": {
        "extension_manifest": {
            "extension_name": "extension.name",
            "extension_long_description": "extension.long.description",
            "locale": {"en-US": {"extension.name": "Acme", "extension.long.description": ""}},
            "supported_language_set": ["en-US"],
            "version": "1.0.0",
            "min_qradar_version": BUILD,
            "authored_by": "Example Corp",
            "authored_by_email": "",
            "package_size": "0",
        }
    },
}


def content(rows, build=BUILD):
    return write_content_xml(build, (Row(table, columns) for table, columns in rows))


def changed(changes, added=()):
    rows = deepcopy(ROWS)
    for key, columns in changes.items():
        for column, value in columns.items():
            if value is None:
                rows[key][1].pop(column)
            else:
                rows[key][1][column] = value
    return content([*rows.values(), *added])


def check(entries):
    findings = Findings()
    check_archive(Archive("x.zip", entries), findings)
    return list(findings)


def check_xml(xml):
    return check({"acme.xml": xml, "manifest.txt": json.dumps(MANIFEST).encode()})


def rules(findings):
    return [one.rule for one in findings]


def test_an_extension_that_holds_has_no_findings():
    assert check_xml(changed({})) == []


def test_what_we_build_has_no_findings(tmp_path):
    files = {
        "extension.yaml": "id: acme\nname: Acme\nversion: 1.2.3\nauthor: {name: Acme}\nqradar: {minimum: 7.4.2}\n",
        "log_source_types/gateway.yaml": """
name: Acme Gateway
parsing:
  EventName: {json: '/"event"'}
  UserName: [{regex: 'user=(\\w+)'}, {regex: 'by (\\w+)@(\\w+)', capture: '\\2/\\1'}]
properties:
  - name: Tenant
    expressions: [{json: '/"tenant"'}, {regex: 'tenant=(\\w+)', qid: login}]
events:
  - {id: login, category: auth, qid: login}
qids:
  login: {name: Login, severity: 3, category: 3046}
""",
        "log_source_types/windows.yaml": """
overrides: 12
parsing: {UserName: {regex: 'account (\\w+)'}}
events: [{id: Accepted password, category: OpenSSH/Operational, name: SSH login, severity: 1, low_level_category: 3046}]
""",
        "log_source_groups.yaml": "acme: {name: Acme}\nedge: {name: Edge, parent: acme}\n",
        "reference_data.yaml": "users: {name: Acme users, kind: set, element_type: ALNIC, time_to_live: 30 days}\n",
    }
    for name, text in files.items():
        path = tmp_path / "acme" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    findings = Findings()
    built = build_package(tmp_path / "acme", findings)
    assert [one.message for one in findings if one.severity == "error"] == []
    archive = read_archive(built.zip, "acme.zip", findings)
    before = len(findings)
    check_archive(archive, findings)
    assert [(one.rule, one.message) for one in findings][before:] == []


REFERENCES = [
    ("type", "extension_id", "8", "package/dangling-reference"),
    ("type", "devicecategoryid", "7", "package/dangling-reference"),
    ("type", "devicecategoryid", "4", "package/not-carried"),
    ("type", "devicetypeoverride", "4001", "package/dangling-reference"),
    ("type", "devicetypeoverride", "0", None),
    ("mapping", "qidmapid", str(BASE + 2), "package/dangling-reference"),
    ("mapping", "devicetypeid", "6002", "package/dangling-reference"),
    ("mapping", "devicetypeid", "212", "package/not-carried"),
    ("regex", "ap_id", f"{UUID}9", "package/dangling-reference"),
    ("regex", "ap_id", "DEFAULTCUSTOMEVENT15", "package/not-carried"),
    ("regex", "devicetypeid", "-1", None),
    ("regex", "qid", "70", "package/dangling-reference"),
    ("regex", "qid", "5000072", "package/not-carried"),
    ("regex", "qid", "2000001", "package/dangling-reference"),
    ("json", "ap_id", "Tenant", "package/dangling-reference"),
    ("link", "sensordevicetypeid", "4001", "package/dangling-reference"),
    ("link", "sensorprotocolid", "1", "package/not-carried"),
    ("link", "sensorprotocolid", "9999", "package/dangling-reference"),
]


@pytest.mark.parametrize(("row", "column", "value", "rule"), REFERENCES)
def test_a_reference_leads_to_a_row_or_to_what_every_console_has(row, column, value, rule):
    found = [one for one in check_xml(changed({row: {column: value}})) if one.rule != "package/unused-extension"]
    assert rules(found) == ([rule] if rule else [])
    assert all(f"`{column}` is {value}" in one.message for one in found)


VALUES = [
    ("record", "qname", None, "package/missing-column"),
    ("record", "severity", "11", "package/severity"),
    ("record", "severity", "high", "package/number"),
    ("record", "severity", "٣", "package/number"),
    ("record", "lowlevelcategory", "3", "qid/unknown-category"),
    ("record", "lowlevelcategory", "3999", "qid/unlisted-category"),
    ("record", "reverseip", "no", "package/truth-value"),
    ("record", "reverseip", {"a": "true"}, "package/truth-value"),
    ("mapping", "customevent", "TRUE", "package/truth-value"),
    ("mapping", "credibility", "", "package/number"),
    ("regex", "regex", "tenant=(", "parsing/regex"),
    ("regex", "capturegroup", "2", "parsing/group"),
    ("json", "expression", "$.tenant", "parsing/json-path"),
    ("extension", "xml", "<device-extension/>", "package/base64"),
    ("extension", "xml", base64.b64encode(b"<extension/>").decode(), "lsx/root"),
    ("extension", "xml", lsx(4003), "parsing/type-number"),
    ("type", "extension_id", None, "package/unused-extension"),
]


@pytest.mark.parametrize(("row", "column", "value", "rule"), VALUES)
def test_a_value_has_the_form_of_its_column(row, column, value, rule):
    assert rules(check_xml(changed({row: {column: value}}))) == [rule]


@pytest.mark.parametrize("qid", ["2000001", "4500003"])
def test_a_record_may_lie_in_the_block_of_a_built_in_type_or_of_users(qid):
    assert check_xml(changed({"record": {"qid": qid}, "regex": {"qid": qid}})) == []


@pytest.mark.parametrize("qid", ["1002750002", "1999999", "0", "-1", "9" * 19])
def test_a_record_lies_in_no_other_block(qid):
    found = check_xml(changed({"record": {"qid": qid}, "regex": {"qid": "-1"}}))
    assert rules(found) == ["package/qid-block"]


@pytest.mark.parametrize(
    ("row", "changes", "found"),
    [
        ("record", {"qid": "2000001"}, ["package/duplicate"]),
        ("record", {"id": "71"}, ["package/duplicate"]),
        ("mapping", {"deviceeventid": "logout"}, ["package/duplicate", "package/duplicate"]),
        ("mapping", {"id": "81", "uuid": f"{UUID}7"}, ["package/duplicate-mapping"]),
        ("mapping", {"id": "81", "uuid": f"{UUID}7", "deviceeventid": "Login"}, []),
        ("extension", {"id": "8", "uuid": f"{UUID}7"}, ["package/unused-extension", "package/duplicate"]),
    ],
)
def test_rows_of_a_table_are_told_apart(row, changes, found):
    table, columns = ROWS[row]
    assert rules(check_xml(changed({}, [(table, columns | changes)]))) == found


def test_uuids_are_the_same_in_capital_letters():
    table, columns = ROWS["mapping"]
    twin = columns | {"id": "81", "deviceeventid": "logout", "uuid": f"{UUID}a"}
    xml = changed({"mapping": {"uuid": f"{UUID}A"}}, [(table, twin)])
    assert rules(check_xml(xml)) == ["package/duplicate"]


def test_findings_stand_at_the_column_of_the_entry():
    xml = changed({"record": {"severity": "11"}})
    (found,) = check_xml(xml)
    lines = xml.decode().split("\n")
    assert found.location.file == "x.zip!acme.xml"
    assert lines[found.location.line - 1][found.location.column - 1 :] == "<severity>11</severity>"


def test_findings_in_an_extension_stand_in_the_extension():
    (found,) = check_xml(changed({"extension": {"xml": lsx(EventName={"regex": "a"}, UserName={"regex": "(a)"})}}))
    assert (found.rule, found.location.file) == ("parsing/group", "x.zip!acme.xml!AcmeCustom_ext.xml")
    assert found.location.line > 1


def test_many_rows_that_refer_to_the_same_are_one_finding():
    rows = [
        ROWS["mapping"][1] | {"id": str(n), "uuid": f"u{n}", "deviceeventid": f"e{n}", "qidmapid": "1"}
        for n in range(3)
    ]
    (found,) = check_xml(changed({}, [("dsmevent", row) for row in rows]))
    assert "2 more rows" in found.message


def test_a_password_is_an_error_and_a_log_source_a_warning():
    secret = {"id": "1", "sensorprotocolconfigid": "1", "name": "apiKey", "paramtype": "PASSWORD", "value": "hunter2"}
    empty = secret | {"id": "2", "value": ""}
    added = [
        ("sensorprotocolconfigparameters", secret),
        ("sensorprotocolconfigparameters", empty),
        ("sensordevice", {"id": "1", "devicename": "acme at 192.0.2.1"}),
    ]
    found = check_xml(changed({}, added))
    assert sorted((one.rule, one.severity) for one in found) == [
        ("package/log-source", "warning"),
        ("package/secret", "error"),
    ]
    assert not any("hunter2" in one.message for one in found)


def test_tables_that_are_not_known_are_left_alone():
    assert check_xml(changed({}, [("custom_rule", {"id": "1"}), ("custom_rule", {"id": "1"})])) == []


def test_a_column_that_stands_twice_is_an_error():
    xml = changed({}).replace(b"<qname>Login</qname>", b"<qname>Login</qname><qname>Logout</qname>")
    assert rules(check_xml(xml)) == ["package/repeated-column"]


@pytest.mark.parametrize(
    ("version", "rule"),
    [
        ("<qradarversion>7.2.6.20150811000000</qradarversion>", None),
        ("<qradarversion>new</qradarversion>", "package/qradar-version"),
        ("<qidmap/><qradarversion>2020.7.0.20201113144954</qradarversion>", "package/version-first"),
        ("", "package/version-first"),
    ],
)
def test_the_build_of_the_console_comes_first(version, rule):
    found = rules(check_xml(f"<content>{version}</content>".encode()))
    assert [one for one in found if one != "package/missing-column"] == ([rule] if rule else [])


def test_there_is_exactly_one_content_xml():
    xml = changed({})
    manifest = json.dumps(MANIFEST).encode()
    assert rules(check({"report/a.xml": b"<java/>", "manifest.txt": manifest})) == ["package/no-content"]
    assert rules(check({"a.xml": xml, "b.xml": xml, "manifest.txt": manifest})) == ["package/several-contents"]


def test_a_content_xml_that_is_broken_is_said_to_be_so():
    assert rules(check_xml(changed({})[:-20])) == ["xml/syntax"]


def test_what_a_build_leaves_behind_does_not_belong_in_it():
    names = ["tests/events/a.yaml", "extension.yaml", ".git/config", "__MACOSX/a", "App/app.py", "identity.lock.yaml"]
    entries = {"a.xml": changed({}), "manifest.txt": json.dumps(MANIFEST).encode()} | dict.fromkeys(names, b"")
    assert {one.location.file for one in check(entries) if one.rule == "package/leftover"} == {
        f"x.zip!{name}" for name in names
    }


def test_signatures_licences_and_apps_belong_in_it():
    names = ["META-INF/MANIFEST.MF", "META-INF/.x", "LICENSE", "README.md", "screen.png", "Acme/1124.zip"]
    entries = {"a.xml": changed({}), "manifest.txt": json.dumps(MANIFEST).encode()} | dict.fromkeys(names, b"")
    assert check(entries) == []


def test_a_zip_without_manifest_is_a_note_and_a_bare_xml_needs_none():
    found = check({"a.xml": changed({})})
    assert [(one.rule, one.severity) for one in found] == [("manifest/missing", "note")]
    findings = Findings()
    check_archive(Archive("a.xml", {"a.xml": changed({})}, bare=True), findings)
    assert list(findings) == []


def manifest_findings(text):
    return [
        (one.rule, f"{one.location.line}:{one.location.column}")
        for one in check({"a.xml": changed({}), "manifest.txt": text.encode()})
    ]


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("_id", None, "manifest/missing-field"),
        ("doc", None, "manifest/missing-field"),
        ("doc/extension_manifest", [], "manifest/missing-field"),
        ("doc/extension_manifest/authored_by", "", "manifest/missing-field"),
        ("doc/extension_manifest/authored_by_email", None, "manifest/missing-field"),
        ("doc/extension_manifest/version", "1.1", "manifest/version"),
        ("doc/extension_manifest/version", 1, "manifest/field"),
        ("doc/extension_manifest/min_qradar_version", "latest", "manifest/qradar-version"),
        ("doc/extension_manifest/min_qradar_version", "7.2.8", None),
        ("doc/extension_manifest/package_size", 6124079, None),
        ("doc/extension_manifest/package_size", True, "manifest/field"),
        ("doc/extension_manifest/supported_language_set", ["de-DE"], "manifest/language"),
        ("doc/extension_manifest/supported_language_set", "en-US", "manifest/field"),
        ("doc/extension_manifest/locale", {"de-DE": {}}, "manifest/language"),
        ("doc/extension_manifest/locale/en-US", {"extension.name": ""}, "manifest/missing-field"),
    ],
)
def test_a_manifest_has_the_fields_of_an_export(path, value, rule):
    manifest = deepcopy(MANIFEST)
    *parents, last = path.split("/")
    inner = manifest
    for key in parents:
        inner = inner[key]
    inner[last] = value
    assert [found for found, _ in manifest_findings(json.dumps(manifest))] == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("text", "place"),
    [("{'_id': 1}", "1:2"), ('{\n"_id": "a",\n}', "3:1"), ("[" * 100_000, "1:1"), ('{"a": ' + "9" * 5000 + "}", "1:1")],
)
def test_a_manifest_that_is_no_json_is_said_to_be_so(text, place):
    assert manifest_findings(text) == [("manifest/json", place)]


def test_a_finding_stands_at_the_field():
    text = json.dumps(MANIFEST, indent=2).replace("1.0.0", "1.0")
    line = next(number for number, line in enumerate(text.split("\n"), 1) if '"version"' in line)
    assert manifest_findings(text) == [("manifest/version", f"{line}:7")]
