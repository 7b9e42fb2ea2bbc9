"""Parsing becomes a log source extension, and that the XML that QRadar's DSM Editor writes."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from lxml import etree

from qradar_builder.dsm.lsx.compiler import compile_lsx
from qradar_builder.dsm.lsx.model import Matcher, Pattern, PatternType
from qradar_builder.dsm.lsx.reader import read_lsx
from qradar_builder.dsm.lsx.writer import write_lsx
from qradar_builder.findings import Findings
from qradar_builder.model.log_source_type import LogSourceTypeSpec


def _spec(**given):
    return LogSourceTypeSpec.model_validate({"name": "Acme Log"} | given)


def _write(**given):
    return write_lsx(compile_lsx(_spec(**given), 7001))


def _root(**given):
    return etree.fromstring(_write(**given))


EVERYTHING = {
    "parsing": {
        "UserName": {"json": '/"user"/"name"'},
        "EventName": [
            {"regex": r"id=(\w+)", "case_insensitive": True, "trim": True},
            {"json": '/"id"'},
            {"leef": "$eventid$"},
        ],
        "EventCategory": {"regex": r"\[(\w+)\.(\w+)\]", "capture": r"\1.\2"},
        "DeviceTime": {"regex": r"^(\S+)", "format": "yyyy-MM-dd'T'HH:mm:ss"},
        "SourceIp": [{"cef": "src"}, {"xml": '/"Event"/"Ip"'}],
        "HostName": {"nvp": "host", "pair_delimiter": "|", "value_delimiter": "="},
        "Protocol": {"list": "$3", "delimiter": ","},
    },
    "modifiers": [
        {"event": "4624", "category": "auth", "severity": 3, "send_identity": "OverrideAndAlwaysSend"},
        {"regex": "46(2[45])", "capture_group": 1, "look_up_qid": False},
    ],
}


def test_every_kind_of_expression_and_modifier(file_regression):
    file_regression.check(_write(**EVERYTHING), extension=".xml", binary=True)


def test_an_extension_without_event_name_takes_the_qid_of_the_dsm(file_regression):
    file_regression.check(_write(parsing={"UserName": {"json": '/"user"'}}), extension=".xml", binary=True)


def test_a_modifier_alone_makes_an_extension(file_regression):
    file_regression.check(_write(modifiers=[{"event": "x", "severity": 10}]), extension=".xml", binary=True)


def test_without_parsing_and_modifiers_there_is_none():
    assert compile_lsx(_spec(), 7001) is None


class TestTheStandIn:
    def test_it_takes_the_whole_payload_without_substitutions(self):
        (group,) = compile_lsx(_spec(parsing={"UserName": {"json": '/"u"'}}), 1).groups
        (stand_in,) = [one for one in group.matchers if one.field == "EventName"]
        assert stand_in == Matcher(
            "EventName", Pattern("EventName-Pattern-1", "(.*)"), 1, capture_group="1", enable_substitutions=False
        )

    @pytest.mark.parametrize(
        ("parsing", "looks_up"), [({"EventName": {"json": '/"id"'}}, "true"), ({"UserName": {"json": '/"u"'}}, "false")]
    )
    def test_the_qid_is_looked_up_again_only_with_an_event_name(self, parsing, looks_up):
        (last,) = _root(parsing=parsing).iter("event-match-multiple")
        assert last.get("pattern-id") == "AllEvents"
        assert last.get("force-qidmap-lookup-on-fixup") == looks_up


class TestOrder:
    def test_event_name_comes_first_among_matchers_of_its_kind(self):
        fields = [one.get("field") for one in _root(**EVERYTHING).iter("matcher")]
        assert fields == ["EventName", "DeviceTime", "EventCategory"]

    def test_matchers_stand_by_their_kinds(self):
        (group,) = _root(**EVERYTHING).iter("match-group")
        names = list(dict.fromkeys(one.tag for one in group))
        assert names == [
            "matcher",
            "json-matcher",
            "leef-matcher",
            "cef-matcher",
            "xml-matcher",
            "namevaluepair-matcher",
            "genericlist-matcher",
            "event-match-multiple",
            "event-match-single",
        ]

    def test_the_expressions_of_a_field_are_numbered_in_their_order(self):
        orders = {
            one.get("pattern-id"): one.get("order")
            for one in _root(**EVERYTHING).iter()
            if one.get("field") == "EventName"
        }
        assert orders == {"EventName-Pattern-1": "1", "EventName-Pattern-2": "2", "EventName-Pattern-3": "3"}

    def test_the_order_of_the_source_does_not_matter(self):
        turned = {**EVERYTHING, "parsing": dict(reversed(EVERYTHING["parsing"].items()))}
        assert _write(**turned) == _write(**EVERYTHING)

    def test_all_events_is_the_last_of_its_kind(self):
        matches = [one.get("pattern-id") for one in _root(**EVERYTHING).iter("event-match-multiple")]
        assert matches == ["Event-Pattern-2", "AllEvents"]


class TestTheDocument:
    def test_only_the_root_is_in_a_namespace(self):
        root = _root(**EVERYTHING)
        assert root.tag == "{event_parsing/device_extension}device-extension"
        assert root.prefix == "ns2"
        assert all("{" not in one.tag for one in root.iterdescendants())

    def test_every_pattern_is_used_and_stands_once(self):
        root = _root(**EVERYTHING)
        ids = [one.get("id") for one in root.iter("pattern")]
        used = {one.get("pattern-id") for one in root.iter() if one.get("pattern-id")}
        assert len(ids) == len(set(ids))
        assert set(ids) == used

    def test_the_group_names_the_number_of_the_type(self):
        (group,) = _root(**EVERYTHING).iter("match-group")
        assert (group.get("device-type-id-override"), group.get("order")) == ("7001", "1")

    @pytest.mark.parametrize(
        "text",
        [
            " leading and trailing ",
            "a\nb",
            "a\tb",
            "<x> & \"y\" ]]> 'z'",
            "\u2028",
            "é😀",
            r"\Q<a>\E",
            "a\r\nb",
            "\u00a0",
        ],
    )
    def test_the_text_of_a_pattern_is_untouched(self, text):
        root = _root(parsing={"EventName": {"regex": text, "capture": text.replace("\\", "")}})
        assert root.find("pattern").text == text
        assert root.find(".//matcher").get("capture-group") == text.replace("\\", "")

    def test_delimiters_stand_in_the_pattern_and_in_the_matcher(self):
        root = _root(**EVERYTHING)
        pattern = root.find("pattern[@type='NameValuePairKey']")
        matcher = root.find(".//namevaluepair-matcher")
        assert (pattern.get("delimiterPair"), pattern.get("delimiterNameValue")) == ("|", "=")
        assert (matcher.get("delimiter-pair"), matcher.get("delimiter-namevalue")) == ("|", "=")
        listed = root.find("pattern[@type='GenericListKey']"), root.find(".//genericlist-matcher")
        assert [one.get("delimiter") for one in listed] == [",", ","]


_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1
)


@given(
    st.dictionaries(
        st.sampled_from(["EventName", "EventCategory", "UserName", "SourceIp", "DeviceTime"]),
        st.lists(_TEXTS, min_size=1),
    )
)
def test_what_is_written_is_read_back_the_same(parsing):
    spec = _spec(parsing={name: [{"json": text} for text in texts] for name, texts in parsing.items()})
    compiled = compile_lsx(spec, 7001)
    if compiled is not None:
        assert read_lsx(write_lsx(compiled), "a.xml", Findings()) == compiled


def test_everything_is_read_back_the_same_and_without_findings():
    compiled = compile_lsx(_spec(**EVERYTHING), 7001)
    findings = Findings()
    assert read_lsx(write_lsx(compiled), "a.xml", findings) == compiled
    assert list(findings) == []


def test_every_kind_of_pattern_is_written_with_its_type():
    types = {one.get("type") for one in _root(**EVERYTHING).iter("pattern")}
    assert types == {kind.value for kind in PatternType}
