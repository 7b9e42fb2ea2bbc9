import json

import pytest

from qradar_builder.lint.dataflow.state_path import written
from tests.unit.lint.dataflow.workflows import subject_of


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ('Set: {path: /a/b, value: "${/c} ${/d/e}"}', [("write", "/a/b"), ("read", "/c"), ("read", "/d/e")]),
        ("Set: {path: '/a[/i]/b', value: x}", [("write", "/a[…]/b"), ("read", "/i")]),
        ('Set: {path: "/a/${/k}", value: x}', [("write", "/a[…]"), ("read", "/k")]),
        ("Add: {path: /a, value: x}", [("extend", "/a")]),
        ("Delete: {path: /a}", [("delete", "/a")]),
        ("Copy: {sourcePath: /a, targetPath: /b}", [("read", "/a"), ("write", "/b")]),
        ("Merge: {sourcePath: /a, targetPath: /b}", [("read", "/a"), ("extend", "/b")]),
        ("PostEvents: {path: '/a[@x = /y]/z', source: h}", [("read", "/a[…]/z"), ("read", "/y")]),
        ('PostEvents: {path: "/a/${/k}/z", source: h}', [("read", "/k"), ("read", "/a[…]")]),
    ],
)
def test_what_an_action_does_with_the_state(action, expected):
    subject = subject_of(f"  - {action}")
    found = [(access.kind, written(access.path)) for access in subject.accesses_of(subject.workflow.actions[0])]
    assert sorted(found) == sorted(expected)


def test_the_parts_of_a_call_are_its_own_and_the_actions_of_a_loop_are_not():
    subject = subject_of(
        "  - CallEndpoint: {url: x, method: GET, savePath: /r, BearerAuthentication: {token: '${/t}'}}\n"
        "  - While: /a = 1\n    do:\n      - Set: {path: /b, value: x}"
    )
    call, loop = subject.workflow.actions
    assert [written(access.path) for access in subject.accesses_of(call)] == ["/r", "/t"]
    assert [written(access.path) for access in subject.accesses_of(loop)] == ["/a"]
    assert len(subject.all_accesses) == 4


@pytest.mark.parametrize(
    ("condition", "paths"),
    [
        ("${/a} = 1 and /b = 2", {"a", "b"}),
        ("${/a != ${/b}}", {"a", "b"}),
        ("'${/a}' = 'x'", {"a"}),
        ("'x${/a}' = 'xy'", {"a"}),
        ("${'${lower(/a)}' = 'true'}", {"a"}),
        ("count(/list[@id = ${/a}]) > 0", {"list/*", "a"}),
        ("${/a} ${/b}", {"a", "b"}),
    ],
)
def test_a_condition_reads_what_its_templates_read_and_what_is_around_them(condition, paths):
    subject = subject_of(f"  - If: {json.dumps(condition)}\n    then:\n      - ClearStatus\n")
    assert {"/".join(access.path) for access in subject.all_accesses} == paths
