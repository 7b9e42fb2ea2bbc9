"""Finds the rule for a change, and says its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.change import Change, Operation, part_at
from qradar_builder.comparison.effects.events import EVENTS
from qradar_builder.comparison.effects.properties import PROPERTIES, of_value
from qradar_builder.comparison.effects.rule import ANY, Level, rules
from qradar_builder.comparison.effects.settings import ONE_SIDE, SETTINGS, of_minimum
from qradar_builder.comparison.effects.types import PARSING, TYPES
from qradar_builder.comparison.effects.workflows import WORKFLOWS, host_of, of_workflow
from qradar_builder.comparison.model import Kind, Part
from qradar_builder.comparison.shown import shown_part, shown_value

if TYPE_CHECKING:
    from qradar_builder.comparison.effects.rule import Kinds

_IDENTITIES: Final = frozenset({"uuid", "id", "hub id", "number", "extension uuid"})
_WORDS: Final = {
    Kind.TYPE: "type",
    Kind.PROTOCOL: "protocol",
    Kind.FIELD: "field",
    Kind.MAPPING: "mapping",
    Kind.QID: "qid",
    Kind.PROPERTY: "property",
    Kind.OF_TYPE: "type",
    Kind.GROUP: "group",
    Kind.REFERENCE_DATA: "reference_data",
    Kind.WORKFLOW: "workflow",
    Kind.BOOKMARK: "bookmark",
    Kind.PARAMETER: "parameter",
    Kind.LOG_SOURCE: "log_source",
    Kind.ROW: "row",
    Kind.ACTION: "action",
    Kind.ELEMENT: "element",
    Kind.TEST: "test",
}
"""What the labels of a path are called in the sentences."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a change means: the kind of change, its class, and its effect on a running console in one sentence."""

    kind: str
    level: Level
    effect: str


def verdict(change: Change, new: Part) -> Verdict:
    """Judge a change; `new` is the tree that it leads to."""
    whole = change.old if change.operation is Operation.REMOVED else change.new
    part = whole if isinstance(whole, Part) else part_at(new, change.path)
    rule = rules()[_kind(change, part)]
    return Verdict(rule.id, rule.level, rule.effect.format_map(_Words(change, part)))


def _kind(change: Change, part: Part | None) -> str:
    kind = Kind.EXTENSION if change.kind is None else change.kind
    kinds = {step.kind for step in change.path}
    if change.attribute in _IDENTITIES and None in (change.old, change.new) and kind is not Kind.ROW:
        return ONE_SIDE
    special = (
        of_minimum(change)
        or (of_workflow(change, part) if Kind.WORKFLOW in kinds else None)
        or (of_value(kind, change.attribute, change.new) if Kind.PROPERTY in kinds else None)
    )
    if special is not None:
        return special
    table = _table(kind, kinds)
    key = (kind, change.operation, change.attribute)
    return table.get(key) or table[kind, change.operation, ANY]


def _table(kind: Kind, kinds: set[Kind]) -> Kinds:
    if Kind.WORKFLOW in kinds:
        return WORKFLOWS
    if Kind.PROPERTY in kinds:
        return PROPERTIES
    if kind in {Kind.MAPPING, Kind.QID}:
        return EVENTS
    if kind in {Kind.TYPE, Kind.PROTOCOL}:
        return TYPES
    return PARSING if Kind.TYPE in kinds else SETTINGS


class _Words(dict[str, str]):
    """What stands in the braces of a sentence."""

    def __init__(self, change: Change, part: Part | None) -> None:
        super().__init__()
        for step in change.path:
            if step.kind in _WORDS:
                self[_WORDS[step.kind]] = shown_value(step.label)
        self["attribute"] = change.attribute or ""
        name = change.attribute or ""
        self["old"] = shown_value(change.old, name)
        self["new"] = shown_value(change.new, name)
        if change.path:
            self["place"] = str((change.path[-1].place or 0) + 1)
        if part is not None and part.kind in {Kind.EXPRESSION, Kind.ACTION, Kind.ELEMENT, Kind.TEST}:
            self["expression" if part.kind is Kind.EXPRESSION else _WORDS[part.kind]] = shown_part(part)
        if part is not None and part.kind is Kind.MAPPING:
            self["qid"] = shown_value(part.get("QID record"))
        self["host"] = shown_value(host_of(change.new))

    def __missing__(self, key: str) -> str:
        return key
