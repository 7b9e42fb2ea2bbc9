"""What a ZIP does not carry and `build` writes into `rest-plan.json` in the folder beside it, as parts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.comparison.model import Kind, Part, part
from qradar_builder.comparison.reading.labels import category_name
from qradar_builder.comparison.reading.properties import RANK, with_expressions
from qradar_builder.findings import Location
from qradar_builder.model.expressions import Kind as Language
from qradar_builder.package.extension.zip_reader import MAX_ENTRY
from qradar_builder.package.rest_plan import FORMAT_VERSION
from qradar_builder.source.files import display_name, is_inside, read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qradar_builder.comparison.reading.tables import Tabled
    from qradar_builder.findings import Findings

_PLAN: Final = "rest-plan.json"
_VERSIONS: Final = (1, FORMAT_VERSION)
"""The versions of plans whose steps these are."""
_PROPERTIES: Final = "/regex_properties"
_EXPRESSION: Final = re.compile(r".*/property_(?:(leef|cef|xml|nvp|genericlist|aql|calculated)_)?expressions\Z")
_NUMBER: Final = re.compile(r"as number (\d+) of")


@dataclass(slots=True)
class Plan:
    """What the steps of a plan make, by the names under which steps save what they find."""

    types: dict[str, str] = field(default_factory=dict)
    qids: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    sets: dict[str, str] = field(default_factory=dict)
    made: dict[str, Part] = field(default_factory=dict)
    """New custom properties by name."""
    expressions: list[tuple[dict[str, Any], Language, int]] = field(default_factory=list)
    """The body, the language and the rank of each expression."""
    elements: dict[str, list[str]] = field(default_factory=dict)
    """By name of the reference data collection."""


def has_plan_folder(path: Path) -> bool:
    """Whether there is the folder that `build` writes beside a ZIP."""
    folder = path.with_suffix("")
    return folder.is_dir() and is_inside(folder, path.parent)


def plan_beside(path: Path, findings: Findings) -> Plan | None:
    """What the plan beside a ZIP makes; nothing where there is none. None, with a finding, where it is not readable."""
    file = path.with_suffix("") / _PLAN
    if not file.is_file():
        return Plan()
    name = display_name(file)
    content = read_bytes(file, name, findings, limit=MAX_ENTRY, within=file.parent)
    if content is None:
        return None
    plan = Plan()
    try:
        document = json.loads(content)
        # Another version has other steps, which this one cannot tell.
        for step in dict.fromkeys(_VERSIONS, document["steps"])[document["version"]]:
            _read(step, plan)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        findings.add("diff/plan", Location(name), "is not a REST plan that `build` wrote, and is not compared")
        return None
    return plan


def _read(step: Mapping[str, Any], plan: Plan) -> None:
    path, body, found = step["path"], step.get("body"), step.get("find") or {}
    for saved in step.get("save", {}):
        for names, start in ((plan.types, "type-"), (plan.properties, "property-"), (plan.sets, "set-")):
            if saved.startswith(start) and "name" in found:
                names[saved] = str(found["name"])
        if saved.startswith("qid-") and "uuid" in found:
            plan.qids[saved] = str(found["uuid"])
    if step["method"] == "GET" or body is None:
        return
    language = _EXPRESSION.fullmatch(path)
    if path.endswith(_PROPERTIES):
        plan.made[str(body["name"])] = _property(body)
    elif language is not None:
        rank = _NUMBER.search(step.get("note") or "")
        kind = Language.REGEX if language[1] is None else _LANGUAGES.get(language[1]) or Language(language[1])
        plan.expressions.append((body, kind, int(rank[1]) if rank else 1))
    elif isinstance(body, list):
        for entry in body:
            name = plan.sets[entry["collection_id"]["saved"]]
            plan.elements.setdefault(name, []).append(str(entry["value"]))


_LANGUAGES: Final = {"genericlist": Language.LIST}
"""Languages that the REST API calls otherwise."""


def _property(body: Mapping[str, Any]) -> Part:
    return part(
        Kind.PROPERTY,
        {
            "type": body.get("property_type"),
            "optimized": bool(body.get("use_for_rule_engine")),
            "description": body.get("description") or None,
            "date format": body.get("datetime_format"),
            "locale": body.get("locale"),
        },
    )


def with_plan(parts: Mapping[Kind, Mapping[str, Part]], plan: Plan, tabled: Tabled) -> dict[Kind, Mapping[str, Part]]:
    """The parts of a ZIP with what its plan makes. The expressions are not in order yet."""
    properties = dict(parts[Kind.PROPERTY])
    by_id = {str(each.get("id")): label for label, each in properties.items()}
    records = {str(each.get("uuid")): label for label, each in parts[Kind.QID].items()}
    for body, language, rank in plan.expressions:
        identity, number = body["regex_property_identifier"], body["log_source_type_id"]
        name = plan.properties[identity["saved"]] if isinstance(identity, dict) else by_id.get(identity, identity)
        saved = plan.types[number["saved"]] if isinstance(number, dict) else None
        type_label = saved if saved is not None else tabled.types.get(str(number), f"type {number}")
        qid = body.get("qid")
        record = None if qid is None else records.get(plan.qids[qid["saved"]])
        properties.setdefault(name, plan.made.get(name) or Part(Kind.PROPERTY))
        properties[name] = with_expressions(properties[name], type_label, [_expression(body, language, record, rank)])
    collections = dict(parts[Kind.REFERENCE_DATA])
    for name, elements in plan.elements.items():
        if name in collections:
            one = collections[name]
            collections[name] = part(one.kind, {**one.values, "elements": tuple(sorted(set(elements)))})
    return {**parts, Kind.PROPERTY: properties, Kind.REFERENCE_DATA: collections}


def _expression(body: Mapping[str, Any], language: Language, record: str | None, rank: int) -> Part:
    return part(
        Kind.EXPRESSION,
        {
            "kind": str(language),
            "text": _text(body, language),
            "format": body.get("format_string"),
            "pair delimiter": body.get("delimiter_pair"),
            "value delimiter": body.get("delimiter_name_value"),
            "delimiter": body.get("delimiter"),
            "enabled": bool(body.get("enabled", True)),
            "QID record": record,
            "category": category_name(body.get("low_level_category_id")),
            "sample": body.get("payload"),
            RANK: rank,
        },
    )


def _text(body: Mapping[str, Any], language: Language) -> str:
    if language is Language.CALCULATED:
        operands = [
            str(each["property_name"] if each["type"] == "PROPERTY" else each["numeric_value"])
            for each in (body["first_operand"], body["second_operand"])
        ]
        return f"{operands[0]} {body['operator']} {operands[1]}"
    return str(body["regex" if language is Language.REGEX else "expression"])
