"""Recorded values are shown without secrets, and cut where they are long."""

from __future__ import annotations

from qradar_builder.jpath import Missing
from qradar_builder.jpath.json.values import NumberAsWritten
from qradar_builder.secrets.shown import Secrets
from qradar_builder.workflow.recording.shown import RedactsOnce, children, keys_of, path_text, shown_value

SECRET = "correct-horse-battery-staple"


def test_values_are_json():
    value = {"a": [1, NumberAsWritten("1.10"), True, None], "b": "x\ny", "c": {}}
    assert shown_value(value, Secrets()).text == '{"a": [1, 1.10, true, null], "b": "x\\ny", "c": {}}'
    kinds = [shown_value(each, Secrets()).kind for each in (Missing, None, True, 1, "t", [], {})]
    assert kinds == ["missing", "null", "boolean", "number", "text", "array", "object"]


def test_long_values_are_cut_with_their_size():
    shown = shown_value("x" * 500, Secrets(), most=100)
    assert shown.text == '"' + "x" * 100 + "…"
    assert shown.size == "500 characters"
    assert shown_value(list(range(5000)), Secrets(), most=50).size == "5,000 items"
    assert shown_value("x", Secrets()).size == ""


def test_no_secret_is_shown_neither_in_a_value_nor_half_of_one_nor_as_a_key():
    secrets = Secrets([SECRET])
    value = {"t": f"before {SECRET}", SECRET: 1, "password": "some-other-value-9", "list": [SECRET]}
    text = shown_value(value, secrets).text
    assert SECRET not in text
    assert "some-other" not in text
    assert "correct" not in shown_value("y" * 90 + SECRET, secrets, most=100).text
    for child in children(value, ("a",), secrets, 0, 10):
        assert SECRET not in child.key + child.value.text + child.path


def test_each_text_is_looked_through_once():
    asked = []

    class Counting:
        def redact(self, text):
            asked.append(text)
            return text.replace(SECRET, "[secret]")

    redacts = RedactsOnce(Counting())
    texts = ["a", SECRET, "a", SECRET, "x" * 501, "x" * 501]
    assert [redacts.redact(text) for text in texts] == ["a", "[secret]", "a", "[secret]", "x" * 501, "x" * 501]
    assert asked == ["a", SECRET, "x" * 501, "x" * 501]


def test_children_come_in_pages_with_their_paths():
    found = list(children({"a b": [1, 2], "c": "x"}, ("r",), Secrets(), 0, 10))
    assert [(each.key, each.path, each.count) for each in found] == [("a b", "/r/'a b'", 2), ("c", "/r/c", 0)]
    found = list(children(list("abcdef"), ("r", "items"), Secrets(), 2, 2))
    assert [(each.key, each.path) for each in found] == [("2", "/r/items[2]"), ("3", "/r/items[3]")]
    assert path_text(()) == "/"


def test_a_path_leads_back_to_its_place():
    for keys in ((), ("a",), ("a b", 3, "it's"), ("r", 0, 1)):
        assert keys_of(path_text(keys)) == keys
    for text in ("", "a", "/a[@x = 1]", "/a[/b]", "1 + 1", "/a[1.5]", "/a[99999999999]", "/a b"):
        assert keys_of(text) is None
