"""Finds the rules: every module below `lint/rules/` that has a `RULE`."""

from __future__ import annotations

from functools import cache
from importlib import import_module, resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from qradar_builder.lint.rule import LintRule

_PACKAGE = "qradar_builder.lint.rules"


@cache
def lint_rules() -> dict[str, LintRule[Any]]:
    """Every lint rule by its id, in the order of the ids."""
    rules = sorted(_rules(_PACKAGE, resources.files(_PACKAGE)), key=lambda rule: rule.id)
    found = {rule.id: rule for rule in rules}
    assert len(found) == len(rules), "two rules have the same id, and one would never run"
    return found


def _rules(package: str, folder: Traversable) -> Iterator[LintRule[Any]]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _rules(f"{package}.{entry.name}", entry)
        elif entry.name.endswith(".py") and not entry.name.startswith("_"):
            rule = getattr(import_module(f"{package}.{entry.name.removesuffix('.py')}"), "RULE", None)
            if rule is not None:
                yield rule
