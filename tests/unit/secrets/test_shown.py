"""Secrets do not show in what people read."""

import base64
import json
import string
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, strategies as st

from qradar_builder.secrets.shown import MARK, Secrets

SECRET = 'p@ss "wörd"/+'
FORMS = {
    "as it is": SECRET,
    "in Base64": base64.b64encode(SECRET.encode()).decode(),
    "in Base64 for URLs": base64.urlsafe_b64encode(SECRET.encode()).decode(),
    "in a path": quote(SECRET, safe=""),
    "in a form": quote_plus(SECRET),
    "in JSON": json.dumps(SECRET)[1:-1],
    "in JSON with its letters": json.dumps(SECRET, ensure_ascii=False)[1:-1],
    "in hexadecimal": SECRET.encode().hex(),
}


@pytest.mark.parametrize("form", [pytest.param(each, id=name) for name, each in FORMS.items()])
def test_a_secret_is_found_in_each_form(form):
    shown = Secrets([SECRET]).redact(f"before {form} after")
    assert form.rstrip("=") not in shown
    assert shown.startswith(f"before {MARK}")
    assert shown.endswith(" after")


@pytest.mark.parametrize("user", ["u", "us", "use", "user"])
def test_a_password_in_a_basic_header_is_found_wherever_it_begins(user):
    header = base64.b64encode(f"{user}:correct horse".encode()).decode()
    assert MARK in Secrets(["correct horse"]).redact(f"sent {header}")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Authorization: Basic dTpw", f"Authorization: Basic {MARK}"),
        ("authorization: Bearer abc.def", f"authorization: Bearer {MARK}"),
        ('{"Authorization": "SSWS 123"}', f'{{"Authorization": "{MARK}"}}'),
        ("sent Bearer abcdefgh12", f"sent Bearer {MARK}"),
        ('{"access_token": "a\\"b", "x": 1}', f'{{"access_token": "{MARK}", "x": 1}}'),
        ("https://h/x?api_key=12345&p=1", f"https://h/x?api_key={MARK}&p=1"),
    ],
)
def test_what_looks_like_a_credential_is_hidden(text, shown):
    assert Secrets().redact(text) == shown


@pytest.mark.parametrize(
    "text", ["", "Basic auth is used", "the bearer of news", "page_token=3", '{"token_type": "x"}']
)
def test_what_does_not_is_left_alone(text):
    assert Secrets().redact(text) == text


def test_a_short_secret_is_hidden_only_where_it_stands_alone():
    secrets = Secrets(["abc"])
    assert secrets.redact("abc") == MARK
    assert secrets.redact("abcdef") == "abcdef"


def test_the_longest_secret_goes_first():
    assert Secrets(["secret", "secret-and-more"]).redact("secret-and-more") == MARK


def test_headers_with_credentials_and_cookies_are_hidden_whole():
    headers = (("Authorization", "x y"), ("Cookie", "a=b"), ("X-Key", "s3cret-key"), ("Accept", "*/*"))
    assert Secrets(["s3cret-key"]).redact_headers(headers) == (
        ("Authorization", MARK), ("Cookie", MARK), ("X-Key", MARK), ("Accept", "*/*")
    )  # fmt: skip


def test_the_empty_text_is_no_secret():
    assert Secrets([""]).redact("a b") == "a b"


@given(st.text(string.ascii_letters + string.digits, min_size=4), st.text(" .;|"), st.text(" .;|"))
def test_no_secret_survives_between_other_characters(secret, before, after):
    assert secret not in Secrets([secret]).redact(before + secret + after).replace(MARK, "")
