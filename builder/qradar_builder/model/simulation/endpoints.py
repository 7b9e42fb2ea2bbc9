"""The endpoints of a simulated source: lists with their paging and bounds, details, exports, fixed answers."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

import regex
from pydantic import Field, field_validator, model_validator

from qradar_builder.model.base import Spec, Text, refuse
from qradar_builder.model.cases.any_text import AnyText
from qradar_builder.model.simulation.events import Seconds

Method = Literal["GET", "POST", "PUT", "DELETE", "PATCH"]
PAGED_BY_NUMBER = ("page", "offset")
PAGED_BY_TEXT = ("cursor", "token", "link")


class ParameterSpec(Spec):
    """A parameter of a request, and where it is."""

    parameter: Text
    """Its name; for `in: json`, the path in the body, such as `/filter/from`."""
    place: Literal["query", "form", "json", "header"] = Field(default="query", alias="in")
    """Whether it is in the query, the form or the JSON of the body, or a header."""
    occurrence: Annotated[int, Field(ge=1, le=100)] = 1
    """Which value counts if there are several of the name, from 1 on."""
    pattern: Text | None = None
    """A regular expression whose first group is the value, where it is only a part, as in `created gt ([^ ]+)`."""

    @field_validator("pattern")
    @classmethod
    def _group(cls, pattern: str | None) -> str | None:
        try:
            groups = 1 if pattern is None else regex.compile(pattern).groups
        except regex.error as error:
            raise refuse("source/pattern", f"is not a regular expression: {error}") from None
        if groups < 1:
            raise refuse("source/pattern", "has no group", "put the part that is the value in round brackets")
        return pattern


class BoundSpec(ParameterSpec):
    """A bound of the time."""

    format: Text = "iso"
    """How the time is written: `iso`, `s`, `ms`, `us`, `ns`, or a Java pattern such as `yyyy-MM-dd HH:mm:ss`."""
    inclusive: bool = True
    """Whether an event right at the bound is in the answer."""
    required: bool = False
    """Whether a request without it is answered with 400."""


class LengthSpec(ParameterSpec):
    """How long the requested time is, counted from its start."""

    unit: Literal["s", "ms"] = "s"
    """Seconds or milliseconds. 0 is until now."""


class SizeSpec(ParameterSpec):
    """How many events a page has."""

    default: Annotated[int, Field(ge=1)] = 100
    """How many where the request does not say it."""
    most: Annotated[int, Field(ge=1)] = 1000
    """The most of one page. Requests for more get that many."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.default > self.most:
            message = f"a page has {self.default} events by default, and {self.most} at most"
            raise refuse("source/contradiction", message, "raise `most`, or lower `default`")
        return self


class PagingSpec(ParameterSpec):
    """How a workflow gets from one page to the next."""

    kind: Literal["page", "offset", "cursor", "token", "link"]
    """A page number, a number of events to skip, a cursor that the last page does not have, a token that each
    answer has and that continues with later events, or a Link header."""
    parameter: Text = "page"
    """The name of the parameter that has the number, cursor or token."""
    first: Annotated[int, Field(ge=0, le=1)] = 1
    """The number of the first page."""
    stable: bool = True
    """Whether a cursor or link continues after the event it was made at. If not, it counts events."""
    continues: bool = False
    """Whether the Link header is there on the last page, too, and leads to later events."""
    header: Text = "Link"
    """The name of the Link header, as the server writes it."""
    expires: Annotated[int, Field(ge=1)] | None = None
    """How many seconds a cursor or token can be used; later it is answered with 400."""


class ListsSpec(Spec):
    """What requests for lists have in common."""

    path: Text
    """The path, such as `/api/v1/events`."""
    method: Method = "GET"
    """The method."""
    when: dict[str, AnyText] = Field(default_factory=dict)
    """Query parameters with values that a request for this endpoint has."""

    @field_validator("path")
    @classmethod
    def _absolute(cls, path: str) -> str:
        if not path.startswith("/") or "?" in path or "#" in path:
            raise refuse("source/path", f"`{path[:80]}` is not a path of a URL", "write it like `/api/v1/events`")
        return path


class ListSpec(ListsSpec):
    """An endpoint that lists events."""

    body: Any
    """The answer, with `${events}`, and `${next}`, `${total}`, `${pages}`, `${returned}`, `${more}` and others."""
    empty: Any = None
    """The answer where there is no event, if it is another one."""
    entry: Any = None
    """What the list has of an event, if it is less than the event, as where details are requested one by one."""
    joined_by: AnyText = ""
    """What is between two events of a body that is text."""
    content_type: Text | None = None
    """The content type; not given: that of JSON, or of XML where the body is text."""
    last: Literal["null", "omitted", "empty"] = "null"
    """What `${next}` is on the last page: null, removed with its key, or empty text."""
    paging: PagingSpec | None = None
    """The paging. Without it, one answer has all events that there is room for."""
    size: SizeSpec | None = None
    """The size of a page. Without it a page has all events."""
    start: BoundSpec | None = Field(default=None, alias="from")
    """The parameter for the start of the time."""
    end: BoundSpec | None = Field(default=None, alias="to")
    """The parameter for the end of the time."""
    length: LengthSpec | None = None
    """The parameter for how long the time is, instead of its end."""
    by: Literal["time", "seen"] = "time"
    """Whether the bounds and the order are by the time of an event, or by when the source has got it."""
    order: Literal["ascending", "descending", "none"] = "ascending"
    """The order of the events: oldest first, newest first, or none that anyone can rely on."""
    ids: ParameterSpec | None = None
    """A parameter with the IDs of records or events, separated by commas; the bounds do not apply then."""
    after: ParameterSpec | None = None
    """A parameter with the ID after which the list begins, by the order in which the source got the events."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.end is not None and self.length is not None:
            raise refuse("source/contradiction", "the time has an end and a length", "remove one of the two")
        if self.length is not None and self.start is None:
            raise refuse("source/contradiction", "a length of time has no start", "add `from`")
        if self.paging is not None and self.size is None:
            raise refuse("source/contradiction", "there are pages, and they have no size", "add `size`")
        paging = self.paging
        if paging is not None and paging.expires is not None and paging.kind in PAGED_BY_NUMBER:
            raise refuse("source/contradiction", "a page number does not expire", "remove `expires`")
        if paging is not None and paging.continues and paging.kind != "link":
            raise refuse("source/contradiction", f"`continues` is for a Link header, not for a {paging.kind}")
        if paging is not None and paging.kind == "token" and self.order != "ascending":
            message = "a token continues with later events, so the order is ascending"
            raise refuse("source/contradiction", message, "use a cursor for other orders")
        return self


class DetailSpec(ListsSpec):
    """An endpoint that gives one event by its ID. Its path has `${id}`."""

    body: Any = "${event}"
    """The answer, with `${event}`."""
    content_type: Text | None = None
    """The content type; not given: that of JSON, or of XML where the body is text."""

    @model_validator(mode="after")
    def _has_id(self) -> Self:
        if "${id}" not in self.path:
            raise refuse("source/path", "the path of a detail has no `${id}`", "write it like `/api/v1/events/${id}`")
        return self


class ExportSpec(ListSpec):
    """A job that collects events: it is created at `path`, polled until it is done, and its result downloaded."""

    method: Method = "POST"
    """The method that creates it."""
    created: Any = Field(default_factory=lambda: {"id": "${job}"})
    """The answer to the request that creates a job, with `${job}`."""
    status: Text
    """The path of its status, with `${job}`."""
    running: Any = Field(default_factory=lambda: {"status": "running"})
    """The status while it runs."""
    done: Any = Field(default_factory=lambda: {"status": "done"})
    """The status when it is done, with `${job}`."""
    download: Text
    """The path of its result, with `${job}`."""
    seconds: Seconds = 30
    """How many seconds a job runs."""

    @model_validator(mode="after")
    def _has_job(self) -> Self:
        for name, path in (("status", self.status), ("download", self.download)):
            if "${job}" not in path or not path.startswith("/"):
                message = f"`{name}` is not a path with `${{job}}`"
                raise refuse("source/path", message, "write it like `/api/v1/exports/${job}`")
        return self


class FixedSpec(ListsSpec):
    """An endpoint that always answers the same, and has no events."""

    status: Annotated[int, Field(ge=200, le=599)] = 200
    """The status."""
    body: Any = ""
    """The answer."""
    content_type: Text | None = None
    """The content type; not given: that of JSON, or of XML where the body is text."""
