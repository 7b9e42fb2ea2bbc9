import json
from base64 import b64encode, urlsafe_b64encode
from html import escape
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import assume, given, settings, strategies as st

from qradar_builder.exchanges.cleaning import Cleaner
from qradar_builder.exchanges.exchange import Fault
from qradar_builder.http.messages import HttpRequest
from qradar_builder.secrets.names import is_secret_name
from qradar_builder.secrets.replaced import MAX_SECRETS, Redaction

SECRET = 's3 "cr/et"&é<+'
FORMS = {
    "raw": lambda text: text,
    "URL": quote,
    "URL in full": lambda text: quote(text, safe=""),
    "form": quote_plus,
    "URL twice": lambda text: quote_plus(quote_plus(text)),
    "small letters": lambda text: quote(text, safe="").replace("%C3%A9", "%c3%A9"),
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON with é": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "XML": lambda text: escape(text, quote=False),
    "XML attribute": escape,
    "Base64": lambda text: b64encode(text.encode()).decode(),
    "Base64 of URLs": lambda text: urlsafe_b64encode(text.encode()).decode().rstrip("="),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_is_replaced_in_every_form(form):
    clean = Redaction({"client_secret": SECRET}).text(f"a={FORMS[form](SECRET)}&b")
    packed = b64encode(b"redacted-client-secret").decode()
    assert clean in {f"a={each}&b" for each in ("redacted-client-secret", packed, packed.rstrip("="))}


def test_a_basic_header_is_replaced_by_one_that_signs_in_with_the_placeholder():
    redaction = Redaction({"secret": "s3cret", "id": "my-id"})
    header = "Basic " + b64encode(b"my-id:s3cret").decode()
    assert redaction.text(header) == "Basic " + b64encode(b"redacted-id:redacted-secret").decode()
    for other in ("Basic ab=c", "Basic abcde", "Basic dTpw"):
        assert redaction.text(other) == other


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=4, max_size=10), st.sampled_from(sorted(FORMS)))
def test_no_secret_is_left(secret, form):
    text = FORMS[form](secret)
    assume(text not in "x=redacted-k&y" and "redacted" not in text)
    assert text not in Redaction({"k": secret}).text(f"x={text}&y")


def test_the_longest_secret_is_found_first_and_equal_names_get_numbers():
    redaction = Redaction({"key": "abcd", "Key!": "abcdef"})
    assert redaction.text("abcdef abcd") == "redacted-key-2 redacted-key"


def test_what_is_too_short_is_not_taken_for_secret():
    redaction = Redaction({"a": "", "b": "abc"})
    assert redaction.placeholders == {}
    assert redaction.text("abc") == "abc"


def test_what_is_learned_is_bounded():
    redaction = Redaction({})
    for number in range(MAX_SECRETS + 5):
        redaction.learn("k", f"secret{number}")
    assert len(redaction.placeholders) == MAX_SECRETS


@pytest.mark.parametrize(
    "name",
    ["password", "client_secret", "access_token", "refreshToken", "id_token", "token", "api_key", "apikey", "X-API-Key",
     "Authorization", "Proxy-Authorization", "X-Auth-Token", "Ocp-Apim-Subscription-Key", "signature", "assertion"],
)  # fmt: skip
def test_names_of_secrets_are_known(name):
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name", ["next_token", "nextPageToken", "token_type", "expires_in", "user", "cursor", "key", "continuation_token",
             "password_expiry", "authentication_type", "code", "token_url", "session_count"],
)  # fmt: skip
def test_other_names_are_left_alone(name):
    assert not is_secret_name(name)


def from_request(redaction, request):
    Cleaner(redaction, {}).learn(request, Fault("reset"))


def learned(learn, *arguments):
    redaction = Redaction({})
    learn(redaction, *arguments)
    return set(redaction.placeholders)


def test_tokens_are_learned_from_json_however_deep():
    body = b'{"d": [{"access_token": "tttttttt", "token": "none", "n": {"id_token": "iiiiiiii"}}], "password": null}'
    assert learned(Redaction.learn_text, body.decode()) == {"tttttttt", "iiiiiiii"}
    assert learned(Redaction.learn_text, "[" * 9999) == set()


@pytest.mark.parametrize(
    "body",
    [
        b'{"links": [{"next": "https://u:p%40ssword@h.test/x?api_key=kkkkkkkk&sig=ssssssss&offset=12345678"}]}',
        b'{"links": ["https://u:p%40ssword@h.test/x?api_key=kkkkkkkk&sig=ssssssss"]}',
        b"see https://u:p%40ssword@h.test/x?api_key=kkkkkkkk&sig=ssssssss for more",
    ],
)
def test_what_urls_in_a_body_carry_is_learned(body):
    assert learned(Redaction.learn_text, body.decode()) == {"p@ssword", "kkkkkkkk", "ssssssss"}


def test_cookies_are_learned():
    headers = [("set-cookie", 'sid="0123456789"; Path=/'), ("Set-Cookie", "lang=en"), ("X", "lang=abcdefghijk")]
    assert learned(Redaction.learn_headers, headers) == {"0123456789"}


@pytest.mark.parametrize(
    ("request_", "secrets"),
    [
        (HttpRequest("GET", "https://h/?api_key=kkkkkkkk&page=12345678"), {"kkkkkkkk"}),
        (HttpRequest("GET", "https://h/", (("X-Auth-Token", "tttttttt"), ("X-Page", "12345678"))), {"tttttttt"}),
        (HttpRequest("GET", "https://h/", (("Authorization", "Bearer tttttttt"),)), {"tttttttt"}),
        (HttpRequest("GET", "https://h/", (("authorization", "Basic dTpwYXNz"),)), {"pass"}),
        (HttpRequest("GET", "https://h/", (("authorization", "Basic %%%"),)), set()),
        (HttpRequest("GET", "https://h/", (("Cookie", "a=12; sid=0123456789"),)), {"0123456789"}),
        (
            HttpRequest(
                "POST", "https://h/", (("Content-Type", "application/x-www-form-urlencoded"),), b"password=p%20pppppp"
            ),
            {"p pppppp"},
        ),
        (HttpRequest("POST", "https://h/", (), b'{"client_secret": "ssssssss"}'), {"ssssssss"}),
    ],
)
def test_what_signs_in_is_learned_from_requests(request_, secrets):
    assert learned(from_request, request_) == secrets
