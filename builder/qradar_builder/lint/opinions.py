"""Runs the rules over subjects. What breaks a rule becomes a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Finding, Related, trail_of
from qradar_builder.lint.registry import rules_of_errors, rules_over
from qradar_builder.lint.selection import ALL, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Findings
    from qradar_builder.lint.rule import LintRule, Problem
    from qradar_builder.lint.subjects.reading import PackageReading


def judge(subjects: Iterable[object], findings: Findings, selection: Selection = ALL) -> None:
    """Run every selected rule over the subjects of its kind."""
    rules: dict[type[object], list[LintRule[Any]]] = {}
    for subject in subjects:
        kind = type(subject)
        if kind not in rules:
            rules[kind] = [rule for rule in rules_over(kind) if selection.runs(rule.id)]
        _judge(subject, rules[kind], findings)


def _judge(subject: object, rules: Iterable[LintRule[Any]], findings: Findings) -> None:
    for rule in rules:
        for problem in rule.check(subject):
            findings.append(finding_of(rule, problem))


def judge_errors(package: PackageReading, findings: Findings) -> None:
    """Run the rules whose findings are errors over a package, which is read only as far as these rules need it."""
    rules = rules_of_errors()
    for subject in package.subjects({rule.subject for rule in rules}):
        _judge(subject, [rule for rule in rules if rule.subject is type(subject)], findings)


def finding_of(rule: LintRule[Any], problem: Problem) -> Finding:
    """The finding of a rule on a problem, with the way by which its place was reached."""
    origin = problem.origin
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=problem.message,
        location=origin.locate(),
        help=rule.help if problem.help is None else problem.help,
        related=tuple(Related(place.locate(), text) for place, text in (*problem.related, *trail_of(origin))),
        label=problem.label,
        edits=problem.edits,
    )
