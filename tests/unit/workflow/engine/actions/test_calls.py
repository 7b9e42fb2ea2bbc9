"""Calls whose authentication needs several requests, and what is learnt to be secret by them."""

from qradar_builder.http.messages import HttpResponse

URL = "https://h.example.com/x"


def call(**parts):
    return {"CallEndpoint": {"url": URL, "method": "GET", "savePath": "/r", **parts}}


def test_digest_answers_the_challenge_and_saves_the_last_response(play):
    challenge = HttpResponse(
        401, "Unauthorized", (("WWW-Authenticate", 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5'),), b"no"
    )
    action = call(DigestAuthentication={"username": "u", "password": "s3cr3t"})
    result = play([action], answers=[challenge, HttpResponse(200, "OK", (), b"yes")])
    first, second = (effect.request for effect in result.effects)
    assert not any(name == "Authorization" for name, _ in first.headers)
    [header] = [value for name, value in second.headers if name == "Authorization"]
    assert header.startswith("Digest ")
    assert result.state["r"]["body"] == "yes"
    assert "s3cr3t" in result.log_source.secrets


def test_a_refused_digest_saves_the_refusal(play):
    refusal = HttpResponse(
        401, "Unauthorized", (("WWW-Authenticate", 'Digest realm="r", nonce="n", qop="auth"'),), b"no"
    )
    result = play([call(DigestAuthentication={"username": "u", "password": "p"})], answers=[refusal, refusal])
    assert result.outcome.status == "ok"
    assert result.state["r"]["status_code"] == 401


def test_hawk_and_edgegrid_sign_with_the_clock_of_the_driver(play):
    ok = HttpResponse(200, "OK")
    hawk = call(HawkAuthentication={"keyId": "i", "key": "k3y", "algorithm": "sha256"})
    edge = call(AkamaiEdgeGridAuthentication={"accessToken": "at", "clientToken": "ct", "clientSecret": "c-secret"})
    result = play([hawk, edge], answers=[ok, ok])
    headers = [dict(effect.request.headers)["Authorization"] for effect in result.effects]
    assert 'ts="1714561200"' in headers[0]
    assert "timestamp=20240501T11:00:00+0000" in headers[1]
    again = play([hawk, edge], answers=[ok, ok])
    assert [dict(effect.request.headers)["Authorization"] for effect in again.effects] == headers
    assert "c-secret" in result.log_source.secrets


def test_an_authentication_replaces_a_header_of_that_name(play):
    action = call(BearerAuthentication={"token": "t"}, RequestHeader=[{"name": "Authorization", "value": "x"}])
    [effect] = play([action], answers=[HttpResponse(200)]).effects
    assert effect.request.headers == (("Authorization", "Bearer t"),)


def test_credentials_are_learnt_from_headers_and_responses(play, response):
    actions = [
        call(RequestHeader=[{"name": "Authorization", "value": "Basic ${base64_encode('u:pw')}"}]),
        call(BearerAuthentication={"token": "${/r/body/access_token}"}),
    ]
    result = play(actions, answers=[response({"access_token": "t0k3n", "scope": "all"}), response({})])
    secrets = result.log_source.secrets
    assert "dTpwdw==" in secrets
    assert "t0k3n" in secrets
    assert "all" not in secrets


def test_a_call_knows_its_action(play):
    [effect] = play([call()], answers=[HttpResponse(200)]).effects
    assert effect.action.name == "CallEndpoint"
    assert effect.action.get("url") == URL
