"""Tries what may give a selected text on all samples, and puts the best in front."""

from __future__ import annotations

import re
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from qradar_builder.dsm.extractors import compile_matcher, compile_property
from qradar_builder.dsm.lsx.model import Matcher, Pattern
from qradar_builder.dsm.values.field_values import field_check
from qradar_builder.dsm.values.times.device_time import compile_device_time
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.regex.errors import RegexTimeout
from qradar_builder.model.expressions import PropertyExpression
from qradar_builder.preview.events.proposals.regexes import regexes
from qradar_builder.preview.events.proposals.structured import structured
from qradar_builder.preview.protocol.editing import Proposal, ProposedValue
from qradar_builder.reference.normalized_fields import FIELDS, UnknownField, normalized_field
from qradar_builder.source.yaml.text import flow
from qradar_builder.starter.events.time_forms import hints_of, time_forms
from qradar_builder.text.shown import counted, cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.dsm.expressions.extraction import Extractor
    from qradar_builder.preview.events.proposals.selection import Selection
    from qradar_builder.preview.protocol.editing import ProposalKind

MOST: Final = 12
"""How many proposals are made."""
MOST_SECONDS: Final = 2.0
"""How long they may be tried in all."""
_MOST_VALUES: Final = 200
_LONGEST: Final = 300
_RANKS: Final[dict[str, int]] = {"json": 0, "leef": 1, "cef": 1, "xml": 2, "nvp": 3, "regex": 4}
_KINDS: Final[dict[str, ProposalKind]] = {
    "json": "json", "leef": "leef", "cef": "cef", "xml": "xml", "nvp": "key", "regex": "regex"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Tried:
    """An expression with what it gives in each sample; None where it gives nothing or was not tried any more."""

    expression: dict[str, Any]
    values: list[str | None]
    is_exact: bool

    @property
    def kind(self) -> str:
        return next(iter(self.expression))

    @property
    def matches(self) -> int:
        return sum(bool(value) for value in self.values)


def proposals(selection: Selection, payloads: Sequence[str], field: str, now: int) -> list[Proposal]:
    """Expressions that give the selected text, the best first.

    `payloads` are those of all samples, `now` is a time of receipt in epoch milliseconds. With `field`, a normalized
    field, values that the field refuses are noted; a time gets its date pattern.
    """
    end = monotonic() + MOST_SECONDS
    tried: list[_Tried] = []
    for expression in _candidates(selection, field, now):
        if len(tried) >= MOST or monotonic() > end:
            break
        one = _try(expression, selection, payloads, end)
        if one is not None and not any(each.expression == one.expression for each in tried):
            tried.append(one)
    tried.sort(key=lambda each: (not each.is_exact, _RANKS[each.kind], -each.matches))
    return [_proposal(each, field, len(payloads), now) for each in tried]


def fields_for(text: str) -> list[str]:
    """The normalized fields that take a value; those with a form of their own, such as addresses, first."""
    typed = [
        one.name
        for one in FIELDS
        if one.value_type not in {"string", "time"} and field_check(one.value_type)(text) is not None
    ]
    return [*typed, *(one.name for one in FIELDS if one.value_type in {"string", "time"})]


def _candidates(selection: Selection, field: str, now: int) -> Iterator[dict[str, Any]]:
    if field == "DeviceTime":
        yield from _times(selection, now)
        return
    yield from structured(selection)
    yield from ({"regex": pattern} for pattern in regexes(selection))


def _times(selection: Selection, now: int) -> Iterator[dict[str, Any]]:
    """Expressions of a time, each with its date pattern; where none reads the text, with a capture that makes it so."""
    forms = time_forms(hints_of([selection.text]))
    plain = next((form.format for form in forms if _reads(form.format, selection.text, now)), None)
    if plain is not None:
        yield from ({**each, "format": plain} for each in structured(selection))
        yield from ({"regex": pattern, "format": plain} for pattern in regexes(selection))
        return
    for form in forms:
        match = re.fullmatch(form.pattern, selection.text)
        if match is not None and form.reads(match.expand(form.capture)):
            # The group around it comes first.
            capture = re.sub(r"\\([0-9])", lambda each: f"\\{int(each[1]) + 1}", form.capture)
            for pattern in regexes(selection, form.pattern):
                yield {"regex": pattern, "capture": capture, "format": form.format}
            return


def _reads(pattern: str, text: str, now: int) -> bool:
    try:
        return compile_device_time(pattern).read(text, now, "UTC", explain=False).epoch_ms is not None
    except JavaDateError:
        return False


def _try(expression: dict[str, Any], selection: Selection, payloads: Sequence[str], end: float) -> _Tried | None:
    """An expression on all samples; None where it does not give the selected text in its own payload."""
    extractor = _compiled(expression)
    if extractor is None:
        return None
    found = extractor.explain(selection.payload)
    if not found.value:
        return None
    is_exact = found.value == selection.text or (selection.start, selection.end) in found.spans
    if "capture" in expression:
        is_exact = all(selection.start <= start and stop <= selection.end for start, stop in found.spans)
    if not is_exact and not any(start <= selection.start and selection.end <= stop for start, stop in found.spans):
        return None
    values: list[str | None] = []
    for payload in payloads:
        if monotonic() > end:
            break
        try:
            values.append(extractor.read(extractor.view(payload)))
        except RegexTimeout:
            values.append(None)
    return _Tried(expression, values, is_exact)


def _compiled(expression: dict[str, Any]) -> Extractor | None:
    if "regex" in expression:
        pattern = Pattern("", expression["regex"])
        return compile_matcher(Matcher("", pattern, 1, expression.get("capture", r"\1")))
    read = {name: value for name, value in expression.items() if name != "format"}
    try:
        return compile_property(PropertyExpression.model_validate(read))
    except ValidationError:
        # What the form of the expression does not take, such as a key with a blank.
        return None


def _proposal(tried: _Tried, field: str, of: int, now: int) -> Proposal:
    shown = [(index, value) for index, value in enumerate(tried.values) if value]
    return Proposal(
        kind=_KINDS[tried.kind],
        field=field,
        expression=flow(tried.expression),
        matches=tried.matches,
        of=of,
        values=[ProposedValue(index=index, value=cut(value, _LONGEST)) for index, value in shown[:_MOST_VALUES]],
        note=_note(tried, field, now),
    )


def _note(tried: _Tried, field: str, now: int) -> str:
    """What is to be known of a proposal; empty where nothing is."""
    notes = [] if tried.is_exact else ["it gives more than the selected text"]
    refused = sum(not _is_taken(value, field, tried.expression, now) for value in tried.values if value)
    if refused:
        notes.append(f"{field} refuses the value of {counted(refused, 'sample')}")
    return "; ".join(notes)


def _is_taken(value: str, field: str, expression: dict[str, Any], now: int) -> bool:
    try:
        kind = normalized_field(field).value_type
    except UnknownField:
        return True
    if kind == "time":
        return "format" in expression and _reads(expression["format"], value, now)
    return kind == "string" or field_check(kind)(value) is not None
