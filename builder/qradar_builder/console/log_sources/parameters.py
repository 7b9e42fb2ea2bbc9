"""The parameters of a protocol as the console describes them, and the values that a log source gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.connection import calls
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.text.nearest import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.log_sources.values import Wanted
    from qradar_builder.findings import Findings

_SECRET: Final = frozenset({"PASSWORD", "SECRET"})
_APART: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter that a log source gives. A secret one is never compared or shown."""

    number: int
    name: str
    label: str
    value: str = field(repr=False)
    is_secret: bool


def parameters_of(session: Session, wanted: Wanted, findings: Findings) -> tuple[Parameter, ...]:
    """The parameters of a log source, by the description of the console. What does not fit is a finding.

    Raises ConsoleError where the console does not describe the protocol.
    """
    answer = session.get(calls.PROTOCOL, at={"id": wanted.protocol})
    rows = answer.get("parameters") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        raise ConsoleError("console/answer", f"the console does not describe the protocol {wanted.protocol_label}")
    known = {_folded(text): row for row in reversed(rows) for text in _names(row)}
    labels = [str(row.get("label")) for row in rows if isinstance(row, dict)]
    found: list[Parameter] = []
    for label, setting in wanted.settings.items():
        row = known.get(_folded(label))
        if row is None:
            near = closest(label, labels)
            message = f"the protocol {wanted.protocol_label} of the console has no parameter `{label}`"
            advice = f"did you mean `{near}`?" if near else f"it has {', '.join(labels)}"
            findings.add("console/values", setting.origin, message, help=advice)
            continue
        is_secret = setting.is_secret or str(row.get("type")).upper() in _SECRET
        problem = _problem(row, setting.value)
        if problem is not None:
            findings.add("console/values", setting.origin, f"`{label}` {problem}")
        found.append(Parameter(_number(row), str(row.get("name")), label, setting.value, is_secret))
    _check_required(rows, {each.name for each in found}, wanted, findings)
    return tuple(found)


def _check_required(rows: Iterable[Any], given: set[str], wanted: Wanted, findings: Findings) -> None:
    for row in rows:
        needs = isinstance(row, dict) and row.get("required") and not row.get("default_value") and not row.get("rules")
        if needs and str(row.get("name")) not in given:
            message = f"`{wanted.name}` gives no value for the parameter `{row.get('label')}`, which is required"
            findings.add("console/values", wanted.origin, message)


def _problem(row: Mapping[str, Any], value: str) -> str | None:
    """Why the console would refuse a value. Its patterns are Java's, and are left to it."""
    allowed = [str(each.get("value")) for each in row.get("allowed_values") or () if isinstance(each, dict)]
    names = [str(each.get("name")) for each in row.get("allowed_values") or () if isinstance(each, dict)]
    if allowed and value not in allowed and value not in names:
        return f"must be one of {', '.join(allowed[:10])}"
    longest, shortest = row.get("max_length"), row.get("min_length")
    if isinstance(longest, int) and longest > 0 and len(value) > longest:
        return f"has {len(value):,} characters, and at most {longest:,} are allowed"
    if isinstance(shortest, int) and len(value) < shortest:
        return f"must have at least {shortest:,} characters"
    return None


def _names(row: Any) -> Iterable[str]:
    return [str(row[name]) for name in ("name", "label") if row.get(name)] if isinstance(row, dict) else []


def _folded(text: str) -> str:
    return _APART.sub("", text.lower())


def _number(row: Mapping[str, Any]) -> int:
    number = row.get("id")
    return number if isinstance(number, int) else 0
