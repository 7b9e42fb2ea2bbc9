"""CreateJWTAccessToken: tokens that others can verify."""

import base64
import hashlib
import hmac
import json

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

ACTION = {"Header": [{"name": "alg", "value": "${/alg}"}, {"name": "typ", "value": "JWT"}],
          "Payload": [{"name": "iss", "value": "me"}, {"name": "exp", "value": "${time() / 1000 + 30}"},
                      {"name": "n", "value": "5"}, {"name": "nbf", "value": "soon"}],
          "Secret": {"value": "${/key}"}, "savePath": "/t"}  # fmt: skip


def parts(token):
    return [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split(".")]


@pytest.mark.parametrize("bits", [256, 384, 512])
def test_a_shared_secret_signs(play, bits):
    result = play([{"CreateJWTAccessToken": ACTION}], {"alg": f"HS{bits}", "key": "s3cret"})
    token = result.state["t"]
    assert "=" not in token
    signature = hmac.new(b"s3cret", token.rpartition(".")[0].encode(), getattr(hashlib, f"sha{bits}")).digest()
    assert parts(token)[2] == signature
    assert token in result.log_source.secrets
    assert "s3cret" in result.log_source.secrets


def test_claims_stand_in_their_order_and_times_are_numbers(play):
    token = play([{"CreateJWTAccessToken": ACTION}], {"alg": "HS256", "key": "k"}).state["t"]
    header, payload, _ = parts(token)
    assert header == b'{"alg":"HS256","typ":"JWT"}'
    assert payload == b'{"iss":"me","exp":1714561230,"n":"5","nbf":"soon"}'


def keys_of(algorithm):
    if algorithm.startswith("R"):
        key = rsa.generate_private_key(65537, 2048)
        old = serialization.PrivateFormat.TraditionalOpenSSL
    else:
        key = ec.generate_private_key(
            {"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1(), "ES512": ec.SECP521R1()}[algorithm]
        )
        old = serialization.PrivateFormat.TraditionalOpenSSL
    none = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    return key.public_key(), [
        key.private_bytes(pem, form, none).decode() for form in (serialization.PrivateFormat.PKCS8, old)
    ]


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"])
def test_a_private_key_signs_in_every_form_it_may_be_given(play, algorithm):
    jwt = pytest.importorskip("jwt")
    public, pems = keys_of(algorithm)
    bare = "".join(pems[0].splitlines()[1:-1])
    forms = [*pems, pems[0].replace("\n", " "), base64.b64encode(pems[1].encode()).decode(), bare]
    for form in forms:
        token = play([{"CreateJWTAccessToken": ACTION}], {"alg": algorithm, "key": form}).state["t"]
        method = jwt.get_algorithm_by_name(algorithm)
        assert method.verify(token.rpartition(".")[0].encode(), public, parts(token)[2])
        assert json.loads(parts(token)[0])["alg"] == algorithm


@pytest.mark.parametrize("key", ["x", "", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"])
def test_what_is_no_key_is_an_error_without_showing_it(play, key):
    pytest.importorskip("jwt")
    outcome = play([{"CreateJWTAccessToken": ACTION}], {"alg": "RS256", "key": key}).outcome
    assert outcome.message == "RS256 cannot sign with this secret: it is not an RSA private key"
    assert "PEM" in outcome.help


def test_a_key_of_another_kind_is_an_error(play):
    pytest.importorskip("jwt")
    _, [pem, _] = keys_of("ES256")
    outcome = play([{"CreateJWTAccessToken": ACTION}], {"alg": "RS256", "key": pem}).outcome
    assert outcome.status == "error"


def test_without_the_library_the_error_says_what_to_install(play, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "jwt", None)
    outcome = play([{"CreateJWTAccessToken": ACTION}], {"alg": "ES256", "key": "x"}).outcome
    assert "PyJWT" in outcome.message
