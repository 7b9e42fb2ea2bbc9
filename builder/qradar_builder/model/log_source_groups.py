"""Log source groups: `log_source_groups.yaml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, RootModel

from qradar_builder.model.base import Key, Spec, Text

LIMIT = 255
"""The longest name and description of a group, in characters (IBM documentation, log source groups)."""


class LogSourceGroupSpec(Spec):
    """A log source group."""

    name: Annotated[Text, Field(max_length=LIMIT)]
    """Its name."""
    description: Annotated[str, Field(max_length=LIMIT)] = ""
    """What is in it."""
    parent: Key | None = None
    """The key of the parent group; by default, the root."""


class LogSourceGroupFile(RootModel[dict[Key, LogSourceGroupSpec]]):
    """Log source groups by their keys."""
