"""Runs the rules over subjects. What breaks a rule becomes a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Finding, Related, Severity, TrailedOrigin
from qradar_builder.lint.registry import lint_rules
from qradar_builder.lint.selection import ALL, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Findings
    from qradar_builder.lint.rule import LintRule, Problem


def judge(subjects: Iterable[object], findings: Findings, selection: Selection = ALL) -> None:
    """Run every selected rule over the subjects of its kind."""
    rules: dict[type[object], list[LintRule[Any]]] = {}
    for rule in lint_rules().values():
        if selection.has(rule.id):
            rules.setdefault(rule.subject, []).append(rule)
    for subject in subjects:
        for rule in rules.get(type(subject), ()):
            for problem in rule.check(subject):
                findings.append(finding_of(rule, problem))


def judge_errors(subjects: Iterable[object], findings: Findings) -> None:
    """As `judge`, with those rules alone whose findings are errors."""
    rules = frozenset(rule.id for rule in lint_rules().values() if rule.severity is Severity.ERROR)
    if rules:
        judge(subjects, findings, Selection(select=rules))


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
