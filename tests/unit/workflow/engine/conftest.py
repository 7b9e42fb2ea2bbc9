"""What the tests of the interpreter share: workflows made of actions, and a driver that answers from a script."""

from __future__ import annotations

import json
from collections import deque
from types import SimpleNamespace

import pytest

from qradar_builder.findings import Findings
from qradar_builder.http.messages import CallFailed, HttpResponse
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.workflow.engine.compile import compile_workflow
from qradar_builder.workflow.engine.effects import Call, ChangeStatus, Post, Sleep, WriteLog
from qradar_builder.workflow.engine.interpreter import run
from qradar_builder.workflow.engine.state import State

NOW = 1714561200000
"""2024-05-01T11:00:00Z"""


@pytest.fixture
def read():
    """Reads a workflow from YAML text, or from actions as YAML has them."""

    def read_workflow(content, schema="V2_1", parameters=()):
        if not isinstance(content, str):
            content = json.dumps(
                {"name": "n", "version": "1", "schema": schema, "parameters": list(parameters), "actions": content},
                ensure_ascii=False,
            )
        findings = Findings()
        workflow = read_workflow_yaml(parse_document(content, "w.yaml", findings), {}, findings)
        assert workflow is not None, list(findings)
        return workflow

    return read_workflow


@pytest.fixture
def build(read):
    """Compiles a workflow with a clock that stands still and chance that is always a half."""

    def compiled(content, schema="V2_1", parameters=(), **options):
        clock = {"now": lambda: NOW, "random": lambda: 0.5} | options
        return compile_workflow(read(content, schema, parameters), **clock)

    return compiled


@pytest.fixture
def drive():
    """Drives a run by a script of answers; gives the outcome and all effects."""

    def driven(running, answers=()):
        waiting, effects, answer, failure = deque(answers), [], None, None
        try:
            while True:
                effect = running.throw(failure) if failure else running.send(answer)
                effects.append(effect)
                answer = failure = None
                if isinstance(effect, Call):
                    assert waiting, f"no response is left for {effect.request}"
                    answer = waiting.popleft()
                    if isinstance(answer, CallFailed):
                        failure = answer
        except StopIteration as end:
            assert not waiting, f"answers are left: {waiting}"
            return SimpleNamespace(outcome=end.value, effects=effects, state=end.value.state)

    return driven


@pytest.fixture
def play(build, drive):
    """Compiles actions and runs them once on a State."""

    def played(content, before=None, answers=(), schema="V2_1", *, values=None, limits=None, **options):
        state = State(before if before is not None else {})
        compiled = build(content, schema, options.pop("parameters", ()), **options)
        result = drive(run(compiled, state, values or {}, limits), answers)
        result.log_source = state
        return result

    return played


def response(body=b"", status=200, reason="OK", headers=()):
    octets = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = () if isinstance(body, bytes) else (("Content-Type", "application/json"),)
    return HttpResponse(status, reason, (*kind, *headers), octets)


@pytest.fixture(name="response")
def response_fixture():
    """Makes a response; what is not bytes becomes JSON."""
    return response


@pytest.fixture
def plain():
    """Effects in the form that the tables have them in."""

    def plain_effect(effect):
        match effect:
            case Call(request=request):
                row = {
                    "method": request.method,
                    "url": request.url,
                    "headers": [list(each) for each in request.headers],
                }
                if request.body is not None:
                    row["body"] = request.body
                return {"call": row, "tls": [request.tls.protocol, request.tls.allow_untrusted]}
            case Sleep(duration=duration):
                return {"sleep": duration}
            case Post(events=events):
                source = {} if events[0].source is None else {"source": events[0].source}
                return {"post": [event.payload for event in events], **source}
            case WriteLog(level=level, message=message):
                return {"log": [level, message]}
            case ChangeStatus(level=level, message=message):
                return {"status": [level, message]}

    return plain_effect
