"""A constant that a run cannot use is found without a run, at its own place."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from qradar_builder.findings import Findings, Severity
from qradar_builder.http.messages import HttpResponse
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.workflow.check.expressions import check_workflow
from qradar_builder.workflow.engine.effects import Call
from qradar_builder.workflow.engine.interpreter import run
from qradar_builder.workflow.engine.state import State

TABLE = json.loads((Path(__file__).parents[3] / "conformance/workflow/constants.json").read_text(encoding="utf-8"))


def text_of(actions):
    return json.dumps({"name": "n", "version": "1", "actions": actions}, ensure_ascii=False)


def found_in(text):
    findings = Findings()
    workflow = read_workflow_yaml(parse_document(text, "w.yaml", findings), {}, findings)
    if workflow is not None:
        check_workflow(workflow, findings)
    return list(findings)


@pytest.mark.parametrize("row", TABLE, ids=[json.dumps(row["action"]) for row in TABLE])
def test_a_constant_is_judged_as_the_table_says(row):
    text = text_of([row["action"]])
    found = found_in(text)
    if "rule" not in row:
        assert found == []
        return
    (one,) = found
    assert one.rule == row["rule"]
    assert row["help"] in one.help
    assert text[one.location.column - 1 : one.location.end_column - 1].strip('"') == row["at"].strip('"')


KEY = {"value": "s"}
PAIR = {"name": "a", "value": "b"}
SECRET = {"clientSecret": "s"}
CALL = {"url": "https://h/x", "method": "POST", "savePath": "/r"}
GOOD = [
    {"Add": {"path": "/list", "value": "v"}},
    {"Copy": {"sourcePath": "/x", "targetPath": "/y"}},
    {"CreateJWTAccessToken": {"savePath": "/t", "Header": {"alg": "HS256"}, "Payload": {"a": "b"}, "Secret": KEY}},
    {"Delete": {"path": "/x"}},
    {"ForEach": {"item": "/i", "items": "/list"}, "do": [{"ClearStatus": {}}]},
    {"FormatDate": {"pattern": "yyyy", "timeZone": "UTC", "time": "0", "savePath": "/d"}},
    {"GenerateHMAC": {"algorithm": "SHA1", "secretKey": "k", "message": "m", "saveFormat": "HEX", "savePath": "/h"}},
    {"Initialize": {"path": "/n", "value": "v"}},
    {"Log": {"type": "INFO", "message": "m"}},
    {"Merge": {"sourcePath": "/list", "targetPath": "/list"}},
    {"ParseDate": {"pattern": "yyyy-MM-dd HH:mm", "timeZone": "UTC", "date": "${/date}", "savePath": "/d"}},
    {"PostEvents": {"path": "/list", "encoding": "UTF-8", "source": "h"}},
    {"RegexCapture": {"pattern": "(.)", "value": "v", "savePath": "/c"}},
    {"Set": {"path": "/s", "value": "1", "dataType": "integer"}},
    {"SetStatus": {"type": "INFO", "message": "m"}},
    {"Sleep": {"duration": "1"}},
    {"Split": {"value": "a,b", "delimiter": ",", "savePath": "/p"}},
    {"XPathQuery": {"xmlPath": "/xml", "xPathQuery": "//a", "singleton": "true", "savePath": "/q"}},
    {"CallEndpoint": CALL | {"RequestHeader": [PAIR], "QueryParameter": [PAIR]}},
    {"CallEndpoint": CALL | {"RequestBody": {"type": "a/b", "encoding": "UTF-8", "text": "t"}}},
    {"CallEndpoint": CALL | {"UrlEncodedFormRequestBody": {"Parameter": [{"name": "a", "value": "b"}]}}},
    {"CallEndpoint": CALL | {"XmlRequestBody": {"type": "a/b", "encoding": "UTF-8", "xml": "<a/>"}}},
    {"CallEndpoint": CALL | {"BearerAuthentication": {"token": "t"}}},
    {"CallEndpoint": CALL | {"BasicAuthentication": {"username": "u", "password": "p"}}},
    {"CallEndpoint": CALL | {"HawkAuthentication": {"keyId": "i", "key": "k", "algorithm": "sha256"}}},
    {"CallEndpoint": CALL | {"AkamaiEdgeGridAuthentication": {"accessToken": "a", "clientToken": "c"} | SECRET}},
]  # fmt: skip
CONSTANTS = [
    "", "x", "60s", "-1", "1.5", "get", "/", "/x", "/s[@x = 1]", "h/x", "https://h/a b", "https://h/{id}", "none", "no",
    "(", "(a)(b)", "//a[", "yyyy", "HH:mm", "yyyy-'", "Mars/O", "U-99", "a\nb", "${1 / 0}", "${'x'}", "${'a' + 1}",
]  # fmt: skip


def leaves(value, path=()):
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    else:
        for number, inner in enumerate(value):
            yield from leaves(inner, (*path, number))


def with_constant(action, path, constant):
    changed = deepcopy(action)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = constant
    return changed


PLACES = [(action, path) for action in GOOD for path in leaves(action) if path[-1] not in ("text", "xml")]


@pytest.mark.parametrize(("action", "path"), PLACES, ids=["/".join(map(str, path)) for _, path in PLACES])
def test_what_a_run_refuses_is_refused_without_one(build, action, path):
    def start(actions):
        state = State({"list": ["a"], "x": "v", "xml": "<a>1</a>", "date": "2024-05-01 11:00"})
        running, answer = run(build(actions), state, {}), None
        try:
            while True:
                effect = running.send(answer)
                answer = HttpResponse(200, "OK", (), b"") if isinstance(effect, Call) else None
        except StopIteration as end:
            return end.value

    assert start([action]).status == "ok", "the action itself must be good"
    for constant in CONSTANTS:
        changed = with_constant(action, path, constant)
        found = found_in(text_of([changed]))
        if any(each.severity is Severity.ERROR for each in found):
            continue
        # What is at a path, or how a text looks, is not known before the run.
        outcome = start([changed])
        known_late = path[-1] in ("sourcePath", "targetPath", "items", "xmlPath", "path", "date")
        known_late = known_late or path == ("ParseDate", "pattern")
        assert outcome.status == "ok" or known_late, (constant, outcome)
