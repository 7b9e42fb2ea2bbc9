"""Findings as the page shows them: with paths in the package, and without the credentials that they quote."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from qradar_builder.preview.protocol.problems import FindingMessage
from qradar_builder.report.safe_finding import safe_findings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Finding, Origin


class PathsInPackage:
    """Turns the paths of findings and origins, which are for a person in a shell, into paths in the package."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._known: dict[str, str] = {}

    def path(self, file: str) -> str:
        """The path in the package; the text itself where it is no file of it."""
        if file not in self._known:
            if len(self._known) > 10_000:
                self._known.clear()
            self._known[file] = self._relative(file)
        return self._known[file]

    def place(self, origin: Origin | None) -> tuple[str, int]:
        """File and line of an origin; empty and 0 where it has no place."""
        found = None if origin is None else origin.locate()
        return ("", 0) if found is None or not found.file else (self.path(found.file), found.line)

    def messages(self, findings: Iterable[Finding]) -> list[FindingMessage]:
        """The findings, in the order of their files and places."""
        found = [self._message(each) for each in safe_findings(findings)]
        return sorted(found, key=lambda each: (each.file, each.line, each.column, each.rule))

    def _message(self, finding: Finding) -> FindingMessage:
        place = finding.location
        on_one_line = place.end_line in {0, place.line}
        return FindingMessage(
            rule=finding.rule,
            severity=finding.severity.value,
            message=finding.message,
            advice=finding.help,
            file=self.path(place.file) if place.file else "",
            line=place.line,
            column=place.column,
            end_column=place.end_column if on_one_line else 0,
        )

    def _relative(self, file: str) -> str:
        try:
            inside = os.path.relpath(os.path.realpath(Path.cwd() / file), self._folder)
        except (OSError, ValueError):
            return file
        return file if inside.startswith("..") else Path(inside).as_posix()
