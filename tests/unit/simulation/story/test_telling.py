"""The story of a lost event, and the case that replays it."""

import pytest

from qradar_builder.findings import Findings
from qradar_builder.simulation.history.checks import breaches
from qradar_builder.simulation.history.faults import Fault, Plan
from qradar_builder.simulation.search.proof import Broken
from qradar_builder.simulation.search.shrinking import Shrinker
from qradar_builder.simulation.story.case import case_files
from qradar_builder.simulation.story.telling import told
from qradar_builder.testing.workflows.case import read_case
from qradar_builder.testing.workflows.replay import differences, replay_case

ACTIONS = """\
  - Initialize: {path: /bookmark, value: "${time() - 3600000}"}
  - Set: {path: /from, value: "${/bookmark}"}
  - Set: {path: /bookmark, value: "${time()}"}
  - CallEndpoint:
      url: https://${/host}/events
      method: POST
      savePath: /answer
      QueryParameter: {from: "${/from}"}
      RequestBody: {type: application/json, encoding: UTF-8, text: '{"size": 100}'}
  - Sleep: {duration: "2000"}
  - ForEach: {item: /event, items: /answer/body}
    do:
      - PostEvent: {path: /event}
"""
SOURCE = {
    "events": {"template": {"id": "${id}"}, "late": {"share": 0.5, "seconds": 1200}},
    "lists": [
        {"path": "/events", "method": "POST", "body": "${events}", "from": {"parameter": "from", "format": "ms"}}
    ],
    "proof": {"doubles": {"without_fault": 1000}},
}
NO_LATE = SOURCE | {"events": {"template": {"id": "${id}"}}}


def story_of(subject, *faults, rule="proof/lost"):
    historian = subject.historian()
    plan, breach = Shrinker(historian, rule).shortest(Plan(8, tuple(faults)))
    return told(historian, Broken(plan, breach, "test", 1, 1))


def test_the_action_that_moves_the_bookmark_is_to_blame(package, subjects):
    subject = subjects(package(ACTIONS, SOURCE))[0]
    story = story_of(subject)
    assert "Set moves /bookmark from" in story.culprit.why
    assert story.culprit.origin.locate().line == 8
    text = "\n".join(story.lines)
    assert "shown from" in text
    assert "after it do not bring it." in text


@pytest.mark.parametrize(
    "fault",
    [Fault(2, 1, kind) for kind in ("http-500", "empty-page", "other-json", "http-429-wait")] + [Fault(1, 1, "slow")],
    ids=str,
)
def test_the_case_replays_the_story(package, subjects, fault):
    folder = package(ACTIONS, SOURCE if fault.kind == "slow" else NO_LATE)
    subject = subjects(folder)[0]
    historian = subject.historian()
    if fault.kind == "slow":
        plan = Plan(8, (fault,))
        breach = breaches(historian.run(plan), subject.source)[0]
        story = told(historian, Broken(plan, breach, "test", 1, 1))
        assert b"takes: 30000" in case_files(story, subject.source, "proof")["proof.yaml"]
    else:
        story = story_of(subject, fault)
    assert "<-- fault:" in "\n".join(story.lines)
    cases = folder / "tests/workflows"
    cases.mkdir()
    for name, content in case_files(story, subject.source, "proof").items():
        (cases / name).parent.mkdir(exist_ok=True)
        (cases / name).write_bytes(content)
    findings = Findings()
    case = read_case(cases / "proof.yaml", "proof.yaml", folder, findings)
    assert not list(findings)
    records = replay_case(case, historian.checked)
    assert list(differences(case, records)) == []
    assert len(records) == story.polls


def test_a_crash_is_in_the_case(package, subjects):
    folder = package(ACTIONS, NO_LATE)
    subject = subjects(folder, keeps_state=True)[0]
    story = story_of(subject, Fault(1, 1, "crash-before"))
    assert "QRadar is killed before effect" in "\n".join(story.lines)
    assert b"killed:\n    before: " in case_files(story, subject.source, "proof")["proof.yaml"]


def test_a_workflow_that_ends_for_good_is_told(package, subjects):
    actions = ACTIONS.replace(
        "  - Sleep",
        "  - If: /answer/status_code != 200\n    then:\n      - Abort: {reason: no, terminate: 'true'}\n  - Sleep",
    )
    story = story_of(subjects(package(actions, NO_LATE))[0], Fault(1, 1, "http-500"))
    assert "ends with terminate" in story.culprit.why


def test_a_window_that_follows_the_clock_is_told(package, subjects):
    actions = ACTIONS.replace('/from, value: "${/bookmark}"', '/from, value: "${time() - 600000}"')
    source = NO_LATE | {"events": {"template": {"id": "${id}"}, "start": -500}}
    story = story_of(subjects(package(actions, source))[0], Fault(2, 1, "reset"))
    assert "whatever the State is" in story.culprit.why


def test_an_event_that_no_answer_ever_has_is_told(package, subjects):
    actions = ACTIONS.replace("3600000", "60000")
    story = story_of(subjects(package(actions, NO_LATE))[0])
    assert story.culprit.poll == 0
    assert "does not ask for its time" in story.culprit.why
    assert len(story.lines) > 5


def test_an_event_that_is_asked_for_and_never_posted_is_told(package, subjects):
    actions = ACTIONS.replace(
        "      - PostEvent: {path: /event}",
        "      - If: /event/id = 'x'\n        then:\n          - PostEvent: {path: /event}",
    )
    story = story_of(subjects(package(actions, NO_LATE))[0])
    assert "nothing posts it" in story.culprit.why
    assert story.polls == 1


def test_doubles_are_told_with_the_post(package, subjects):
    source = NO_LATE | {"proof": {"doubles": {"without_fault": 0}}}
    actions = ACTIONS.replace('  - Set: {path: /bookmark, value: "${time()}"}\n', "")
    story = story_of(subjects(package(actions, source))[0], rule="proof/doubled")
    assert story.culprit.why == "PostEvent posts it again"
    assert story.polls == 2


def test_no_secret_is_in_a_story(package, subjects):
    source = NO_LATE | {"sign_in": {"kind": "api-key", "query": "key", "key": "not-a-real-key"}}
    actions = ACTIONS.replace("/events\n", "/events?key=not-a-real-key\n")
    story = story_of(subjects(package(actions, source))[0], Fault(1, 1, "http-500"))
    text = "\n".join(story.lines)
    assert "not-a-real-key" not in text
    assert "?key=" in text
