"""The choices where QRadar is not documented: each has a name, a question and an answer, and is used."""

import re

from qradar_builder.workflow import run_choices


def test_every_choice_is_named_once_and_asks_and_answers():
    choices = run_choices.all_choices()
    assert len({choice.key for choice in choices}) == len(choices)
    for choice in choices:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", choice.key)
        assert choice.question.endswith("?")
        assert choice.answer.endswith(".")
        assert not choice.evidence or choice.evidence.endswith(".")


def test_the_table_has_those_of_workflows_first():
    choices = run_choices.all_choices()
    assert choices[: len(run_choices.CHOICES)] == run_choices.CHOICES
    assert len(choices) > len(run_choices.CHOICES) > 40
