"""Custom properties and their expressions."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from qradar_builder.dsm.expressions.checks import check_group, check_regex
from qradar_builder.dsm.expressions.syntax import problem
from qradar_builder.dsm.values.times.patterns import check_date_pattern
from qradar_builder.findings import Findings, Location
from qradar_builder.model.expressions import Kind, Operator, PropertyExpression
from qradar_builder.model.log_source_type import PropertyType
from qradar_builder.package.resolve.properties import groups_of_format, ships_numeric
from qradar_builder.package.rest_plan import EXPRESSION_RESOURCES
from qradar_builder.reference.custom_properties import custom_property
from qradar_builder.takeover.content.events import category_text, is_category
from qradar_builder.takeover.content.model import TakenExpression, TakenProperty
from qradar_builder.takeover.content.rows import number
from qradar_builder.takeover.tables.other_expressions import OTHER_EXPRESSIONS
from qradar_builder.text.nearest import UnknownName

if TYPE_CHECKING:
    from qradar_builder.package.extension.content_reader import ContentRow
    from qradar_builder.takeover.content.events import Records
    from qradar_builder.takeover.content.model import TakenType
    from qradar_builder.takeover.content.rows import Index

_ANY = -1
_KINDS = {
    "ariel_property_expression": Kind.REGEX,
    "ariel_property_json_expression": Kind.JSON,
    **{table: kind for kind, table in EXPRESSION_RESOURCES.items()},
}
"""What language the expressions of a table are written in."""
_OPTIONS: dict[Kind, dict[str, str]] = {kind: {} for kind in Kind} | {
    Kind.REGEX: {"format": "format_string"},
    Kind.NVP: {"pair_delimiter": "delimiter_pair", "value_delimiter": "delimiter_name_value"},
    Kind.LIST: {"delimiter": "delimiter"},
}
"""What else the file says of an expression that no export has shown as a row, and the column that has it."""
_OPERANDS = {"first": "first_operand", "operator": "operator", "second": "second_operand"}
_WHOLE = re.compile(r"-?\d{1,18}(?:\.0)?", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?(?:e[+-]?\d{1,3})?", re.ASCII)
_NULLS = frozenset({"", "NULL::character varying"})
"""What stands in a column of an export where there is no value."""


def take_properties(one: TakenType, index: Index, records: Records, names: dict[str, str]) -> None:
    """Take the properties of a log source type. `names` are the ids that names have already: each has one."""
    found: dict[str, list[TakenExpression]] = {}
    for table, row in index.expressions.get(str(one.number), []):
        identity = row.text("ap_id") or ""
        expression = _expression(table, row, index, records) if identity in index.properties else None
        if expression is not None:
            found.setdefault(identity, []).append(expression)
    _without_operands(found, index)
    for identity, row in index.properties.items():
        expressions = found.get(identity)
        name = row.text("propertyname") or ""
        if not expressions or not name or row.text("database") != "events":
            continue
        written = _property(row)
        if written is None or names.setdefault(name, identity) != identity:
            continue
        expressions.sort(key=lambda expression: _rank(expression.row))
        one.properties.append(TakenProperty(row, written, expressions))
        for expression in expressions:
            record = expression.record
            if record is not None:
                record.by_key = True
                if one.key not in record.users:
                    record.users.append(one.key)


def _rank(row: ContentRow) -> tuple[int, int]:
    """The place among the expressions of a property; those without one come last, in the order of the file."""
    rank = number(row, "rank")
    return (rank if rank is not None and rank > 0 else 1 << 30, row.number)


def _property(row: ContentRow) -> dict[str, Any] | None:
    """What the file says of a property, without its expressions; None where it cannot say it."""
    name, kind = row.text("propertyname") or "", row.text("propertytype") or ""
    if kind not in list(PropertyType):
        return None
    written: dict[str, Any] = {"name": name}
    identity = row.text("id") or ""
    try:
        shipped = custom_property(name)
    except UnknownName:
        shipped = None
    is_shipped = shipped is not None and shipped.id == identity and name in {shipped.name, shipped.dictionary_name}
    is_shipped = is_shipped and shipped is not None and shipped.type in {None, kind}
    default = (shipped.type or "string") if is_shipped and shipped is not None else "string"
    if kind != default:
        written["type"] = kind
    if row.text("forceparse") == "true":
        written["optimize"] = True
    if row.text("description"):
        written["description"] = row.text("description")
    if kind == PropertyType.TIME:
        pattern, locale = row.text("datepattern") or "", row.text("languagetag") or ""
        problems = Findings()
        check_date_pattern(pattern, Location(""), problems)
        if pattern in _NULLS or locale in _NULLS or problems.errors:
            return None
        written |= {"datetime_format": pattern, "locale": locale}
    if shipped is not None and not is_shipped:
        # Without this it would be taken for the shipped property.
        written["id"] = identity
    return written


def _without_operands(found: dict[str, list[TakenExpression]], index: Index) -> None:
    """Leave out calculations with what is no numeric property of the log source type."""
    while True:
        numeric = {
            index.properties[identity].text("propertyname")
            for identity, expressions in found.items()
            if expressions and index.properties[identity].text("propertytype") == PropertyType.NUMERIC
        }
        count = sum(map(len, found.values()))
        for identity, expressions in found.items():
            name = index.properties[identity].text("propertyname")
            expressions[:] = [each for each in expressions if _operands(each) <= _known(each, numeric) - {name}]
        if sum(map(len, found.values())) == count:
            return


def _operands(expression: TakenExpression) -> set[str | None]:
    calculation = expression.written.get("calculated", {})
    return {each for each in (calculation.get("first"), calculation.get("second")) if isinstance(each, str)}


def _known(expression: TakenExpression, numeric: set[str | None]) -> set[str | None]:
    return numeric | {name for name in _operands(expression) if name is not None and ships_numeric(name)}


def _expression(table: str, row: ContentRow, index: Index, records: Records) -> TakenExpression | None:
    """What the file says of an expression; None where it cannot say it."""
    written = _written(table, row)
    if written is None or (index.made and number(row, "deviceid") not in {None, _ANY}):
        return None
    if row.text("enabled") == "false":
        written["enabled"] = False
    record = None
    qid, category = number(row, "qid"), number(row, "category")
    if qid not in {None, _ANY}:
        target = index.record_of_number(str(qid))
        record = None if target is None else records.of(target)
        if record is None or category not in {None, _ANY}:
            return None
    elif category is not None and category != _ANY:
        if not is_category(category):
            return None
        written["category"] = category_text(category)
    sample = _decoded(row.text("payload"))
    if sample:
        written["sample"] = sample
    return TakenExpression(table, row, written, record) if _holds(written) else None


def _written(table: str, row: ContentRow) -> dict[str, Any] | None:
    """The expression itself; None where there is none."""
    kind = _KINDS[table]
    if kind is Kind.CALCULATED:
        return {"calculated": {name: _operand(row.text(column)) for name, column in _OPERANDS.items()}}
    text = row.text("regex" if kind is Kind.REGEX else "expression")
    if not text:
        return None
    group = number(row, "capturegroup")
    given: dict[str, Any] = {kind.value: text}
    if kind is Kind.REGEX and group not in {None, 1}:
        given["capture_group"] = group
    if table in OTHER_EXPRESSIONS:
        given |= {name: row.text(column) for name, column in _OPTIONS[kind].items()}
    return given


def _operand(text: str | None) -> object:
    """An operand: a property behind an equals sign, the operator, or a number."""
    if text is None or text.startswith("="):
        return None if text is None else text[1:]
    if _WHOLE.fullmatch(text):
        return int(text.removesuffix(".0"))
    return float(text) if _DECIMAL.fullmatch(text) else text


def _decoded(payload: str | None) -> str | None:
    try:
        text = base64.b64decode("".join((payload or "").split()), validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return text if base64.b64encode(text.encode()).decode("ascii") == payload and "\r" not in text else None


def _holds(written: dict[str, Any]) -> bool:
    try:
        spec = PropertyExpression.model_validate(written)
    except ValidationError:
        return False
    if spec.calculated is not None:
        is_division = spec.calculated.operator is Operator.DIVIDE
        return not (is_division and spec.calculated.second == 0)
    if spec.kind is not Kind.REGEX:
        return problem(spec.kind, spec.text) is None
    problems = Findings()
    pattern = check_regex(spec.text, Location(""), problems)
    if pattern is not None:
        groups = [1 if spec.capture_group is None else spec.capture_group]
        for group in groups if spec.format is None else groups_of_format(spec.format):
            check_group(group, pattern, str(group), Location(""), problems)
    return not problems.errors
