"""What the parser runs is the same, whichever form it comes in."""

from __future__ import annotations

import base64
import zipfile

import pytest

from qradar_builder.dsm.parser import Parser
from qradar_builder.findings import Findings
from qradar_builder.package.inputs.parser_sources import load_definitions

LSX = """<device-extension xmlns="event_parsing/device_extension">
<pattern id="E" xmlns="">id=(\\w+)</pattern>
<pattern id="C" xmlns="">cat=(\\w+)</pattern>
<match-group order="1" xmlns="">
  <matcher field="EventName" pattern-id="E" order="1" capture-group="1"/>
  <matcher field="EventCategory" pattern-id="C" order="1" capture-group="1"/>
  MORE
  <event-match-multiple pattern-id="E" force-qidmap-lookup-on-fixup="true"/>
</match-group>
</device-extension>"""
TYPE = {
    "id": "4003",
    "devicetypename": "AcmeCustom",
    "devicetypedescription": "Acme",
    "extension_id": "3",
    "devicetypecredibility": "7",
}


def rows(*given):
    return "".join(
        f"<{table}>{''.join(f'<{name}>{text}</{name}>' for name, text in row.items())}</{table}>"
        for table, row in given
    )


def content(*given, lsx=LSX):
    encoded = base64.b64encode(lsx.replace("MORE", "").encode()).decode()
    extension = {"id": "3", "name": "AcmeCustom_ext", "enabled": "true", "use_condition": "0", "xml": encoded}
    return f"<content>{rows(('sensordevicetype', TYPE), ('device_ext', extension), *given)}</content>"


def qid(row_id, number, name, severity="3", category="3000"):
    return "qidmap", {
        "id": row_id,
        "qid": number,
        "qname": name,
        "severity": severity,
        "lowlevelcategory": category,
    }


def mapping(event_id, category, row_id, custom="true"):
    return "dsmevent", {
        "devicetypeid": "4003",
        "deviceeventid": event_id,
        "deviceeventcategory": category,
        "qidmapid": row_id,
        "customevent": custom,
    }


@pytest.fixture
def load(tmp_path):
    """Loads a text as a file of that name; gives the definitions and the rules of the findings."""

    def load(text, name="a.xml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        findings = Findings()
        found = load_definitions(path, findings)
        return found, [finding.rule for finding in findings]

    return load


def parse(found, payload):
    (definition,) = found.values()
    return Parser(definition, now=lambda: 0).parse(payload)


def test_a_content_xml_has_types_mappings_records_and_properties(load):
    found, rules = load(
        content(
            qid("10", "1002750000", "Acme Message", category="10009"),
            qid("11", "1002750001", "Unknown", category="10001"),
            qid("12", "1002750002", "Login", "5", "3115"),
            mapping("unknown", "Stored", "10", "false"),
            mapping("unknown", "unknown", "11", "false"),
            mapping("login", "auth", "12"),
            ("ariel_regex_property", {"id": "p", "propertyname": "Size", "propertytype": "numeric"}),
            (
                "ariel_property_expression",
                {"ap_id": "p", "devicetypeid": "4003", "regex": "n=(.+)", "capturegroup": "1", "qid": "1002750002"},
            ),
        )
    )
    assert rules == []
    assert list(found) == ["AcmeCustom"]
    event = parse(found, "id=login cat=auth n=5")
    assert (event.qid.name, event.qid.number, event.severity, event.credibility) == ("Login", 1002750002, 5, 7)
    assert event.properties == {"Size": 5}
    assert parse(found, "id=other cat=auth n=5").properties == {}
    assert parse(found, "x").qid.number == 1002750000
    assert parse(found, "id=unknown cat=unknown").outcome == "unknown"


def test_a_mapping_that_people_made_comes_before_one_that_qradar_ships(load):
    records = (qid("12", "5", "Mine"), qid("13", "6", "Shipped"))
    for order in (1, -1):
        mappings = [mapping("a", "b", "12"), mapping("a", "b", "13", "false")][::order]
        found, _ = load(content(*records, *mappings))
        assert parse(found, "id=a cat=b").qid.name == "Mine"


@pytest.mark.parametrize("enabled", ["true", "false"])
def test_an_expression_that_is_switched_off_finds_nothing(load, enabled):
    found, _ = load(
        content(
            ("ariel_regex_property", {"id": "p", "propertyname": "Size", "propertytype": "string"}),
            (
                "ariel_property_json_expression",
                {"ap_id": "p", "devicetypeid": "4003", "expression": '/"n"', "enabled": enabled, "rank": "1"},
            ),
        )
    )
    assert parse(found, '{"n":5}').properties == ({"Size": "5"} if enabled == "true" else {})


def test_a_type_that_parses_nothing_is_left_out(load):
    found, rules = load(f"<content>{rows(('sensordevicetype', TYPE | {'extension_id': '9'}))}</content>")
    assert (found, rules) == (None, ["package/no-type"])


def test_an_extension_that_is_not_base64_is_a_finding(load):
    found, rules = load(content().replace("<xml>", "<xml>*"))
    assert (found, rules) == (None, ["package/base64"])


def test_an_extension_in_an_archive_says_where_its_mistakes_stand(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b.xml", content(lsx=LSX.replace("id=(", "id=((")))
    findings = Findings()
    found = load_definitions(tmp_path / "a.zip", findings)
    (finding,) = findings
    assert finding.rule == "parsing/regex"
    assert finding.location.file.endswith("a.zip!b.xml!AcmeCustom_ext.xml")
    assert (finding.location.line, list(found)) == (2, ["AcmeCustom"])


@pytest.mark.parametrize(
    ("wrong", "rules", "is_loaded"),
    [
        ("", [], True),
        ('<matcher field="UserName" pattern-id="E" order="1" capture-group="4"/>', ["parsing/group"], True),
        (
            '<matcher field="DeviceTime" pattern-id="E" order="1" capture-group="1" ext-data="T"/>',
            ["parsing/date-pattern"],
            True,
        ),
        ('<matcher field="User" pattern-id="E" order="1" capture-group="1"/>', ["lsx/unknown-field"], False),
        ('<matcher field="UserName" pattern-id="X" order="1"/>', ["lsx/unknown-pattern"], False),
    ],
)
def test_an_expression_that_cannot_run_stops_no_extension_and_other_mistakes_do(load, wrong, rules, is_loaded):
    found, reported = load(LSX.replace("MORE", wrong), "acme.xml")
    assert (reported, found is not None) == (rules, is_loaded)
    if is_loaded:
        assert list(found) == ["acme"]
        assert parse(found, "id=1 cat=2").event_id == "1"
