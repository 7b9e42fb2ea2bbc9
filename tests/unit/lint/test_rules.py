"""Each rule finds its bad example and leaves its good one alone; its metadata are whole."""

import re

import pytest

from qradar_builder.findings import RULES
from qradar_builder.lint.registry import lint_rules
from qradar_builder.lint.rule import Fix
from tests.unit.lint.examples import examples, subjects

ALL = lint_rules()


@pytest.mark.parametrize("rule", ALL.values(), ids=list(ALL))
def test_a_rule_finds_its_bad_example_and_leaves_the_good_one_alone(rule, tmp_path):
    for name, text in (("bad", rule.bad), ("good", rule.good)):
        folder = tmp_path / name
        folder.mkdir()
        for path in examples(rule, text, folder):
            looked_at = subjects(rule, path)
            assert looked_at, f"{path} cannot contain {rule.subject.__name__}"
            problems = [problem for subject in looked_at for problem in rule.check(subject)]
            assert bool(problems) == (name == "bad"), (path, [each.message for each in problems])
            for problem in problems:
                assert problem.origin.locate().file
                assert problem.message == problem.message.strip().rstrip(".")
                assert not problem.edits or rule.fix is not Fix.NONE


@pytest.mark.parametrize("rule", ALL.values(), ids=list(ALL))
def test_a_rule_says_what_it_is(rule):
    assert re.fullmatch(r"[a-z-]+/[a-z0-9-]+", rule.id)
    assert rule.id not in RULES
    assert rule.check.__module__.startswith("qradar_builder.lint.rules." + rule.id.partition("/")[0].replace("-", "_"))
    assert rule.check.__module__.rpartition(".")[2] == rule.id.partition("/")[2].replace("-", "_")
    assert rule.summary.endswith(".")
    assert rule.rationale.endswith(".")
    assert rule.help
    assert not rule.help.endswith(".")
    assert rule.bad != rule.good
