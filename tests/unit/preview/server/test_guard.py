"""Only the page of the preview may call its server."""

import pytest
from starlette.websockets import WebSocketDisconnect

from qradar_builder.preview.server import guard
from tests.unit.preview.conftest import BASE, HOST, TOKEN

PACKAGE = "api/package"


def refused(response):
    assert response.headers["content-type"] == "application/json"
    return response.status_code, response.json()["error"]["rule"]


def test_the_page_may(asked):
    assert asked.get(PACKAGE, headers={"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}).status_code == 200


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "%00", "..", "ü"])
def test_another_token_is_refused(asked, token):
    response = asked.client.get(f"http://{HOST}/{token}/{PACKAGE}")
    assert refused(response) == (403, "preview/address")


def test_the_token_alone_is_no_page(asked):
    assert refused(asked.client.get(f"http://{HOST}/{TOKEN}")) == (403, "preview/address")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:8001", "127.0.0.1:8000.evil.example", ""])
def test_another_host_is_refused(asked, host):
    assert refused(asked.get(PACKAGE, headers={"host": host})) == (403, "preview/address")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:8000", "http://127.0.0.1"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_another_origin_is_refused(asked, origin, method):
    response = asked.request(method, "api/files/extension.yaml", headers={"origin": origin}, json={})
    assert refused(response) == (403, "preview/address")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_of_another_site_is_refused(asked, site):
    assert refused(asked.get(PACKAGE, headers={"sec-fetch-site": site})) == (403, "preview/address")


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "PATCH", "BREW"])
def test_another_method_is_refused(asked, method):
    assert refused(asked.request(method, PACKAGE)) == (400, "preview/request")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_form_can_send_is_refused(asked, kind):
    response = asked.request("PUT", "api/files/extension.yaml", content=b"{}", headers={"content-type": kind})
    assert refused(response) == (400, "preview/request")


def test_a_long_body_is_refused(asked, monkeypatch):
    monkeypatch.setattr(guard, "MOST_BYTES", 1000)
    json = {"content-type": "application/json"}
    assert refused(asked.request("PUT", "api/files/x", content=b"x" * 1001, headers=json)) == (413, "preview/too-large")
    pieces = (b"x" * 100 for _ in range(11))
    assert refused(asked.request("PUT", "api/files/x", content=pieces, headers=json)) == (413, "preview/too-large")


def test_a_long_path_is_refused(asked):
    assert refused(asked.get("api/files/" + "x" * 5000)) == (400, "preview/request")


def test_a_web_socket_is_refused(asked):
    with pytest.raises(WebSocketDisconnect), asked.client.websocket_connect(BASE.replace("http", "ws") + "api/changes"):
        pass
