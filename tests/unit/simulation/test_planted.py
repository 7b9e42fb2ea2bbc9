"""Known faults in copies of our workflows: each is found, and its shortest history has at most four polls."""

import json
from pathlib import Path

import pytest

from qradar_builder.simulation.search.proof import Broken
from qradar_builder.simulation.search.shrinking import Shrinker
from qradar_builder.simulation.story.case import case_files
from qradar_builder.simulation.story.telling import told
from tests.own_packages import CONTENT

TESTS = Path(__file__).parents[2]
PLANTED = json.loads((TESTS / "conformance/simulation/planted.json").read_text())


def test_there_are_enough():
    assert len(PLANTED) >= 12
    assert len({each["name"] for each in PLANTED}) == len(PLANTED)


@pytest.mark.parametrize("fault", PLANTED, ids=[each["name"] for each in PLANTED])
def test_it_is_found_with_a_short_history(fault, copied, subjects, search):
    folder = copied(CONTENT / fault["package"], fault["changes"])
    found = subjects(folder, keeps_state=fault.get("state_kept", False))
    subject = next(each for each in found if each.source.key == fault["source"])
    historian = subject.historian()
    trial = search(historian, [fault["phase"]] if "phase" in fault else ["one fault"])
    assert trial is not None
    assert fault["rule"] in {breach.rule for breach in trial.breaches}
    plan, breach = Shrinker(historian, fault["rule"]).shortest(trial.plan)
    story = told(historian, Broken(plan, breach, "test", 1, 1))
    assert 1 <= story.polls <= 4
    text = "\n".join(story.lines)
    assert f"poll {story.polls}," in text
    assert f"poll {story.polls + 1}," not in text
    assert story.culprit.origin is not None, text
    assert fault["package"] in str(story.culprit.origin.locate())
    assert case_files(story, subject.source, "proof")["proof.yaml"].startswith(b"# Written by")
