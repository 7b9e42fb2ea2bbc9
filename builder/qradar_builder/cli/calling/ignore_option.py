"""The option `--ignore RULE`, and the check of names of rules that options take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Collection

IGNORE = click.option(
    "--ignore",
    "ignored",
    multiple=True,
    metavar="RULE",
    help="Ignore the warnings and notes of a rule, such as qid/unused, or of a family, such as qid.",
)


def check_rules(option: str, rules: Collection[str], *, may_be_errors: bool = False) -> None:
    """Raise click.UsageError where one of the names of an option is no rule or family, or a rule of errors."""
    if not rules:
        # Without names, the rules are not loaded to compare them with.
        return
    from qradar_builder.lint.ignoring import unknown_rules

    wrong = list(unknown_rules(rules, may_be_errors=may_be_errors))
    if wrong:
        raise click.UsageError(f"{option}: {'; '.join(wrong)}")
