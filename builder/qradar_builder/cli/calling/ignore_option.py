"""The option `--ignore RULE`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

IGNORE = click.option(
    "--ignore",
    "ignored",
    multiple=True,
    metavar="RULE",
    help="Ignore the warnings and notes of a rule, such as qid/unused, or of a family, such as qid.",
)


def check_ignored(rules: Iterable[str]) -> None:
    """Raise click.UsageError where one of the names is no rule or family, or a rule of errors."""
    from qradar_builder.lint.ignoring import unknown_rules

    wrong = list(unknown_rules(rules))
    if wrong:
        raise click.UsageError(f"--ignore: {'; '.join(wrong)}")
