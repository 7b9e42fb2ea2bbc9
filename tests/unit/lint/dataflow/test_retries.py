"""Ways from a failed call back to it."""

from __future__ import annotations

import pytest

from qradar_builder.lint.dataflow.retries import retry
from tests.unit.lint.dataflow.workflows import subject_of

_CALL = '      - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}\n'


def _found(text, stop="Sleep"):
    flow = subject_of(text)
    [call] = flow.calls
    stopping = frozenset(node for node, each in enumerate(flow.graph.elements) if getattr(each, "name", "") == stop)
    found = retry(flow, call, stopping)
    names = [flow.graph.elements[node].name for node in found[1]] if found else []
    return found and (found[0], names)


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("", (429, ["CallEndpoint", "DoWhile", "CallEndpoint"])),
        ("      - Sleep: {duration: 1000}\n", None),
        ("      - If: /r/status_code = 429\n        then:\n          - Abort: {reason: busy}\n",
         (503, ["CallEndpoint", "If", "DoWhile", "CallEndpoint"])),
        ("      - If: /r/status_code = 429\n        then:\n          - Set: {path: /r/status_code, value: 200}\n",
         (503, ["CallEndpoint", "If", "DoWhile", "CallEndpoint"])),
    ],
)  # fmt: skip
def test_a_call_is_made_again_for_a_status_that_may_pass(rest, expected):
    text = "  - DoWhile: /r/status_code != 200\n    do:\n" + _CALL + rest
    assert _found(text) == expected


def test_a_call_outside_of_loops_is_made_once():
    assert _found(_CALL.replace("      - ", "  - ")) is None


def test_a_loop_that_never_looks_at_the_status_is_no_retry():
    text = "  - DoWhile: /r/body/more = true\n    do:\n" + _CALL
    assert _found(text) is None
