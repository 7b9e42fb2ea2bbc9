"""Writes what follows from the code in docs/: schemas, rules, choices, reference, a picture. Run it by `make docs`."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qradar_builder.comparison.effects.rule import rules as kinds_of_change
from qradar_builder.console.choices import CHOICES as CLIENT_CHOICES
from qradar_builder.console.model.semantics import CHOICES as CONSOLE_CHOICES
from qradar_builder.dsm import event_choices, parsing_choices
from qradar_builder.findings import RULES
from qradar_builder.http.call_choices import CHOICES as DRIVER_CHOICES
from qradar_builder.lint.registry import lint_rules
from qradar_builder.reference.choice import Choice
from qradar_builder.source.json_schema import SCHEMAS, json_schema
from qradar_builder.workflow.run_choices import all_choices
from tools import page_protocol
from tools.command_pages import command_pages
from tools.format_pages import format_pages
from tools.jpath_page import jpath_page
from tools.layer_picture import PICTURE, layer_picture, layers
from tools.lint_pages import lint_pages
from tools.markdown import anchored, table
from tools.pictures.event import event_picture
from tools.pictures.polls import polls_picture
from tools.pictures.way import way_picture
from tools.shipped_pages import shipped_pages
from tools.survey_schema import NAME as SURVEY_REPORT, survey_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Rule
    from qradar_builder.lint.rule import LintRule

DOCS = Path(__file__).parent.parent / "docs"

_CHOICES_HEAD = """\
# Fidelity of workflow runs

What IBM documents, and what was seen in published logs of the product, is followed exactly. This page lists the
questions that stay open, what a run here does, and what speaks for it. A trace says when a run leaned on one. The page
is made from the code, where each of these choices is named by what follows it.
"""

_PARSING_HEAD = """\
# Fidelity of parsing

What IBM documents, and what was seen in exports, is followed exactly. This page lists the questions that stay open,
what `parse` and `test` do here, and what speaks for it. It is made from the code, where each of these choices is named
by what follows it.
"""

_CONSOLE_HEAD = """\
# Fidelity of the console commands and the model

[The commands for a console](console.md) and [the model of a console](console-model.md) follow what IBM publishes of the
REST API. This page lists the questions that stay open, what the commands (first) and the model do, and what speaks for
it. It is made from the code, where each of these choices is named by what follows it.
"""

_RULES_HEAD = """\
# Rules

Every finding carries the id of its rule. An error stops a build: QRadar would refuse the content or lose events. A
warning is a risk, a note is good to know. [Lint](lint.md) shows how to choose rules and leave findings out. This page
is made from the catalogue of rules in the code.
"""


_CHANGES_HEAD = """\
# Kinds of changes

[`qradar-builder diff`](../diff.md) gives each change a kind, a class and a sentence that says what it does to a running
console. Words in braces are replaced by names and values. This page is made from the catalogue in the code.
"""


def generated() -> dict[str, str]:
    """The generated files by their paths below docs/."""
    files = {f"schemas/{name}.json": _json(json_schema(name)) for name in SCHEMAS}
    files[f"schemas/{SURVEY_REPORT}.json"] = _json(survey_schema())
    reference = {**command_pages(), **format_pages(), **jpath_page(), **shipped_pages()}
    picture = {
        PICTURE: layer_picture(layers()),
        "images/way.svg": way_picture(),
        "images/event.svg": event_picture(),
        "images/polls.svg": polls_picture(),
    }
    changes = {"reference/changes.md": _changes()}
    return {**files, **reference, **picture, **changes, "rules.md": _rules(), **lint_pages(), **_fidelity()}


def _fidelity() -> dict[str, str]:
    tables = (parsing_choices, event_choices)
    choices = [value for table in tables for value in vars(table).values() if isinstance(value, Choice)]
    return {
        "fidelity-workflows.md": _choices(_CHOICES_HEAD, (*all_choices(), *DRIVER_CHOICES)),
        "fidelity-parsing.md": _choices(_PARSING_HEAD, choices),
        "fidelity-console.md": _choices(_CONSOLE_HEAD, (*CLIENT_CHOICES, *CONSOLE_CHOICES)),
    }


def _choices(head: str, choices: Iterable[Choice]) -> str:
    rows = [(each.question, each.answer, each.evidence) for each in choices]
    return f"{head}\n{table(('question', 'what is done here', 'evidence'), rows)}"


def _changes() -> str:
    rows = [(anchored(rule.id, rule.id), str(rule.level), rule.effect) for rule in kinds_of_change().values()]
    return f"{_CHANGES_HEAD}\n{table(('kind', 'class', 'effect on a running console'), rows)}"


def _json(schema: object) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _rules() -> str:
    parts = [_RULES_HEAD]
    rules: list[Rule | LintRule[Any]] = [*RULES.values(), *lint_rules().values()]
    ordered = sorted(rules, key=lambda rule: rule.id)
    for family, group in groupby(ordered, key=lambda rule: rule.id.split("/")[0]):
        rows = [(_rule_name(rule.id), rule.severity.value, rule.summary, rule.help) for rule in group]
        parts.append(f"## {family}\n\n{table(('rule', 'severity', 'what must be true', 'what to do'), rows)}")
    return "\n".join(parts)


def _rule_name(rule: str) -> str:
    """The id of a rule as an anchor. A lint rule has a page too."""
    name = anchored(rule, rule)
    if rule not in lint_rules():
        return name
    return f"{name} ([more](rules/{rule.partition('/')[0]}.md#{rule.replace('/', '')}))"


def main() -> None:
    """Write every generated file."""
    page_protocol.main()
    for name, text in generated().items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
