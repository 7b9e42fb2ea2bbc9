"""Each rule finds its bad example and leaves its good one alone."""

import json

import pytest

from qradar_builder.lint.fixes import fixed
from qradar_builder.lint.opinions import finding_of
from qradar_builder.lint.registry import lint_rules
from qradar_builder.lint.rule import Fix
from tests.unit.lint.examples import PLACES, examples, looked_at, places_of, subjects

ALL = lint_rules()
FOUND = json.loads(PLACES.read_bytes())


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


@pytest.mark.parametrize("rule", [each for each in ALL.values() if each.id in FOUND], ids=lambda rule: rule.id)
def test_a_rule_finds_each_example_at_its_places(rule, tmp_path):
    found = {name: places for name, given in looked_at(rule, tmp_path) if (places := places_of(rule.check, given))}
    assert found == FOUND[rule.id], "run `python -m tools.mutants --places`, and read what it changes"


@pytest.mark.parametrize("rule", [each for each in ALL.values() if each.fix is Fix.SAFE], ids=lambda rule: rule.id)
def test_a_safe_fix_repairs_the_bad_example(rule, tmp_path):
    for path in examples(rule, rule.bad, tmp_path):
        found = [finding_of(rule, problem) for subject in subjects(rule, path) for problem in rule.check(subject)]
        result = fixed(found)
        assert (len(result.done), result.left) == (len(found), [])
        for file, text in result.after.items():
            file.write_text(text, encoding="utf-8")
        assert places_of(rule.check, subjects(rule, path)) == []


def test_places_are_those_of_rules():
    assert set(FOUND) <= set(ALL)
