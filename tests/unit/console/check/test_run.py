"""The check of a console: what it says, and that it sends GETs alone."""

import json

import pytest

from qradar_builder.console.check.permissions import accesses
from qradar_builder.console.check.reference import CATEGORIES_FILE, TYPES_FILE
from qradar_builder.console.check.run import check
from qradar_builder.console.connection import calls
from qradar_builder.console.connection.calls import Step
from qradar_builder.findings import Findings
from tests.scripted_console import answer, session


def endpoints(*, without=(), denied=()):
    return answer(
        [
            {
                "id": number,
                "http_method": call.method,
                "path": call.path.replace("{id}", "{other}"),
                "caller_has_access": call not in denied,
                "version": "24.0",
            }
            for number, call in enumerate(calls.ALL)
            if call not in without
        ]
    )


def console(*, types=(), low=(), permissions=None):
    return {
        "GET /help/versions": answer([{"version": "24.0"}]),
        "GET /system/about": answer({"external_version": "7.5.0", "build_version": "2021.6.10.20241008193358"}),
        "GET /help/endpoints": permissions or endpoints(),
        f"GET {calls.TYPES.path}": answer(list(types)),
        f"GET {calls.CATEGORIES.path}": answer(list(low)),
    }


def run(answers):
    made, script = session(answers)
    findings = Findings()
    return check(made, None, findings), list(findings), script


def test_a_good_console_has_no_findings():
    checked, findings, script = run(console(types=[{"id": 2, "name": "Snort Open Source IDS"}]))
    assert findings == []
    assert all(call.startswith("GET ") for call in script.calls)
    assert next(checked.lines()) == "console      console.example.com, QRadar 7.5.0, API 24.0"
    assert all(access.is_whole for access in checked.accesses)


@pytest.mark.parametrize("call", [calls.UPLOAD, calls.ACT, calls.EXPORT, calls.QIDS])
def test_what_the_token_must_not_do_is_told_before_any_write(call):
    checked, findings, _ = run(console(permissions=endpoints(denied=[call])))
    assert [each.rule for each in findings] == ["console/permission"]
    assert call.name in findings[0].message
    assert [access.step for access in checked.accesses if not access.is_whole] == [call.step]


def test_permissions_of_later_commands_are_notes():
    assert [each.rule for each in run(console(permissions=endpoints(denied=[calls.SEARCH])))[1]] == [
        "console/permission-later"
    ]
    assert [each.rule for each in run(console(permissions=endpoints(without=[calls.DEPLOY])))[1]] == [
        "console/lacking-later"
    ]


def test_types_are_not_read_where_the_token_must_not():
    _, findings, script = run(console(permissions=endpoints(denied=[calls.TYPES])))
    assert [each.rule for each in findings] == ["console/permission"]
    assert f"GET {calls.TYPES.path}" not in script.calls


def test_only_asked_calls_are_looked_at():
    made, _ = session(console(permissions=endpoints(denied=[calls.SEARCH])))
    made.version = "24.0"
    assert [(each.step, each.is_whole) for each in accesses(made, [calls.SEARCH, calls.TYPES])] == [
        (Step.SEARCH, False),
        (Step.READ, True),
    ]


def test_what_the_reference_data_lacks_is_written():
    types = [
        {"id": 3999, "name": "Brand New"},
        {"id": 2, "name": "Snort II"},
        {"id": 4001, "name": "Ours", "custom": True},
    ]
    low = [{"id": 1001, "name": "Unknown Form of Recon"}, {"id": 1999, "name": "Odd", "severity": 4}]
    checked, findings, _ = run(console(types=types, low=low))
    assert {each.rule for each in findings} == {"console/reference"}
    assert checked.differences.new == 2
    kept = {TYPES_FILE: json.dumps({"device_categories": [1], "types": [{"id": 1}, {"id": 9999}]}).encode()}
    files = checked.differences.files(kept)
    assert [row["id"] for row in json.loads(files[TYPES_FILE])["types"]] == [1, 3999, 9999]
    assert json.loads(files[TYPES_FILE])["device_categories"] == [1]
    assert json.loads(files[CATEGORIES_FILE])["low_level"] == [
        {"id": 1999, "name": "Odd", "high_level": 1000, "severity": 4, "severity_basis": "observed"}
    ]
    # A second time nothing is new.
    assert checked.differences.files(files) == files
