"""Each form of a secret, in each place: neither what is shown nor what is recorded holds it."""

import json
from base64 import b64encode, urlsafe_b64encode
from html import escape
from urllib.parse import quote, quote_plus

import pytest

from qradar_builder.secrets.excerpts import is_private, private_lines
from qradar_builder.secrets.names import Strength, is_private_header, strength
from qradar_builder.secrets.replaced import Redaction
from qradar_builder.secrets.shown import MARK, Secrets
from qradar_builder.secrets.values import looks_secret

SECRET = 's3 "cr/et"&é<+Zz9'
KEY = "kEy-7f3A_91zQ"
FORMS = {
    "plain": lambda text: text,
    "URL": lambda text: quote(text, safe=""),
    "URL path": quote,
    "URL twice": lambda text: quote(quote(text, safe=""), safe=""),
    "URL in small letters": lambda text: quote(text, safe="").replace("%C3%A9", "%c3%a9").replace("%2F", "%2f"),
    "form": quote_plus,
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON in JSON": lambda text: json.dumps(json.dumps(text))[3:-3],
    "JSON as PHP writes it": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "XML": lambda text: escape(text, quote=False),
    "XML attribute": escape,
    "XML twice": lambda text: escape(escape(text)),
    "XML by numbers": lambda text: "".join(each if each.isalnum() else f"&#{ord(each)};" for each in text),
    "Base64": lambda text: b64encode(text.encode()).decode(),
    "Base64 of URLs": lambda text: urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "Base64 in a URL": lambda text: quote(b64encode(text.encode()), safe=""),
    "Basic": lambda text: b64encode(f"user:{text}".encode()).decode(),
    "Basic, shifted by 1": lambda text: b64encode(f"a:bc:{text}:more".encode()).decode(),
    "Basic, shifted by 2": lambda text: b64encode(f"ab:cd{text}xx".encode()).decode(),
    "hexadecimal": lambda text: text.encode().hex(),
    "hexadecimal in capitals": lambda text: text.encode().hex().upper(),
    "capitals": str.upper,
    "small letters": str.lower,
}
PLACES = (
    "{}", "GET https://h/x?q={}&p=1", "X-Any: {}", '{{"a": [{{"any": "{}"}}]}}', "<any>{}</any>", "any={}&b=c",
    "cannot connect: {}", "'{}'", "run 1: {};", "/r/body is now '{}'",
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("secret", [SECRET, KEY])
def test_a_known_secret_is_nowhere_left(secret, form, place):
    written = FORMS[form](secret)
    text = place.format(written)
    core = written.rstrip("=")
    assert core not in Secrets([secret]).redact(text)
    redaction = Redaction({"k": secret})
    assert core not in redaction.text(text)
    assert core.encode() not in redaction.answer(text.encode())


NAMES = (
    "password", "userPassword", "passwd", "pwd", "passphrase", "passcode", "pin", "secret", "client_secret",
    "clientSecret", "token", "access_token", "accessToken", "refresh-token", "id_token", "x-acme-api-key", "apiKey",
    "apikey", "API_KEY", "x-functions-key", "Ocp-Apim-Subscription-Key", "subscriptionkey", "private_key",
    "secretAccessKey", "session_key", "sessionId", "session_id", "JSESSIONID", "bearer", "credential",
    "credentials", "X-Auth-Token", "X-CSRF-Token", "X-Session-Token", "api-token", "sig", "signature",
    "X-Amz-Signature", "jwt", "assertion", "key", "code", "session", "auth",
)  # fmt: skip
WRITTEN = (
    '{{"{}": "{}"}}', '{{"a": [{{"b": {{"{}" : "{}"}}}}]}}', '"{{\\"{}\\":\\"{}\\"}}"', "{}={}", "a=1&{}={}&b=2",
    "https://h/p?{}={}#x", "<{0}>{1}</{0}>", '<x {}="{}"/>', "&lt;{0}&gt;{1}&lt;/{0}&gt;", "{{a=1, {}={}}}",
    "{}: {}", "{{'{}': '{}'}}", '{{"name": "{}", "value": "{}"}}', "%22{}%22%3A%22{}%22",
    "next: https://h/?a=1&amp;{}={}", '{{"{}":["{}"]}}', 'form-data; name="{}"\r\n\r\n{}\r\n--x',
    "<n:{0}><![CDATA[{1}]]></n:{0}>",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "written"),
    # A name that stands as a value must be a sure one.
    [(n, w) for n in NAMES for w in WRITTEN if '"value"' not in w or strength(n) is Strength.SURE],
)
def test_a_credential_is_found_by_its_name(name, written):
    text = written.format(name, KEY)
    assert KEY not in Secrets().redact(text)
    redaction = Redaction({})
    redaction.learn_text(text)
    assert KEY.encode() not in redaction.answer(text.encode())


@pytest.mark.parametrize(
    "written",
    [
        '{"credential": {"user": "me", "count": 3, "value": "%s"}}',
        '{"client_secret": {"value": "%s", "type": "x"}}',
        "<credential><user>me</user><value>%s</value></credential>",
        '<n:password>\n <n:type a="b">x</n:type>\n <n:value>%s</n:value></n:password>',
        "<secret><value><![CDATA[%s]]></value></secret>",
    ],
)
def test_a_credential_is_found_among_what_belongs_to_it(written):
    text = written % KEY
    assert KEY not in Secrets().redact(text)
    redaction = Redaction({})
    redaction.learn_text(text)
    assert KEY.encode() not in redaction.answer(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA PRIVATE KEY-----\nMIIkey1234567890\n-----END RSA PRIVATE KEY-----",
        '{"any": "-----BEGIN PRIVATE KEY-----\\nMIIkey1234567890\\n-----END PRIVATE KEY-----"}',
        "-----BEGIN EC PRIVATE KEY-----\nMIIkey1234567890 is cut",
        "any eyJMIIkey1234567890.eyJzdWIiOiIxIn0.c2lnbmF0dXJl any",
        "Basic MIIkey1234567890==",
        "Bearer MIIkey1234567890",
        "https://user:MIIkey1234567890@h.test/x",
        "https://MIIkey1234567890@h.test/x",
        "Set-Cookie: any=MIIkey1234567890; Path=/",
        'Cookie: a="b"; any=MIIkey1234567890',
    ],
)
def test_a_credential_is_found_by_its_look(text):
    assert "MIIkey1234567890" not in Secrets().redact(text)
    assert b"MIIkey1234567890" not in Redaction({}).answer(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        '{"nextPageToken": "CAUQAA-9f8e7d6c5b", "cursor": "abc123def456ghi"}',
        '{"code": "USER_LOGIN_FAILED", "key": "PROJ-1234"}',
        '{"code": 4625, "key": "userName", "session": null}',
        '{"key": "0c7d6e5f-1a2b-4c3d-8e9f-001122334455"}',
        '{"token_type": "Bearer", "expires_in": 3600, "passwordExpired": "2024-05-01T00:00:00Z"}',
        "https://h/x?page_token=abcdefgh123&key=hostname",
        "<code>404</code><key>source_ip</key>",
        'RequestHeader name="authorization" value="Bearer ${/token}"',
        "-----BEGIN CERTIFICATE-----\nMIIcert\n-----END CERTIFICATE-----",
    ],
)
def test_ordinary_data_is_left_alone(text):
    assert Secrets().redact(text) == text
    assert Redaction({}).answer(text.encode()) == text.encode()


@pytest.mark.parametrize(
    "name", ["Authorization", "X-Api-Key", "x-acme-key", "Cookie", "X-Session-Token", "api-token", "X-Auth"]
)
def test_headers_that_sign_in_are_private(name):
    assert is_private_header(name)


@pytest.mark.parametrize(
    "name", ["Accept", "Content-Type", "User-Agent", "X-Request-Id", "If-None-Match", "Range", "X-Page-Token"]
)
def test_other_headers_are_not(name):
    assert not is_private_header(name)


def test_halves_of_a_secret_are_hidden_where_a_text_was_cut():
    secrets = Secrets(["abcdefgh-0123456789-ijklmnop"])
    assert secrets.redact("is 'abcdefgh-01234…' here") == f"is '{MARK}…' here"
    assert secrets.redact("…789-ijklmnop is here") == f"…{MARK} is here"


def test_a_mark_is_not_marked_again():
    secrets = Secrets(["secret", "[sec", "cret]"])
    assert secrets.redact(secrets.redact('token="secret"')) == f'token="{MARK}"'


def test_a_pin_is_replaced_where_it_stands():
    redaction = Redaction({})
    redaction.learn_text('{"pin": "1234", "otp": 123456}')
    assert redaction.answer(b'{"pin": "1234", "otp": 123456, "n": 1234}') == (
        b'{"pin": "redacted-pin", "otp": "redacted-otp", "n": 1234}'
    )
    assert list(redaction.unplaced) == ["pin", "otp"]


@pytest.mark.parametrize(
    "piece", ["\\", '"', "name=a ", "a.", "&quot;", "<key>", "://", "a=", " ", "%22", "eyJ", "<a "]
)
def test_long_texts_of_beginnings_are_gone_through_once(piece):
    text = piece * (200_000 // len(piece))
    assert Secrets(["s3cret-value"]).redact(text) == text


def test_many_secrets_are_replaced_in_one_pass():
    secrets = Secrets(f"secret-value-{number}" for number in range(2000))
    text = " ".join(f"secret-value-{number} and x" for number in range(2000))
    assert "secret-value" not in secrets.redact(text)


@pytest.mark.parametrize(
    ("name", "text", "private"),
    [
        ("v.xml", '<WorkflowParameterValues xmlns="x"><Value', True),
        ("v.xml", '<Value name="pw" value="x', True),
        ("w.xml", '<Workflow name="x"><Actions/>', False),
        ("state.json", "x", True),
        ("state", '{"a": 1', True),
        ("tests/workflows/case.yaml", "x", True),
        ("case.yaml", "workflow: x\nruns:\n- exchanges:\n", True),
        ("values.yaml", "parameters:\n  pw: x", True),
        ("workflow.yaml", "name: x\nparameters:\n- name: pw\nactions: []", False),
        ("rows.csv", "a,b", False),
    ],
)
def test_files_that_may_hold_secrets_are_known(name, text, private):
    assert is_private(name, text) is private


def test_lines_with_credentials_are_known():
    lines = ["a: 1", f"password: {KEY}", "-----BEGIN PRIVATE KEY-----", "MIIabc", "-----END PRIVATE KEY-----", "b: 2"]
    assert private_lines(lines) == {2, 3, 4, 5}


def test_keys_are_told_from_words():
    assert looks_secret(KEY)
    for word in ("hostname", "USER_LOGIN", "2024-05-01T00:00:00Z", "a b c", "user.login", "10.0.0.1", ""):
        assert not looks_secret(word)
