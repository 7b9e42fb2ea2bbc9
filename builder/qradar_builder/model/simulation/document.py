"""A simulated source of events: what the file tests/sources/<key>.yaml says."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from qradar_builder.model.base import Key, Spec, Text, refuse
from qradar_builder.model.cases.any_text import AnyText
from qradar_builder.model.simulation.endpoints import DetailSpec, ExportSpec, FixedSpec, ListSpec
from qradar_builder.model.simulation.events import EventsSpec, Seconds
from qradar_builder.model.simulation.sign_in import SignInSpec

Count = Annotated[int, Field(ge=0, le=10**9)]


class RateSpec(Spec):
    """How many calls the source takes."""

    calls: Annotated[int, Field(ge=1)]
    """The most calls of a time."""
    seconds: Annotated[int, Field(ge=1)] = 60
    """How long that time is, in seconds."""
    retry_after: Literal["none", "seconds", "date"] = "seconds"
    """What the Retry-After header of an answer 429 has."""


class DoublesSpec(Spec):
    """How many events may be posted twice."""

    without_fault: Count = 0
    """The most in a history without a fault."""
    with_fault: Count | None = None
    """The most in a history with a fault or crash; not given: any number. A run that is cut off after its post,
    and before its State is kept, posts again."""


class BookmarkSpec(Spec):
    """Where the workflow keeps the time up to which it has read."""

    path: Text
    """The path in the State, such as `/last_time`."""
    format: Text = "ms"
    """How the time is written there: `ms`, `s`, `us`, `iso`, or a Java pattern."""
    may_go_back: bool = False
    """Whether the bookmark may go back."""


class ProofSpec(Spec):
    """What a proof does and expects."""

    polls: Annotated[int, Field(ge=1, le=10)] = 3
    """In how many polls, from the first on, faults and crashes happen."""
    every: Annotated[int, Field(ge=1, le=10**7)] = 600
    """How many seconds there are from the start of a poll to the start of the next."""
    settle: Annotated[int, Field(ge=1, le=1000)] = 3
    """In how many polls without a fault all events must have come."""
    long: Annotated[int, Field(ge=1, le=10_000)] = 250
    """How many polls a random long history has, before those in which events must have come."""
    doubles: DoublesSpec = DoublesSpec()
    """How many events may be posted twice."""
    bookmark: BookmarkSpec | None = None
    """The bookmark. If it is given, a proof checks that it never goes back, and never runs ahead of what was posted."""
    read_from: Annotated[int, Field(ge=-(10**9), le=10**9)] | None = None
    """From when on events must come, in seconds from the first poll on; not given: all of them."""


class SourceSpec(Spec):
    """A simulated source of events for a workflow."""

    description: Text | None = None
    """What the source is about."""
    workflow: Key
    """The key of the workflow that reads it."""
    parameters: dict[str, AnyText] = Field(default_factory=dict)
    """The values of the parameters of the workflow."""
    clock: Text = "2026-01-05T09:00:00Z"
    """When the first poll begins, as ISO 8601 with its offset."""
    sign_in: SignInSpec = SignInSpec()
    """How requests sign in."""
    events: EventsSpec
    """The events."""
    lists: list[ListSpec] = Field(default_factory=list)
    """The endpoints that list events."""
    details: list[DetailSpec] = Field(default_factory=list)
    """The endpoints that give one event each."""
    exports: list[ExportSpec] = Field(default_factory=list)
    """The jobs that collect events."""
    fixed: list[FixedSpec] = Field(default_factory=list)
    """The endpoints that always answer the same."""
    rate: RateSpec | None = None
    """The rate limit."""
    skew: Annotated[int, Field(ge=-(10**9), le=10**9)] = 0
    """How many seconds the clock of the source is ahead of that of QRadar."""
    slow: Seconds = 30
    """How many seconds a slow answer takes."""
    proof: ProofSpec = ProofSpec()
    """What a proof does and expects."""

    @model_validator(mode="after")
    def _gives_events(self) -> Self:
        if not self.lists and not self.exports:
            message = "no endpoint gives events"
            raise refuse("source/contradiction", message, "add an endpoint to `lists` or `exports`")
        if self.details and self.events.records is not None:
            raise refuse("source/contradiction", "a detail is of one event, and records have several")
        if self.proof.read_from is not None and self.proof.read_from >= self.events.start + self.events.span:
            raise refuse("source/contradiction", "the last event is before `read_from`: no event is left to prove")
        return self
