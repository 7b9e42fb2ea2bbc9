"""Makes the subjects of packages and archives that were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Findings
from qradar_builder.lint.subjects.archive import ArchiveSubject
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.lint.subjects.package import PackageSubject
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.package.inputs.archive_definitions import archive_definitions
from qradar_builder.package.inputs.definitions import content_definitions
from qradar_builder.source.files import display_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qradar_builder.package.build import Built
    from qradar_builder.package.extension.content_reader import ContentTables
    from qradar_builder.package.extension.zip_reader import Archive


def package_subjects(folder: Path, built: Built) -> Iterator[object]:
    """The subjects of a package: itself, its log source types and its workflows."""
    yield PackageSubject(folder, display_name(folder), built.content)
    for definition in content_definitions(built.content, built.numbered).values():
        yield TypeSubject(definition)
    for file in built.content.workflows:
        yield WorkflowSubject(file.workflow)


def archive_subjects(archive: Archive, tables: ContentTables) -> Iterator[object]:
    """The subjects of a content XML: itself, and the log source types in it."""
    yield ArchiveSubject(archive, tables)
    # What is wrong with their extensions is reported by the checks of the archive.
    for definition in archive_definitions(tables, Findings()).values():
        yield TypeSubject(definition)
