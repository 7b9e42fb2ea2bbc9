"""Property expressions of the REST API that no export has shown as rows: all but plain regular expressions and JSON.

Each becomes a row of a table with the name of its resource, for the import alone: a build writes it into the REST plan.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from qradar_builder.package.extension.rows.row import ANY, Row
from qradar_builder.package.rest_plan import EXPRESSION_RESOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping

_REGEX = "property_expressions"
_EXPRESSION = "regex_property_identifier"
_TEXTS = ("regex", "format_string", "expression", "delimiter_pair", "delimiter_name_value", "delimiter", "operator")
_OPERANDS = ("first_operand", "second_operand")
OTHER_EXPRESSIONS = frozenset(EXPRESSION_RESOURCES.values())
"""The tables of these rows."""


def other_expression(resource: str, item: Mapping[str, Any]) -> Row | None:
    """The row of such an expression. None for an item of another resource."""
    if resource not in OTHER_EXPRESSIONS or (resource == _REGEX and not item.get("format_string")):
        return None
    given = {
        "id": item.get("identifier") or item.get("id"),
        "sequenceid": item.get("id"),
        "ap_id": item[_EXPRESSION],
        "devicetypeid": _or_any(item.get("log_source_type_id")),
        "deviceid": _or_any(item.get("log_source_id")),
        "qid": _or_any(item.get("qid")),
        "category": _or_any(item.get("low_level_category_id")),
        "enabled": "false" if item.get("enabled") is False else "true",
        **{name: item.get(name) for name in _TEXTS},
        **{name: _operand(item.get(name)) for name in _OPERANDS},
    }
    return Row(resource, {name: str(value) for name, value in given.items() if value is not None})


def sample_of(item: Mapping[str, Any]) -> dict[str, str]:
    """The column with the payload that people tried an expression on, if it has one."""
    payload = item.get("payload")
    if not isinstance(payload, str) or not payload or _EXPRESSION not in item:
        return {}
    return {"payload": base64.b64encode(payload.encode(errors="replace")).decode("ascii")}


def _or_any(value: object) -> object:
    return ANY if value is None else value


def _operand(operand: object) -> object:
    """A number, or the name of a property behind an equals sign."""
    if not isinstance(operand, dict):
        return None
    if operand.get("type") == "PROPERTY":
        return f"={operand.get('property_name')}"
    return operand.get("numeric_value")
