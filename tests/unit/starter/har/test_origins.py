"""Sessions that a recorded call begins, and tokens that a client signs: what the workflow makes of them."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode

import pytest
import yaml

from qradar_builder.findings import Findings
from qradar_builder.starter.api.flow import Auth
from qradar_builder.starter.har.flow import har_source
from qradar_builder.starter.new_package import make_package
from qradar_builder.starter.wishes import Wishes

HOST = "https://api.example.com"
SECRET = "s3cr3t-V4lue-of-the-recording"
PASSWORD = "hunter2-of-the-recording"
USER = "jane.doe@example.com"


def call(path, *, method="GET", sent=(), given=(), body=None, post=None, status=200, kind="application/json"):
    request = {"method": method, "url": HOST + path, "headers": [{"name": n, "value": v} for n, v in sent]}
    if post is not None:
        request["postData"] = {
            "mimeType": "application/json" if isinstance(post, dict) else "application/x-www-form-urlencoded",
            "text": json.dumps(post) if isinstance(post, dict) else post,
        }
    text = body if isinstance(body, str) else json.dumps(body)
    return {
        "startedDateTime": "2026-01-05T10:00:00Z",
        "request": request,
        "response": {
            "status": status,
            "headers": [{"name": n, "value": v} for n, v in given],
            "content": {"mimeType": kind, "text": "" if body is None else text},
        },
    }


def events(*numbers, **more):
    rows = [
        {"id": number, "time": f"2026-01-05T09:0{number}:00Z", "type": "login", "user": f"user{number}"}
        for number in numbers
    ]
    return {"events": rows, **more}


def listing(*sent, query=""):
    return [
        call(f"/v1/events?page=1&size=2{query}", sent=sent, body=events(1, 2)),
        call(f"/v1/events?page=2&size=2{query}", sent=sent, body=events(3)),
    ]


JSON_LOGIN = {"user": USER, "password": PASSWORD, "remember": True, "realm": "Local"}
FORM_LOGIN = f"j_username={USER}&j_password={PASSWORD}"
COOKIE = ("Cookie", f"SESSION={SECRET}; _ga=GA1.2.3")
OUT = call("/api/logout", method="POST", sent=[COOKIE], status=204)

CASES = {
    "a cookie": (
        [
            call("/api/login", method="POST", post=JSON_LOGIN, given=[("Set-Cookie", f"SESSION={SECRET}; Path=/")]),
            *listing(COOKIE),
            OUT,
        ],
        [
            '"password": "${/password}", "remember": true, "realm": "Local"',
            "/token_response/cookies/SESSION/value",
            'RequestCookie: [{name: SESSION, value: "${/access_token}"}]',
            "url: https://${/host}/api/logout",
        ],
    ),
    "a form that is answered with a redirect": (
        [
            call("/j_security_check", method="POST", post=FORM_LOGIN, status=302,
                 given=[("Set-Cookie", f"SESSION={SECRET}; Path=/")]),
            *listing(COOKIE),
        ],
        ['{name: j_password, value: "${/password}"}', "/token_response/status_code != 302"],
    ),
    "a cookie and a token against forgery": (
        [
            call("/api/session", method="POST", post=JSON_LOGIN, body={"csrf": f"{SECRET}-csrf"},
                 given=[("Set-Cookie", f"SESSION={SECRET}; Path=/")]),
            *listing(COOKIE, ("X-CSRF-Token", f"{SECRET}-csrf")),
            call("/api/session", method="DELETE", sent=[COOKIE], status=204),
        ],
        ['{name: X-CSRF-Token, value: "${/access_token}"}', 'RequestCookie: [{name: SESSION, value: "${/session_2}"}]',
         "method: DELETE"],
    ),
    "a token in a header": (
        [
            call("/rest/login", method="POST", post={"data": {"username": USER, "password": PASSWORD}}, status=201,
                 given=[("X-Auth-Token", SECRET)]),
            *listing(("X-Auth-Token", SECRET)),
        ],
        ['{"data": {"username": "${/username}", "password": "${/password}"}}', "/token_response/headers/X-Auth-Token",
         '{name: X-Auth-Token, value: "${/access_token}"}'],
    ),
    "a token in a body that goes into a header of its own": (
        [
            call("/auth", method="POST", post=JSON_LOGIN, body={"result": {"sid": SECRET}}),
            *listing(("Authorization", f"Session {SECRET}")),
        ],
        ["/token_response/body/result/sid", '{name: Authorization, value: "Session ${/access_token}"}'],
    ),
    "a key in XML": (
        [
            call("/services/auth/login", method="POST", post=f"username={USER}&password={PASSWORD}", kind="text/xml",
                 body=f"<response><sessionKey>{SECRET}</sessionKey></response>"),
            *listing(("Authorization", f"Splunk {SECRET}")),
        ],
        ["<sessionKey>([^<]+)<", '"Splunk ${/access_token}"'],
    ),
    "a token that is the whole body": (
        [
            call("/login", method="POST", post=JSON_LOGIN, body=SECRET, kind="text/plain"),
            *listing(("X-Session", SECRET)),
        ],
        ["RegexCapture", '{name: X-Session, value: "${/access_token}"}'],
    ),
    "a token in the query": (
        [
            call("/login", method="POST", post=JSON_LOGIN, body={"token": SECRET}),
            *listing(query=f"&sessionToken={SECRET}"),
        ],
        ['{name: sessionToken, value: "${/access_token}"}', "lint: ignore[workflow/secret-in-url]"],
    ),
    "credentials in the query of the login": (
        [
            call(f"/api/login?user={USER}&password={PASSWORD}&v=2", given=[("Set-Cookie", f"SESSION={SECRET}")]),
            *listing(COOKIE),
        ],
        ['{name: password, value: "${/password}"}', "lint: ignore[workflow/secret-in-url]", "method: GET"],
    ),
    "basic credentials": (
        [
            call("/login", method="POST", sent=[("Authorization", "Basic amFuZTpodW50ZXIy")],
                 given=[("Set-Cookie", f"SESSION={SECRET}")]),
            *listing(COOKIE),
        ],
        ["${base64_encode('${/username}:${/password}')}"],
    ),
}  # fmt: skip


@pytest.fixture
def proposed(tmp_path):
    """The source and the package that are made of recorded entries; nothing of a secret is in the package."""

    def proposed(entries):
        path = tmp_path / "recorded.har"
        path.write_text(json.dumps({"log": {"entries": entries}}), encoding="utf-8")
        source = har_source(path, None, Findings())
        package = make_package(Wishes("acme", "Acme"), source)
        for content in package.files.values():
            assert not [each for each in (SECRET, PASSWORD, USER) if each.encode() in content]
        return source, package

    return proposed


@pytest.mark.parametrize(("entries", "texts"), CASES.values(), ids=CASES)
def test_a_session_is_begun_carried_and_ended(proposed, entries, texts):
    source, package = proposed(entries)
    assert source.flow.sign_in.auth is Auth.SESSION
    fragments = "".join(
        content.decode() for name, content in package.files.items() if name.startswith(("fragments", "workflows"))
    )
    assert [text for text in texts if text not in fragments] == []
    assert "_ga" not in fragments


def test_a_session_that_dies_between_two_pages_is_begun_again_and_ended_once(proposed):
    _, package = proposed(CASES["a cookie"][0])
    case = yaml.safe_load(package.files["tests/workflows/events-token-expires.yaml"])
    asked = [
        (each["request"]["method"], each["request"]["url"].rpartition("/")[2], each["response"]["status"])
        for each in case["runs"][0]["exchanges"]
    ]
    assert asked == [
        ("POST", "login", 200),
        ("GET", "events", 200),
        ("GET", "events", 401),
        ("POST", "login", 200),
        ("GET", "events", 200),
        ("POST", "logout", 200),
    ]
    cookies = [each["request"].get("headers", {}).get("Cookie") for each in case["runs"][0]["exchanges"]]
    assert cookies == [None, "SESSION=t0ken-1", "SESSION=t0ken-1", None, "SESSION=t0ken-2", "SESSION=t0ken-2"]
    assert case["runs"][0]["expect"]["events"] == 3


def test_a_run_that_fails_ends_its_session(proposed):
    _, package = proposed(CASES["a cookie"][0])
    case = yaml.safe_load(package.files["tests/workflows/events-refused.yaml"])
    assert case["runs"][0]["exchanges"][-1]["request"]["url"] == f"{HOST}/api/logout"


def test_a_cookie_that_no_call_returned_is_told_of(proposed):
    source, _ = proposed(listing(COOKIE))
    assert source.flow.sign_in.auth is Auth.NONE
    assert "record the sign-in" in source.notes[-1]


def token(header, claims):
    parts = [urlsafe_b64encode(json.dumps(each).encode()).decode().rstrip("=") for each in (header, claims)]
    return ".".join([*parts, "c2lnbmF0dXJlLW9mLXRoZS1yZWNvcmRpbmc"])


HEAD = {"alg": "ES256", "typ": "JWT", "kid": "KEY-8271-93"}
CLAIMS = {"iss": "issuer-guid-1234", "aud": "events-v1", "iat": 1767603000, "exp": 1767603600, "jti": "a1b2c3"}


def test_a_token_that_the_client_signs_is_signed_by_the_workflow(proposed):
    jwt = token(HEAD, {**CLAIMS, "tenant": "4b1f6c1e-0000-4000-8000-9a8b7c6d5e4f", "admin": True})
    source, package = proposed(listing(("Authorization", f"Bearer {jwt}")))
    assert source.flow.sign_in.auth is Auth.JWT
    fragment = package.files["fragments/sign-in.yaml"].decode()
    for text in (
        '{name: "alg", value: "${/jwt_algorithm}"}',
        '{name: "kid", value: "${/key_id}"}',
        '{name: "iss", value: "${/issuer}"}',
        '{name: "aud", value: "events-v1"}',
        '{name: "exp", value: "${time() / 1000 + 600}"}',
        '{name: "tenant", value: "${/claim_tenant}"}',
    ):
        assert text in fragment
    assert "admin" in source.notes[-1]
    everything = b"".join(package.files.values())
    assert not [each for each in (b"KEY-8271-93", b"issuer-guid-1234", b"4b1f6c1e", jwt.encode()) if each in everything]
    workflow = package.files["workflows/events.yaml"].decode()
    assert "default: ES256" in workflow
    case = yaml.safe_load(package.files["tests/workflows/events-token-expires.yaml"])
    statuses = [each["response"]["status"] for each in case["runs"][0]["exchanges"]]
    assert statuses == [200, 401, 200]


def test_a_signed_token_is_exchanged_for_another_one(proposed):
    jwt = token({"alg": "RS256"}, {**CLAIMS, "scope": "events.read"})
    grant = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    source, package = proposed(
        [
            call("/token", method="POST", post=f"grant_type={grant}&assertion={jwt}", body={"access_token": SECRET}),
            *listing(("Authorization", f"Bearer {SECRET}")),
        ]
    )
    assert source.flow.sign_in.auth is Auth.OAUTH
    fragment = package.files["fragments/sign-in.yaml"].decode()
    assert '{name: assertion, value: "${/assertion}"}' in fragment
    assert f'{{name: grant_type, value: "{grant}"}}' in fragment
    assert '{name: "scope", value: "events.read"}' in fragment
    assert "Delete: {path: /assertion}" in fragment
