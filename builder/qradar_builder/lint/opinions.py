"""Runs the rules over subjects. What breaks a rule becomes a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Finding, Related, TrailedOrigin
from qradar_builder.lint.registry import lint_rules, rules_of_errors
from qradar_builder.lint.selection import ALL, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Findings
    from qradar_builder.lint.rule import LintRule, Problem
    from qradar_builder.lint.subjects.reading import PackageReading


def judge(subjects: Iterable[object], findings: Findings, selection: Selection = ALL) -> None:
    """Run every selected rule over the subjects of its kind."""
    _run([rule for rule in lint_rules().values() if selection.runs(rule.id)], subjects, findings)


def _run(selected: Iterable[LintRule[Any]], subjects: Iterable[object], findings: Findings) -> None:
    rules: dict[type[object], list[LintRule[Any]]] = {}
    for rule in selected:
        rules.setdefault(rule.subject, []).append(rule)
    for subject in subjects:
        for rule in rules.get(type(subject), ()):
            for problem in rule.check(subject):
                findings.append(finding_of(rule, problem))


def judge_errors(package: PackageReading, findings: Findings) -> None:
    """Run the rules whose findings are errors over a package, which is read only as far as these rules need it."""
    rules = rules_of_errors()
    if rules:
        _run(rules, package.subjects({rule.subject for rule in rules}), findings)


def finding_of(rule: LintRule[Any], problem: Problem) -> Finding:
    """The finding of a rule on a problem, with the way by which its place was reached."""
    origin = problem.origin
    trail = origin.trail() if isinstance(origin, TrailedOrigin) else ()
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=problem.message,
        location=origin.locate(),
        help=rule.help if problem.help is None else problem.help,
        related=tuple(Related(place.locate(), text) for place, text in (*problem.related, *trail)),
        label=problem.label,
        edits=problem.edits,
    )
