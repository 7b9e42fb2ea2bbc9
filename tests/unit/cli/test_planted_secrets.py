"""Secrets are planted in over a hundred places; none of them is in anything that a command writes."""

import json
from base64 import b64encode
from http.server import BaseHTTPRequestHandler
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from qradar_builder.cli.main import main

_numbers = count(10)
PLANTED: dict[str, str] = {}


def plant(place):
    """A secret of its own for a place."""
    PLANTED[place] = f"pL4nt{next(_numbers)}x9Zq"
    return PLANTED[place]


SENT = {
    name: plant(f"parameter for {name}")
    for name in ("authorization", "proxy-authorization", "x-api-key", "Ocp-Apim-Subscription-Key", "x-functions-key",
                 "X-Auth-Token", "x-acme-api-key", "api-token", "X-CSRF-Token")
}  # fmt: skip
IN_QUERY = {
    name: plant(f"parameter of the query, {name}") for name in ("token", "sig", "key", "code", "api_key", "session")
}
IN_FORM = {name: plant(f"field {name}") for name in ("password", "client_secret", "passcode", "auth")}
IN_JSON = {name: plant(f"sent member {name}") for name in ("password", "pin", "sessionId", "bearer")}
SPECIAL = {
    name: plant(f"special {name}") for name in ("basic", "api_token_scheme", "cookie", "xml", "made", "marked", "url")
}
ANSWERED = {
    name: plant(f"response member {name}")
    for name in ("token", "access_token", "refreshToken", "id_token", "bearer", "credential", "passcode", "pin",
                 "password", "secret", "clientSecret", "apiKey", "api_key", "session", "sessionId", "session_key",
                 "auth", "code", "key", "privateKey", "X-Auth-Token", "signature", "jwt",
                 "csrf_token", "passphrase", "sharedAccessKey")
}  # fmt: skip
NESTED = {
    name: plant(f"nested member {name}")
    for name in ("token", "sessionId", "key", "password", "bearer", "pin", "secret")
}
HEADERS = {
    name: plant(f"response header {name}")
    for name in ("Authorization", "X-Auth-Token", "X-Csrf-Token", "X-Session-Token", "X-Api-Key",
                 "X-Amz-Security-Token")
}  # fmt: skip
COOKIES = {name: plant(f"cookie {name}") for name in ("sid", "JSESSIONID", "any")}
IN_TEXT = {
    "link": ("https://h/p?code={}&page=2", plant("code of a URL")),
    "sas": ("https://h/p?sv=1&sig={}", plant("sig of a URL")),
    "user": ("https://me:{}@h/p", plant("password of a URL")),
    "pem": ("-----BEGIN PRIVATE KEY-----\nMII{}\n-----END PRIVATE KEY-----", plant("PEM")),
    "soap": ("<a><token>{}</token></a>", plant("XML element")),
    "attribute": ("<a password='{}'/>", plant("XML attribute")),
    "inner": ('{{"token": "{}"}}', plant("JSON in JSON")),
    "line": ("Authorization: Bearer {}", plant("a header in a text")),
    "form": ("a=1&password={}", plant("a form in a text")),
    "jwt": ("is eyJhbGciOiJIUzI1NiJ9.{}.c2lnbmF0dXJl", plant("JWT")),
}
ECHOED = plant("what is handed out under a plain name and signed in with")


def body():
    """An answer with all that is planted there."""
    texts = {f"text_{name}": text.format(value) for name, (text, value) in IN_TEXT.items()}
    event = {"id": 1, "deep": [{"er": NESTED}], "action": "LOGIN_FAILED", "nextPageToken": "abc123def456ghi"}
    return json.dumps({**ANSWERED, **texts, "blob": ECHOED, "items": [event]}).encode()


class Service(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        content = body()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        for name, value in HEADERS.items():
            self.send_header(name, value)
        for name, value in COOKIES.items():
            self.send_header("Set-Cookie", f"{name}={value}; Path=/")
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST  # noqa: N815 - as the server asks for it

    def log_message(self, *_):
        pass


@pytest.fixture
def service(serve):
    return serve(Service)


def element(name, attributes, children=""):
    written = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    return f"<{name} {written}>{children}</{name}>"


def pairs(name, values, prefix):
    return "".join(
        element(name, {"name": key, "value": f"${{/{prefix}{number}}}"}) for number, key in enumerate(values)
    )


def workflow(last):
    """A workflow whose parameters are not marked secret, but one; it signs in with all of them."""
    given = {
        **{f"h{number}": value for number, value in enumerate(SENT.values())},
        **{f"q{number}": value for number, value in enumerate(IN_QUERY.values())},
        **{f"f{number}": value for number, value in enumerate(IN_FORM.values())},
        **{f"j{number}": value for number, value in enumerate(IN_JSON.values())},
        **{f"s_{name}": value for name, value in SPECIAL.items()},
    }
    parameters = "".join(
        element(
            "Parameter", {"name": name, "label": name, "required": "true", "secret": str(name == "s_marked").lower()}
        )
        for name in ("url", *given)
    )
    of_json = ", ".join(f'"{name}": "${{/j{number}}}"' for number, name in enumerate(IN_JSON))
    post = {"method": "POST", "url": "${/url}/a?token=${/s_url}", "savePath": "/r"}
    basic = "Basic ${base64_encode('qradar:${/s_basic}')}"
    actions = [
        element("Set", {"path": "/made", "value": "${/s_made}"}),
        element("Set", {"path": "/header", "value": "Api-Token ${/made}"}),
        element("Log", {"type": "INFO", "message": "before any call: ${/header} ${/h0} ${/q0} ${/s_xml}"}),
        element("CallEndpoint", post, pairs("RequestHeader", SENT, "h")
                + f'<RequestBody type="application/json" encoding="UTF-8">{{{of_json}}}</RequestBody>'),
        element("CallEndpoint", {**post, "url": "${/url}/b"}, pairs("QueryParameter", IN_QUERY, "q")
                + element("RequestHeader", {"name": "Authorization", "value": basic})
                + element("RequestHeader", {"name": "Cookie", "value": "sid=${/s_cookie}; lang=en"})
                + element("UrlEncodedFormRequestBody", {}, pairs("Parameter", IN_FORM, "f"))),
        element("CallEndpoint", {**post, "url": "${/url}/c"},
                element("RequestHeader", {"name": "authorization", "value": "${/header}"})
                + '<RequestBody type="text/xml" encoding="UTF-8">'
                "&lt;a&gt;&lt;Password&gt;${/s_xml}&lt;/Password&gt;&lt;/a&gt;</RequestBody>"),
        element("CallEndpoint", {**post, "url": "${/url}/d"},
                element("BearerAuthentication", {"token": "${/r/body/blob}"})),
        element("CallEndpoint", {**post, "url": "${/url}/e"},
                element("BasicAuthentication", {"username": "u", "password": "${/s_marked}"})
                + element("RequestHeader", {"name": "X-Key", "value": "${/s_api_token_scheme}"})),
        element("Log", {"type": "INFO", "message": "answered ${/r/body} with ${/r/headers}"}),
        element("SetStatus", {"type": "INFO", "message": "signed in by ${/header} and ${/r/body/access_token}"}),
        element("PostEvents", {"path": "/r/body/items", "source": "h"}),
        last,
    ]  # fmt: skip
    namespace = "http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2"
    text = f'<Workflow name="n" version="1.0" xmlns="{namespace}"><Parameters>{parameters}</Parameters>'
    return f"{text}<Actions>{''.join(actions)}</Actions></Workflow>", given


def leaks(*texts):
    """The places whose secrets are in a text, in one of their forms."""
    found = []
    for place, value in PLANTED.items():
        forms = {
            value,
            quote(value),
            b64encode(value.encode()).decode().rstrip("="),
            value.encode().hex(),
            value.lower(),
        }
        forms.add(b64encode(f"qradar:{value}".encode()).decode().rstrip("="))
        if any(form in text for form in forms for text in texts):
            found.append(place)
    return found


def written(folder):
    return [path.read_text(encoding="utf-8") for path in Path(folder).rglob("*") if path.is_file()]


def run(*arguments):
    result = CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False)
    assert leaks(result.stderr) == []
    # Events are as they came, but for what is known to sign in.
    assert set(leaks(result.stdout)) <= {f"nested member {name}" for name in NESTED}
    return result


@pytest.mark.parametrize(
    ("last", "code"),
    [
        ("<Log type='INFO' message='end'/>", 0),
        ("<Abort reason='no luck with ${/header}: ${/r/body}' terminate='false'/>", 3),
        ("<ParseDate pattern='yyyy-MM-dd HH:mm:ss' timeZone='UTC' date='${/r/body}' savePath='/d'/>", 3),
        ("<CallEndpoint method='GET' url='${/url}/${/r/body}' savePath='/r'/>", 3),
        # lint knows no URL that begins with a template, so that the run gets there.
        (
            (
                "<Set path='/scheme' value='http'/>"
                "<CallEndpoint method='GET' url='${/scheme}://u:${/h0}@127.0.0.1:1/x' savePath='/r'/>"
            ),
            3,
        ),
        ("<CallEndpoint method='GET' url='http://127.0.0.1:1/x?sig=${/h0}' savePath='/r'/>", 3),
        ("<ForEach item='/i' items='/header'><Log type='INFO' message='x'/></ForEach>", 3),
    ],
)
def test_no_planted_secret_is_in_what_a_run_writes(tmp_path, monkeypatch, service, last, code):
    monkeypatch.chdir(tmp_path)
    text, given = workflow(last)
    Path("w.xml").write_text(text, encoding="utf-8")
    values = "".join(f'<Value name="{name}" value="{value}"/>' for name, value in given.items())
    namespace = "http://qradar.ibm.com/UniversalCloudRESTAPI/WorkflowParameterValues/V2"
    values = f'<Value name="url" value="{service}"/>{values}'
    xml = f'<WorkflowParameterValues xmlns="{namespace}">{values}</WorkflowParameterValues>'
    Path("values.xml").write_text(xml, encoding="utf-8")
    assert len(PLANTED) > 60
    Path("tests").mkdir()
    live = run("run", "w.xml", "--live", "--values", "values.xml", "--trace", "--record", "tests/rec.yaml")
    assert live.exit_code == code, live.stderr
    assert leaks(*written("tests")) == []
    if code == 0:
        recorded = Path("tests/rec.events.txt").read_text(encoding="utf-8")
        assert '"action": "LOGIN_FAILED"' in recorded or '"action":"LOGIN_FAILED"' in recorded
        assert "abc123def456ghi" in recorded
        replayed = run("run", "w.xml", "--replay", "tests/rec.yaml", "--trace")
        assert replayed.exit_code == 0, replayed.stderr
    # A mistake in the values shows none of them.
    for broken in (xml.replace('"/><Value name="h1"', '&x"/><Value name="h1"', 1), xml.replace(" value=", " valu=", 5)):
        Path("values.xml").write_text(broken, encoding="utf-8")
        assert run("run", "w.xml", "--replay", "tests/rec.yaml", "--values", "values.xml").exit_code == 1
        assert run("lint", "values.xml").exit_code == 1
        assert run("lint", "--format", "json", "values.xml").exit_code == 1


def har(path):
    """A recording of a browser with all that is planted."""

    def each(pairs_):
        return [{"name": name, "value": value} for name, value in pairs_.items()]

    entry = {
        "startedDateTime": "2024-05-01T12:00:00.000Z",
        "request": {
            "method": "GET",
            "url": "https://api.example/events?" + "&".join(f"{name}={value}" for name, value in IN_QUERY.items()),
            "headers": each(SENT),
            "cookies": each(COOKIES),
            "postData": {"mimeType": "application/x-www-form-urlencoded", "params": each(IN_FORM)},
        },
        "response": {
            "status": 200,
            "statusText": "OK",
            "headers": each(HEADERS),
            "cookies": each(COOKIES),
            "content": {"mimeType": "application/json", "text": body().decode()},
        },
    }
    Path(path).write_text(json.dumps({"log": {"version": "1.2", "entries": [entry]}}), encoding="utf-8")


def test_no_planted_secret_is_in_a_package_from_a_recording(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    har("browser.har")
    made = run("init", "package", "--from-har", "browser.har", "--name", "Acme")
    assert made.exit_code == 0, made.output
    # What is handed out under a name that says nothing is known only when it is sent.
    known = {place: value for place, value in PLANTED.items() if value != ECHOED}
    found = [place for place, value in known.items() if any(value in text for text in written("package"))]
    assert found == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("state.json", '{{"token": "{}" "x": 1}}'),
        ("tests/workflows/case.yaml", "workflow: w\nparameters: {{h0: {} , h1: [}}\n"),
        ("tests/workflows/case.yaml", "workflow: w\nparameters:\n  h0: *{}\nruns: []\n"),
        ("tests/workflows/case.yaml", "workflow: w\nparameters:\n  h0: !{}\nruns: []\n"),
        ("tests/workflows/case.yaml", 'workflow: w\nparameters: {{h0: "{}}}\nruns: []\n'),
        ("browser.har", '{{"log": {{"entries": [{}]}}}}'),
    ],
)
def test_no_line_of_a_broken_file_with_secrets_is_quoted(tmp_path, monkeypatch, name, content):
    monkeypatch.chdir(tmp_path)
    text, _ = workflow("")
    Path("w.xml").write_text(text, encoding="utf-8")
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content.format(PLANTED["PEM"]), encoding="utf-8")
    options = ("--state", name, "--live") if name == "state.json" else ("--replay", name)
    assert run("run", "w.xml", *options).exit_code in {1, 2}


@pytest.mark.parametrize("proxy", ["http://u:{}/x@h:80", "u:{}@h:x", "http://u:{}", "{}://u@h", "http://u@{}:b:c"])
def test_a_proxy_that_cannot_be_read_is_not_quoted(tmp_path, monkeypatch, proxy):
    monkeypatch.chdir(tmp_path)
    text, _ = workflow("")
    Path("w.xml").write_text(text, encoding="utf-8")
    assert run("run", "w.xml", "--live", "--proxy", proxy.format(PLANTED["PEM"])).exit_code in {1, 2}
