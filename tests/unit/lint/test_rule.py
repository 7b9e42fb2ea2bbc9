"""Each rule finds its bad example and leaves its good one alone."""

import pytest

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
