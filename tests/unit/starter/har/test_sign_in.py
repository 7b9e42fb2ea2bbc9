"""How an API is signed in is seen from recorded calls, and no secret of them is kept."""

import json

import pytest

from qradar_builder.exchanges.har_file import read_entries
from qradar_builder.starter.api.flow import Auth, SignIn
from qradar_builder.starter.har.sign_in import recorded_sign_in

HOST = "api.example.com"
URL = f"https://{HOST}/events"
TOKEN = "t0ken-Zm9vYmFyYmF6cXV4"


def _entry(url=URL, headers=(), method="GET", answer=None, post=None):
    request = {"method": method, "url": url, "headers": [{"name": name, "value": value} for name, value in headers]}
    if post is not None:
        request["postData"] = {"mimeType": "application/json", "text": json.dumps(post)}
    return {"request": request, "response": {"status": 200, "content": {"text": json.dumps(answer)}}}


def _sign_in(*entries):
    return recorded_sign_in(read_entries(json.dumps({"log": {"entries": entries}})), URL, HOST)


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ([], SignIn(Auth.NONE)),
        ([("Authorization", "Basic YTpi")], SignIn(Auth.BASIC)),
        ([("authorization", 'Digest username="a"')], SignIn(Auth.DIGEST)),
        ([("Authorization", 'Hawk id="a"')], SignIn(Auth.HAWK)),
        ([("Authorization", "EG1-HMAC-SHA256 client_token=a")], SignIn(Auth.AKAMAI)),
        ([("Authorization", f"SSWS {TOKEN}")], SignIn(Auth.API_KEY, name="Authorization", prefix="SSWS ")),
        ([("X-Api-Key", TOKEN)], SignIn(Auth.API_KEY, name="X-Api-Key")),
    ],
)
def test_a_header_tells_the_way(headers, found):
    sign_in, note = _sign_in(_entry(headers=headers))
    assert (sign_in, note) == (found, "")
    assert TOKEN not in repr(sign_in)


def test_a_key_in_the_query_is_known_by_its_name():
    assert _sign_in(_entry(f"{URL}?api_key={TOKEN}"))[0] == SignIn(Auth.API_KEY_QUERY, name="api_key")


def test_a_cookie_is_no_way_for_a_workflow():
    sign_in, note = _sign_in(_entry(headers=[("Cookie", f"session={TOKEN}")]))
    assert sign_in == SignIn(Auth.NONE)
    assert "cookie" in note
    assert TOKEN not in note


def test_a_bearer_token_without_its_call_is_one_that_an_administrator_makes():
    sign_in, note = _sign_in(_entry(headers=[("Authorization", f"Bearer {TOKEN}")]))
    assert sign_in == SignIn(Auth.BEARER)
    assert "bearer token" in note


def test_the_call_that_gave_the_token_becomes_a_call_of_the_workflow():
    fields = {"grant_type": "client_credentials", "client_id": "me", "client_secret": "s3cret", "extra": "x"}
    call = _entry(f"https://{HOST}/token", method="POST", answer={"data": {"access_token": TOKEN}}, post=fields)
    sign_in, note = _sign_in(call, _entry(headers=[("Authorization", f"Bearer {TOKEN}")]))
    assert sign_in.auth is Auth.OAUTH
    assert sign_in.token_call.url == "https://${/host}/token"
    assert sign_in.token_call.fields == (
        ("grant_type", "client_credentials"),
        ("client_id", "${/client_id}"),
        ("client_secret", "${/client_secret}"),
    )
    assert sign_in.token_call.credentials[0].keys == ("data", "access_token")
    assert note.endswith(": extra")
    assert "s3cret" not in repr(sign_in)


def test_calls_to_other_urls_say_nothing():
    assert _sign_in(_entry(f"{URL}/other", headers=[("X-Api-Key", TOKEN)]))[0] == SignIn(Auth.NONE)
