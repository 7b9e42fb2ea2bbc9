"""One event with the way to it: what was captured where, what each expression gave, and how the QID was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.dsm.event import category_name, high_category_name
from qradar_builder.dsm.lsx.model import Matcher
from qradar_builder.dsm.parser import DEVICE_TIME
from qradar_builder.dsm.trial import Verdict
from qradar_builder.dsm.values.times.device_time import compile_device_time
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.preview.events.spans import numbered, spans
from qradar_builder.preview.protocol.events import (
    EventAnswer,
    EventTimes,
    FieldValue,
    LookupStep,
    QidAnswer,
    ReadTime,
    TriedExpression,
)
from qradar_builder.text.shown import cut
from qradar_builder.text.times import iso_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.dsm.definition import Qid
    from qradar_builder.dsm.explanation import Explanation, FieldExplanation
    from qradar_builder.dsm.trial import Attempt
    from qradar_builder.preview.events.samples import Sample
    from qradar_builder.preview.package.findings import PathsInPackage

_LONGEST: Final = 4000
"""How much of a value or a reason is given, in characters."""
_CLASSES: Final = ("Joda-Time", "SimpleDateFormat")


class Details:
    """Makes answers of explanations."""

    def __init__(self, paths: PathsInPackage) -> None:
        self._paths = paths

    def answer(self, index: int, sample: Sample, explanation: Explanation) -> EventAnswer:
        """The answer on one event."""
        event = explanation.event
        return EventAnswer(
            index=index,
            payload=explanation.payload,
            outcome=event.outcome.value,
            event_id=event.event_id,
            event_category=event.event_category,
            severity=event.severity,
            spans=spans(explanation),
            fields=list(self._values(event.fields, explanation.fields if explanation.group is not None else ())),
            properties=list(self._values(event.properties, explanation.properties)),
            qid=None if event.qid is None else _qid(event.qid),
            times=_times(sample, explanation),
            lookup=[
                LookupStep(text=cut(step.text, _LONGEST), file=place[0], line=place[1])
                for step in (*explanation.modifiers, *explanation.steps)
                for place in (self._paths.place(step.origin),)
            ],
            why=list(self._why(explanation)),
            warnings=[
                cut(each, _LONGEST)
                for each in (*([sample.payload.warning] if sample.payload.warning else ()), *event.warnings)
            ],
            hints=[cut(each, _LONGEST) for each in explanation.hints],
        )

    def _values(self, values: dict[str, Any], explained: Iterable[FieldExplanation]) -> Iterator[FieldValue]:
        won = {each.name: one for each in explained for one in each.attempts if one.verdict is Verdict.WON}
        for name, value in values.items():
            attempt = won.get(name)
            file, line = self._paths.place(None if attempt is None else attempt.trial.origin)
            text = _time(value) if name == DEVICE_TIME and isinstance(value, int) else str(value)
            yield FieldValue(
                name=name,
                text=cut(text or str(value), _LONGEST),
                expression="" if attempt is None else cut(attempt.trial.text, _LONGEST),
                file=file,
                line=line,
            )

    def _why(self, explanation: Explanation) -> Iterator[TriedExpression]:
        for is_property, group in ((False, explanation.fields), (True, explanation.properties)):
            for each in group:
                for number, attempt in numbered(each):
                    yield self._tried(each.name, number, attempt, is_property=is_property)
        for one in explanation.computed:
            file, line = self._paths.place(one.rule.origin)
            yield TriedExpression(
                field=one.name,
                property=True,
                number=one.rule.rank,
                kind=str(one.rule.expression.kind),
                expression=cut(one.text, _LONGEST),
                file=file,
                line=line,
                tried="nothing" if one.value is None else "won",
                result="" if one.value is None else cut(str(one.value), _LONGEST),
                reason=cut(one.reason, _LONGEST),
            )

    def _tried(self, name: str, number: int, attempt: Attempt, *, is_property: bool) -> TriedExpression:
        file, line = self._paths.place(attempt.trial.origin)
        late = "an earlier expression gives the value" if attempt.verdict is Verdict.LATE else ""
        return TriedExpression(
            field=name,
            property=is_property,
            number=number,
            kind=str(attempt.trial.kind),
            expression=cut(attempt.trial.text, _LONGEST),
            file=file,
            line=line,
            tried=attempt.verdict.value,
            result=cut("" if attempt.found.value is None else attempt.found.value, _LONGEST),
            reason=cut(attempt.reason or late or attempt.found.hint, _LONGEST),
        )


def _qid(qid: Qid) -> QidAnswer:
    return QidAnswer(
        number=qid.number,
        name=qid.name,
        severity=qid.severity,
        low_level_category=category_name(qid.category) or str(qid.category),
        high_level_category=high_category_name(qid.category) or "",
    )


def _times(sample: Sample, explanation: Explanation) -> EventTimes:
    """The time of an event, and how both classes read the text that DeviceTime captured."""
    epoch = explanation.event.log_source_time
    attempt = next(
        (each for one in explanation.fields if one.name == DEVICE_TIME for each in one.attempts if each.found.value),
        None,
    )
    text = pattern = ""
    classes: list[ReadTime] = []
    if attempt is not None and attempt.found.value and isinstance(attempt.trial.subject, Matcher):
        text, pattern = attempt.found.value, attempt.trial.subject.ext_data or ""
        try:
            times = compile_device_time(attempt.trial.subject.ext_data)
            reading = times.read(text, sample.clock, sample.receipt.zone)
            pattern = times.pattern
            results = zip(_CLASSES, (reading.joda, reading.simple), strict=True)
            classes = [_read(name, result, reading.warning) for name, result in results]
        except JavaDateError as error:
            classes = [_read(name, str(error), "") for name in _CLASSES]
    return EventTimes(
        log_source_time=_time(epoch),
        epoch=epoch,
        text=cut(text, _LONGEST),
        pattern=cut(pattern, _LONGEST),
        classes=classes,
    )


def _read(name: str, result: int | str | None, warning: str) -> ReadTime:
    if isinstance(result, int):
        return ReadTime(date_class=name, value=_time(result) or str(result), epoch=result, problem="")
    return ReadTime(date_class=name, value=None, epoch=None, problem=cut(result or warning, _LONGEST))


def _time(epoch: int | None) -> str | None:
    """A time as ISO 8601; None where no calendar has it."""
    try:
        return None if epoch is None else iso_utc(epoch)
    except OverflowError:
        return str(epoch)
