"""A local file of values for log sources. It is no part of a package: it belongs to one console."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from qradar_builder.model.base import Key, Spec, Text, WrittenText
from qradar_builder.model.log_source import ParameterValue


class FromEnvironment(Spec):
    """A value from the environment, as every secret must be."""

    env: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,199}$")]
    """The name of the variable."""


class LogSourceValues(Spec):
    """One log source on the console."""

    log_source: Key
    """The key of `log_sources/<key>.yaml`, from which everything comes that is not given here."""
    name: Text | None = None
    """Its name on the console."""
    identifier: WrittenText | None = None
    """The log source identifier. Required if the package only describes it."""
    description: str | None = None
    """Its description."""
    enabled: bool | None = None
    """Whether it collects events."""
    groups: list[Text] | None = None
    """Log source groups by name; missing ones are created."""
    parameters: dict[Text, FromEnvironment | ParameterValue] = Field(default_factory=dict)
    """Parameters of the protocol, by the labels of the console."""
    workflow_parameters: dict[Text, FromEnvironment | WrittenText] = Field(default_factory=dict)
    """Parameters of the workflow, by name."""


class LogSourceValuesFile(Spec):
    """The log sources of one console."""

    log_sources: Annotated[list[LogSourceValues], Field(min_length=1)]
    """The log sources."""
