"""Each kind of sign-in lets the right credentials in, and nothing else."""

import hmac
from base64 import b64encode

import jwt
import pytest

from qradar_builder.http.messages import HttpRequest
from qradar_builder.model.simulation.sign_in import SignInSpec
from qradar_builder.simulation.service.answers import RefusedError
from qradar_builder.simulation.service.requests import Asked
from qradar_builder.simulation.service.sign_in import SignIn

NOW = 1767603600000
PARAMETERS = {"id": "qradar", "secret": "not-a-real-secret"}
SECRET = "a secret of thirty-two characters"
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


def sign_in(**spec):
    return SignIn(SignInSpec.model_validate(spec), PARAMETERS)


def asked(*headers, method="GET", path="/events", body=None):
    return Asked(HttpRequest(method, f"https://api.example.com{path}", headers, body))


def basic(user, password):
    return ("Authorization", f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}")


def signed(key, **claims):
    return ("Authorization", f"Bearer {jwt.encode(claims, key, algorithm='HS256')}")


MESSAGE = "${method} ${path} ${header.Date}"
HMAC = {"kind": "hmac", "key": SECRET, "message": MESSAGE, "header": "X-Signature", "encoding": "base64"}
SIGNATURE = b64encode(hmac.digest(SECRET.encode(), b"GET /events today", "sha256")).decode()

GOOD_AND_BAD = [
    ({"kind": "none"}, asked(), None),
    (
        {"kind": "basic", "user": "${id}", "password": "${secret}"},
        asked(basic("qradar", "not-a-real-secret")),
        asked(basic("qradar", "x")),
    ),
    ({"kind": "bearer", "token": "t0k"}, asked(("Authorization", "Bearer t0k")), asked(("Authorization", "t0k"))),
    ({"kind": "bearer", "token": "t0k", "scheme": "SSWS"}, asked(("Authorization", "SSWS t0k")), asked()),
    ({"kind": "api-key", "key": "k", "header": "X-Key"}, asked(("x-key", "k")), asked(("X-Key", "l"))),
    ({"kind": "api-key", "key": "k", "query": "key"}, asked(path="/events?key=k"), asked(path="/events?key=")),
    (
        {"kind": "jwt", "key": SECRET},
        asked(signed(SECRET, exp=NOW // 1000 + 60)),
        asked(signed(SECRET, exp=NOW // 1000)),
    ),
    ({"kind": "jwt", "key": SECRET}, asked(signed(SECRET, sub="x")), asked(signed(SECRET[::-1], sub="x"))),
    (HMAC, asked(("Date", "today"), ("X-Signature", SIGNATURE)), asked(("Date", "now"), ("X-Signature", SIGNATURE))),
]


@pytest.mark.parametrize(("spec", "good", "bad"), GOOD_AND_BAD, ids=[each[0]["kind"] for each in GOOD_AND_BAD])
def test_a_request_is_let_in_by_the_right_credentials_only(spec, good, bad):
    sign_in(**spec).check(good, NOW)
    if bad is not None:
        with pytest.raises(RefusedError) as refused:
            sign_in(**spec).check(bad, NOW)
        assert refused.value.answer.response.status == 401


OAUTH = {"kind": "oauth", "path": "/token", "client_id": "${id}", "client_secret": "${secret}", "expires": 60}
FORM_BODY = b"grant_type=client_credentials&client_id=qradar&client_secret=not-a-real-secret"


@pytest.mark.parametrize(
    "request_for_a_token",
    [
        asked(basic("qradar", "not-a-real-secret"), method="POST", path="/token"),
        asked(*FORM, method="POST", path="/token", body=FORM_BODY),
        asked(method="POST", path="/token", body=b'{"client_id": "qradar", "client_secret": "not-a-real-secret"}'),
    ],
    ids=["basic", "form", "json"],
)
def test_a_token_is_handed_out_and_expires(request_for_a_token):
    service = sign_in(**OAUTH)
    assert service.hands_out(request_for_a_token)
    answer = service.hand_out(request_for_a_token, NOW)
    token = next(iter(service.secrets()[1:]))
    assert f'"access_token": "{token}"'.encode() in answer.response.body
    request = asked(("Authorization", f"Bearer {token}"))
    service.check(request, NOW + 59_999)
    with pytest.raises(RefusedError):
        service.check(request, NOW + 60_000)
    with pytest.raises(RefusedError):
        service.check(asked(("Authorization", "Bearer simulated-1-00000000000000000000000000000000")), NOW)


def test_wrong_credentials_get_no_token():
    with pytest.raises(RefusedError):
        sign_in(**OAUTH).hand_out(asked(basic("qradar", "x"), method="POST", path="/token"), NOW)
    only_basic = sign_in(**OAUTH, credentials="basic")
    with pytest.raises(RefusedError):
        only_basic.hand_out(asked(*FORM, method="POST", path="/token", body=FORM_BODY), NOW)


def test_a_new_token_may_end_the_one_before():
    service = sign_in(**OAUTH, single=True)
    request = asked(basic("qradar", "not-a-real-secret"), method="POST", path="/token")
    service.hand_out(request, NOW)
    service.hand_out(request, NOW + 1)
    first, second = service.secrets()[1:]
    with pytest.raises(RefusedError):
        service.check(asked(("Authorization", f"Bearer {first}")), NOW + 2)
    service.check(asked(("Authorization", f"Bearer {second}")), NOW + 2)


def test_a_session_has_a_cookie():
    service = sign_in(kind="session", path="/login", user="ada", password="not-a-real-secret", cookie="sid")
    login = asked(method="POST", path="/login", body=b'{"name": "ada", "pass": "not-a-real-secret"}')
    cookie = dict(service.hand_out(login, NOW).response.headers)["Set-Cookie"].partition(";")[0]
    service.check(asked(("Cookie", f"a=b; {cookie}")), NOW)
    with pytest.raises(RefusedError):
        service.check(asked(("Cookie", "sid=x")), NOW)
