"""The parameters of a protocol as the console describes them, and the values that a log source gives them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.connection import calls
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.log_sources.checks import is_required, parameter_key, problem_of
from qradar_builder.text.nearest import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.log_sources.values import Wanted
    from qradar_builder.findings import Findings

_SECRET: Final = frozenset({"PASSWORD", "SECRET"})


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
    known = {parameter_key(text): row for row in reversed(rows) for text in _names(row)}
    labels = [str(row.get("label")) for row in rows if isinstance(row, dict)]
    found: list[Parameter] = []
    for label, setting in wanted.settings.items():
        row = known.get(parameter_key(label))
        if row is None:
            near = closest(label, labels)
            message = f"the protocol {wanted.protocol_label} of the console has no parameter `{label}`"
            advice = f"did you mean `{near}`?" if near else f"it has {', '.join(labels)}"
            findings.add("console/values", setting.origin, message, help=advice)
            continue
        is_secret = setting.is_secret or str(row.get("type")).upper() in _SECRET
        problem = problem_of(row, setting.value)
        if problem is not None:
            findings.add("console/values", setting.origin, f"`{label}` {problem}")
        found.append(Parameter(_number(row), str(row.get("name")), label, setting.value, is_secret))
    _check_required(rows, found, wanted, findings)
    return tuple(found)


def _check_required(rows: Iterable[Any], found: Iterable[Parameter], wanted: Wanted, findings: Findings) -> None:
    """Report parameters that need a value, by the rules of the protocol, and get none."""
    known = [row for row in rows if isinstance(row, dict)]
    given = {each.name: each.value for each in found}
    values = {row.get("id"): given.get(str(row.get("name")), str(row.get("default_value") or "")) for row in known}
    for row in known:
        if is_required(row, values) and not values[row.get("id")]:
            message = f"`{wanted.name}` gives no value for the parameter `{row.get('label')}`, which is required"
            findings.add("console/values", wanted.origin, message)


def _names(row: Any) -> Iterable[str]:
    return [str(row[name]) for name in ("name", "label") if row.get(name)] if isinstance(row, dict) else []


def _number(row: Mapping[str, Any]) -> int:
    number = row.get("id")
    return number if isinstance(number, int) else 0
