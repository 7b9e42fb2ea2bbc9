import json
from pathlib import Path

import pytest

from qradar_builder.dsm.lsx.compiler import compile_lsx
from qradar_builder.dsm.lsx.model import PatternType
from qradar_builder.dsm.lsx.reader import MAX_ELEMENTS, read_lsx
from qradar_builder.dsm.lsx.writer import write_lsx
from qradar_builder.findings import Findings
from qradar_builder.model.log_source_type import LogSourceTypeSpec

CASES = json.loads((Path(__file__).parents[3] / "conformance" / "lsx_findings.json").read_text(encoding="utf-8"))


def read(text):
    findings = Findings()
    return read_lsx(text.encode(), "x.xml", findings), findings


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_mistake_is_found_in_its_place_and_nothing_else(case):
    _, findings = read("\n".join(case["lsx"]))
    found = [f"{one.rule} {one.location.line}:{one.location.column}" for one in findings]
    assert sorted(found) == case["findings"]


@pytest.mark.parametrize(
    "spec",
    [
        {"parsing": {"EventName": {"json": '/"event"'}}},
        {"parsing": {"UserName": {"regex": "user=(\\w+)"}}},
        {
            "parsing": {
                "EventName": [
                    {"regex": "<a b='c'>(.*?)&amp;\"\n\t(\\d)", "capture": "TCP-\\1 \\2", "case_insensitive": True},
                    {"cef": "$id$"},
                    {"leef": "usrName"},
                    {"xml": '/"Event"/"Id".name'},
                    {"list": "$3", "delimiter": "\t"},
                    {"nvp": "act", "pair_delimiter": " \n", "value_delimiter": "="},
                ],
                "DeviceTime": {"regex": "^(.*)$", "format": "yyyy-MM-dd'T'HH:mm", "trim": True},
            },
            "modifiers": [
                {"event": "login", "severity": 7, "category": "auth"},
                {"regex": "^(\\w+)-", "capture_group": 1, "send_identity": "OverrideAndNeverSend"},
            ],
        },
    ],
)
def test_what_was_compiled_is_read_back_as_it_was(spec):
    compiled = compile_lsx(LogSourceTypeSpec.model_validate({"name": "Acme"} | spec), 6001)
    again, findings = read(write_lsx(compiled).decode())
    assert list(findings) == []
    assert again == compiled


def test_what_the_compiler_does_not_write_is_kept_too():
    text = """<device-extension xmlns="event_parsing/device_extension">
        <pattern id="E">(a)(b)</pattern>
        <match-group order="7" description="logins"><matcher field="EventName" pattern-id="E" order="3"/></match-group>
    </device-extension>"""
    extension, findings = read(text)
    assert list(findings) == []
    (group,) = extension.groups
    assert (group.order, group.description, group.type_id, group.event_matches) == (7, "logins", None, ())
    (matcher,) = group.matchers
    assert (matcher.order, matcher.capture_group, matcher.enable_substitutions) == (3, None, False)
    assert matcher.pattern.type is None
    again, _ = read(write_lsx(extension).decode())
    assert again == extension


def test_parts_know_where_they_stand():
    lines = next(case["lsx"] for case in CASES if case["name"] == "the form of QRadar's own files")
    extension, _ = read("\n".join(lines))
    (group,) = extension.groups
    places = [group, group.matchers[0], group.matchers[0].pattern, group.event_matches[0]]
    assert [str(part.origin.locate()) for part in places] == ["x.xml:6:3", "x.xml:7:5", "x.xml:3:3", "x.xml:9:5"]


def test_delimiters_of_a_matcher_become_those_of_its_pattern():
    case = next(case for case in CASES if case["name"].startswith("name-value pairs whose"))
    extension, _ = read("\n".join(case["lsx"]))
    pattern = extension.groups[0].matchers[0].pattern
    assert (pattern.type, pattern.pair_delimiter, pattern.value_delimiter) == (PatternType.NVP, " ", "=")


def test_what_does_not_hold_is_left_out_and_the_rest_is_there():
    case = next(case for case in CASES if case["name"] == "a misspelt element")
    extension, _ = read("\n".join(case["lsx"]))
    assert [matcher.field for matcher in extension.groups[0].matchers] == ["EventName"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('<json-macher field="UserName" pattern-id="E" order="1"/>', "did you mean `json-matcher`?"),
        ('<matcher field="Username" pattern-id="E" order="1"/>', "did you mean `UserName`"),
        ('<matcher field="UserName" pattern-id="e" order="1"/>', "did you mean `E`?"),
        ('<matcher field="UserName" pattern-id="E" order="1" capturegroup="1"/>', "did you mean `capture-group`?"),
        ('<matcher field="UserName" pattern-id="E" order="1" capture-group="2" enable-substitutions="true"/>', "`\\2`"),
    ],
)
def test_advice_names_what_was_meant(wrong, right):
    text = f"""<device-extension xmlns="event_parsing/device_extension"><pattern id="E">(a)(b)</pattern>
        <match-group order="1"><matcher field="EventName" pattern-id="E" order="1"/>{wrong}</match-group>
    </device-extension>"""
    (finding,) = read(text)[1]
    assert right in finding.help


def test_a_file_that_is_made_to_be_large_is_refused_at_once():
    extension, findings = read(f"<device-extension>{'<matcher/>' * (MAX_ELEMENTS + 1)}</device-extension>")
    assert extension is None
    assert "lsx/size" in [one.rule for one in findings]


def test_what_is_no_xml_is_no_extension():
    extension, findings = read("pattern: (.*)")
    assert extension is None
    assert [one.rule for one in findings] == ["xml/syntax"]
