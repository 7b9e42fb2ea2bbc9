"""The one loop of all that run workflows: runs in a world, one after the other."""

import pytest

from qradar_builder.exchanges.exchange import Exchange, ExpectedRequest
from qradar_builder.exchanges.worlds import ReplayWorld
from qradar_builder.findings import Findings
from qradar_builder.http.messages import HttpResponse
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.workflow.check.expressions import check_workflow
from qradar_builder.workflow.engine.effects import Outcome, Post, WriteLog
from qradar_builder.workflow.engine.reporter import Reporter
from qradar_builder.workflow.engine.state import State
from qradar_builder.workflow.runner import Runner, add_failure, learn_parameters, private_parameters

NOON = 1_714_564_800_000
POLL = """
  - Initialize: {path: /seen, value: "0"}
  - CallEndpoint: {url: "https://h/${/seen}", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "it was ${/r/status_code}"}
  - Log: {type: INFO, message: "at ${time()}"}
  - PostEvents: {path: /r/body}
  - Set: {path: /seen, value: "${/seen + 1}"}
"""


def checked(actions, parameters="[]", reporter=None):
    findings = Findings()
    text = f'name: n\nversion: "1"\nparameters: {parameters}\nactions:\n{actions}'
    workflow = read_workflow_yaml(parse_document(text, "w.yaml", findings), {}, findings)
    compiled = check_workflow(workflow, findings, reporter)
    assert list(findings) == []
    return compiled


def answered(*answers):
    """A world of runs with a call each."""
    json = (("Content-Type", "application/json"),)
    return ReplayWorld(
        NOON,
        [
            (None, [Exchange(ExpectedRequest("GET", f"https://h/{path}"), HttpResponse(status, "", json, body))])
            for path, status, body in answers
        ],
    )


def runs(runner, count):
    said = []
    return [runner.make(number, said.append) for number in range(count)], said


def test_each_run_begins_with_the_state_of_the_last_one_that_ended_well():
    world = answered(("0", 200, b"[1, 2]"), ("1", 500, b"[]"), ("1", 200, b"[]"))
    runner = Runner(checked(POLL), world, {}, State())
    made, said = runs(runner, 3)
    assert [run.outcome.status for run in made] == ["ok", "aborted", "ok"]
    assert [run.events for run in made] == [2, 0, 0]
    assert [run.is_good for run in made] == [True, False, True]
    assert [run.failure and run.failure[0] for run in made] == [None, "run/aborted", None]
    assert [run.before.root.get("seen") for run in made] == [None, "1", "1"]
    assert runner.state.root["seen"] == "2"
    assert [type(each) for each in said] == [WriteLog, Post, WriteLog]


def test_what_is_compiled_once_takes_the_time_of_the_world_it_runs_in():
    compiled = checked('  - Set: {path: /t, value: "${time()}"}\n  - FormatDate: {pattern: yyyy, savePath: /y}\n')
    for clock, year in ((NOON, "2024"), (0, "1970")):
        runner = Runner(compiled, ReplayWorld(clock, [(None, [])]), {}, State())
        runs(runner, 1)
        assert (runner.state.root["t"], runner.state.root["y"]) == (str(clock), year)


def test_the_chance_of_a_world_is_the_same_however_often_the_workflow_ran():
    compiled = checked('  - Set: {path: /c, value: "${random_number()}"}\n')
    found = []
    for _ in range(3):
        runner = Runner(compiled, ReplayWorld(NOON, [(None, [])]), {}, State())
        runs(runner, 1)
        found.append(runner.state.root["c"])
    assert len(set(found)) == 1


class Watcher(Reporter):
    def __init__(self):
        self.actions = []

    def on_action(self, element):
        self.actions.append(element.name)


@pytest.mark.parametrize("early", [True, False], ids=["compiled-for-it", "given-later"])
def test_a_reporter_watches_the_runs(early):
    watcher = Watcher()
    compiled = checked("  - ClearStatus\n", reporter=watcher if early else None)
    runs(Runner(compiled, ReplayWorld(NOON, [(None, [])]), {}, State(), reporter=watcher), 1)
    assert watcher.actions == ["ClearStatus"]


def test_a_request_that_is_not_expected_is_told_with_its_place():
    runner = Runner(checked(POLL), answered(("9", 200, b"[]")), {}, State())
    [run] = runs(runner, 1)[0]
    rule, outcome = run.failure
    assert (rule, run.is_good, outcome.action) == ("run/requests", False, "CallEndpoint")
    assert "-GET https://h/9" in outcome.message
    assert outcome.origin.locate().line == 7
    assert runner.reasons(run) == []


def test_a_run_without_events_says_why_unless_its_outcome_says_it():
    runner = Runner(checked(POLL), answered(("0", 200, b"[]"), ("1", 404, b"")), {}, State())
    [empty] = runs(runner, 1)[0]
    assert runner.reasons(empty) == runner.all_reasons(empty) != []
    aborted = runner.make(1, lambda _: None)
    assert set(runner.reasons(aborted)) <= set(runner.all_reasons(aborted))


def test_abort_may_end_it_for_good():
    runner = Runner(
        checked("  - Abort: {reason: enough, terminate: true}\n"), ReplayWorld(NOON, [(None, [])]), {}, State()
    )
    assert not runner.terminated
    runs(runner, 1)
    assert runner.terminated


def test_a_bookmark_that_a_run_empties_is_a_finding():
    runner = Runner(checked(POLL.replace('"${/seen + 1}"', '""')), answered(("0", 200, b"[1]")), {}, State({"seen": 0}))
    [run] = runs(runner, 1)[0]
    findings = Findings()
    runner.check_bookmarks(run, findings)
    assert [each.rule for each in findings] == ["run/bookmark"]


SECRETS = "[{name: key, label: K, secret: true}, {name: user, label: U}, {name: site, label: S}]"
SIGNED = """
  - CallEndpoint:
      url: https://h
      method: GET
      savePath: /r
      BasicAuthentication: {username: "${/user}", password: "${/key}"}
"""


def test_parameters_that_are_secret_or_sign_in_are_known_so():
    workflow = checked(SIGNED, SECRETS).workflow
    assert {"key", "user"} >= set(private_parameters(workflow)) >= {"key"}
    state = State()
    values = {"key": "hunter2-hunter2", "site": "https://site-9", "undeclared": "f00-b4r-f00"}
    learn_parameters(workflow, values, state.secrets)
    shown = state.secrets.redact("hunter2-hunter2, https://site-9, f00-b4r-f00")
    assert "https://site-9" in shown
    assert "hunter2" not in shown
    assert "f00-b4r" not in shown


def test_a_failure_is_told_by_the_first_line_of_its_message():
    workflow = checked("  - ClearStatus\n").workflow
    findings = Findings()
    outcome = Outcome("error", "went wrong\nin many ways", action="Sleep", help="do better")
    add_failure("run/failed", outcome, workflow, findings)
    [finding] = findings
    assert (finding.rule, finding.message, finding.help) == ("run/failed", "Sleep: went wrong", "do better")
