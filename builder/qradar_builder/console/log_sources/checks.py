"""What is wrong with the value of a protocol parameter, by what a console or the reference data says of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.javalang.regex.errors import JavaRegexError, RegexTimeout
from qradar_builder.javalang.regex.pattern import compile_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.reference.protocol_parameters import ProtocolParameter

_WHOLE: Final = frozenset({"INTEGER", "INT", "LONG", "SHORT", "NUMBER", "NUMERIC", "PORT"})
_SWITCH: Final = frozenset({"BOOLEAN", "CHECKBOX"})
_APART: Final = re.compile(r"[^a-z0-9]+")
_LONGEST_TIME: Final = 1.0
"""How many seconds a pattern may take."""


def parameter_key(text: str) -> str:
    """What a parameter is looked up by: its name or label, whatever signs and capitals it is written with."""
    return _APART.sub("", text.lower())


def problem_of(row: Mapping[str, Any], value: str) -> str | None:
    """Why a console would refuse a value, without the value: it may be secret. None where nothing is known.

    `row` is a parameter as `/protocol_types/{id}` describes it.
    """
    return (
        _allowed_problem(row, value) or _length_problem(row, value) or _number_problem(row, value) or _form(row, value)
    )


def described(parameter: ProtocolParameter) -> dict[str, Any]:
    """A parameter of the reference data in the form of the API."""
    return {
        "name": parameter.name,
        "label": parameter.label,
        "type": parameter.type,
        "required": parameter.required,
        "default_value": parameter.default or None,
        "pattern": parameter.pattern or None,
        "allowed_values": [{"name": each, "value": each} for each in parameter.allowed],
        "min_value": None if parameter.least is None else str(parameter.least),
        "max_value": None if parameter.most is None else str(parameter.most),
    }


def is_required(row: Mapping[str, Any], values: Mapping[Any, str]) -> bool:
    """Whether a parameter needs a value. `values` are those of all parameters by number, defaults included.

    A rule changes what the row says where the value of another parameter fits its pattern.
    """
    required = bool(row.get("required"))
    for rule in _objects(row.get("rules")):
        if rule.get("parameter_id") not in {None, row.get("id")}:
            continue
        value = values.get(rule.get("trigger_parameter_id"), "")
        fits = _fits(str(rule.get("trigger_pattern") or ""), value)
        if fits is None:
            # Whether it applies is for the console to say.
            return False
        if not fits:
            continue
        affected, becomes = str(rule.get("affected_property")).lower(), str(rule.get("affected_property_value")).lower()
        if affected == "required":
            required = becomes == "true"
        elif affected in {"visible", "enabled"} and becomes == "false":
            return False
    return required


def _allowed_problem(row: Mapping[str, Any], value: str) -> str | None:
    rows = list(_objects(row.get("allowed_values")))
    values, names = ([str(each.get(key)) for each in rows] for key in ("value", "name"))
    if values and value not in values and value not in names:
        return f"must be one of {', '.join(values[:10])}"
    if not values and str(row.get("type")).upper() in _SWITCH and value not in {"true", "false"}:
        return "must be true or false"
    return None


def _length_problem(row: Mapping[str, Any], value: str) -> str | None:
    longest, shortest = row.get("max_length"), row.get("min_length")
    if isinstance(longest, int) and longest > 0 and len(value) > longest:
        return f"has {len(value):,} characters, and at most {longest:,} are allowed"
    if isinstance(shortest, int) and len(value) < shortest:
        return f"must have at least {shortest:,} characters"
    return None


def _number_problem(row: Mapping[str, Any], value: str) -> str | None:
    least, most = _number(row.get("min_value")), _number(row.get("max_value"))
    is_whole = str(row.get("type")).upper() in _WHOLE
    if not is_whole and least is None and most is None:
        return None
    found = _number(value)
    if found is None or (is_whole and found != int(found)):
        return "must be an integer" if is_whole else "must be a number"
    if least is not None and found < least:
        return f"must be at least {least:g}"
    return f"must be at most {most:g}" if most is not None and found > most else None


def _form(row: Mapping[str, Any], value: str) -> str | None:
    pattern = row.get("pattern")
    if not isinstance(pattern, str) or not pattern or _fits(pattern, value) is not False:
        return None
    told = row.get("pattern_description")
    return f"must have this form: {told}" if isinstance(told, str) and told.strip() else f"must match {pattern[:200]}"


def _fits(pattern: str, value: str) -> bool | None:
    """Whether a value fits a Java pattern as a whole; None where it cannot be run here."""
    try:
        return compile_pattern(pattern).fullmatch(value, _LONGEST_TIME) is not None
    except (JavaRegexError, RegexTimeout):
        return None


def _number(found: Any) -> float | None:
    text = str(found).strip() if found is not None else ""
    digits = text.removeprefix("-").replace(".", "", 1)
    return float(text) if digits.isascii() and digits.isdecimal() and len(digits) <= 30 else None


def _objects(found: Any) -> Iterable[Mapping[str, Any]]:
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
