"""A package folder as rules see it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from qradar_builder.findings import Location
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.files import display_name, open_regular

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.model.content import Content
    from qradar_builder.testing.events.case import EventCase

_MOST = 1024 * 1024
_MOST_FILES = 5000


@dataclass(frozen=True, slots=True, eq=False)
class PackageSubject:
    """A package that compiles."""

    folder: Path
    name: str
    """How findings call the folder."""
    content: Content
    cases: tuple[EventCase, ...]
    """The cases of events that hold."""
    definitions: Callable[[], dict[str, TypeDefinition]]
    """Its log source types as the parser runs them, by their keys."""

    def text(self, name: str) -> str | None:
        """What a file of the package says, of at most a mebibyte; None where it is not there or cannot be read."""
        try:
            with open_regular(self.folder / name) as file:
                return file.read(_MOST).decode("utf-8", "replace")
        except (OSError, ValueError):
            return None

    def names(self, folder: str) -> list[str]:
        """The paths of the files below a folder of the package, by name; at most 5,000."""
        root = self.folder / folder
        found = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
        return sorted(path.relative_to(self.folder).as_posix() for path in islice(found, _MOST_FILES))

    def file(self, name: str) -> Location:
        """The place of a file of the package as a whole, whether or not it exists."""
        return Location(display_name(self.folder / name))
