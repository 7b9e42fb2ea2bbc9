"""Findings as people read them: a headline, the place, a picture of the source with carets, and advice."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qradar_builder.findings import Severity
from qradar_builder.report.rule_link import linked, rule_page, shows_links
from qradar_builder.report.safe_finding import safe_findings
from qradar_builder.secrets.excerpts import is_private, private_lines
from qradar_builder.source.files import open_regular
from qradar_builder.source.xml.root import beginning
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.findings import Finding, Location

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_WIDTH = 110
"""How many columns of a source line are shown."""
_MAX_FILE = 16 * 1024 * 1024
"""The largest file that is quoted, in bytes."""
_OF_SECRETS = ("secret", "secret-default", "console/token", "console/token-file")
"""Ends of the rules that are about a secret in the source itself, or about a file that is nothing but a secret."""
_OF_LOGS = "survey/"
"""What the rules begin with that are about files of logs: these are not quoted. Messages have the places in them."""
_ZIP = b"PK\x03\x04"
"""What an archive begins with, which has no lines to show."""


class TextReport:
    """Reads the source lines from the files that the findings name. Lines that may hold secrets are not shown.

    With `links` the id of a rule is a link to the manual. By default it is one where the terminal shows links.
    """

    def __init__(self, *, links: bool | None = None) -> None:
        self._links = shows_links() if links is None else links
        self._files: dict[str, list[str]] = {}
        self._hidden: dict[str, frozenset[int]] = {}

    def render(self, findings: Iterable[Finding]) -> str:
        """The report; a line that sums it up stands at its end."""
        counts = dict.fromkeys(Severity, 0)
        blocks: list[str] = []
        for found in safe_findings(findings):
            counts[found.severity] += found.unlisted or 1
            blocks.append("\n".join(self._lines(found)) + "\n")
        if not blocks:
            return ""
        parts = [counted(count, severity) for severity, count in counts.items() if count]
        return "\n".join(blocks) + "\n" + click.style(", ".join(parts), bold=True) + "\n"

    def _lines(self, found: Finding) -> Iterator[str]:
        colour = _COLOURS[found.severity]
        rule = linked(found.rule, rule_page(found.rule)) if self._links else found.rule
        headline = click.style(f"{found.severity}[{rule}]", fg=colour, bold=True)
        yield f"{headline}: {click.style(_visible(found.message), bold=True)}"
        margin = " " * len(str(found.location.line))
        hidden = found.rule.endswith(_OF_SECRETS) or found.rule.startswith(_OF_LOGS)
        yield from self._picture(found.location, "-->", margin, found.label, colour, hidden=hidden)
        for related in found.related:
            yield from self._picture(related.location, ":::", margin, related.message, "blue", hidden=hidden)
        if found.help:
            yield f"{margin} = {click.style('help', bold=True)}: {_visible(found.help)}"

    def _picture(
        self, place: Location, arrow: str, margin: str, label: str, colour: str, *, hidden: bool
    ) -> Iterator[str]:
        yield f"{margin}{click.style(arrow, fg='blue')} {_visible(str(place))}"
        line = None if hidden else self._line(place)
        if line is None:
            if label:
                yield f"{margin} = {_visible(label)}"
            return
        start = place.column - 1
        end = place.end_column - 1 if place.end_line == place.line else len(line)
        first = max(0, start - _WIDTH // 2) if start > _WIDTH - 20 else 0
        shown = line[first : first + _WIDTH]
        before = columns(_visible(line[first:start]))
        width = max(1, min(columns(_visible(line[start:end].rstrip())), _WIDTH - before))
        bar = click.style("|", fg="blue")
        yield f"{margin} {bar}"
        yield f"{click.style(f'{place.line:>{len(margin)}}', fg='blue')} {bar} {_visible(shown)}"
        carets = click.style("^" * width + (f" {_visible(label)}" if label else ""), fg=colour)
        yield f"{margin} {bar} {' ' * before}{carets}"

    def _line(self, place: Location) -> str | None:
        if place.file not in self._files:
            self._files[place.file] = _read(Path(place.file))
        lines = self._files[place.file]
        if place.line in self._hidden_lines(place.file):
            return None
        text = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
        return text if text.strip() else None

    def _hidden_lines(self, file: str) -> frozenset[int]:
        """The lines of a file that are not quoted, as they may hold secrets."""
        if file not in self._hidden:
            self._hidden[file] = private_lines(self._files[file])
        return self._hidden[file]


def _read(path: Path) -> list[str]:
    try:
        if _is_behind_a_link(path):
            return []
        with open_regular(path) as file:
            content = b"" if os.fstat(file.fileno()).st_size > _MAX_FILE else file.read(_MAX_FILE + 1)
        if len(content) <= _MAX_FILE and not content.startswith(_ZIP):
            # As the readers count lines: only line feeds part them.
            text = content.decode("utf-8-sig", "replace")
            if is_private(path.as_posix(), text) or is_private(path.as_posix(), beginning(content)):
                return []
            return text.replace("\r\n", "\n").split("\n")
    except (OSError, ValueError):
        pass
    return []


def _is_behind_a_link(path: Path) -> bool:
    """Whether a link may lead to a file that its package does not own, and whose lines are not to be shown."""
    folders = path.parents if not path.is_absolute() else path.parents[:2]
    return path.is_symlink() or any(folder.is_symlink() for folder in folders)


def _visible(text: str) -> str:
    """The text on one line, without characters that would change the terminal."""
    return "".join(
        " "
        if char == "\t"
        else char
        if unicodedata.category(char) not in {"Cc", "Cf", "Zl", "Zp"}
        else "\N{REPLACEMENT CHARACTER}"
        for char in text.replace("\n", " ")
    )


def columns(text: str) -> int:
    """How many terminal columns a text takes: wide characters take two."""
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1 for char in text
    )
