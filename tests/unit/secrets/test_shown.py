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


@pytest.mark.parametrize("width", [20, 64, 76])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n    "])
@pytest.mark.parametrize("encode", [base64.b64encode, lambda octets: octets.hex().encode(), lambda octets: octets])
def test_a_secret_is_hidden_where_it_is_split_over_lines(width, end, encode):
    key = "kEy-7f3A_91zQ.wHx5-0pLr.2m9Vb4"
    written = encode(f"the-key-is:{'x' * 60}{key}{'y' * 60}".encode()).decode()
    lines = [written[at : at + width] for at in range(0, len(written), width)]
    shown = Secrets([key]).redact(f"body:\n{end.join(lines)}\nmore text")
    assert shown.startswith("body:\n")
    assert shown.endswith("\nmore text")
    assert MARK in shown
    assert encode(key.encode()).decode()[4:-4] not in "".join(shown.split())


def test_long_lines_without_a_secret_stay_as_they_are():
    text = "\n".join(["a" * 30, "b" * 30, "c" * 5, "words and words", "d" * 40])
    assert Secrets(["kEy-7f3A_91zQ"]).redact(text) == text


def test_each_line_of_a_key_is_secret():
    pem = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nAQEFAASCBKcwggSjAgEAAoIB\n-----END PRIVATE KEY-----\n"
    secrets = Secrets([pem])
    for line in pem.splitlines()[1:3]:
        assert secrets.redact(f"  | {line}") == f"  | {MARK}"


def test_parts_of_a_secret_that_may_be_words_are_hidden_where_they_stand_alone():
    secrets = Secrets(["anna:kEy-7f3A_91zQ"])
    secrets.add_parts(["anna", "kEy-7f3A_91zQ", ""])
    assert secrets.redact("anna") == MARK
    assert secrets.redact("a letter of anna: kEy-7f3A_91zQ") == f"a letter of anna: {MARK}"
