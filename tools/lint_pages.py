"""The pages of lint rules: a page for each family, with the reason, the fix and two examples of each rule."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from qradar_builder.lint.registry import lint_rules
from qradar_builder.lint.rule import Fix

if TYPE_CHECKING:
    from qradar_builder.lint.rule import LintRule

_FIXES = {Fix.SAFE: "`lint --fix` fixes it.", Fix.UNSAFE: "`lint --unsafe-fixes` fixes it.", Fix.NONE: ""}


def lint_pages() -> dict[str, str]:
    """The pages by their paths below docs/."""
    return {
        f"rules/{family}.md": _page(family, list(rules))
        for family, rules in groupby(lint_rules().values(), key=lambda rule: rule.id.partition("/")[0])
    }


def _page(family: str, rules: list[LintRule[Any]]) -> str:
    head = f"""\
# Lint rules: {family}

Each rule has an example that it finds, and the same one repaired. `qradar-builder lint --explain RULE` prints what is
here. This page is made from the code of the rules.
"""
    return "\n".join([head, *(_rule(rule) for rule in rules)])


def _rule(rule: LintRule[Any]) -> str:
    facts = f"{rule.severity.value.capitalize()}, {rule.confidence} confidence."
    versions = f" QRadar {rule.versions}." if rule.versions else ""
    help_text = f"To fix it: {rule.help}. {_FIXES[rule.fix]}".rstrip()
    return f"""\
## {rule.id}

{rule.summary}

{facts}{versions}

{rule.rationale}

{help_text}

Found:

{_code(rule.bad)}

Not found:

{_code(rule.good)}
"""


def _code(example: str) -> str:
    language = "xml" if example.lstrip().startswith("<") else "yaml"
    return f"```{language}\n{example.strip(chr(10))}\n```"
