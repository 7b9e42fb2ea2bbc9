"""Recommended settings of a log source. They go into the install guide, never into the ZIP."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, WithJsonSchema

from qradar_builder.model.base import Key, Spec, Text, WrittenText
from qradar_builder.model.log_source_type import NameOrNumber

ParameterValue = Annotated[
    WrittenText | bool, WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]})
]


class ProtocolParameter(Spec):
    """A parameter on the protocol page of a log source, such as Kafka's bootstrap servers."""

    name: Text
    """As the console labels it."""
    value: ParameterValue | None = None
    """The recommended value; without it the admin's own."""
    example: WrittenText | None = None
    """What a value looks like."""
    description: str = ""
    """Where to find the value, and what it does."""
    required: bool = False
    """Whether there must be a value."""
    secret: bool = False
    """The admin's secret: never give a value."""


class LogSourceSpec(Spec):
    """What `log_sources/<key>.yaml` says."""

    name: Text
    """A name for the log source; the admin may choose another."""
    type: Key
    """The key of the log source type."""
    protocol: NameOrNumber
    """The protocol, by name or number."""
    identifier: WrittenText
    """The log source identifier, or what it must look like."""
    description: str = ""
    """The description of the log source."""
    workflow: Key | None = None
    """The key of the workflow that is pasted into it."""
    enabled: bool = True
    """Whether it collects events at once."""
    credibility: int | None = Field(default=None, ge=0, le=10)
    """Its credibility; that of its type where it is not said."""
    coalescing: bool = False
    """Coalescing events."""
    store_payload: bool = True
    """Store event payload."""
    recurrence: Annotated[str, Field(pattern=r"^[1-9][0-9]*[MHD]$")] | None = None
    """How often the protocol polls, such as `10M`, `1H` or `1D`."""
    groups: list[Text] = Field(default_factory=list)
    """Log source groups by name."""
    parameters: list[ProtocolParameter] = Field(default_factory=list)
    """What to enter on the page of the protocol."""
    notes: list[Text] = Field(default_factory=list)
    """Further advice, such as where a certificate must lie."""
