"""The extension itself: `extension.yaml`."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, WithJsonSchema

from qradar_builder.model.base import Key, Line, Spec, Uuid, WrittenText

VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", re.ASCII)
"""MAJOR.MINOR.PATCH."""
VERSION_LIMIT = 50
"""The longest version, in characters: it becomes part of file names."""

Version = Annotated[WrittenText, WithJsonSchema({"type": "string", "pattern": f"^{VERSION.pattern}$"})]


class Author(Spec):
    """Who answers for the extension."""

    name: Line
    """Shown in Extensions Management; with the extension's name it makes the hub id."""
    email: str = ""
    """Where users reach them."""


class QRadarRange(Spec):
    """The QRadar versions that the extension is for."""

    minimum: WrittenText
    """The oldest QRadar that takes the extension, such as `7.4.2`, `7.5.0 UP10` or a full build number."""


class LintSpec(Spec):
    """Which rules `lint` runs over the package."""

    select: list[Line] = Field(default_factory=list)
    """Rules or families, such as `workflow/no-tests` or `workflow`. If there are any, no others run."""
    ignore: dict[str, Line] = Field(default_factory=dict)
    """Rules or families whose warnings and notes are ignored, each with the reason."""


class ExtensionSpec(Spec):
    """What `extension.yaml` says."""

    id: Key
    """The extension's identity; every UUID derives from it. It is also the folder's name."""
    name: Line
    """Shown in Extensions Management."""
    version: Version  # Its form is checked where names are resolved, so that nothing else hides behind it.
    """MAJOR.MINOR.PATCH; QRadar refuses a version that it already has."""
    author: Author
    qradar: QRadarRange
    description: str = ""
    """What the extension is for; shown in Extensions Management."""
    lint: LintSpec | None = None
    """Which rules `lint` runs over the package, and which it ignores."""
    uuid: Uuid | None = None
    """The namespace of the extension's UUIDs, where it must stay while the id changes."""
