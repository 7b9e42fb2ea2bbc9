"""A test case of a log source type: payloads, and the normalized events that they must become."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from qradar_builder.model.base import Key, Line, Spec, Text, refuse
from qradar_builder.model.cases.any_text import AnyText


class ExpectedEventSpec(Spec):
    """What is expected of an event. Values that you omit are not checked, except for the outcome.

    Text between two slashes is a regular expression.
    """

    outcome: Literal["parsed", "unknown", "stored", "built-in"] = "parsed"
    """Mapped, parsed without a mapping, without an event id, or left to a built-in DSM that is not simulated."""
    event_id: AnyText | None = None
    """The event id."""
    event_category: AnyText | None = None
    """The event category."""
    qid: AnyText | None = None
    """The QID record by its key, name or number."""
    category: AnyText | None = None
    """The low-level category of the QID record, by its name or number."""
    severity: Annotated[int, Field(ge=0, le=10)] | None = None
    """The severity of the event."""
    log_source_identifier: AnyText | None = None
    """The host of the syslog header."""
    fields: dict[str, AnyText | None] = Field(default_factory=dict)
    """Normalized fields by name; null means that there must be no value. DeviceTime is in epoch
    milliseconds or ISO 8601."""
    properties: dict[str, AnyText | None] = Field(default_factory=dict)
    """Custom properties by name; null where there must be none."""
    warnings: list[AnyText] | None = None
    """Parts of warnings, in this order; an empty list where there must be none."""


class BuiltInSpec(Spec):
    """What the built-in DSM below an override finds in an event, as a console shows it."""

    event_id: AnyText
    """The event id."""
    category: AnyText | None = None
    """The event category."""


class SampleSpec(Spec):
    """A payload, or a file of payloads that all become what is expected."""

    name: Line | None = None
    """What the sample shows; it is the name of its test."""
    payload: AnyText | None = None
    """The payload as text."""
    json_payload: Any = Field(default=None, alias="json")
    """The payload as JSON; it is written without spaces."""
    file: Text | None = None
    """A file of payloads, plain or gzip, relative to the case. It must be in the package folder."""
    format: Literal["lines", "ndjson", "json", "whole"] | None = None
    """The form of the payloads in the file. By default, it is detected from the name and the first bytes."""
    built_in: BuiltInSpec | None = None
    """What the built-in DSM finds in each event, for an override; it takes the place of that of the case."""
    expect: ExpectedEventSpec | None = None
    """What is expected of each event; without it, the golden file says it all."""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        given = {"payload": self.payload, "json": self.json_payload, "file": self.file}
        names = [name for name, value in given.items() if value is not None]
        if len(names) != 1:
            said = " and ".join(f"`{name}`" for name in names) or "none of them"
            raise refuse(
                "case/payload",
                f"a sample must have exactly one payload, but found {said}",
                "set one of `payload`, `json`, and `file`",
            )
        if self.format is not None and self.file is None:
            raise refuse("case/payload", "`format` is allowed only with `file`", "remove `format`")
        return self


class TimeLimitsSpec(Spec):
    """How far DeviceTime may be from the receipt before that is a warning of the event, in days."""

    ahead: Annotated[float, Field(ge=0, le=1_000_000)] = 1
    """After the receipt."""
    behind: Annotated[float, Field(ge=0, le=1_000_000)] = 30
    """Before the receipt."""


class EventCaseSpec(Spec):
    """A test case of a log source type."""

    description: Text | None = None
    """What the case is about."""
    log_source_type: Key
    """The key of the log source type."""
    clock: Text = "2024-01-01T00:00:00Z"
    """When the events are received, as ISO 8601 with its offset; times without a year are near it."""
    zone: Text = "UTC"
    """The time zone of the event processor."""
    time_limits: TimeLimitsSpec | None = None
    """How far DeviceTime may be from the receipt; where the case has a clock, 1 day ahead and 30 days behind."""
    built_in: BuiltInSpec | None = None
    """What the built-in DSM finds in each event, for an override of a type that is not simulated."""
    samples: Annotated[list[SampleSpec], Field(min_length=1)]
    """The payloads."""
