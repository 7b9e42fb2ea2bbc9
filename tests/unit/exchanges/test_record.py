import hashlib
import hmac
import json
from base64 import b64encode
from urllib.parse import quote_plus

import pytest

from qradar_builder.exchanges.exchange import ANYTHING, Pattern
from qradar_builder.exchanges.reader import read_exchanges
from qradar_builder.exchanges.record import Recorder, RecordError
from qradar_builder.exchanges.rehearsal import Rehearsal, loosened
from qradar_builder.exchanges.replay import ReplayClock, ReplayTransport
from qradar_builder.http.messages import CallFailed, HttpRequest, HttpResponse
from qradar_builder.workflow.engine.drive import drive
from qradar_builder.workflow.engine.effects import Call, Outcome

START = 1_714_564_800_250
PARAMETERS = {"host": "api.example", "id": "my-id", "secret": "s3 cr/et&+"}
JSON_TYPE = ("Content-Type", "application/json")


class Server:
    """Signs in, then gives two pages; the second is long."""

    def __init__(self):
        token = b'{"access_token": "t0k-0123456789", "expires_in": 3600, "refresh_token": "refresh-12345"}'
        cookie = ("Set-Cookie", "sid=cookie-12345; Path=/")
        self.responses = [
            HttpResponse(200, "OK", (JSON_TYPE, cookie, ("Content-Length", str(len(token)))), token),
            HttpResponse(200, "OK", (JSON_TYPE,), b'{"events": [{"n": 1.50}], "next": 2}'),
            HttpResponse(200, "OK", (JSON_TYPE,), json.dumps({"events": ["x" * 3000]}).encode()),
            CallFailed("timeout", "slow"),
        ]

    def send(self, _):
        answer = self.responses.pop(0)
        if isinstance(answer, CallFailed):
            raise answer
        return answer


def poll(parameters, clock):
    """What an interpreter would do: sign in with secrets in several forms, and use what it gets."""
    url = f"https://{parameters['host']}"
    secret = parameters["secret"]
    pair = b64encode(f"{parameters['id']}:{secret}".encode()).decode()
    form = f"client_id={quote_plus(parameters['id'])}&client_secret={quote_plus(secret)}&at={clock()}"
    kind = ("Content-Type", "application/x-www-form-urlencoded")
    login = yield Call(
        HttpRequest("POST", f"{url}/token", (("Authorization", f"Basic {pair}"), kind), form.encode()), None
    )
    token = json.loads(login.body)["access_token"]
    cookie = dict(login.headers)["Set-Cookie"].partition(";")[0]
    for page in (1, 2):
        signature = hmac.new(secret.encode(), str(page).encode(), hashlib.sha256).hexdigest()
        headers = (("Authorization", f"Bearer {token}"), ("Cookie", cookie), ("X-Signed", signature))
        body = json.dumps({"page": page, "secret": secret, "s": signature}).encode()
        yield Call(HttpRequest("POST", f"{url}/events?page={page}&key={quote_plus(secret)}", headers, body), None)
    try:
        digest = (("Authorization", f'Digest username="u", response="{signature}"'),)
        yield Call(HttpRequest("GET", f"{url}/more", digest), None)
    except CallFailed as failure:
        return Outcome("error", failure.kind)
    return Outcome("ok")


def run(transport, parameters, clock):
    return drive(poll(parameters, clock), transport, sleep=clock.sleep, listen=None)


@pytest.fixture
def case():
    clock = ReplayClock(START)
    recorder = Recorder(Server(), clock, {"secret": PARAMETERS["secret"]})
    assert run(recorder, PARAMETERS, clock) == Outcome("error", "timeout")
    return recorder.case("events", PARAMETERS)


def test_no_secret_is_in_a_case(case):
    plain, files = case.plain()
    text = json.dumps([plain, [each.decode() for each in files.values()]], ensure_ascii=False)
    pair = b64encode(b"my-id:s3 cr/et&+").decode()
    for secret in ("s3 cr", "cr%2Fet", "t0k-0123456789", "refresh-12345", "cookie-12345", pair, "response="):
        assert secret not in text


def test_a_case_is_written_as_people_write_cases(case):
    plain, files = case.plain()
    assert plain["workflow"] == "events"
    assert plain["parameters"] == {"host": "api.example", "id": "my-id", "secret": "redacted-secret"}
    assert plain["clock"] == "2024-05-01T12:00:00.250Z"
    (only,) = plain["runs"]
    login, first, second, last = only["exchanges"]
    pair = b64encode(b"my-id:redacted-secret").decode()
    assert login["request"] == {
        "method": "POST",
        "url": "https://api.example/token",
        "headers": {"Authorization": f"Basic {pair}", "Content-Type": "application/x-www-form-urlencoded"},
        "form": {"client_id": "my-id", "client_secret": "redacted-secret", "at": str(START)},
    }
    assert login["response"]["json"] == {
        "access_token": "redacted-access-token",
        "expires_in": 3600,
        "refresh_token": "redacted-refresh-token",
    }
    clean = b'{"access_token": "redacted-access-token", "expires_in": 3600, "refresh_token": "redacted-refresh-token"}'
    assert login["response"]["headers"]["Content-Length"] == str(len(clean))
    assert login["response"]["headers"]["Set-Cookie"] == "sid=redacted-sid; Path=/"
    assert first["request"]["query"] == {"page": "1", "key": "redacted-secret"}
    assert first["request"]["headers"]["Authorization"] == "Bearer redacted-access-token"
    assert first["response"]["text"] == '{"events": [{"n": 1.50}], "next": 2}'
    assert second["response"]["file"] == "run-1-response-3.json"
    assert list(files) == ["run-1-response-3.json"]
    assert last == {
        "request": {"method": "GET", "url": "https://api.example/more", "headers": {"Authorization": "/Digest .*/"}},
        "fault": "timeout",
    }


def test_a_rehearsal_loosens_what_was_signed_and_then_the_case_replays(case):
    clock = ReplayClock(case.clock)
    rehearsal = Rehearsal(case.runs[0], clock)
    assert run(rehearsal, case.parameters, clock).message == "timeout"
    rehearsal.finish()
    first = rehearsal.exchanges[1].request
    assert dict(first.headers)["X-Signed"] == ANYTHING
    assert dict(first.headers)["Cookie"] == "sid=redacted-sid"
    assert first.body.value == {"page": 1, "secret": "redacted-secret", "s": ANYTHING}

    plain, files = type(case)(case.workflow, case.parameters, case.clock, (rehearsal.exchanges,)).plain()
    exchanges = read_exchanges(plain["runs"][0]["exchanges"], files.__getitem__)
    clock = ReplayClock(case.clock)
    replay = ReplayTransport(exchanges, clock)
    assert run(replay, plain["parameters"], clock).message == "timeout"
    replay.finish()


def test_a_rehearsal_of_another_run_fails(case):
    rehearsal = Rehearsal(case.runs[0], ReplayClock(0))
    with pytest.raises(CallFailed, match="not the expected request"):
        rehearsal.send(HttpRequest("GET", "https://api.example/other"))
    with pytest.raises(CallFailed, match="these are missing"):
        rehearsal.finish()


def test_runs_are_kept_apart():
    recorder = Recorder(Server(), ReplayClock(START), {})
    request = HttpRequest("GET", "https://h/")
    recorder.send(request)
    recorder.next_run()
    recorder.send(request)
    assert [len(each["exchanges"]) for each in recorder.case("w", {}).plain()[0]["runs"]] == [1, 1]


def recorded(request, parameters, secrets=()):
    recorder = Recorder(Server(), ReplayClock(START), dict(secrets))
    recorder.send(request)
    return recorder.case("w", parameters).runs[0][0].request


def test_a_secret_of_the_workflow_itself_is_matched_by_any_value():
    request = HttpRequest("GET", "https://h/?api_key=hard-coded&x=1", (("Authorization", "Basic dTpoYXJkLWNvZGVk"),))
    found = recorded(request, {})
    assert found.query == (("api_key", ANYTHING), ("x", "1"))
    assert found.headers == (("Authorization", Pattern("Basic .*")),)
    assert recorded(HttpRequest("GET", "https://h/", (("Authorization", "Basic x"),)), {}).headers[0][1] == "Basic x"


def test_a_secret_that_is_an_unmarked_parameter_is_replaced_in_both_places():
    request = HttpRequest("GET", "https://h/?api_key=not-marked")
    recorder = Recorder(Server(), ReplayClock(START), {})
    recorder.send(request)
    case = recorder.case("w", {"key": "not-marked"})
    assert case.parameters == {"key": "redacted-api-key"}
    assert case.runs[0][0].request.query == (("api_key", "redacted-api-key"),)


def test_a_failure_that_cannot_be_replayed_is_noted():
    class Flood:
        def send(self, _):
            raise CallFailed("budget", "the answer for s3cret is too long")

    recorder = Recorder(Flood(), ReplayClock(START), {"k": "s3cret"})
    with pytest.raises(CallFailed):
        recorder.send(HttpRequest("GET", "https://h/"))
    case = recorder.case("w", {})
    assert case.runs == ((),)
    assert case.notes == ("a call that failed cannot be replayed: the answer for redacted-k is too long",)


def test_a_secret_that_is_too_short_to_be_found_is_refused():
    with pytest.raises(RecordError, match="the secret pin is shorter than 4 characters"):
        Recorder(Server(), ReplayClock(START), {"pin": "123"})


def test_recording_moves_the_clock_as_replaying_does():
    clock = ReplayClock(START)
    Recorder(Server(), clock, {}).send(HttpRequest("GET", "https://h/"))
    assert clock() == START + 1


def test_values_that_differ_are_loosened_in_text_and_forms():
    kind = ("Content-Type", "application/x-www-form-urlencoded")
    form = recorded(HttpRequest("POST", "https://h/", (kind,), b"a=1&b=2"), {})
    assert loosened(form, HttpRequest("POST", "https://h/", (kind,), b"a=1&b=3")).body.fields == (
        ("a", "1"),
        ("b", ANYTHING),
    )
    text = recorded(HttpRequest("POST", "https://h/", (), b"one"), {})
    assert loosened(text, HttpRequest("POST", "https://h/", (), b"one")) == text
    assert loosened(text, HttpRequest("POST", "https://h/", (), b"two")).body.text == ANYTHING


def test_what_differs_in_more_than_values_is_not_loosened():
    expected = recorded(HttpRequest("POST", "https://h/?a=1", (("X", "1"),), b'{"a": [1, {"b": 2}]}'), {})
    other = HttpRequest("POST", "https://h/?b=1", (("Y", "1"),), b'{"a": [1]}')
    assert loosened(expected, other) == expected
