"""The events of a simulated source: how many, when, how late, and what they look like."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from qradar_builder.model.base import Spec, Text, refuse
from qradar_builder.model.cases.any_text import AnyText

Share = Annotated[float, Field(ge=0, le=1, strict=False)]
"""A part of all events, from 0 to 1."""
Seconds = Annotated[int, Field(ge=0, le=10**9)]
"""A time in seconds."""


class SomeSpec(Spec):
    """Some of the events, by chance."""

    share: Share
    """Which part of the events, from 0 to 1."""
    seconds: Annotated[int, Field(ge=1, le=10**9)]
    """At most how many seconds after its time this happens to an event."""


class RecordsSpec(Spec):
    """Records that hold several events, such as sessions. Each grows until it ends."""

    events: Annotated[int, Field(ge=1, le=1000)] = 4
    """At most how many events a record has."""
    seconds: Seconds = 3600
    """At most how many seconds a record lasts."""
    template: Any
    """The record, with `${record}` for its ID, `${start}`, `${end}`, `${events}` and `${ended}`."""
    ended: Any = ""
    """What `${ended}` is once the record has ended."""


class EventsSpec(Spec):
    """The events that there are to be read. The same seed always gives the same events."""

    count: Annotated[int, Field(ge=1, le=100_000)] = 45
    """How many there are in a proof of a few polls. In a longer one there are more, equally often."""
    start: Annotated[int, Field(ge=-(10**9), le=10**9)] = -1800
    """When the first is, in seconds from the first poll on; less than 0 is before it."""
    span: Annotated[int, Field(ge=1, le=10**9)] = 2700
    """How many seconds there are from the first event to the last."""
    burst: Annotated[int, Field(ge=1, le=1000)] = 3
    """At most how many events are in one millisecond (or second, by `precision`)."""
    precision: Literal["s", "ms", "us", "ticks"] = "ms"
    """How exact the time of an event is: seconds, milliseconds, microseconds, or 100 nanoseconds."""
    late: SomeSpec | None = None
    """Events that the source shows only some time after their own time."""
    deleted: SomeSpec | None = None
    """Events that are deleted some time after the source has shown them. A proof does not expect these."""
    changed: SomeSpec | None = None
    """Events that are changed: `${changed}` is true from then on."""
    id: Literal["text", "number", "uuid", "hex"] = "text"
    """What the ID of an event looks like."""
    template: Any = None
    """The event, as JSON or text with `${id}`, `${time}` and `${number}`."""
    samples: Text | None = None
    """A file with JSON events, one a line, instead of a template; relative to this file, and within the package."""
    places: dict[str, AnyText] = Field(default_factory=dict)
    """What is put into each sample, by its path, such as `/event/id: ${id}`."""
    records: RecordsSpec | None = None
    """Records that the events are part of."""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.template is None) == (self.samples is None):
            message = "events come either from a `template` or from `samples`"
            raise refuse("source/contradiction", message, "write one of the two")
        if self.samples is not None and not self.places:
            message = "samples without `places` are all the same event: nothing tells them apart"
            raise refuse("source/contradiction", message, 'write where the ID goes, such as `/id: "${id}"`')
        if self.samples is None and self.places:
            raise refuse("source/contradiction", "`places` says what is put into samples, and there are none")
        if self.records is not None and (self.deleted is not None or self.changed is not None):
            message = "events of records are neither deleted nor changed"
            raise refuse("source/contradiction", message, "remove `deleted` and `changed`")
        return self
