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
_WITH_ERRORS = f"{_PACKAGE}.workflow"
"""The only family with rules whose findings are errors."""
_OF_ERRORS = "severity=Severity.ERROR,"
"""How the module of such a rule says so."""
_FAMILIES = {
    "ArchiveSubject": ("archive", "manifest"),
    "PackageSubject": ("dsm", "package", "qid"),
    "RegexSubject": ("regex",),
    "TypeSubject": ("dsm",),
    "ValuesSubject": ("values",),
    "WorkflowSubject": ("workflow",),
}
"""The families that have rules over a kind of subject, by the name of its class. A test of the registry holds it."""


@cache
def lint_rules() -> dict[str, LintRule[Any]]:
    """Every lint rule by its id, in the order of the ids."""
    rules = sorted(_rules(_PACKAGE, resources.files(_PACKAGE)), key=lambda rule: rule.id)
    found = {rule.id: rule for rule in rules}
    assert len(found) == len(rules), "two rules have the same id, and one would never run"
    return found


def rules_over(subject: type[object]) -> tuple[LintRule[Any], ...]:
    """The rules over one kind of subject, in the order of their ids. No other families are imported."""
    if subject not in _KNOWN:
        families = _FAMILIES.get(subject.__name__, ())
        found = (rule for family in families for rule in _family(family) if rule.subject is subject)
        _KNOWN[subject] = tuple(sorted(found, key=lambda rule: rule.id))
    return _KNOWN[subject]


_KNOWN: dict[type[object], tuple[LintRule[Any], ...]] = {}


@cache
def _family(name: str) -> tuple[LintRule[Any], ...]:
    return tuple(_rules(f"{_PACKAGE}.{name}", resources.files(_PACKAGE) / name))


@cache
def rules_of_errors() -> tuple[LintRule[Any], ...]:
    """The rules whose findings are errors. A build runs these alone, so the modules of the others are not imported."""
    return tuple(_rules(_WITH_ERRORS, resources.files(_WITH_ERRORS), only=_OF_ERRORS))


def _rules(package: str, folder: Traversable, only: str = "") -> Iterator[LintRule[Any]]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _rules(f"{package}.{entry.name}", entry, only)
        elif entry.name.endswith(".py") and not entry.name.startswith("_") and _has(entry, only):
            rule = getattr(import_module(f"{package}.{entry.name.removesuffix('.py')}"), "RULE", None)
            if rule is not None:
                yield rule


def _has(module: Traversable, text: str) -> bool:
    return not text or text in module.read_text("utf-8")
