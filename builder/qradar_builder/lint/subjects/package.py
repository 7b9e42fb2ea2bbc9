"""A package folder as rules see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.findings import Location
from qradar_builder.source.files import display_name

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.model.content import Content


@dataclass(frozen=True, slots=True, eq=False)
class PackageSubject:
    """A package that compiles."""

    folder: Path
    name: str
    """How findings call the folder."""
    content: Content

    def file(self, name: str) -> Location:
        """The place of a file of the package as a whole, whether or not it exists."""
        return Location(display_name(self.folder / name))
