"""Makes the subjects of packages and archives that were read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from qradar_builder.findings import Findings
from qradar_builder.lint.subjects.archive import ArchiveSubject
from qradar_builder.lint.subjects.log_source_type import TypeSubject
from qradar_builder.lint.subjects.package import PackageSubject
from qradar_builder.lint.subjects.regex import RegexSubject, regexes_of_type, regexes_of_workflow
from qradar_builder.package.inputs.definitions import content_definitions
from qradar_builder.source.files import display_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.package.build import Built
    from qradar_builder.package.extension.content_reader import ContentTables
    from qradar_builder.package.extension.zip_reader import Archive
    from qradar_builder.testing.events.case import EventCase


@dataclass(eq=False)
class PackageReading:
    """A package that compiles, read as far as its cases and the rules need it."""

    folder: Path
    built: Built
    cases: tuple[EventCase, ...] = ()
    """The cases of events that hold, where they were read."""

    @cached_property
    def definitions(self) -> dict[str, TypeDefinition]:
        """Its log source types as the parser runs them, by their keys."""
        return content_definitions(self.built.content, self.built.numbered)

    def subjects(self, wanted: Collection[type[object]] | None = None) -> Iterator[object]:
        """The subjects of those kinds, or all: the package, its log source types, its workflows, their regexes."""
        if wanted is None or PackageSubject in wanted:
            yield PackageSubject(
                self.folder, display_name(self.folder), self.built.content, self.cases, lambda: self.definitions
            )
        regexes = wanted is None or RegexSubject in wanted
        if wanted is None or regexes or TypeSubject in wanted:
            for key, definition in self.definitions.items():
                yield TypeSubject(definition, self._samples_of(key))
                if regexes:
                    yield from regexes_of_type(definition)
        if self.built.content.workflows:
            yield from self._of_workflows(wanted, regexes=regexes)

    def _of_workflows(self, wanted: Collection[type[object]] | None, *, regexes: bool) -> Iterator[object]:
        # What follows the data of a workflow takes long to load.
        from qradar_builder.lint.subjects.workflow import WorkflowSubject

        if wanted is None or regexes or WorkflowSubject in wanted:
            for file in self.built.content.workflows:
                subject = WorkflowSubject(file.workflow)
                yield subject
                if regexes:
                    yield from regexes_of_workflow(subject.texts)

    def _samples_of(self, key: str) -> tuple[str, ...]:
        """The payloads that the cases of a log source type have in them."""
        samples = (sample.source for case in self.cases if case.log_source_type == key for sample in case.samples)
        return tuple(source for source in samples if isinstance(source, str))


def archive_subjects(archive: Archive, tables: ContentTables) -> Iterator[object]:
    """The subjects of a content XML: itself, the log source types in it, and their regular expressions."""
    # A build has no archive to read.
    from qradar_builder.package.inputs.archive_definitions import archive_definitions

    yield ArchiveSubject(archive, tables)
    # What is wrong with their extensions is reported by the checks of the archive.
    for definition in archive_definitions(tables, Findings()).values():
        yield TypeSubject(definition)
        yield from regexes_of_type(definition)
