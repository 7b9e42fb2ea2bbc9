"""`lint --explain`: all that is known about a rule."""

from __future__ import annotations

import click


def explain(name: str) -> None:
    """Print a rule of either catalogue. Raises click.UsageError where there is none of that name."""
    from qradar_builder.findings import RULES
    from qradar_builder.lint.registry import lint_rules
    from qradar_builder.report.rule_link import rule_page
    from qradar_builder.text.nearest import closest

    known = {**RULES, **lint_rules()}
    if name not in known:
        near = closest(name, known)
        raise click.UsageError(f"there is no rule `{name}`" + (f"; did you mean `{near}`?" if near else ""))
    parts = _of_lint(name) if name in lint_rules() else _of_catalogue(name)
    address = rule_page(name)
    if address:
        parts.append(address)
    click.echo("\n\n".join(parts))


def _of_catalogue(name: str) -> list[str]:
    from qradar_builder.findings import RULES

    rule = RULES[name]
    parts = [f"{click.style(name, bold=True)} ({rule.severity})", rule.summary]
    return [*parts, f"To fix it: {rule.help}."] if rule.help else parts


def _of_lint(name: str) -> list[str]:
    from qradar_builder.lint.registry import lint_rules
    from qradar_builder.lint.rule import Fix

    rule = lint_rules()[name]
    fixes = {
        Fix.SAFE: "`--fix` fixes it.",
        Fix.UNSAFE: "`--unsafe-fixes` fixes it; read what changes.",
        Fix.NONE: "",
    }
    return [
        f"{click.style(name, bold=True)} ({rule.severity}, {rule.confidence} confidence)",
        rule.summary,
        rule.rationale,
        *([f"It applies to QRadar {rule.versions}."] if rule.versions else []),
        f"To fix it: {rule.help}. {fixes[rule.fix]}".rstrip(),
        f"{click.style('Found:', bold=True)}\n\n{_indented(rule.bad)}",
        f"{click.style('Not found:', bold=True)}\n\n{_indented(rule.good)}",
    ]


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.strip("\n").splitlines())
