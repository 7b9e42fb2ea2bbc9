from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import BeforeValidator, Field, model_validator

from qradar_builder.findings import Findings
from qradar_builder.model.base import Key, Spec, Text, WrittenText, refuse
from qradar_builder.model.expressions import OneOrMore, as_list
from qradar_builder.model.extension import ExtensionSpec
from qradar_builder.model.log_source_type import LogSourceTypeSpec
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.validation import name_of, validate


class Item(Spec):
    name: Text
    size: int | None = Field(default=None, ge=0)
    colour: Literal["red", "green"] = "red"
    either: str | int | None = None


class Pair(Spec):
    first: int = 0
    second: int = 0

    @model_validator(mode="after")
    def _ordered(self):
        if self.first > self.second:
            raise refuse("yaml/wrong-value", "the {first} is behind", "swap the {two}")
        return self


class File(Spec):
    id: WrittenText
    items: list[Item] = Field(default_factory=list)
    by_key: dict[Key, Item] = Field(default_factory=dict)
    ways: Annotated[list[Item], BeforeValidator(as_list), OneOrMore()] = Field(default_factory=list)
    named: Item | None = Field(default=None, alias="aka")
    pair: Pair | None = None


@pytest.fixture
def check(read, findings):
    return lambda text: validate(File, read(text), findings)


def test_what_holds_is_given_whole(check, rules):
    valid = check("id: 007\nitems: [{name: a, size: 3}]\n")
    assert valid.whole
    assert valid.spec.id == "007"
    assert valid.spec.items[0].size == 3
    assert rules() == []


def test_all_mistakes_of_a_file_are_reported_at_once(check, said):
    text = """\
idd: x
items:
  - {name: a, size: -1}
  - {nmae: b}
  - {name: c, size: "3", colour: blue}
by_key:
  Bad Key: {name: d}
  good: 5
"""
    check(text)
    assert [row[:3] for row in said()] == [
        ("yaml/unknown-key", 1, 1),
        ("yaml/missing-key", 1, 1),
        ("yaml/wrong-value", 3, 21),
        ("yaml/missing-key", 4, 5),
        ("yaml/unknown-key", 4, 6),
        ("yaml/wrong-type", 5, 21),
        ("yaml/wrong-value", 5, 34),
        ("file/key", 7, 3),
        ("yaml/wrong-type", 8, 9),
    ]


def test_what_does_not_hold_is_left_out_and_the_rest_keeps_its_places(check):
    valid = check("id: x\nitems:\n- {name: a, size: -1}\n- {name: b}\n- 5\n- {name: c}\n")
    assert not valid.whole
    assert [item.name for item in valid.spec.items] == ["a", "b", "c"]
    assert valid.spec.items[0].size is None
    assert [valid.at("items", index, "name").locate().line for index in range(3)] == [3, 4, 6]
    assert valid.key("items", 2, "name").locate().column == 4


@pytest.mark.parametrize("name", ["tests/workflows/case.yaml", "state.json"])
def test_no_value_of_a_file_that_may_hold_secrets_is_shown(name):
    findings = Findings()
    text = """\
id: x
items:
  - S3cretPss
  - {name: a, size: S3cretPss, colour: S3cretPss}
  - {name: 12345678, size: yes}
"""
    validate(File, parse_document(text, name, findings), findings)
    shown = [finding.message for finding in findings]
    assert len(shown) >= 4
    assert not [message for message in shown if "S3cret" in message or "12345678" in message]
    assert "`colour` must be `red` or `green`, not a text" in shown


def test_an_item_that_misses_a_key_is_left_out_as_a_whole(check):
    valid = check("id: x\nitems: [{size: 1}, {name: b}]\n")
    assert [item.name for item in valid.spec.items] == ["b"]
    assert valid.at("items", 0, "name").locate().column == 27


def test_nothing_is_given_where_the_file_itself_misses_a_key(check, said):
    assert check("items: []\n") is None
    assert said() == [("yaml/missing-key", 1, 1, "`id` is missing")]


@pytest.mark.parametrize(("text", "kind"), [("- a\n", "a list"), ("--- 5\n", "the number `5`"), ("---\n", "nothing")])
def test_a_file_that_is_no_mapping_is_a_finding(check, said, text, kind):
    assert check(text) is None
    assert [row[3] for row in said()] == [f"the file must be a mapping, not {kind}"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("[1]", "`id` must be text, not a list"),
        ("{a: 1}", "`id` must be text, not a mapping"),
        ("true", "`id` must be text, not the Boolean `true`"),
        ("", "`id` must be text, not nothing"),
        ('""', "`id` must not be empty"),
    ],
)
def test_a_message_names_the_key_and_what_stands_there(check, said, value, message):
    check(f"id: {value}\n")
    assert [row[3] for row in said()] == [message]


def test_a_number_is_text_where_text_may_look_like_a_number(check):
    assert check("id: 1.10\n").spec.id == "1.10"


class TestSeveralKinds:
    def test_a_value_that_is_of_none_of_several_kinds_is_one_finding(self, check, said):
        check("id: x\nitems: [{name: a, either: [1]}]\n")
        assert said() == [("yaml/wrong-type", 2, 27, "`either` must be text or an integer, not a list")]

    def test_an_item_of_a_list_that_may_stand_alone_has_its_own_place(self, check, said):
        check("id: x\nways: {name: 5}\n")
        check("id: x\nways:\n  - {name: a}\n  - {name: 5}\n")
        assert said() == [
            ("yaml/wrong-type", 2, 14, "`name` must be text, not the number `5`"),
            ("yaml/wrong-type", 4, 12, "`name` must be text, not the number `5`"),
        ]


class TestUnknownKeys:
    @pytest.mark.parametrize(
        ("text", "advice"),
        [
            ("itmes: []", "did you mean `items`?"),
            ("items: [{name: a, colur: red}]", "did you mean `colour`?"),
            ("by_key: {a: {name: a, siez: 1}}", "did you mean `size`?"),
            ("ways: {name: a, siez: 1}", "did you mean `size`?"),
            ("ways: [{name: a, siez: 1}]", "did you mean `size`?"),
            ("aka: {naem: a}", "did you mean `name`?"),
            ("pair: {frist: 1}", "did you mean `first`?"),
            ("zzzzzz: 1", "the valid keys are `aka`, `by_key`, `id`, `items`, `pair`, `ways`"),
        ],
    )
    def test_the_nearest_known_key_is_named(self, check, findings, text, advice):
        check(f"id: x\n{text}\n")
        assert {found.help for found in findings if found.rule == "yaml/unknown-key"} == {advice}

    def test_a_field_is_known_by_its_alias_and_not_by_its_own_name(self, check, rules):
        check("id: x\nnamed: {name: a}\n")
        assert rules() == ["yaml/unknown-key"]

    def test_the_place_is_the_key_and_not_its_value(self, check, said):
        check("id: x\nitems: [{name: a, colur: red}]\n")
        assert said() == [("yaml/unknown-key", 2, 19, "`colur` is not a valid key here")]


def test_an_allowed_value_is_named(check, said):
    check("id: x\nitems: [{name: a, colour: blue}]\n")
    assert said()[0][3] == "`colour` must be `red` or `green`, not the text `blue`"


def test_the_rules_of_the_specs_speak_in_their_own_words(check, findings):
    check("id: x\npair: {first: 2, second: 1}\n")
    (found,) = findings
    assert (found.message, found.help) == ("the {first} is behind", "swap the {two}")
    assert (found.location.line, found.location.column) == (2, 7)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "nothing"),
        (True, "the Boolean `true`"),
        (3, "the number `3`"),
        ("x" * 40, f"the text `{'x' * 40}`"),
        ("x" * 41, "a text"),
        ([], "a list"),
        ({}, "a mapping"),
    ],
)
def test_values_have_names_for_people(value, name):
    assert name_of(value) == name


def test_very_many_keys_of_a_file_that_has_a_few_are_refused_at_once():
    findings = Findings()
    document = parse_document("".join(f"k{number}: 1\n" for number in range(2000)), "a.yaml", findings)
    assert validate(ExtensionSpec, document, findings) is None
    (found,) = findings
    assert (found.rule, found.message) == ("file/too-large", "has 2,000 keys, but a file of this type has only a few")


def test_of_very_many_mistakes_the_first_are_looked_at(monkeypatch):
    monkeypatch.setattr("qradar_builder.source.yaml.validation._MOST_MISTAKES", 5)
    findings = Findings()
    rows = "".join(f"  - {{id: a{number}, wrong: 1}}\n" for number in range(50))
    document = parse_document(f"name: A\nevents:\n{rows}", "a.yaml", findings)
    assert validate(LogSourceTypeSpec, document, findings) is None
    assert "errors; only the first 5 were checked" in next(each.message for each in findings)
