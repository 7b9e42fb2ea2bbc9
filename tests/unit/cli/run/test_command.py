import json
import os
import socket
from http.server import BaseHTTPRequestHandler

import pytest
from click.testing import CliRunner

from qradar_builder.cli.main import main
from qradar_builder.exchanges import worlds

WORKFLOW = """
name: n
version: "1"
parameters:
  - {name: url, label: URL, required: true}
  - {name: password, label: Password, required: true, secret: true}
  - {name: step, label: Step, default: "1"}
actions:
  - Initialize: {path: /seen, value: "0"}
  - CallEndpoint:
      url: ${/url}/events
      method: GET
      savePath: /r
      BasicAuthentication: {username: u, password: "${/password}"}
      QueryParameter: [{name: since, value: "${/seen}"}]
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "no luck with ${/password}", terminate: "${/r/status_code = 410}"}
  - Log: {type: INFO, message: "signed in with ${/password}"}
  - PostEvents: {path: /r/body/items}
  - Set: {path: /seen, value: "${/seen + /step}"}
  - Delete: {path: /r}
"""
CASE = """
workflow: w
parameters: {url: "https://h", password: hunter2-hunter2}
runs:
  - exchanges:
      - request: {method: GET, url: https://h/events, query: {since: "0"}, headers: {Authorization: /Basic .*/}}
        response: {status: 200, json: {items: ["ä", {b: [1, 2]}, "two\\nlines"]}}
  - exchanges:
      - request: {method: GET, url: https://h/events, query: {since: "1"}}
        response: {status: 200, json: {items: []}}
"""
SECRET = "hunter2-hunter2"


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "w.yaml").write_text(WORKFLOW, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path


def run(*arguments):
    result = CliRunner().invoke(main, ["run", *map(str, arguments)], catch_exceptions=False)
    assert SECRET not in result.stderr
    return result


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.mark.usefixtures("no_network", "package")
def test_events_are_the_only_thing_on_standard_output():
    result = run("w.yaml", "--replay", "case.yaml", "--trace")
    assert result.exit_code == 0
    assert result.stdout_bytes == 'ä\n{"b":[1,2]}\ntwo\nlines\n'.encode()
    assert "INFO: signed in with [secret]" in result.stderr
    assert "run 1: 3 events posted" in result.stderr


@pytest.mark.usefixtures("no_network")
def test_the_state_lasts_from_call_to_call(package):
    assert run("w.yaml", "--replay", "case.yaml", "--state", "s.json", "--runs", "1").exit_code == 0
    assert json.loads((package / "s.json").read_text(encoding="utf-8")) == {"seen": "1"}
    result = run("w.yaml", "--replay", "case.yaml", "--state", "s.json", "--runs", "1")
    assert result.exit_code == 3
    assert "error[run/requests]: CallEndpoint: request 1 of 1 is not the expected request" in result.stderr
    assert "+query since: 1" in result.stderr
    assert json.loads((package / "s.json").read_text(encoding="utf-8")) == {"seen": "1"}


@pytest.mark.parametrize(
    ("change", "arguments", "code", "told"),
    [
        (("", ""), ["--set", "stepp=2"], 1, "declares no parameter `stepp`"),
        (("", ""), ["--set", "step"], 2, "--set takes NAME=VALUE"),
        (("", ""), ["--runs", "3"], 2, "has 2 runs, not 3"),
        (("", ""), ["--set", "step=x"], 3, "error[run/failed]: Set: "),
        (("password: hunter2-hunter2", ""), [], 1, "the required parameter `password` has no value"),
        (("status: 200", "status: 500"), [], 3, "error[run/aborted]: Abort: no luck with [secret]"),
        (("status: 200", "status: 410"), [], 3, "QRadar makes no further run"),
        (('items: ["ä"', 'item: ["ä"'), [], 3, "/r/body/items is not valid"),
        (('items: ["ä"', 'Items: ["ä"'), [], 3, "did you mean `/r/body/Items`?"),
        (
            ("status: 200", "status: 500"),
            [],
            3,
            "why no event came:\n  - line 10, CallEndpoint: the request received status 500",
        ),
        (
            ("", ""),
            [],
            0,
            "why no event came:\n  - line 20, PostEvents posted nothing: `/r/body/items` is an empty array",
        ),
        (('items: ["ä", {b: [1, 2]}, "two\\nlines"]', "items: {a: 1}"), [], 3, 'Not a JSON Array: {"a":1}'),
        (("response: {status: 200, json: {items: []}}", "fault: tls"), [], 3, "No trusted certificate found"),
        (("response: {status: 200, json: {items: []}}", "fault: dns"), [], 3, "java.net.UnknownHostException: h"),
        (("json: {items: []}", "text: <html>"), [], 3, "/r/body/items is not valid"),
        (("    exchanges", "    exchange"), [], 1, "`exchange` is not a valid key here"),
    ],
)
@pytest.mark.usefixtures("no_network")
def test_what_is_wrong_is_told(package, change, arguments, code, told):
    (package / "case.yaml").write_text(
        CASE.replace("  - exchanges", "  -\n    exchanges").replace(*change), encoding="utf-8"
    )
    result = run("w.yaml", "--replay", "case.yaml", *arguments)
    assert told in result.stderr
    assert result.exit_code == code
    if code == 3:
        assert " --> w.yaml:" in result.stderr


BOOKMARK = """
name: n
version: "1"
parameters: [{name: password, label: Password, required: true, secret: true}]
actions:
  - Initialize: {path: /next, value: "https://h/first"}
  - CallEndpoint: {url: "${/next}", method: GET, savePath: /r}
  - If: exists /r/body/Items
    then:
      - PostEvents: {path: /r/body/Items}
  - Set: {path: /next, value: "${/r/body/next}"}
"""
BOOKMARK_CASE = """
workflow: w
parameters: {password: hunter2-hunter2}
runs:
  - exchanges:
      - request: {method: GET, url: https://h/first}
        response: {status: 200, json: {items: [hunter2-hunter2], hunter2-hunter2: 1, Next: x}}
  - exchanges: []
"""


def test_an_empty_bookmark_is_told_when_it_is_written_and_when_it_fails(package):
    (package / "w.yaml").write_text(BOOKMARK, encoding="utf-8")
    (package / "case.yaml").write_text(BOOKMARK_CASE, encoding="utf-8")
    result = run("w.yaml", "--replay", "case.yaml")
    assert result.exit_code == 3
    assert "`/r/body/Items` is missing: `/r/body` has the keys `items`, `[secret]`, `Next`" in result.stderr
    first, second = result.stderr.split("run 2:")
    assert "warning[run/bookmark]: `/next` is '' after this run, and does not change" in first
    assert "--> w.yaml:11:5" in first
    assert "did you mean `/r/body/Next`?" in first
    assert "`/next` is '': Set in line 11 writes it" in second
    assert "start the URL with https://" not in second


def test_requests_that_do_not_come_are_told(package):
    more = "      - {request: {method: GET, url: https://h/more}, fault: dns}\n"
    (package / "case.yaml").write_text(CASE + more, encoding="utf-8")
    result = run("w.yaml", "--replay", "case.yaml")
    assert result.exit_code == 3
    assert "GET https://h/more" in result.stderr


def test_a_workflow_that_does_not_compile_is_not_run(package):
    (package / "w.yaml").write_text(WORKFLOW.replace("${/seen}", "${/seen"), encoding="utf-8")
    result = run("w.yaml", "--replay", "case.yaml")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[workflow/expression]: The closing `}` of a template is missing" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["w.yaml"], "give either --replay FILE or --live"),
        (["w.yaml", "--live", "--replay", "case.yaml"], "give either --replay FILE or --live"),
        (["w.yaml", "--replay", "case.yaml", "--insecure"], "need --live"),
        (["none.yaml", "--replay", "case.yaml"], "none.yaml: there is no such file"),
        (["w.yaml", "--live", "--proxy", "ftp://p", "--set", "url=u", "--set", f"password={SECRET}"], "ftp"),
    ],
)
@pytest.mark.usefixtures("package")
def test_wrong_usage_is_exit_code_2(arguments, told):
    result = run(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_values_come_from_a_file_and_by_hand_and_are_not_shown(package):
    namespace = "http://qradar.ibm.com/UniversalCloudRESTAPI/WorkflowParameterValues/V2"
    values = "".join(
        f'<Value name="{name}" value="{value}"/>'
        for name, value in (("url", "https://x"), ("pasword", SECRET), ("password", SECRET))
    )
    (package / "v.xml").write_text(
        f'<WorkflowParameterValues xmlns="{namespace}">{values}</WorkflowParameterValues>', encoding="utf-8"
    )
    result = run("w.yaml", "--replay", "case.yaml", "--values", "v.xml", "--set", "url=https://h")
    assert result.exit_code == 0
    assert "warning[workflow/undeclared-parameter]" in result.stderr
    assert "warning[workflow/values-version]" in result.stderr


def test_ctrl_c_leaves_the_state_whole(package, monkeypatch):
    (package / "s.json").write_text('{"seen":"0"}', encoding="utf-8")
    send = worlds.ReplayWorld.send

    def interrupted(self, request):
        if "since=1" in request.url:
            raise KeyboardInterrupt
        return send(self, request)

    monkeypatch.setattr(worlds.ReplayWorld, "send", interrupted)
    result = run("w.yaml", "--replay", "case.yaml", "--state", "s.json")
    assert result.exit_code == 130
    assert json.loads((package / "s.json").read_text(encoding="utf-8")) == {"seen": "1"}
    assert sorted(each.name for each in package.iterdir()) == ["case.yaml", "s.json", "w.yaml"]


def test_a_har_file_is_replayed(package):
    entry = {
        "startedDateTime": "2024-05-01T12:00:00Z",
        "request": {"method": "GET", "url": "https://h/events?since=0", "headers": []},
        "response": {
            "status": 200,
            "statusText": "OK",
            "headers": [{"name": "Content-Type", "value": "application/json"}],
            "content": {"text": '{"items": [1.10]}', "mimeType": "application/json"},
        },
    }
    (package / "h.har").write_text(json.dumps({"log": {"entries": [entry, entry]}}), encoding="utf-8")
    result = run("w.yaml", "--replay", "h.har", "--set", "url=https://h", "--set", f"password={SECRET}")
    assert (result.exit_code, result.stdout) == (0, "1.10\n")
    (package / "h.har").write_text("{}", encoding="utf-8")
    assert "error[run/replay]: the file is not a HAR file" in run("w.yaml", "--replay", "h.har").stderr


def test_what_a_replay_of_a_recording_passes_over_is_listed_by_kind(package):
    def entry(url, kind="application/json", text="{}"):
        return {
            "startedDateTime": "2024-05-01T12:00:00Z",
            "request": {"method": "GET", "url": url, "headers": []},
            "response": {
                "status": 200,
                "headers": [{"name": "Content-Type", "value": kind}],
                "content": {"text": text, "mimeType": kind},
            },
        }

    entries = [
        entry("https://h/", "text/html", "<p>"),
        entry("https://h/app.js", "text/javascript", "x"),
        entry("https://cdn.example/app.css", "text/css", "x"),
        entry("https://metrics.example/collect"),
        entry("https://h/me"),
        entry("https://h/events?since=0", text='{"items": [1]}'),
        entry("https://h/me"),
    ]
    (package / "h.har").write_text(json.dumps({"log": {"entries": entries}}), encoding="utf-8")
    result = run("w.yaml", "--replay", "h.har", "--set", "url=https://h", "--set", f"password={SECRET}")
    assert (result.exit_code, result.stdout) == (0, "1\n")
    assert (
        "skipped 6 exchanges that the workflow did not request:\n"
        "  3 parts of web pages: 1 page, 1 script, 1 style sheet\n"
        "  1 exchange with other hosts:\n"
        "    metrics.example\n"
        "  2 API calls that the workflow does not make:\n"
        "    GET https://h/me (2 times)\n"
    ) in result.stderr


class Service(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({"access_token": "t0ken-of-the-service", "items": [self.path, "x" * 3000]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def service(serve):
    return serve(Service)


def test_what_is_recorded_replays_and_holds_no_secret(package, service):
    given = ("--set", f"url={service}", "--set", f"password={SECRET}")
    (package / "tests").mkdir()
    live = run("w.yaml", "--live", *given, "--runs", "2", "--record", "tests/recorded.yaml")
    assert live.exit_code == 0, live.stderr
    assert live.stdout.startswith("/events?since=0\n")
    written = [path for path in (package / "tests").rglob("*") if path.is_file()]
    assert sorted(path.name for path in written) == [
        "recorded.events.txt",
        "recorded.yaml",
        "run-1-response-1.json",
        "run-2-response-1.json",
    ]
    assert not any(secret in path.read_text(encoding="utf-8") for path in written for secret in (SECRET, "t0ken-of"))
    replayed = run("w.yaml", "--replay", "tests/recorded.yaml")
    assert (replayed.exit_code, replayed.stdout) == (0, live.stdout)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--record", "rec.yaml"), "rec.yaml: it is a folder"),
        (("--record", "r.yaml"), "r.events.txt: it is a folder"),
        (("--record", "b.yaml"), "b is a file, but must be a folder"),
        (("--record", "dangling.yaml"), "dangling.yaml: it is a link"),
        (("--record", "w.yaml/r.yaml"), "w.yaml is not a folder"),
        (("--record", "pipe.yaml"), "pipe.yaml: it is a named pipe"),
        (("--record", f"{'a' * 300}.yaml"), "File name too long"),
        (("--state", "rec.yaml"), "rec.yaml: it is a folder"),
        (("--state", "none/s.json"), "the folder none"),
        (("--state", "dangling"), "the target of the link does not exist"),
        (("--record", "r.json"), "name it r.json.yaml"),
    ],
)
def test_places_to_write_are_tried_before_the_first_call(package, monkeypatch, options, why):
    for folder in ("rec.yaml", "r.events.txt"):
        (package / folder).mkdir()
        (package / folder / "mine.txt").write_bytes(b"mine")
    (package / "b").touch()
    os.mkfifo(package / "pipe.yaml")
    (package / "dangling").symlink_to("nowhere")
    (package / "dangling.yaml").symlink_to("nowhere.yaml")

    def refuse(*_, **__):
        raise AssertionError("a call was made")

    monkeypatch.setattr("qradar_builder.http.network.wire.Wire.send", refuse)
    given = ("--set", "url=http://127.0.0.1:1", "--set", f"password={SECRET}")
    result = run("w.yaml", "--live", *given, *options)
    assert result.exit_code == 2
    assert why in result.stderr
    assert (package / "rec.yaml" / "mine.txt").read_bytes() == b"mine"


def test_a_record_has_the_name_that_was_given(package, service):
    given = ("--set", f"url={service}", "--set", f"password={SECRET}")
    live = run("w.yaml", "--live", *given, "--record", "a.yml")
    assert live.exit_code == 0, live.stderr
    assert "a.yml was written" in live.stderr
    assert sorted(path.name for path in package.glob("a*")) == ["a", "a.events.txt", "a.yml"]
    assert run("w.yaml", "--replay", "a.yml").stdout == live.stdout


@pytest.mark.usefixtures("no_network")
def test_a_state_that_is_a_link_is_kept_where_it_leads(package):
    (package / "there").mkdir()
    (package / "there/s.json").write_text("{}", encoding="utf-8")
    (package / "s.json").symlink_to("there/s.json")
    assert run("w.yaml", "--replay", "case.yaml", "--state", "s.json", "--runs", "1").exit_code == 0
    assert (package / "s.json").is_symlink()
    assert json.loads((package / "there/s.json").read_text(encoding="utf-8")) == {"seen": "1"}


def test_a_record_needs_an_empty_state(package, service):
    (package / "s.json").write_text('{"seen":"0"}', encoding="utf-8")
    given = ("--set", f"url={service}", "--set", f"password={SECRET}", "--state", "s.json")
    result = run("w.yaml", "--live", *given, "--record", "r.yaml")
    assert result.exit_code == 2
    assert not (package / "r.yaml").exists()
