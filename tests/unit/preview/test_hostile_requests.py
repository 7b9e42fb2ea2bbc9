"""Whatever is sent, the answer is JSON and never 500, and nothing outside of the package is read or written."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from qradar_builder.preview.protocol import editing, events, files, workflows
from qradar_builder.preview.protocol.message import Request
from tests.unit.preview.conftest import BASE, HOST, Asked
from tools.page_protocol import messages

ALLOWED = {200, 400, 403, 404, 409, 413, 422, 429}
SECRET = "the secret outside of the package"
EVIL = (
    "..",
    ".",
    "",
    "%2e%2e",
    "..%2f",
    "..\\",
    "%5c",
    "/",
    "//",
    "\x00",
    "%00",
    "~",
    "C:",
    "con",
    "nul.yaml",
    "aux",
    "secret.yaml",
    "..;",
    "file:///etc/passwd",
    "http://evil.example/",
    "alerts",
    "alerts.yaml",
    "extension.yaml",
    "log_source_types",
    "log_source_types/alerts.yaml",
    "tests/events/alerts.yaml",
    "docs/link",
    "docs/link/secret.yaml",
    ".git",
    "\u202e",
    "é",
    "\U0001d4b3",
    "a" * 300,
    "<script>",
    "{index}",
    "0",
    "-1",
    "1e9",
    "dropped",
    "try",
    "propose",
    "api",
)
SEGMENT = st.one_of(st.sampled_from(EVIL), st.text(max_size=8))
PATH = st.lists(SEGMENT, max_size=6).map("/".join)
ROOTS = (
    "",
    "assets/",
    "api/package/",
    "api/files/",
    "api/schemas/",
    "api/events/",
    "api/events/alerts/",
    "api/workflows/",
    "api/workflows/alerts/cases/",
    "api/workflows/alerts/cases/one/state/",
    "api/workflows/alerts/cases/one/events/",
    "api/workflows/alerts/cases/one/",
    "api/workflows/alerts/cases/one/state/0?path=",
    "api/",
)
VALUE = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(1 << 70), 1 << 70),
        st.floats(),
        st.text(max_size=20),
        st.sampled_from(EVIL),
        st.sampled_from(
            ("name: [", "{json: x}", "{regex: '('}", "{regex: '(a+)+b'}", "&a [*a]", "!!python/object:os.system x")
        ),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=6,
)
MODELS = (
    ("PUT", "api/files/extension.yaml", files.WriteRequest),
    ("PUT", "api/files/../secret.yaml", files.WriteRequest),
    ("POST", "api/events/alerts/dropped", events.DropRequest),
    ("POST", "api/events/alerts/0", editing.EventRequest),
    ("POST", "api/events/alerts/try", editing.TryRequest),
    ("POST", "api/events/alerts/propose", editing.ProposeRequest),
    ("POST", "api/events/alerts/expressions", editing.ExpressionRequest),
    ("POST", "api/events/alerts/mappings", editing.MappingRequest),
    ("POST", "api/workflows/alerts/cases/one/evaluate", workflows.EvaluateRequest),
)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def world(folder, tmp_path):
    """The application, with a secret beside the package, to which a link leads."""
    (tmp_path / "secret.yaml").write_text(SECRET, encoding="utf-8")
    (folder.parent / "secret.yaml").write_text(SECRET, encoding="utf-8")
    (folder / "docs").mkdir()
    (folder / "docs/link").symlink_to(tmp_path, target_is_directory=True)
    (folder / "docs/linked.md").symlink_to(tmp_path / "secret.yaml")
    asked = Asked(folder)
    assert asked.get("api/events/alerts").status_code == 200
    outside = _outside(tmp_path, folder)
    yield asked
    assert asked.application.errors == []
    assert _outside(tmp_path, folder) == outside


def _outside(root, folder):
    """All files that are not in the package, with their contents, and the links of the package."""
    found = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and folder not in path.parents}
    return found, sorted(path for path in folder.rglob("*") if path.is_symlink())


def check(answer):
    assert answer.status_code in ALLOWED, answer.text
    assert SECRET not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/json"
        error = answer.json()["error"]
        assert error["rule"].startswith("preview/")
        assert error["message"]
        assert "Traceback" not in answer.text


@SLOW
@given(
    root=st.sampled_from(ROOTS),
    path=PATH,
    quoted=st.booleans(),
    method=st.sampled_from(("GET", "PUT", "POST", "DELETE")),
)
def test_any_address(world, root, path, quoted, method):
    if root == "api/" and path.startswith("changes"):
        return
    if root == "api/package/" and method == "POST":
        # A build may be asked for; it is tested elsewhere.
        method = "GET"
    address = (
        BASE + root + (quote(path, safe="", errors="surrogatepass") if quoted else quote(path, errors="surrogatepass"))
    )
    check(world.client.request(method, address, json={"text": "evil", "base_hash": ""} if method != "GET" else None))


@SLOW
@given(data=st.data(), which=st.sampled_from(MODELS))
def test_any_body(world, data, which):
    """Bodies that are nearly right: the fields of the model, each with a value of its kind or of another."""
    method, path, model = which
    body = {}
    for name, field in model.model_fields.items():
        if field.is_required() or data.draw(st.booleans()):
            of_kind = st.text(max_size=12) if field.annotation is str else st.integers(0, 200)
            body[name] = data.draw(st.one_of(of_kind, VALUE))
    if "edits" in body and data.draw(st.booleans()):
        text = data.draw(st.one_of(st.text(max_size=40), st.sampled_from(("name: X", "{", "a: &a [*a]", "\x00"))))
        body["edits"] = [{"path": data.draw(st.one_of(PATH, st.just("log_source_types/alerts.yaml"))), "text": text}]
    if data.draw(st.booleans()):
        body["more"] = data.draw(VALUE)
    content = json.dumps(body).encode("utf-8", "surrogatepass")
    check(world.request(method, path, content=content, headers={"content-type": "application/json"}))


@SLOW
@given(
    content=st.one_of(st.binary(max_size=60), st.sampled_from((b"[" * 5000, b'{"a":' * 5000, b"1e999", b"NaN"))),
    which=st.sampled_from(MODELS),
)
def test_any_bytes(world, content, which):
    check(world.request(which[0], which[1], content=content, headers={"content-type": "application/json"}))


HEADER = st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=30)


@SLOW
@given(
    host=st.one_of(HEADER, st.sampled_from((f"{HOST}.evil.example", f"evil@{HOST}", f" {HOST}", HOST.upper()))),
    origin=HEADER,
)
def test_any_host_and_origin(world, host, origin):
    answer = world.get("api/package", headers={"host": host.strip(), "origin": origin.strip()})
    good = host.strip() == HOST and origin.strip() == f"http://{HOST}"
    assert answer.status_code == (200 if good else 403)


def test_edits_of_the_right_form_are_tried_or_told(world):
    """Every edit of a file that is there ends in rows or findings."""
    for text in ("", "\x00", "name: X", "name: X\nparsing: {EventName: {json: 1}}", "- 1", "&a [*a]", "x" * 100_000):
        body = {"edits": [{"path": "log_source_types/alerts.yaml", "text": text}]}
        answer = world.post("api/events/alerts/try", body)
        assert answer.status_code == 200
        assert answer.json()["findings"] or answer.json()["ok"]


def test_a_link_in_the_package_is_neither_read_nor_written(world):
    for path in ("docs/link/secret.yaml", "docs/linked.md", "docs/link"):
        check(world.get(f"api/files/{path}"))
        check(world.put(f"api/files/{path}", {"text": "evil", "base_hash": ""}))


def test_a_file_that_becomes_a_link_is_not_followed(world, tmp_path):
    """Between the listing and the write another program puts a link in the place of a file."""
    path = world.folder / "README.md"
    read = world.get("api/files/README.md").json()
    path.unlink()
    path.symlink_to(tmp_path / "secret.yaml")
    try:
        check(world.put("api/files/README.md", {"text": "evil", "base_hash": read["hash"]}))
        check(world.get("api/files/README.md"))
    finally:
        path.unlink()


def test_a_payload_with_escapes_and_markup_comes_back_as_json(world):
    payload = "<script>alert(1)</script>\x1b[31m\x00\u202e</textarea>"
    answer = world.post("api/events/alerts/dropped", {"name": "<b>.log", "text": payload})
    check(answer)
    assert answer.headers["content-type"] == "application/json"
    row = answer.json()["events"]["rows"][0]
    assert (row["source"], "\x1b" in row["preview"], "\x00" in row["preview"]) == ("<b>.log", False, False)
    assert world.get("api/events/alerts/0").json()["payload"] == payload


def test_each_body_is_among_those_that_are_tried():
    """The others are parts of these."""
    tried = {model for _, _, model in MODELS}
    assert {each for each in messages() if issubclass(each, Request)} - tried == {editing.Edit, editing.NewQid}
