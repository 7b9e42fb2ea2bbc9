"""Every rule of `console/` has a case that breaks it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from qradar_builder.console.check.permissions import Access, tell
from qradar_builder.console.check.run import check
from qradar_builder.console.connection import calls
from qradar_builder.console.connection.calls import Step
from qradar_builder.console.connection.negotiation import negotiate
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.connection.profile import Profile, read_profile
from qradar_builder.console.connection.tasks import finished
from qradar_builder.console.connection.token import read_token
from qradar_builder.console.deployment.backup import read_backup
from qradar_builder.console.deployment.run import Deployment
from qradar_builder.console.log_sources.values import read_wanted
from qradar_builder.console.plan.reader import read_rest_plan
from qradar_builder.console.plan.run import PlanRun
from qradar_builder.findings import RULES, Findings
from qradar_builder.http import failures
from qradar_builder.http.messages import CallFailed, HttpResponse
from tests.model_console import Model
from tests.scripted_console import answer, failure, session

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.console.release.release import Release

TYPES = "GET /config/event_sources/log_source_management/log_source_types"
CASES = {}


@dataclass
class It:
    """What a case has: a release, a folder, and where its findings go."""

    full: Release
    folder: Path
    findings: Findings


def case(rule):
    """A function that breaks a rule."""

    def keep(function):
        assert rule not in CASES
        CASES[rule] = function
        return function

    return keep


def profile(text):
    def broken(it):
        path = it.folder / "console.toml"
        path.write_text(text, encoding="utf-8")
        read_profile(path, None, it.findings)

    return broken


def answered(call, *answers):
    """A call that is answered so."""

    def broken(_):
        path = re.sub(r"{\w+}", "1", call.path)
        given, _ = session({f"{call.method} {path}": list(answers)})
        at = dict.fromkeys(re.findall(r"{(\w+)}", call.path), 1)
        given.send(call, body={} if call.method == "POST" else None, at=at)

    return broken


def values(text):
    def broken(it):
        path = it.folder / "lab.yaml"
        path.write_text(text, encoding="utf-8")
        read_wanted(it.full, path, {}, it.findings)

    return broken


def checked(change, **model):
    """A check of a model console that was changed."""

    def broken(it):
        console = Model(**model)
        given = change(console.state, it.full) or it.full
        check(console.session(), given, it.findings)

    return broken


CASES |= {
    "console/profile": profile("[profiles.lab]\n"),
    "console/secret": profile('[profiles.lab]\nhost = "a"\ntoken = "x"\n'),
    "console/unreachable": answered(calls.ABOUT, failures.read_timed_out("console", 5)),
    "console/certificate": answered(
        calls.ABOUT, CallFailed("tls", "the certificate of console is not trusted (QRadar: x)")
    ),
    "console/unsure": answered(calls.UPLOAD, failures.reset("console")),
    "console/not-json": answered(calls.ABOUT, replace(answer({}), body=b"<html>")),
    "console/token-refused": answered(calls.ABOUT, failure(401, 18)),
    "console/permission": answered(calls.ABOUT, failure(403, 26)),
    "console/busy": answered(calls.UPLOAD, failure(429)),
    "console/fault": answered(calls.ABOUT, failure(500, 1020)),
    "console/refused": answered(calls.ABOUT, failure(422, 1005)),
    "console/extension": answered(calls.UPLOAD, failure(422, 22616)),
    "console/extension-gone": answered(calls.TASK, failure(404, 22603)),
    "console/task-running": answered(calls.TASK, failure(409, 22618)),
    "console/same-version": answered(calls.UPLOAD, failure(409, 22613)),
    "console/installed": answered(calls.TASK, failure(409, 22612)),
    "console/deploy-changes": answered(calls.DEPLOY, failure(409, 1002)),
    "console/search": answered(calls.SEARCH, failure(422, 2000)),
    "console/log-source": answered(calls.NEW_LOG_SOURCE, failure(409, 1001)),
    "console/values": values("log_sources:\n  - log_source: none\n"),
    "console/value-secret": values(
        "log_sources:\n  - {log_source: alerts, identifier: a, workflow_parameters: {token: plain}}\n"
    ),
}


@case("console/token")
def no_token(it):
    read_token(Profile("lab", "console"), {"QRADAR_TOKEN": ""}, it.findings)


@case("console/token-file")
def readable_token(it):
    path = it.folder / "token"
    path.write_text("abc", encoding="utf-8")
    path.chmod(0o644)
    read_token(Profile("lab", "console", token_file=path), {}, it.findings)


@case("console/answer")
def no_list(_):
    given, _ = session({TYPES: answer({})})
    list(given.items(calls.TYPES))


@case("console/api-version")
def no_version(_):
    given, _ = session({"GET /help/versions": answer([{"version": "9.0"}])})
    negotiate(given)


@case("console/permission-later")
def no_search(it):
    check(Model(denied=frozenset({"POST /ariel/searches"})).session(), None, it.findings)


@case("console/lacking")
def no_upload(it):
    lacking = Access(Step.UPLOAD, lacking=(calls.UPLOAD,), denied=(), may=())
    tell([lacking], "host", "14.0", it.findings, needed={calls.UPLOAD})


@case("console/lacking-later")
def no_sets(it):
    check(Model(version="14.0").session(), None, it.findings)


@case("console/too-old")
def old_console(it):
    check(Model(version="14.0").session(), it.full, it.findings)


def with_row(full, table, **columns):
    """The release with one more row."""
    tables = {**full.reading.tables, table: [*full.reading.tables.get(table, ()), columns]}
    return replace(full, reading=replace(full.reading, tables=tables))


CASES["console/dsm"] = checked(
    lambda _, full: with_row(full, "sensordevicetype", id="3999", devicetypedescription="Gone DSM")
)
CASES["console/protocol"] = checked(lambda state, _: state["protocols"].remove(92))
CASES["console/old-rpm"] = checked(lambda state, _: state["protocols"].change(92, {"latest_version": "9.9"}) and None)
CASES["console/reference"] = checked(lambda state, _: state["types"].change(12, {"name": "Other name"}) and None)


@case("console/owner")
def property_of_somebody_else(it):
    model = Model()
    model.state["properties"].add({"name": "Acme Policy", "identifier": "other", "username": "alice", "_columns": {}})
    Deployment(model.session(), it.full).outlook(it.findings)


@case("console/task")
def failed_task(_):
    path = calls.TASK.name.replace("{status_id}", "1")
    given, _ = session({path: answer({"status": "EXCEPTION"})})
    finished(given, calls.TASK, "install", {"status_id": 1})


@case("console/task-endless")
def endless_task(_):
    path = calls.TASK.name.replace("{status_id}", "1")
    given, _ = session({path: answer({"status": "PROCESSING"})}, task_timeout=10.0)
    finished(given, calls.TASK, "install", {"status_id": 1})


@case("console/plan")
def no_plan(it):
    read_rest_plan(b"{}", "rest-plan.json", it.findings)


@case("console/plan-item")
def plan_without_its_extension(it):
    given = Model().session()
    given.version = "26.0"
    PlanRun(given, it.full.plan).run()


@case("console/scratch")
def no_room(it):
    path = "GET /config/extension_management/extension_export_tasks/3/extension_export"
    made, _ = session({path: HttpResponse(200, "", (), b"PK")})
    made.download(calls.EXPORTED, it.folder / "missing" / "export.zip", at={"task_id": 3})


@case("console/restore")
def no_backup(it):
    (it.folder / "restore.json").write_text(json.dumps({"version": 1}), encoding="utf-8")
    (it.folder / "overwritten.zip").write_bytes(it.full.zip.read_bytes())
    read_backup(it.folder, 0, it.findings)


@pytest.mark.parametrize("rule", sorted(CASES))
def test_a_case_breaks_its_rule(rule, full, tmp_path):
    findings = Findings()
    try:
        CASES[rule](It(full, tmp_path, findings))
    except ConsoleError as error:
        error.tell("console", findings)
    found = [each for each in findings if each.rule == rule]
    assert found, [each.rule for each in findings]
    assert all(each.message for each in found)


def test_every_rule_has_a_case():
    assert {rule for rule in RULES if rule.startswith("console/")} == set(CASES)
