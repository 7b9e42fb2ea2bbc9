import re

import pytest

from qradar_builder.model.workflow.elements import ACTIONS
from qradar_builder.model.workflow.requests import REQUEST_SLOTS
from qradar_builder.source.workflow.heads import action_of, head_of, head_pattern, join_head, short_forms
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.source.yaml.node import Scalar

BODY = REQUEST_SLOTS[-1].specs[0]
SPECS = {**ACTIONS, "RequestBody": BODY}


def key(text):
    root = parse_document(f"- {text}: x\n", "w.yaml", None).root
    (name,) = root.items[0].entries.values()
    return name[0]


@pytest.mark.parametrize(
    ("name", "text", "given"),
    [
        ("Set", "Set /a", {"path": "/a"}),
        ("If", "If /a = 'b c'", {"condition": "/a = 'b c'"}),
        ("ForEach", "ForEach /i in /a in /b", {"item": "/i", "items": "/a in /b"}),
        ("Copy", "Copy /a to /b", {"sourcePath": "/a", "targetPath": "/b"}),
        ("Merge", "Merge /a into /b", {"sourcePath": "/a", "targetPath": "/b"}),
        ("Log", "Log ERROR", {"type": "ERROR"}),
        ("CallEndpoint", "GET https://h", {"method": "GET", "url": "https://h"}),
        ("CallEndpoint", "PUT h -> x -> /r", {"method": "PUT", "url": "h -> x", "savePath": "/r"}),
        ("CallEndpoint", "CallEndpoint ${/m} h", {"method": "${/m}", "url": "h"}),
        ("PostEvents", "PostEvents /a from h b", {"path": "/a", "source": "h b"}),
        ("PostEvent", "PostEvent /a b", {"path": "/a b"}),
        ("RequestBody", "RequestBody a/b; c=d UTF-8", {"type": "a/b; c=d", "encoding": "UTF-8"}),
    ],
)
def test_a_head_is_split_and_joined(name, text, given):
    spec = SPECS[name]
    assert {each: part.text for each, part in head_of(spec, key(text)).items()} == given
    assert join_head(spec, {**given, "other": "x"}) == (text, {"other": "x"})
    assert re.search(f"(?:^| )(?:{head_pattern(spec)})$", text)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("Set", {"value": "x"}),
        ("Set", {"path": ""}),
        ("Set", {"path": " /a"}),
        ("Set", {"path": "/a\nb"}),
        ("ForEach", {"item": "/a b", "items": "/c"}),
        ("Log", {"type": "a b"}),
        ("CallEndpoint", {"method": "a b", "url": "c"}),
        ("CallEndpoint", {"method": "GET", "url": "x -> y"}),
        ("PostEvents", {"path": "/a from b"}),
        ("ClearStatus", {}),
    ],
)
def test_what_would_read_as_something_else_has_no_head(name, given):
    assert join_head(ACTIONS[name], given) is None


def test_the_parts_of_a_head_know_where_they_are():
    parts = head_of(ACTIONS["ForEach"], key("ForEach /i  in /list"[:10] + " in /list"))
    assert {name: (part.start.column, part.end.column) for name, part in parts.items()} == {
        "item": (10, 12),
        "items": (16, 21),
    }
    quoted = head_of(ACTIONS["Set"], key("'Set /a'"))
    assert (quoted["path"].start.column, quoted["path"].end.column) == (2, 10)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Set", "Set"),
        ("Set /a", "Set"),
        ("Set ", "Set"),
        ("DELETE https://h", "CallEndpoint"),
        ("Delete /a", "Delete"),
        ("ClearStatus x", None),
        ("set /a", None),
        ("use", None),
        ("", None),
    ],
)
def test_a_key_names_an_action(text, name):
    assert action_of(text) == name


def test_a_head_of_another_shape_is_none():
    assert head_of(ACTIONS["Copy"], key("Copy /a")) is None
    assert head_of(ACTIONS["Copy"], Scalar(key("Copy").start, key("Copy").end, text="Copy")) == {}


def test_short_forms_are_shown_as_people_write_them():
    assert short_forms(ACTIONS["Log"]) == ["`Log: MESSAGE`", "`Log TYPE: MESSAGE`"]
    assert short_forms(ACTIONS["Else"]) == ["`Else:`"]
    assert short_forms(ACTIONS["CallEndpoint"]) == ["`METHOD URL -> SAVEPATH`", "`METHOD URL`"]
    assert short_forms(ACTIONS["RegexCapture"]) == ["`RegexCapture SAVEPATH: {…}`"]
    assert short_forms(ACTIONS["ClearStatus"]) == []
