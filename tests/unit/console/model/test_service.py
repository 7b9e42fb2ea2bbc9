"""The model over real HTTPS, with faults, and over a restart."""

import json
import ssl
import urllib.error
import urllib.request

import pytest

from qradar_builder.console.model.access import Caller
from qradar_builder.console.model.console import Settings
from qradar_builder.console.model.faults import Effect, Kind, Rule
from qradar_builder.console.model.service import Service

TYPES = "/config/event_sources/log_source_management/log_source_types"
ACME = {"name": "Acme", "protocol_types": [{"protocol_id": 0}]}


@pytest.fixture(scope="module")
def service():
    with Service() as service:
        yield service
    assert service.errors == []


def sent(service, method, path, body=None, timeout=20):
    trusted = ssl.create_default_context(cadata=service.certificate.authority.decode())
    data = None if body is None else json.dumps(body).encode()
    headers = {"SEC": service.token, "Content-Type": "application/json"} if data else {"SEC": service.token}
    request = urllib.request.Request(f"{service.url}/api{path}", data, headers, method=method)
    with urllib.request.urlopen(request, timeout=timeout, context=trusted) as answer:
        return json.load(answer)


def names(service):
    return [each["name"] for each in sent(service, "GET", f"{TYPES}?filter=id%3E4000")]


def test_it_answers_by_https(service):
    assert sent(service, "GET", "/system/about")["external_version"] == "7.5.0"
    assert service.token not in repr(service.settings)


@pytest.mark.parametrize("status", ["401", "403", "409", "422", "429", "500", "503"])
def test_a_call_gets_the_status_that_was_asked_for_once(service, status):
    service.console.faults.add(Rule("GET /system/about", Kind(status)))
    with pytest.raises(urllib.error.HTTPError) as failed:
        sent(service, "GET", "/system/about")
    assert failed.value.code == int(status)
    assert json.load(failed.value)["http_response"]["code"] == int(status)
    failed.value.close()
    assert sent(service, "GET", "/system/about")


@pytest.mark.parametrize("kind", [Kind.TIMEOUT, Kind.RESET, Kind.TRUNCATED, Kind.HTML])
@pytest.mark.parametrize("effect", Effect)
def test_a_call_that_goes_wrong_takes_effect_or_not(service, kind, effect):
    name = f"{kind} {effect}"
    service.console.faults.add(Rule(f"POST {TYPES}", kind, effect))
    with pytest.raises((OSError, ValueError, urllib.error.URLError, EOFError, Exception)):
        sent(service, "POST", TYPES, {**ACME, "name": name}, timeout=0.5 if kind is Kind.TIMEOUT else 20)
    assert (name in names(service)) is (effect is Effect.FIRST)


def test_a_rule_waits_repeats_and_calls_its_hook(service):
    faults, seen = service.console.faults, []
    faults.clear()
    faults.add(Rule("/system/*", Kind.HOOK, skip=1, times=2, hook=lambda: seen.append(len(faults.calls))))
    for _ in range(4):
        sent(service, "GET", "/system/about")
    assert seen == [2, 3]
    assert faults.calls == [("GET", "/system/about")] * 4


def test_a_console_restarts_with_its_state(tmp_path):
    settings = Settings((Caller("a", "t"),), state=tmp_path / "state")
    with Service(settings) as service:
        sent(service, "POST", TYPES, ACME)
        again = service.restarted()
    with again:
        assert again.url == service.url
        assert names(again) == ["Acme"]
        assert again.certificate is service.certificate
