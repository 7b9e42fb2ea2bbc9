"""Every endpoint in every version is called with valid and invalid input: no call fails in the model, and each answer
has the shape that the description has for it.
"""

import json
import re
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.console.model.access import Caller
from qradar_builder.console.model.console import Console, Settings
from qradar_builder.reference.console_api.description import description
from qradar_builder.reference.console_api.endpoints import Place
from qradar_builder.reference.console_api.shapes import choices, misfits
from qradar_builder.serving.messages import Request
from tests.unit.console.model.conftest import extension

API = description()
TEXTS = st.one_of(
    st.sampled_from(["", "Acme", "name", "id", "4001", 'id = 1 and name = "x"', "INSTALL", "items=0-3"]),
    st.text(max_size=12),
)
NUMBERS = st.one_of(st.integers(-2, 20), st.sampled_from([12, 4003, 10001, 3046, 1500000, 100001, 2**62]))
JUNK = st.recursive(st.none() | st.booleans() | NUMBERS | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
                    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
                    max_leaves=4)  # fmt: skip


def of_shape(shape):
    """Values of a shape."""
    if isinstance(shape, dict):
        if "*" in shape:
            return st.dictionaries(TEXTS, of_shape(shape["*"]), max_size=3)
        return st.fixed_dictionaries({}, optional={name: of_shape(inner) for name, inner in shape.items()})
    if isinstance(shape, list):
        return st.lists(of_shape(shape[0]), max_size=3)
    if choices(shape):
        return st.sampled_from(choices(shape))
    plain = {
        "integer": NUMBERS,
        "boolean": st.booleans(),
        "number": NUMBERS,
        "string": TEXTS,
        "null": TEXTS,
        "any": JUNK,
    }
    return plain[shape] | st.none()


def values(kind):
    return {"Integer": NUMBERS.map(str), "Boolean": st.sampled_from(["true", "false"])}.get(kind, TEXTS)


@st.composite
def calls(draw, endpoint):
    """A call of the endpoint, most often a valid one."""
    version = draw(st.sampled_from(API.versions))
    path, query, headers = endpoint.path, [], [("SEC", "t"), ("Version", version)]
    for parameter in endpoint.parameters:
        value = draw(values(parameter.type) if draw(st.integers(0, 9)) else TEXTS)
        if parameter.place is Place.PATH:
            quoted = urlencode({"": value})[1:].replace("+", "%20") or "x"
            path = path.replace(f"{{{parameter.name}}}", quoted)
        elif parameter.required or draw(st.booleans()):
            if parameter.place is Place.QUERY:
                query.append((parameter.name, value))
            elif value.isascii() and value.isprintable():
                headers.append((parameter.name, value))
    if not draw(st.integers(0, 19)):
        query.append((draw(TEXTS), draw(TEXTS)))
    body = b""
    if endpoint.body is not None:
        headers.append(("Content-Type", "application/zip" if endpoint.body.is_file else "application/json"))
        if endpoint.body.is_file:
            body = draw(st.binary(max_size=30))
        else:
            shape = endpoint.body.shape
            body = json.dumps(draw(of_shape(shape) if draw(st.integers(0, 9)) else JUNK)).encode()
    return Request(endpoint.method, f"/api{path}", urlencode(query), tuple(headers), body, is_secure=True)


@pytest.fixture(scope="module")
def console():
    """A console with an extension, a log source and an event, so that calls find something."""
    console = Console(Settings((Caller("all", "t"),), task_time=0))
    extensions = "/api/config/extension_management/extensions"
    zipped = (("SEC", "t"), ("Content-Type", "application/zip"))
    assert console.handle(Request("POST", extensions, "", zipped, extension())).status == 201
    for query in ("action_type=PREVIEW", "action_type=INSTALL"):
        assert console.handle(Request("POST", f"{extensions}/1", query, (("SEC", "t"),))).status == 202
    source = {"name": "a", "type_id": 4003, "protocol_type_id": 0,
              "protocol_parameters": [{"name": "identifier", "value": "a"}]}  # fmt: skip
    sources = "/api/config/event_sources/log_source_management/log_sources"
    sent = (("SEC", "t"), ("Content-Type", "application/json"))
    assert console.handle(Request("POST", sources, "", sent, json.dumps(source).encode())).status == 201
    console.take_event(b"<13>Nov 30 10:00:00 a id=login cat=auth", "10.0.0.1")
    yield console
    console.close()


@pytest.mark.parametrize("endpoint", API.endpoints, ids=lambda each: each.key)
def test_no_call_fails_and_each_answer_has_its_shape(console, endpoint):
    @settings(max_examples=6, deadline=None, database=None)
    @given(calls(endpoint))
    def run(request):
        answer = console.handle(request)
        assert answer.status != 500
        content = dict(answer.headers).get("Content-Type", "")
        if answer.status >= 400:
            error = json.loads(answer.body)
            assert error["http_response"]["code"] == answer.status
            assert isinstance(error["code"], int)
            return
        assert endpoint.is_in(dict(request.headers)["Version"])
        assert answer.status == endpoint.success
        if content.startswith("application/json"):
            shape = endpoint.answer_in(dict(request.headers)["Version"])
            whole = "fields" not in request.query and all(name != "fields" for name, _ in request.headers)
            assert list(misfits(shape, json.loads(answer.body), whole=whole)) == []
        else:
            assert answer.body == b"" or content == "application/zip"

    run()


def test_a_path_that_is_no_endpoint_is_never_answered(console):
    @settings(max_examples=50, deadline=None, database=None)
    @given(st.text(alphabet="abc/{}%.0", max_size=30), st.sampled_from(["GET", "POST", "DELETE", "TRACE"]))
    def run(path, method):
        answer = console.handle(Request(method, f"/api/{path}", "", (("SEC", "t"),)))
        assert answer.status in (404, 405, 422)

    run()


def test_each_endpoint_is_tried_with_a_path_without_braces():
    assert not [each for each in API.endpoints if re.search("[{}]", re.sub(r"{\w+}", "", each.path))]
