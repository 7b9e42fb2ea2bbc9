"""The preview of a small package, asked in the same process."""

from __future__ import annotations

import shutil

import pytest
from starlette.testclient import TestClient

from qradar_builder.preview.app import Application
from qradar_builder.preview.package.workspace import Workspace

FILES = {
    "extension.yaml": """\
id: acme-gateway
name: Acme Gateway
version: 1.2.0
author: {name: Acme, email: siem@acme.example}
description: Alerts of the Acme gateway.
qradar: {minimum: 7.4.2}
""",
    "log_source_types/alerts.yaml": """\
name: Acme Gateway Alerts
parsing:
  # What happened.
  EventName: {json: '/"type"'}
  EventCategory: {json: '/"kind"'}
  UserName:
    - {json: '/"user"/"name"'}   # the usual place
    - {regex: 'user=(\\w+)', capture: '\\1'}
  DeviceTime: {json: '/"time"', format: "yyyy-MM-dd'T'HH:mm:ss Z"}
properties:
  - {name: Acme Policy, expressions: {json: '/"policy"'}}
qids:
  blocked: {name: Acme request blocked, category: 4003, severity: 5}
events:
  - {id: block, category: net, qid: blocked}
""",
    "tests/events/alerts.yaml": """\
log_source_type: alerts
clock: 2024-05-01T12:00:00Z
samples:
  - name: a request is blocked
    payload: '{"type":"block","kind":"net","user":{"name":"ann"},"time":"2024-05-01T11:59:00 +0000","policy":"p1"}'
    expect: {qid: blocked}
  - name: a request is let through
    payload: '{"type":"pass","kind":"net","text":"\U0001d4b3 user=bob"}'
    expect: {outcome: unknown}
  - name: no JSON
    payload: <script>alert(1)</script>
    expect: {outcome: stored}
""",
    "workflows/alerts.yaml": "name: Alerts\nversion: '1'\nactions: [{Log: {type: INFO, message: hello}}]\n",
    "tests/workflows/one.yaml": "workflow: alerts\nruns: [{exchanges: []}]\n",
    "README.md": "# Acme\n",
}
HOST = "127.0.0.1:8000"
TOKEN = "t0ken-of-32-bytes"
BASE = f"http://{HOST}/{TOKEN}/"


class Asked:
    """Asks the application, as its page does."""

    def __init__(self, folder):
        self.folder = folder
        self.workspace = Workspace(folder)
        self.application = Application(self.workspace, TOKEN, [HOST], folder.parents[1] / "dist")
        self.client = TestClient(self.application, base_url=BASE, raise_server_exceptions=True)

    def get(self, path, **more):
        return self.client.get(BASE + path, **more)

    def post(self, path, body, **more):
        return self.client.post(BASE + path, json=body, **more)

    def put(self, path, body, **more):
        return self.client.put(BASE + path, json=body, **more)

    def request(self, method, path, **more):
        return self.client.request(method, BASE + path, **more)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A package folder of a few files."""
    package = tmp_path / "content" / "acme-gateway"
    for name, text in FILES.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return package


@pytest.fixture
def asked(folder):
    """The preview of the package. At the end nothing must have failed inside."""
    one = Asked(folder)
    yield one
    assert one.application.errors == []
    shutil.rmtree(folder, ignore_errors=True)
