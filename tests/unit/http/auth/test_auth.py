import json
import re
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.http.auth import auth_flow
from qradar_builder.http.auth.challenge import Challenge, challenges
from qradar_builder.http.messages import CallFailed, HttpRequest, HttpResponse

VECTORS = json.loads((Path(__file__).parents[3] / "conformance" / "http_auth.json").read_text(encoding="utf-8"))
REQUEST = HttpRequest("GET", "https://api.example/v1?a=1")
DONE = HttpResponse(200)


def name_of(vector):
    return f"{vector['source']} {vector.get('method', '')} {vector.get('challenge', '')[-40:]}"


def flow(name, attributes, request=REQUEST, seconds=0, chance=bytes):
    return auth_flow(name, attributes, request, lambda: seconds * 1000, chance)


def signed(name, attributes, request=REQUEST, **more):
    """The Authorization header of the first request."""
    return authorization(next(flow(name, attributes, request, **more)))


def authorization(request):
    (value,) = [value for name, value in request.headers if name == "Authorization"]
    return value


def challenged(value, status=401):
    return HttpResponse(status, headers=(("WWW-Authenticate", value),))


def parts(header):
    return {name: quoted or plain for name, quoted, plain in re.findall(r'(\w+)=(?:"([^"]*)"|([^", ]+))', header)}


def answered(attributes, challenge, request=REQUEST):
    run = flow("DigestAuthentication", attributes, request)
    next(run)
    return parts(authorization(run.send(challenged(challenge))))


@pytest.mark.parametrize("vector", VECTORS["basic"], ids=name_of)
def test_basic_is_as_published(vector):
    assert signed("BasicAuthentication", vector) == vector["authorization"]


def test_basic_and_bearer_sign_the_first_request_and_take_any_response():
    for name, attributes in (("BasicAuthentication", {"username": "u"}), ("BearerAuthentication", {"token": "t"})):
        run = flow(name, attributes)
        next(run)
        with pytest.raises(StopIteration) as end:
            run.send(challenged("Basic"))
        assert end.value.value.status == 401


def test_bearer_sends_the_token():
    assert signed("BearerAuthentication", {"token": "t0k"}) == "Bearer t0k"


def test_an_authorization_header_of_the_workflow_is_replaced_and_other_headers_stay():
    request = HttpRequest("GET", "https://h/", (("authorization", "x"), ("Accept", "y")))
    sent = next(flow("BearerAuthentication", {"token": "t"}, request))
    assert sent.headers == (("Accept", "y"), ("Authorization", "Bearer t"))


def test_an_unknown_element_is_the_callers_mistake():
    with pytest.raises(KeyError):
        next(flow("NtlmAuthentication", {}))


@pytest.mark.parametrize("vector", VECTORS["digest"], ids=name_of)
def test_digest_is_as_published(vector):
    body = None if vector["body"] is None else vector["body"].encode()
    request = HttpRequest(vector["method"], vector["url"], body=body)
    found = answered(vector["attributes"], vector["challenge"], request)
    assert {name: found.get(name) for name in vector["expect"]} == vector["expect"]


def test_digest_sends_the_first_request_as_it_is():
    run = flow("DigestAuthentication", {"username": "u", "password": "p"})
    assert next(run) == REQUEST
    with pytest.raises(StopIteration) as end:
        run.send(DONE)
    assert end.value.value is DONE


@pytest.mark.parametrize(
    "challenge",
    [
        "Basic realm=x",
        'Digest realm="r"',
        'Digest nonce="n"',
        'Digest realm="r", nonce="n", algorithm=SHA-1',
        'Digest realm="r", nonce="n", qop="token"',
    ],
)
def test_a_challenge_that_cannot_be_answered_is_the_response_of_the_call(challenge):
    run = flow("DigestAuthentication", {"username": "u", "password": "p"})
    next(run)
    response = challenged(challenge)
    with pytest.raises(StopIteration) as end:
        run.send(response)
    assert end.value.value is response


def test_of_several_challenges_the_first_that_can_be_answered_is():
    run = flow("DigestAuthentication", {"username": "u", "password": "p"})
    next(run)
    headers = (
        (
            "WWW-Authenticate",
            'Digest realm="a", nonce="1", algorithm=SHA-1, Digest realm="b", nonce="2", algorithm=MD5',
        ),
        ("www-authenticate", 'Digest realm="c", nonce="3"'),
    )
    assert parts(authorization(run.send(HttpResponse(401, headers=headers))))["realm"] == "b"


def test_a_second_refusal_is_the_response_unless_the_nonce_was_stale():
    run = flow("DigestAuthentication", {"username": "u", "password": "p"})
    next(run)
    first = parts(authorization(run.send(challenged('Digest realm="r", nonce="1", qop=auth'))))
    second = parts(authorization(run.send(challenged('Digest realm="r", nonce="2", qop=auth, stale=TRUE'))))
    third = parts(authorization(run.send(challenged('Digest realm="r", nonce="2", qop=auth, stale=true'))))
    assert [(each["nonce"], each["nc"]) for each in (first, second, third)] == [
        ("1", "00000001"),
        ("2", "00000001"),
        ("2", "00000002"),
    ]
    last = challenged('Digest realm="r", nonce="3", qop=auth, stale=true')
    with pytest.raises(StopIteration) as end:
        run.send(last)
    assert end.value.value is last


def test_attributes_override_the_challenge_and_empty_ones_do_not():
    given_ = {"username": "u", "password": "p", "realm": "R", "nonce": "N", "algorithm": "SHA-256", "qop": ""}
    found = answered(given_, 'Digest realm="r", nonce="n", algorithm=MD5, qop="auth"')
    assert (found["realm"], found["nonce"], found["algorithm"], found["qop"]) == ("R", "N", "SHA-256", "auth")
    assert len(found["response"]) == 64


def test_the_body_is_protected_where_there_is_one_and_the_server_offers_it():
    offer = 'Digest realm="r", nonce="n", qop="auth, auth-int"'
    attributes = {"username": "u", "password": "p"}
    assert answered(attributes, offer)["qop"] == "auth"
    assert answered(attributes, offer, HttpRequest("POST", "https://h/", body=b""))["qop"] == "auth-int"


def test_quotes_in_names_are_escaped():
    run = flow("DigestAuthentication", {"username": 'a"b\\c', "password": "p"})
    next(run)
    assert r'username="a\"b\\c"' in authorization(run.send(challenged('Digest realm="r", nonce="n"')))


@pytest.mark.parametrize("vector", VECTORS["hawk"], ids=name_of)
def test_hawk_is_as_published(vector):
    headers = (("Content-Type", vector["content_type"]),) if vector["content_type"] else ()
    body = None if vector["body"] is None else vector["body"].encode()
    request = HttpRequest(vector["method"], vector["url"], headers, body)
    bits = b64decode(vector["nonce"] + "AA")
    value = signed(
        "HawkAuthentication", vector["attributes"], request, seconds=vector["seconds"], chance=lambda _: bits
    )
    assert value == vector["authorization"]


def test_hawk_refuses_an_algorithm_that_it_does_not_have():
    with pytest.raises(CallFailed, match="neither sha1 nor sha256") as failure:
        signed("HawkAuthentication", {"keyId": "i", "key": "k", "algorithm": "md5"})
    assert failure.value.kind == "protocol"


def test_a_hash_that_is_given_is_sent():
    value = signed("HawkAuthentication", {"keyId": "i", "key": "k", "algorithm": "sha1", "hash": "given="})
    assert 'hash="given="' in value


@pytest.mark.parametrize("name", ["HawkAuthentication", "AkamaiEdgeGridAuthentication"])
def test_a_url_that_cannot_be_called_cannot_be_signed(name):
    with pytest.raises(CallFailed):
        signed(name, {"algorithm": "sha256"}, HttpRequest("GET", "nowhere"))


def test_edgegrid_signs_the_host_of_the_base_url_where_one_is_given():
    attributes = {"accessToken": "a", "clientToken": "c", "clientSecret": "s"}
    direct = signed("AkamaiEdgeGridAuthentication", attributes, HttpRequest("GET", "https://akamai.example/x"))
    through = signed(
        "AkamaiEdgeGridAuthentication",
        attributes | {"baseUrl": "https://akamai.example/"},
        HttpRequest("GET", "https://gateway.example/x"),
    )
    assert direct == through


@pytest.mark.parametrize(("value", "expected"), VECTORS["challenges"])
def test_challenges_are_parted_as_the_standard_says(value, expected):
    assert list(challenges(value)) == [Challenge(scheme, parameters) for scheme, parameters in expected]


@settings(deadline=None)
@given(st.text(alphabet='Digest realm="\\,=x \t\x00é', max_size=60))
def test_no_header_makes_the_reader_of_challenges_fail(value):
    assert all(each.scheme == each.scheme.lower() for each in challenges(value))
