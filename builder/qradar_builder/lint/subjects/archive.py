"""A finished extension as rules see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qradar_builder.package.extension.content_reader import ContentTables
    from qradar_builder.package.extension.zip_reader import Archive


@dataclass(frozen=True, slots=True, eq=False)
class ArchiveSubject:
    """An extension ZIP, or a content XML alone (`archive.bare`), with the tables of its content XML."""

    archive: Archive
    tables: ContentTables
