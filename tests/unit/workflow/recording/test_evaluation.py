"""Texts are evaluated on the State at a step, in bounded time, and without secrets."""

from __future__ import annotations

import pytest

from qradar_builder.workflow.recording.evaluation import EvaluationError, Kind, evaluate

SECRET = "correct-horse-battery-staple"


@pytest.fixture
def recording(record):
    actions = [
        {"Set": {"path": "/n", "value": "1"}},
        {"Set": {"path": "/n", "value": "2"}},
        {"Set": {"path": "/copy", "value": "a ${/password} b"}},
    ]
    users = [{"id": 1, "token": SECRET, "name": "anna"}, {"id": 2, "token": "none", "name": "bert"}]
    found, _ = record(
        actions,
        {"users": users, "list": list(range(3000)), "since": "2024-05-01T00:00:00Z", "text": "a" * 40 + "!"},
        parameters=[{"name": "password", "label": "P", "secret": True}],
        values={"password": SECRET},
    )
    return found


@pytest.mark.parametrize(
    ("step", "kind", "text", "value", "found"),
    [
        (0, "jpath", "/n + 1", None, "2"),
        (1, "jpath", "/n + 1", None, "3"),
        (1, "jpath", "/nothing", None, "nothing"),
        (1, "template", "n is ${/n}", None, '"n is 2"'),
        (1, "condition", "/n = 2 and exists /list", None, "true"),
        (1, "date", "yyyy-MM-dd'T'HH:mm:ssX", None, '"2024-05-01T11:00:00Z"'),
        (1, "date", "yyyy", "0", '"1970"'),
        (1, "date", "yyyy-MM-dd'T'HH:mm:ssX", "/since", "1714521600000"),
        (2, "jpath", "/copy", None, '"a [secret] b"'),
        (2, "jpath", "/password", None, '"[secret]"'),
    ],
)
def test_a_text_has_a_value(recording, *, step, kind, text, value, found):
    assert evaluate(recording, step, Kind(kind), text, value).text == found


def test_the_state_before_a_step_is_another(recording):
    assert evaluate(recording, 1, Kind.JPATH, "/n", before=True).text == '"1"'


@pytest.mark.parametrize(
    ("kind", "text", "value", "said"),
    [
        ("jpath", "/n +", None, "a value is missing"),
        ("condition", "/n =", None, "a value is missing"),
        ("template", "${/n", None, ""),
        ("date", "yyyyy-bb-{", None, ""),
        ("date", "yyyy", "/nothing", "There is nothing at /nothing"),
        ("date", "yyyy", "text", ""),
        ("jpath", "x" * 10_001, None, "more than 10,000 characters"),
        ("condition", f"/password = '{SECRET}' and", None, ""),
    ],
)
def test_a_text_that_cannot_be_evaluated_says_why(recording, kind, text, value, said):
    with pytest.raises(EvaluationError) as caught:
        evaluate(recording, 2, Kind(kind), text, value)
    assert said.lower() in caught.value.message.lower()
    assert SECRET not in caught.value.message + caught.value.picture


def test_a_filter_of_filters_ends_in_time(recording, monkeypatch):
    monkeypatch.setattr("qradar_builder.workflow.recording.evaluation._SECONDS", 0.05)
    text = "/list[count(/list[@ > count(/list[@ > 1])]) > @]"
    with pytest.raises(EvaluationError, match=r"takes longer than 0\.05 seconds"):
        evaluate(recording, 0, Kind.JPATH, text)


def test_a_step_that_is_not_there(recording):
    with pytest.raises(IndexError):
        evaluate(recording, 99, Kind.JPATH, "/n")
