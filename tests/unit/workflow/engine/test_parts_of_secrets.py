"""A part that a workflow cuts of a secret is secret itself, in whatever the run shows."""

from __future__ import annotations

import json

import pytest

from qradar_builder.findings import Findings
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.workflow.engine.compile import compile_workflow
from qradar_builder.workflow.engine.effects import WriteLog
from qradar_builder.workflow.engine.interpreter import run
from qradar_builder.workflow.engine.state import State

KEY = "anna01:kEy-7f3A_91zQ"


@pytest.mark.parametrize(
    ("actions", "part"),
    [
        ([{"Log": {"type": "INFO", "message": "it begins with ${left(/key, 5)}"}}], "anna0"),
        ([{"Log": {"type": "INFO", "message": "it ends with ${right(/key, 4)}"}}], "91zQ"),
        ([{"Log": {"type": "INFO", "message": "within is ${substring(/key, 7, 12)}"}}], "kEy-7"),
        (
            [
                {"Split": {"value": "${/key}", "delimiter": ":", "savePath": "/parts"}},
                {"Log": {"type": "INFO", "message": "the second is ${/parts[1]}"}},
            ],
            "kEy-7f3A_91zQ",
        ),
        (
            [
                {"RegexCapture": {"value": "${/key}", "pattern": "-(.*)", "savePath": "/part"}},
                {"Log": {"type": "INFO", "message": "the part is ${/part}"}},
            ],
            "7f3A_91zQ",
        ),
    ],
)
def test_a_part_is_marked(actions, part):
    head = {"name": "n", "version": "1", "parameters": [{"name": "key", "label": "Key", "secret": True}]}
    findings = Findings()
    text = json.dumps({**head, "actions": actions})
    workflow = read_workflow_yaml(parse_document(text, "w.yaml", findings), {}, findings)
    assert workflow is not None, list(findings)
    state = State()
    running = run(compile_workflow(workflow), state, {"key": KEY})
    logged = [effect.message for effect in running if isinstance(effect, WriteLog)]
    assert len(logged) == 1
    assert part not in state.secrets.redact(logged[0])
    assert state.secrets.redact(f"<{part}>") == "<[secret]>"
