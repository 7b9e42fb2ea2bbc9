"""Every rule is found, and says what it is."""

import re
from pathlib import Path

import pytest

import qradar_builder.lint.rules
from qradar_builder.findings import RULES, Severity
from qradar_builder.lint.registry import lint_rules, rules_of_errors, rules_over
from qradar_builder.lint.subjects.workflow import WorkflowSubject


@pytest.mark.parametrize("rule", lint_rules().values(), ids=list(lint_rules()))
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


def test_rules_are_in_the_order_of_their_ids_and_each_module_of_a_rule_is_found():
    folder = Path(qradar_builder.lint.rules.__path__[0])
    modules = [path for path in folder.rglob("*.py") if not path.name.startswith("_")]
    with_rules = [path for path in modules if "\nRULE = LintRule(" in path.read_text(encoding="utf-8")]
    assert list(lint_rules()) == sorted(lint_rules())
    assert len(with_rules) == len(lint_rules()) > 10


@pytest.mark.parametrize(
    "subject", dict.fromkeys(rule.subject for rule in lint_rules().values()), ids=lambda each: each.__name__
)
def test_the_rules_over_a_subject_are_all_that_look_at_it_though_few_families_are_imported(subject):
    assert list(rules_over(subject)) == [rule for rule in lint_rules().values() if rule.subject is subject]


def test_nothing_else_has_rules():
    assert rules_over(str) == ()


def test_the_rules_of_errors_are_those_of_all_rules():
    errors = {rule.id for rule in lint_rules().values() if rule.severity is Severity.ERROR}
    assert {rule.id for rule in rules_of_errors()} == errors != set()


def test_rules_of_errors_look_at_workflows_alone_so_that_a_build_without_any_need_not_import_them():
    assert {rule.subject for rule in rules_of_errors()} == {WorkflowSubject}
