"""A test case of a workflow: the exchanges that were recorded, and what is expected of each run."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from qradar_builder.model.base import Key, Spec, Text, refuse
from qradar_builder.model.cases.any_text import AnyText
from qradar_builder.model.cases.events import ExpectedEventSpec
from qradar_builder.reference.http_statuses import FINAL

Fields = dict[str, AnyText | list[AnyText]] | list[dict[str, AnyText | list[AnyText]]]
"""Names with values: a name that stands several times has a list; where order counts, all of them are one."""


class RequestSpec(Spec):
    """A request that the workflow is to send. Text between two slashes is a regular expression.

    The query is compared in full; of the headers, those that are named here; the body where one is given.
    """

    method: Literal["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"]
    """The HTTP method."""
    url: Text
    """The URL. Its query can be in the URL or under `query`."""
    query: Fields = Field(default_factory=dict)
    """The parameters of the query, decoded."""
    headers: Fields = Field(default_factory=dict)
    """Headers that must be there with these values. Others may be there, too."""
    json_body: Any = Field(default=None, alias="json")
    """The body as JSON, in any layout and order of members."""
    form: Fields = Field(default_factory=dict)
    """The body as the fields of a form, decoded."""
    body: AnyText = ""
    """The body as text."""


class ResponseSpec(Spec):
    """What the server answers. A Content-Type that fits the body is added where none is given."""

    status: Annotated[int, Field(ge=FINAL[0], le=FINAL[-1])]
    """The HTTP status of the whole response; an interim one is not recorded."""
    reason: AnyText = ""
    """The reason phrase; the usual one where it is not given."""
    headers: Fields = Field(default_factory=dict)
    """The headers."""
    cookies: Fields = Field(default_factory=dict)
    """Cookies that it sets."""
    json_body: Any = Field(default=None, alias="json")
    """The body as JSON."""
    text: AnyText = ""
    """The body as text."""
    file: Text | None = None
    """The file with the body, relative to the case. It must be in the package folder."""
    base64: AnyText = ""
    """The body as Base64."""


class ExchangeSpec(Spec):
    """A request, and either its response or the reason why none comes."""

    request: RequestSpec
    """What is to be asked."""
    response: ResponseSpec | None = None
    """What is answered."""
    fault: Literal["timeout", "reset", "dns", "tls"] | None = None
    """Why no answer comes."""
    takes: Annotated[int, Field(ge=1, le=10**9)] = 1
    """How many milliseconds the call takes."""


class ParsedCountsSpec(Spec):
    """How many events have which outcome. What is not named is none, but `parsed` is all the rest."""

    parsed: Annotated[int, Field(ge=0)] | None = None
    """Mapped."""
    unknown: Annotated[int, Field(ge=0)] = 0
    """Parsed without a mapping."""
    stored: Annotated[int, Field(ge=0)] = 0
    """Without an event id."""
    built_in: Annotated[int, Field(ge=0)] = 0
    """Left to a built-in DSM that is not simulated."""


class ExpectSpec(Spec):
    """What is expected of a run. Values that you omit are not checked, except for the status.

    Text between two slashes is a regular expression.
    """

    events: Annotated[int, Field(ge=0)] | list[Any] | None = None
    """The number of posted events, or each of them: as text, or as the JSON in the text."""
    state: dict[str, Any] = Field(default_factory=dict)
    """The values in the State after the run, by path; null means no value."""
    status: Literal["ok", "aborted", "error", "killed"] | None = None
    """How the run ends: well, by the workflow's own Abort, because QRadar ends it, or because QRadar is killed. If
    it is not given, it is `killed` for a run with `killed`, else `ok`."""
    message: AnyText | None = None
    """A part of the reason of an Abort or of the message of an error."""
    log: list[AnyText] = Field(default_factory=list)
    """Parts of lines that are logged, in this order; a line is `LEVEL: message`."""
    parsed: ParsedCountsSpec | None = None
    """What the log source type makes of the events; all are parsed where nothing is written."""
    parsed_events: list[ExpectedEventSpec] | None = None
    """What the log source type makes of each event, in order."""


class KilledSpec(Spec):
    """When QRadar is killed in a run. An effect is a call, a post, a wait, a log line, or a change of the status."""

    before: Annotated[int, Field(ge=1, le=10**9)] | None = None
    """Before the effect of this number, counted from 1."""
    after: Annotated[int, Field(ge=1, le=10**9)] | None = None
    """After the effect of this number."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.before is None) == (self.after is None):
            raise refuse("case/killed", "QRadar is killed either before or after an effect", "set one of the two")
        return self


class RunSpec(Spec):
    """One run, as each recurrence of a log source makes one. The State is that which the run before left."""

    clock: Text | None = None
    """When it begins; where it is not given, when the one before ended."""
    exchanges: list[ExchangeSpec] = Field(default_factory=list)
    """The requests in the order in which they must come."""
    killed: KilledSpec | None = None
    """When QRadar is killed in it. The next run then begins with the State that this one began with."""
    expect: ExpectSpec = Field(default_factory=ExpectSpec)
    """What is expected of it."""


class WorkflowCaseSpec(Spec):
    """A test case of a workflow."""

    description: Text | None = None
    """What the case is about."""
    workflow: Key
    """The key of the workflow."""
    parameters: dict[str, AnyText] = Field(default_factory=dict)
    """The values of its parameters."""
    clock: Text = "2024-01-01T00:00:00Z"
    """When the first run begins, as ISO 8601 with its offset. Sleep moves the clock on and takes no time."""
    state: dict[str, Any] = Field(default_factory=dict)
    """The State before the first run."""
    limits: dict[str, Annotated[int, Field(ge=1, le=10**18)]] = Field(default_factory=dict)
    """Limits of each run that are not the usual ones, by the names that `run --limit` takes."""
    runs: Annotated[list[RunSpec], Field(min_length=1)]
    """The runs, one after the other."""
    log_source_type: Key | None = None
    """The key of the log source type that reads the events; each of them must be parsed, and be mapped."""
