"""The explanation of an event as text: which expression gave what, and how the QID was found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qradar_builder.dsm.event import category_name
from qradar_builder.dsm.trial import Verdict
from qradar_builder.report.event_table import time_text
from qradar_builder.report.text_report import columns
from qradar_builder.text.shown import escaped, fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.explanation import ComputedExplanation, Explanation, FieldExplanation
    from qradar_builder.dsm.qid.step import Step
    from qradar_builder.dsm.trial import Attempt
    from qradar_builder.findings import Origin

_WIDTH = 110
_CONTEXT = 30
"""How much of the payload is shown before and behind a match, in characters."""
_MOST_MARKED = 100
_LONGEST = 400
"""How much of a value or reason is shown, in characters."""
_SIGNS = {Verdict.WON: "+", Verdict.LATE: "=", Verdict.NOTHING: "-", Verdict.REFUSED: "!"}
_LATE = "also has a value, but an earlier one is used"


def explanation_text(explanation: Explanation, number: int) -> str:
    """All that is known of an event, in lines."""
    return "\n".join(_lines(explanation, number))


def _lines(explanation: Explanation, number: int) -> Iterator[str]:
    event = explanation.event
    yield f"=== event {number}: {event.outcome.value}"
    yield f"payload  {fitted(escaped(explanation.payload), _WIDTH)}"
    yield from _frame(explanation)
    of_dsm = _of_dsm(explanation)
    for each in explanation.fields:
        yield from _field(each, explanation.payload, other=of_dsm.pop(each.name, "no value"))
    yield from (f"{name} = {value}" for name, value in of_dsm.items())
    yield from _properties(explanation)
    if explanation.modifiers:
        yield "modifiers"
        yield from (_step(step) for step in explanation.modifiers)
    yield "QID"
    for step in explanation.steps:
        yield _step(step)
    if event.qid is not None:
        qid, name = event.qid, category_name(event.qid.category)
        known = "its number is unknown" if qid.number is None else f"QID {qid.number}"
        yield f"  {escaped(qid.name)} ({known}), low-level category {name or qid.category}, severity {event.severity}"
    if event.log_source_time is not None:
        yield f"time     {time_text(event.log_source_time)}"
    yield from (choice.told for choice in explanation.choices)
    yield from (f"warning  {fitted(escaped(warning), _LONGEST)}" for warning in event.warnings)
    yield from (f"hint     {fitted(escaped(hint), _LONGEST)}" for hint in explanation.hints)
    yield ""


def _properties(explanation: Explanation) -> Iterator[str]:
    if explanation.properties or explanation.computed:
        yield "custom properties"
    # Of a stored event there is nothing to take, and what each property lacks would be said as often as there are some.
    empty = [each for each in explanation.properties if all(one.verdict is Verdict.NOTHING for one in each.attempts)]
    hidden = empty if explanation.event.event_id is None else []
    for each in explanation.properties:
        if each not in hidden:
            yield from _field(each, explanation.payload, "  ")
    if hidden:
        yield f"  {len(hidden)} without a value"
    for one in explanation.computed:
        yield from _computed(one)


def _step(step: Step) -> str:
    return f"  {fitted(escaped(step.text), _LONGEST)}{_place(step.origin)}"


def _frame(explanation: Explanation) -> Iterator[str]:
    """What is known before the first expression is tried."""
    header, base, group = explanation.header, explanation.base, explanation.group
    if header is not None:
        yield f"header   {header.format}, log source identifier {explanation.event.log_source_identifier or 'none'}"
    elif explanation.no_header:
        yield (
            f"header   none, so the log source identifier is the address of the packet: "
            f"{escaped(explanation.no_header)}"
        )
    if base is not None:
        found = f"event id `{base.event_id or ''}`, event category `{base.category or ''}`"
        yield f"DSM      the built-in DSM finds {fitted(escaped(found), _LONGEST)}"
    elif explanation.no_base:
        yield f"DSM      the built-in DSM finds nothing: {fitted(escaped(explanation.no_base), _LONGEST)}"
    if group is None and explanation.fields:
        yield "group    none, because no EventName has a value: the field values below are not used"
    if group is not None and explanation.several_groups:
        yield f"group    order {group.order} {escaped(group.description or '')}".rstrip() + _place(group.origin)


def _of_dsm(explanation: Explanation) -> dict[str, str]:
    """The fields that the built-in DSM fills, as no expression has a value for them, and what it gives them."""
    if explanation.base is None:
        return {}
    won = {each.name for each in explanation.fields if any(one.verdict is Verdict.WON for one in each.attempts)}
    taken = set() if explanation.group is None else won
    return {
        name: f"{_quoted(value) if isinstance(value, str) else value}   (from the built-in DSM)"
        for name, value in explanation.event.fields.items()
        if name not in taken
    }


def _field(field: FieldExplanation, payload: str, indent: str = "", other: str = "no value") -> Iterator[str]:
    """The expressions of a field or property; `other` is what it has where none of them gives a value."""
    won = next((each for each in field.attempts if each.verdict is Verdict.WON), None)
    value = other if won is None else _value(won)
    yield f"{indent}{escaped(field.name)} = {value}"
    for number, attempt in enumerate(field.attempts, 1):
        trial = attempt.trial
        text = fitted(escaped(trial.text), 80)
        yield f"{indent}  {_SIGNS[attempt.verdict]} {number} {trial.kind}: {text}{_place(trial.origin)}"
        if attempt.verdict is Verdict.LATE:
            yield f"{indent}      {_LATE}: {_value(attempt)}"
        elif attempt.found.hint and attempt.verdict is Verdict.WON:
            yield f"{indent}      {escaped(attempt.found.hint)}"
        elif attempt.reason:
            yield f"{indent}      {fitted(escaped(attempt.reason), _LONGEST)}"
        if attempt.verdict in {Verdict.WON, Verdict.REFUSED}:
            yield from (f"{indent}      {line}" for line in _marked(payload, attempt))


def _computed(one: ComputedExplanation) -> Iterator[str]:
    yield f"  {escaped(one.name)} = {'no value' if one.value is None else one.value}"
    sign = _SIGNS[Verdict.NOTHING if one.value is None else Verdict.WON]
    yield f"    {sign} {one.rule.expression.kind}: {fitted(escaped(one.text), 80)}{_place(one.rule.origin)}"
    if one.reason:
        yield f"        {escaped(one.reason)}"


def _place(origin: Origin | None) -> str:
    """Where something stands, where that is in a file."""
    place = None if origin is None else origin.locate()
    return f"   ({escaped(str(place))})" if place is not None and place.file else ""


def _value(attempt: Attempt) -> str:
    value, found = attempt.value, _quoted(attempt.found.value or "")
    if isinstance(value, str):
        return found if value == attempt.found.value else f"{_quoted(value)} (from {found})"
    return f"{value} (from {found})"


def _quoted(text: str) -> str:
    return fitted(escaped(json.dumps(text, ensure_ascii=False)), _LONGEST)


def _marked(payload: str, attempt: Attempt) -> Iterator[str]:
    """The stretch of the payload around what was found, and marks below it."""
    spans = attempt.found.spans[:3]
    for start, end in spans:
        last = min(end, start + _MOST_MARKED)
        before = escaped(payload[max(0, start - _CONTEXT) : start])
        inside = escaped(payload[start:last])
        behind = escaped(payload[last : last + _CONTEXT])
        left = "…" if start > _CONTEXT else ""
        right = "…" if last + _CONTEXT < len(payload) else ""
        yield f"{left}{before}{inside}{behind}{right}"
        yield " " * columns(left + before) + "^" * max(1, columns(inside))
