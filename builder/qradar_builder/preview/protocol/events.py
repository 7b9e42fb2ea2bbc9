"""The samples of a log source type as events: rows, and one event with the way to it."""

from __future__ import annotations

from typing import Literal

from qradar_builder.preview.protocol.message import Answer, Request
from qradar_builder.preview.protocol.problems import FindingMessage

OutcomeName = Literal["parsed", "unknown", "stored", "built-in"]
VerdictName = Literal["won", "late", "nothing", "refused"]
SampleOrigin = Literal["case", "dropped"]


class Row(Answer):
    """An event in the list. `preview` is the start of the payload, without control characters.

    `source` names the case or the dropped file, `place` where in it the payload is. `index` is its number, from 0.
    """

    index: int
    origin: SampleOrigin
    source: str
    place: str
    outcome: OutcomeName
    event_id: str | None
    event_category: str | None
    qid: int | None
    qid_name: str | None
    low_level_category: str | None
    severity: int | None
    preview: str


class ExpressionCoverage(Answer):
    """An expression, and how the samples came out on it.

    It was for `tried` samples, had a value in `matched` of them, and gave the value in `won`. `name` is the
    field or property with the number of the expression in it, such as `UserName 2`.
    """

    name: str
    kind: str
    expression: str
    file: str
    line: int
    tried: int
    matched: int
    won: int
    refused: str


class MappingCoverage(Answer):
    """An event mapping, and how many samples it was for."""

    event_id: str
    event_category: str
    qid_name: str
    file: str
    line: int
    hits: int


class CoverageAnswer(Answer):
    """What the samples prove."""

    samples: int
    outcomes: dict[OutcomeName, int]
    expressions: list[ExpressionCoverage]
    mappings: list[MappingCoverage]


class QidProposal(Answer):
    """A QID record for an unmapped pair. `review` says why a person must look at it; empty where nothing is guessed."""

    qid_name: str
    low_level_category: str
    severity: int
    review: str


class UnmappedPair(Answer):
    """An event id and event category without a mapping, and on how many samples."""

    event_id: str
    event_category: str
    count: int
    proposal: QidProposal


class DeclaredQid(Answer):
    """A QID record of the package that a mapping may lead to: its key, and its name."""

    key: str
    name: str


class EventsAnswer(Answer):
    """`GET api/events/<type>`: at most 10,000 rows; `total` counts all samples. `milliseconds` is what parsing took.

    `qids` are the records of the type and those that all types share, at most 2,000 of them.
    """

    revision: int
    rows: list[Row]
    total: int
    coverage: CoverageAnswer
    pairs_unmapped: list[UnmappedPair]
    qids: list[DeclaredQid]
    findings: list[FindingMessage]
    milliseconds: float


class Span(Answer):
    """What an expression captured of the payload. Spans may overlap; `nested` is how many others lie around this one.

    `expression` is the number of the expression in its field, from 1; `property` says whether the field is a property.
    """

    field: str
    property: bool
    start: int
    end: int
    expression: int
    nested: int


class FieldValue(Answer):
    """A normalized field or custom property with its value, and the expression that gave it.

    `expression` is empty, and `file` too, where the built-in DSM or the syslog header gave it.
    """

    name: str
    text: str
    expression: str
    file: str
    line: int


class QidAnswer(Answer):
    """The QID record of an event. `number` is None where none is handed out yet."""

    number: int | None
    name: str
    severity: int
    low_level_category: str
    high_level_category: str


class ReadTime(Answer):
    """The device time as a date class of Java reads it: `value` is ISO 8601, else `problem` says why there is none."""

    date_class: str
    value: str | None
    epoch: int | None
    problem: str


class EventTimes(Answer):
    """When the event was. `text` and `pattern` are what DeviceTime captured and the date pattern."""

    log_source_time: str | None
    epoch: int | None
    text: str
    pattern: str
    classes: list[ReadTime]


class LookupStep(Answer):
    """A step on the way to the QID record; `file` is empty where it is about no line."""

    text: str
    file: str
    line: int


class TriedExpression(Answer):
    """An expression that was tried: what it gave, or the reason why it gave nothing."""

    field: str
    property: bool
    number: int
    kind: str
    expression: str
    file: str
    line: int
    tried: VerdictName
    result: str
    reason: str


class EventAnswer(Answer):
    """`GET api/events/<type>/<index>`."""

    index: int
    payload: str
    outcome: OutcomeName
    event_id: str | None
    event_category: str | None
    severity: int | None
    spans: list[Span]
    fields: list[FieldValue]
    properties: list[FieldValue]
    qid: QidAnswer | None
    times: EventTimes
    lookup: list[LookupStep]
    why: list[TriedExpression]
    warnings: list[str]
    hints: list[str]


class DropRequest(Request):
    """`POST api/events/<type>/dropped`: a file dropped onto the page. It is kept in memory only."""

    name: str
    text: str


class DroppedFile(Answer):
    """A dropped file and how many payloads it has."""

    name: str
    payloads: int


class DroppedAnswer(Answer):
    """The dropped files, with all rows of the type again."""

    dropped: list[DroppedFile]
    events: EventsAnswer
