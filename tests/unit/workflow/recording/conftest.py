"""What the tests of recordings share: actions that run once against a script of answers, with a recorder."""

from __future__ import annotations

import json
from collections import deque

import pytest

from qradar_builder.findings import Findings
from qradar_builder.http.messages import CallFailed, HttpResponse
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.workflow.engine.compile import compile_workflow
from qradar_builder.workflow.engine.effects import Call, Outcome
from qradar_builder.workflow.engine.interpreter import run
from qradar_builder.workflow.engine.state import State
from qradar_builder.workflow.recording.recorder import Recorder

NOW = 1714561200000
"""2024-05-01T11:00:00Z"""


def answer(body, status=200, **headers):
    """A response with a JSON body."""
    named = tuple({"Content-Type": "application/json", **headers}.items())
    return HttpResponse(status, "OK", named, json.dumps(body).encode())


@pytest.fixture
def record():
    """Runs actions once on a State, and gives the recording and the State of the run as it ended."""

    def recorded(actions, before=None, answers=(), *, schema="V2_1", parameters=(), values=None, limits=None, **bounds):
        head = {"name": "n", "version": "1", "schema": schema, "parameters": list(parameters)}
        text = json.dumps({**head, "actions": actions}, ensure_ascii=False, indent=1)
        findings = Findings()
        workflow = read_workflow_yaml(parse_document(text, "w.yaml", findings), {}, findings)
        assert workflow is not None, list(findings)
        state = State(before)
        recorder = Recorder(workflow, state.secrets, lambda: NOW, **bounds)
        compiled = compile_workflow(workflow, now=lambda: NOW, random=lambda: 0.5, reporter=recorder)
        outcome = _drive(run(compiled, state, values or {}, limits), deque(answers))
        recorder.finish(outcome, "", state.root)
        return recorder.recording, outcome.state

    return recorded


def _drive(running, waiting) -> Outcome:
    answered, failure = None, None
    try:
        while True:
            effect = running.throw(failure) if failure else running.send(answered)
            answered = failure = None
            if isinstance(effect, Call):
                answered = waiting.popleft()
                if isinstance(answered, CallFailed):
                    answered, failure = None, answered
    except StopIteration as end:
        return end.value
