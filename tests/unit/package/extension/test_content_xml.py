"""The content XML has the tables, columns, values and references of QRadar's own exports."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from lxml import etree

from qradar_builder.package.extension.content_xml import element_of, text_of
from qradar_builder.package.extension.rows.row import Row

COLUMNS = json.loads(
    (Path(__file__).parents[3] / "conformance" / "export_columns.json").read_text(encoding="utf-8"),
)
ORDER = [
    "qradarversion",
    "sensorprotocol",
    "dsmevent",
    "sensordevicecategory",
    "ariel_regex_property",
    "sensordevicetype",
    "qidmap",
    "ariel_property_json_expression",
    "device_ext",
    "ariel_property_expression",
    "sensordeviceprotocols",
    "reference_data",
    "fgroup_type",
    "fgroup",
]
REFERENCES = [
    # table, column, what it refers to, and what refers to nothing
    ("sensordevicetype", "devicecategoryid", "sensordevicecategory", "id", ()),
    ("sensordevicetype", "extension_id", "device_ext", "id", ()),
    ("dsmevent", "devicetypeid", "sensordevicetype", "id", ()),
    ("dsmevent", "qidmapid", "qidmap", "id", ()),
    ("ariel_property_expression", "ap_id", "ariel_regex_property", "id", ()),
    ("ariel_property_expression", "devicetypeid", "sensordevicetype", "id", ()),
    ("ariel_property_expression", "qid", "qidmap", "qid", ("-1",)),
    ("ariel_property_json_expression", "ap_id", "ariel_regex_property", "id", ()),
    ("ariel_property_json_expression", "devicetypeid", "sensordevicetype", "id", ()),
    ("ariel_property_json_expression", "qid", "qidmap", "qid", ("-1",)),
    ("sensordeviceprotocols", "sensordevicetypeid", "sensordevicetype", "id", ()),
    ("sensordeviceprotocols", "sensorprotocolid", "sensorprotocol", "id", ()),
    ("fgroup", "type_id", "fgroup_type", "id", ()),
    ("fgroup", "parent_id", "fgroup", "id", ()),
]

PARSING = """\
parsing:
  EventName:
    - {json: '/"id"'}
    - {regex: 'id=(\\w+) & <"x">', capture: 'E-\\1'}
  UserName: {json: '/"user"'}
properties:
  - name: Acme Path
    optimize: true
    description: Where it was
    expressions:
      - {json: '/"path"', qid: login}
      - {regex: 'path=(.*)', category: 1002, sample: path=/tmp/ä}
      - {json: '/"other"', enabled: false}
      - {regex: 'login (.*)', qid: login}
  - {name: Acme Size, type: numeric, expressions: {regex: '(a)(\\d+)', capture_group: 2}}
  - {name: Acme Time, type: time, datetime_format: yyyy, locale: en-US, expressions: {json: '/"t"'}}
  - {name: EventID, expressions: {json: '/"id"'}}
events:
  - {id: login, category: auth, qid: login}
  - {id: logout, qid: shared}
  - {id: other, name: Something <else>, low_level_category: 1002, severity: 0}
qids:
  login: {name: Login & more, category: Host Login Succeeded, description: Somebody came}
"""
CUSTOM = {
    "log_source_types/a.yaml": f"name: Acme Log\nprotocol: Universal Cloud REST API\ncredibility: 7\n{PARSING}",
    "log_source_types/b.yaml": "name: Bare\n",
    "qids.yaml": "shared: {name: Logout, category: 1002, severity: 3}\n",
    "log_source_groups.yaml": "a: {name: Acme}\nb: {name: Below, parent: a, description: x}\n",
    "reference_data.yaml": "s: {name: Acme set, time_to_live: 30 days}\n",
}
OVERRIDES = {
    "log_source_types/a.yaml": f"overrides: 12\n{PARSING}",
    "log_source_types/b.yaml": "overrides: 212\nmodifiers: [{event: x, severity: 3}]\n",
    "qids.yaml": "shared: {name: Logout, category: 1002, severity: 3}\n",
}
FORMS = {"custom": CUSTOM, "override": OVERRIDES}
TABLES = [(form, row) for form in FORMS for row in COLUMNS if row["form"] == form or row["qradar"] == "7.4.2"]


@pytest.fixture(params=FORMS)
def any_form(request, build):
    result = build(FORMS[request.param])
    assert result.rules == []
    return result


@pytest.fixture
def custom(build):
    return build(CUSTOM)


@pytest.fixture
def override(build):
    return build(OVERRIDES)


@pytest.mark.parametrize(
    ("form", "table"), TABLES, ids=[f"{form}-{row['table']}-{row['qradar'].split()[0]}" for form, row in TABLES]
)
def test_the_rows_of_a_table_have_the_columns_and_values_of_exports(build, form, table):
    rows = build(FORMS[form]).rows(table["table"])
    assert rows
    allowed = table["always"] | table["sometimes"]
    # The JSON expressions of an override were in no export: they have what regex expressions of one have.
    extra = {"payload"} if form != table["form"] else set()
    for row in rows:
        missing = table["always"].keys() - row.keys() - _left_out(table, row)
        assert missing == set()
        assert row.keys() - allowed.keys() - extra == set()
        for column, value in row.items():
            assert re.fullmatch(allowed.get(column, ".*"), value), f"{column}: {value!r}"


def _left_out(table, row):
    """A type without parsing has no extension, in exports as well."""
    return {"extension_id"} if table["table"] == "sensordevicetype" and row["devicetypename"] == "BareCustom" else set()


@pytest.mark.parametrize("form", FORMS)
def test_no_table_is_written_that_exports_do_not_have(build, form):
    known = {row["table"] for row in COLUMNS} | {"qradarversion", "reference_data", "fgroup_type", "fgroup"}
    assert {row.tag for row in build(FORMS[form]).content} <= known


def test_neither_log_sources_nor_their_parameters_are_ever_written(build):
    settings = "name: x\ntype: a\nprotocol: Syslog\nidentifier: 10.0.0.1\nparameters: [{name: Port, value: 514}]\n"
    result = build({**CUSTOM, "log_sources/a.yaml": settings})
    assert not {row.tag for row in result.content} & {
        "sensordevice",
        "sensorprotocolconfig",
        "sensorprotocolconfigparameters",
    }
    assert b"10.0.0.1" not in result.entries[f"{result.built.stem}.xml"]


@pytest.mark.parametrize("reference", REFERENCES, ids=[f"{table}.{column}" for table, column, *_ in REFERENCES])
def test_every_reference_resolves_in_the_file(any_form, reference):
    table, column, target, key, nothing = reference
    there = {row[key] for row in any_form.rows(target)} | {*nothing}
    for row in any_form.rows(table):
        assert row.get(column) in there | {None}


def test_the_references_that_there_can_be_are_there(custom):
    for table, column, _, _, nothing in REFERENCES:
        assert any(row.get(column) not in {None, *nothing} for row in custom.rows(table)), f"{table}.{column}"


def test_tables_stand_in_the_order_of_exports(any_form):
    seen = list(dict.fromkeys(row.tag for row in any_form.content))
    assert seen == [table for table in ORDER if table in seen]


def test_ids_and_uuids_are_unique(any_form):
    for table in ORDER[1:]:
        rows = any_form.rows(table)
        for column in ("id", "uuid", "qid" if table == "qidmap" else "id"):
            counted = Counter(row[column] for row in rows if column in row)
            assert all(count == 1 for count in counted.values()), f"{table}.{column}"


def test_the_document_is_plain(any_form):
    text = any_form.entries[f"{any_form.built.stem}.xml"]
    assert text.split(b"?>")[0].replace(b"'", b'"') == b'<?xml version="1.0" encoding="UTF-8"'
    root = any_form.content
    assert (root.tag, dict(root.attrib)) == ("content", {})
    assert re.fullmatch(r"20\d\d\.\d+\.\d+\.\d{14}", root[0].text)
    for element in root.iter():
        assert dict(element.attrib) == {}


def test_an_extension_in_the_file_is_for_the_number_of_its_type(any_form):
    types = {row.get("extension_id"): row["id"] for row in any_form.rows("sensordevicetype")}
    extensions = any_form.rows("device_ext")
    assert extensions
    for row in extensions:
        lsx = etree.fromstring(base64.b64decode(row["xml"]))
        assert [group.get("device-type-id-override") for group in lsx.iter("match-group")] == [types[row["id"]]]
        written = any_form.built.files[f"log_source_extensions/{row['name']}.xml"]
        assert written == base64.b64decode(row["xml"])


class TestCustomTypes:
    def test_a_type_is_run_by_the_generic_dsm(self, custom):
        first, second = custom.rows("sensordevicetype")
        assert (first["devicetypename"], first["devicetypedescription"]) == ("AcmeLogCustom", "Acme Log")
        assert (first["devicetypeoverride"], first["devicecategoryid"]) == ("4000", "5")
        assert (first["devicetypecredibility"], second["devicetypecredibility"]) == ("7", "5")
        assert "extension_id" not in second

    def test_the_two_records_and_mappings_that_every_type_is_born_with(self, custom):
        for one in custom.rows("sensordevicetype"):
            first = 2_000_000 + 250_000 * int(one["id"])
            records = {row["qid"]: row for row in custom.rows("qidmap")}
            message, unknown = records[str(first)], records[str(first + 1)]
            name = one["devicetypedescription"]
            assert (message["qname"], message["qdescription"]) == (f"{name} Message", f"{name} Stored Event")
            assert (message["lowlevelcategory"], message["severity"]) == ("10009", "3")
            assert (unknown["qname"], unknown["qdescription"]) == ("Unknown", "Unknown")
            assert (unknown["lowlevelcategory"], unknown["severity"]) == ("10001", "3")
            mappings = {
                row["deviceeventcategory"]: row
                for row in custom.rows("dsmevent")
                if row["devicetypeid"] == one["id"] and row["deviceeventid"] == "unknown"
            }
            assert mappings["Stored"]["qidmapid"] == message["id"]
            assert mappings["unknown"]["qidmapid"] == unknown["id"]
            for row in mappings.values():
                assert (row["customevent"], row["credibility"], row["routepoint"]) == ("false", "5", "EP")

    def test_a_mapping_of_the_package_is_a_custom_event(self, custom):
        own = [row for row in custom.rows("dsmevent") if row["deviceeventid"] != "unknown"]
        assert {(row["deviceeventid"], row["deviceeventcategory"]) for row in own} == {
            ("login", "auth"),
            ("logout", "unknown"),
            ("other", "unknown"),
        }
        for row in own:
            assert (row["customevent"], row["credibility"]) == ("true", "0")
            assert "routepoint" not in row

    def test_qid_numbers_are_in_the_block_of_their_type(self, custom):
        types = [int(row["id"]) for row in custom.rows("sensordevicetype")]
        for row in custom.rows("qidmap"):
            assert (int(row["qid"]) - 2_000_000) // 250_000 in types

    def test_every_type_may_use_syslog_and_forwarded(self, custom):
        first, second = (row["id"] for row in custom.rows("sensordevicetype"))
        links = {
            one: {
                row["sensorprotocolid"]
                for row in custom.rows("sensordeviceprotocols")
                if row["sensordevicetypeid"] == one
            }
            for one in (first, second)
        }
        names = {row["id"]: row["protocolname"] for row in custom.rows("sensorprotocol")}
        assert {names[number] for number in links[second]} == {"Syslog", "Forwarded"}
        assert len(links[first] - links[second]) == 1
        assert {row["documented"] for row in custom.rows("sensordeviceprotocols")} == {"false"}


class TestProperties:
    def test_selectivity_is_a_qid_number_or_a_category(self, custom):
        rows = [*custom.rows("ariel_property_json_expression"), *custom.rows("ariel_property_expression")]
        texts = {row.get("expression") or row["regex"]: (row["qid"], row["category"]) for row in rows}
        login = next(row["qid"] for row in custom.rows("qidmap") if row["qname"] == "Login & more")
        assert texts['/"path"'] == (login, "-1")
        assert texts["path=(.*)"] == ("-1", "1002")
        assert texts['/"other"'] == ("-1", "-1")

    def test_ranks_count_the_expressions_of_a_property_over_all_kinds(self, custom):
        rows = [*custom.rows("ariel_property_json_expression"), *custom.rows("ariel_property_expression")]
        ranks = {row.get("expression") or row["regex"]: row["rank"] for row in rows}
        assert [ranks[text] for text in ('/"path"', "path=(.*)", '/"other"')] == ["1", "2", "3"]

    def test_the_options_of_an_expression_are_written(self, custom):
        json_rows = {row["expression"]: row for row in custom.rows("ariel_property_json_expression")}
        regex_rows = {row["regex"]: row for row in custom.rows("ariel_property_expression")}
        assert json_rows['/"other"']["enabled"] == "false"
        assert regex_rows["(a)(\\d+)"]["capturegroup"] == "2"
        assert regex_rows["path=(.*)"]["capturegroup"] == "1"
        assert base64.b64decode(regex_rows["path=(.*)"]["payload"]).decode() == "path=/tmp/ä"
        assert "payload" not in json_rows['/"path"']

    def test_the_definition_has_its_type_and_what_belongs_to_it(self, custom):
        rows = {row["propertyname"]: row for row in custom.rows("ariel_regex_property")}
        assert (rows["Acme Path"]["forceparse"], rows["Acme Path"]["description"]) == ("true", "Where it was")
        assert (rows["Acme Size"]["propertytype"], rows["Acme Size"]["forceparse"]) == ("numeric", "false")
        assert (rows["Acme Time"]["datepattern"], rows["Acme Time"]["languagetag"]) == ("yyyy", "en-US")
        assert "datepattern" not in rows["Acme Size"]

    def test_a_shipped_property_keeps_its_constant(self, custom):
        rows = {row["propertyname"]: row for row in custom.rows("ariel_regex_property")}
        assert rows["EventID"]["id"] == "DEFAULTCUSTOMEVENT8"

    @pytest.mark.parametrize(("minimum", "has"), [("7.3.3", False), ("7.4.2", True), ("7.5.0", True)])
    def test_deprecated_is_a_column_from_7_4_2(self, build, minimum, has):
        extension = (
            f"id: acme\nname: Acme\nversion: 1.0.0\nauthor: {{name: Example Corp}}\nqradar: {{minimum: {minimum}}}\n"
        )
        rows = build(CUSTOM, extension=extension).rows("ariel_regex_property")
        assert {"deprecated" in row for row in rows} == {has}

    def test_what_is_not_payload_is_no_row(self, build):
        text = CUSTOM["log_source_types/a.yaml"].replace(
            "events:",
            "  - {name: Acme Sum, type: numeric, expressions: "
            "{calculated: {first: Acme Size, operator: ADD, second: 2}}}\n"
            "  - {name: Acme Leef, expressions: {leef: usrName}}\nevents:",
        )
        result = build({**CUSTOM, "log_source_types/a.yaml": text})
        assert result.rules == ["property/not-in-zip", "property/not-in-zip"]
        names = {row["propertyname"] for row in result.rows("ariel_regex_property")}
        # The definition of a property that is taken from payloads is a row, though its expression is not.
        assert "Acme Leef" in names
        assert "Acme Sum" not in names
        assert "rest-plan.json" in result.built.files


class TestOverrides:
    def test_the_row_of_a_built_in_type_is_its_own(self, override):
        rows = {row["id"]: row for row in override.rows("sensordevicetype")}
        assert rows.keys() == {"12", "212"}
        assert rows["12"]["devicetypename"] == "WindowsAuthServer"
        assert rows["12"]["devicetypedescription"] == "Microsoft Windows Security Event Log"
        assert rows["12"]["devicetypecredibility"] == "8"
        for row in rows.values():
            assert row["devicetypeoverride"] == "0"
            assert "uuid" not in row
            assert "extension_id" in row

    def test_nothing_is_born_with_it(self, override):
        assert {row["customevent"] for row in override.rows("dsmevent")} == {"true"}
        assert {row["qname"] for row in override.rows("qidmap")} == {"Login & more", "Logout", "Something <else>"}

    def test_records_are_in_the_block_of_type_0(self, override):
        for row in override.rows("qidmap"):
            assert 2_000_000 <= int(row["qid"]) < 2_250_000

    def test_mappings_and_expressions_are_for_its_number(self, override):
        assert {row["devicetypeid"] for row in override.rows("dsmevent")} == {"12"}
        assert {row["devicetypeid"] for row in override.rows("ariel_property_expression")} == {"12"}

    def test_every_expression_has_a_payload(self, override):
        for table in ("ariel_property_expression", "ariel_property_json_expression"):
            assert all("payload" in row for row in override.rows(table))

    def test_the_definition_of_a_property_has_the_columns_of_7_3_3(self, override):
        for row in override.rows("ariel_regex_property"):
            assert row["description_id"] == f"ariel_regex_property.{row['id']}.description"
            assert "deprecated" not in row

    def test_a_property_that_a_custom_type_has_too_is_written_as_for_that(self, build):
        result = build(
            {**CUSTOM, "log_source_types/c.yaml": OVERRIDES["log_source_types/a.yaml"].replace("login", "log-in")}
        )
        rows = {row["propertyname"]: row for row in result.rows("ariel_regex_property")}
        assert "description_id" not in rows["Acme Path"]


class TestGroups:
    def test_groups_hang_from_the_root_of_log_sources(self, custom):
        rows = {row["name"]: row for row in custom.rows("fgroup")}
        assert (rows["sensor device"]["id"], rows["sensor device"].get("parent_id")) == ("1", None)
        assert rows["Acme"]["parent_id"] == "1"
        assert rows["Below"]["parent_id"] == rows["Acme"]["id"]
        assert [row["name"] for row in custom.rows("fgroup")] == ["sensor device", "Acme", "Below"]

    def test_without_groups_there_is_no_root(self, override):
        assert override.rows("fgroup") == override.rows("fgroup_type") == []


class TestReferenceData:
    def _row(self, build, text):
        result = build({**CUSTOM, "reference_data.yaml": text})
        (row,) = result.content.iter("reference_data")
        return row

    def test_a_time_to_live_is_an_interval_with_its_parts(self, build):
        row = self._row(build, "s: {name: S, time_to_live: 1 year 2 months 30 days 4 hours 5 minutes 6 seconds}\n")
        assert {part.tag: part.text for part in row.find("time_to_live")} == {
            "type": "interval",
            "value": "1 years 2 mons 30 days 4 hours 5 mins 6.00 secs",
            "years": "1",
            "months": "2",
            "days": "30",
            "hours": "4",
            "minutes": "5",
            "seconds": "6.0",
        }

    @pytest.mark.parametrize(("kind", "code"), [("set", "0"), ("map", "1"), ("map of sets", "2"), ("table", "3")])
    def test_a_kind_has_its_code(self, build, kind, code):
        row = self._row(build, f"s: {{name: S, kind: {kind}}}\n")
        assert row.findtext("collection_type") == code
        assert row.findtext("is_table") == ("true" if kind == "table" else "false")
        assert row.find("time_to_live") is None

    @pytest.mark.parametrize(("name", "code"), [("ALN", "0"), ("NUM", "1"), ("IP", "2"), ("PORT", "3"), ("ALNIC", "4")])
    def test_an_element_type_has_its_code(self, build, name, code):
        assert self._row(build, f"s: {{name: S, element_type: {name}}}\n").findtext("element_type") == code

    @pytest.mark.parametrize(("more", "code"), [("", "1"), (", expires_after: first seen", "0")])
    def test_the_time_counts_from_the_last_or_the_first_sight(self, build, more, code):
        row = self._row(build, f"s: {{name: S, time_to_live: 1 day{more}}}\n")
        assert row.findtext("timeout_type") == code

    def test_elements_are_never_in_the_zip(self, build):
        row = self._row(build, "s: {name: S, elements: [secret-element]}\n")
        assert b"secret-element" not in etree.tostring(row.getparent())


NAMES = st.sampled_from(["id", "name", "{u}x", "a-b", "é"])
TEXTS = st.text(st.sampled_from("ab<>&\"'\r\n\t é✓\U0001f600"), max_size=6)


@given(NAMES, st.dictionaries(NAMES, st.one_of(TEXTS, st.dictionaries(NAMES, TEXTS, max_size=2)), max_size=4))
def test_a_row_as_text_is_what_lxml_writes(table, columns):
    assert text_of(table, columns) == "\n\t" + etree.tostring(element_of(Row(table, columns)), encoding="unicode")
