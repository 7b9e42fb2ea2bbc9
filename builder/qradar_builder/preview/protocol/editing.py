"""Parsing that is edited: unsaved texts tried, expressions proposed, expressions and mappings written."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from qradar_builder.preview.protocol.events import CoverageAnswer, Row, UnmappedPair
from qradar_builder.preview.protocol.message import Answer, Request
from qradar_builder.preview.protocol.problems import FindingMessage

ProposalKind = Literal["json", "key", "cef", "leef", "xml", "regex"]
SampleIndex = Annotated[int, Field(ge=0, le=1_000_000)]
Offset = Annotated[int, Field(ge=0, le=1 << 31)]


class Edit(Request):
    """The unsaved text of a file."""

    path: str
    text: str


class EventRequest(Request):
    """`POST api/events/<type>/<index>`: an event as it is with unsaved texts, those on disk where they have errors."""

    edits: list[Edit]


class TryRequest(Request):
    """`POST api/events/<type>/try`. A page numbers its requests: one with a higher `number` ends those before it."""

    edits: list[Edit]
    page: str = ""
    number: int = 0


class Change(Answer):
    """How an event changed; `fields` names the fields and properties that differ."""

    index: int
    before: Row
    after: Row
    fields: list[str]


class ParsingDiff(Answer):
    """What the edits change: events that are parsed only with them (`won`), only without (`lost`), or otherwise."""

    won: list[Change]
    lost: list[Change]
    changed: list[Change]


class TryAnswer(Answer):
    """The samples with the unsaved texts. Only rows that differ from those on disk are in `rows`.

    `ok` is False where the texts have errors: then nothing was parsed, and `findings` says why.
    """

    ok: bool
    rows: list[Row]
    diff: ParsingDiff
    coverage: CoverageAnswer
    pairs_unmapped: list[UnmappedPair]
    findings: list[FindingMessage]
    milliseconds: float


class ProposeRequest(Request):
    """`POST api/events/<type>/propose`: a selection in a payload, and the field that it is for."""

    index: SampleIndex
    start: Offset
    end: Offset
    field: str = ""


class ProposedValue(Answer):
    """What a proposal gives in a sample."""

    index: int
    value: str


class Proposal(Answer):
    """An expression that gives the selected text. It matches `matches` of `of` samples.

    `expression` is the YAML of the expression alone, such as `{json: '/"user"/"name"'}`; `expressions` takes it.
    """

    kind: ProposalKind
    field: str
    expression: str
    matches: int
    of: int
    values: list[ProposedValue]
    note: str


class ProposalsAnswer(Answer):
    """The proposals, the best first. `fields` are the normalized fields that the value could be for."""

    selection: str
    fields: list[str]
    proposals: list[Proposal]


class ExpressionRequest(Request):
    """`POST api/events/<type>/expressions`: write an expression of a normalized field or a custom property.

    `at` is the number of the expression to replace in its field, from 1; 0 adds one after the last. `expression` is
    YAML.
    """

    field: str
    property: bool = False
    at: Annotated[int, Field(ge=0, le=10_000)] = 0
    expression: str
    base_hash: str


class NewQid(Request):
    """A QID record that the package gets."""

    name: str
    low_level_category: str
    severity: Annotated[int, Field(ge=0, le=10)]
    description: str = ""
    review: str = ""
    """Why a person must look at it, which becomes a comment."""


class MappingRequest(Request):
    """`POST api/events/<type>/mappings`: map a pair to an `existing` QID record, by its key, or to a new one.

    `base_hash` is the hash of the file that gets the mapping: the event table where there is one, else that of the
    type.
    """

    event_id: str
    event_category: str = ""
    existing: str = ""
    new: NewQid | None = None
    base_hash: str
