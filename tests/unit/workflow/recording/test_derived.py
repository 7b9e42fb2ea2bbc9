"""What is made of a secret is shown by a placeholder; whole secrets are marked, and the rest is shown."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.jpath import Environment, JPathError, compile_expression
from qradar_builder.secrets.shown import Secrets
from qradar_builder.workflow.recording.derived import Doubles
from qradar_builder.workflow.recording.evaluation import DERIVED, EvaluationError, Kind, evaluate

SECRET = "correct-horse-battery-staple"
STATE = {
    "key": SECRET,
    "said": f"Bearer {SECRET}",
    "packed": base64.b64encode(f"anna:{SECRET}".encode()).decode(),
    "short": "abc",
    "n": 2,
    "name": "anna",
    "users": [{"id": 1, "token": SECRET, "name": "anna"}, {"id": 2, "token": "none", "name": "bert"}],
    "tokens": [SECRET, "none"],
    "answer": {"access_token": "8f2b9c1d7e6a5040", "expires_in": 3600, "text": json.dumps({"token": SECRET})},
    SECRET: [1, 2],
}
MADE = [
    "substring(/key, 0, 4)",
    "left(/key, 1)",
    "right(/said, 3)",
    "/key[0]",
    "/users[0]/token[2]",
    "count(/key)",
    "empty(/key)",
    "substring(/said, 7, 11)",
    "lower(left(/key, 6))",
    "base64_encode(left(/key, 6))",
    "left(base64_decode(/packed), 8)",
    "/key = 'wrong guess'",
    "/key != 'wrong guess'",
    "/key < 'd'",
    "left(/key, 1) = 'x'",
    "not (/key = 'x')",
    "/n = 2 and /key = 'x'",
    "/n = 3 or left(/key, 1) = 'c'",
    "/users[@token = 'wrong guess']",
    "/users[@token = 'wrong guess']/name",
    "count(/users[left(@token, 1) = 'x'])",
    "/tokens[@ > 'm']",
    "/users[count(/tokens[@ = 'x']) = @id]",
    "/list[count(/key)]",
    "range(0, count(/key))",
    "pad_left(/key, 40, '*')",
    "count(/key) + 1",
    "-count(/key)",
    "left(/answer/access_token, 4)",
    "/short = 'abd'",
    "left(/answer/text, 9) = 'x'",
]
READ = {
    "/key": '"[secret]"',
    "/said": '"Bearer [secret]"',
    "/tokens": '["[secret]", "none"]',
    "/users[@id = 1]/token": '["[secret]"]',
    "/users[@name = 'anna']": '[{"id": 1, "token": "[secret]", "name": "anna"}]',
    "/users[1]/name": '"bert"',
    "count(/users)": "2",
    "count(/tokens)": "2",
    "upper(/key)": '"[secret]"',
    "base64_encode(/key)": '"[secret]"',
    "exists /key": "true",
    "exists /users[@id = 3]": "true",
    "/n + 1": "3",
    "upper(/name)": '"ANNA"',
    "/n = 2 and exists /key": "true",
    "/answer/expires_in / 60": "60",
    "keys(/answer)": '["access_token", "expires_in", "text"]',
}


@pytest.fixture
def recording(record):
    parameters = [{"name": name, "label": name, "secret": True} for name in ("password", "short")]
    found, _ = record(
        [{"Set": {"path": "/done", "value": "1"}}],
        STATE,
        parameters=parameters,
        values={"password": SECRET, "short": "abc"},
    )
    return found


@pytest.mark.parametrize("text", MADE)
def test_what_is_made_of_a_secret_is_not_shown(recording, text):
    try:
        assert evaluate(recording, 0, Kind.JPATH, text) == DERIVED
    except EvaluationError as error:
        assert error.message == "This cannot be evaluated on a value that is derived from a secret"  # noqa: PT017 - either is right


@pytest.mark.parametrize("text", READ)
def test_what_is_only_read_is_shown_with_marks(recording, text):
    assert evaluate(recording, 0, Kind.JPATH, text).text == READ[text]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("template", "it begins with ${left(/key, 4)}", None),
        ("template", "${/key} is not ${/key = 'x'}", None),
        ("template", "${/${left(/key, 1)}}", None),
        ("template", "${/users[${count(/key)}]}", None),
        ("condition", "/key", None),
        ("condition", "/key = 'x'", None),
        ("date", "yyyy", "/key"),
        ("date", "yyyy", "count(/key)"),
        ("jpath", "left(/key, 4) + 1", None),
    ],
)
def test_nor_is_it_in_other_texts_or_in_errors(recording, kind, text, value):
    try:
        assert evaluate(recording, 0, Kind(kind), text, value) == DERIVED
    except EvaluationError as error:
        told = error.message + error.advice + error.picture
        assert not any(part in told for part in ("corr", "28", "29"))


def test_whole_secrets_in_a_template_are_marked(recording):
    assert evaluate(recording, 0, Kind.TEMPLATE, "a ${/key} b ${/n}").text == '"a [secret] b 2"'


PATHS = st.sampled_from(["/key", "/said", "/name", "/tokens[0]", "/users[0]/token", "/answer/text", "'text'"])
TEXTS = st.recursive(
    PATHS,
    lambda inner: st.one_of(
        st.builds("left({}, {})".format, inner, st.integers(0, 30)),
        st.builds("right({}, {})".format, inner, st.integers(0, 30)),
        st.builds("substring({}, {}, {})".format, inner, st.integers(0, 9), st.integers(9, 30)),
        st.builds("{}({})".format, st.sampled_from(["upper", "lower", "base64_encode", "url_encode"]), inner),
    ),
    max_leaves=4,
)


@given(TEXTS, st.sampled_from(["tortoise-under-the-9th-bridge", "Xy7-long-and-never-guessed-0123456789"]))
@settings(max_examples=60)
def test_what_is_shown_says_nothing_about_the_secret(text, other):
    """What is not taken for derived is the same, once secrets are marked, whatever the secret is."""

    def shown(secret):
        secrets = Secrets([secret, STATE["answer"]["access_token"]])
        state = json.loads(json.dumps(STATE).replace(SECRET, secret))
        environment = Environment(now=lambda: 0, random=lambda: 0.5)
        if Doubles(state, secrets, environment).of_expression(text):
            return DERIVED.text
        try:
            return secrets.redact(compile_expression(text, environment).evaluate(state))
        except JPathError as error:
            return secrets.redact(error.message)

    assert shown(SECRET) == shown(other)
