"""Our own workflows lose no event under any single fault, crash or pair of faults, and what comes twice is bounded."""

import pytest

from qradar_builder.findings import Findings
from qradar_builder.simulation.search.plans import courses, crashes, pairs, plain_plans, polls_needed, single_faults
from qradar_builder.simulation.search.trial import tried
from qradar_builder.simulation.subjects import subjects_of
from tests.own_packages import CONTENT

SOURCES = [
    ("beyondtrust-epm", "client-events"),
    ("beyondtrust-epm", "activity-audits"),
    ("beyondtrust-pra", "access-sessions"),
]
PHASES = {"one fault": single_faults, "one crash": crashes, "two faults": pairs}


def historian_of(package, key, **options):
    findings = Findings()
    found = subjects_of(CONTENT / package, findings, **options)
    assert not list(findings)
    return next(each for each in found if each.source.key == key).historian()


def test_each_workflow_has_a_source():
    for package in {package for package, _ in SOURCES}:
        named = {each.source.spec.workflow for each in subjects_of(CONTENT / package, Findings())}
        assert named == {path.stem for path in (CONTENT / package / "workflows").iterdir()}


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize(("package", "key"), SOURCES)
def test_no_event_is_lost(package, key, phase):
    historian = historian_of(package, key)
    polls = polls_needed(historian.source, historian.events(1, 1))
    done = courses(historian.run(next(plain_plans(polls, 1))), historian.source)
    # `prove` runs all of them, and long histories beside.
    plans = list(PHASES[phase](done, polls, 1))[:: 3 if phase == "two faults" else 1]
    trials = [tried(historian, plan) for plan in (*plain_plans(polls, 1), *plans)]
    assert len(trials) > 40
    assert [(trial.plan.faults, trial.breaches) for trial in trials if trial.breaches] == []
    assert sum(trial.faults + trial.crashes for trial in trials) >= len(trials) - 10


@pytest.mark.parametrize(("package", "key"), SOURCES)
def test_no_event_is_lost_where_the_state_of_a_run_that_is_cut_off_is_kept(package, key):
    historian = historian_of(package, key, keeps_state=True)
    polls = polls_needed(historian.source, historian.events(1, 1))
    done = courses(historian.run(next(plain_plans(polls, 1))), historian.source)
    trials = [tried(historian, plan) for plan in crashes(done, polls, 1)]
    assert [(trial.plan.faults, trial.breaches) for trial in trials if trial.breaches] == []
