"""The lines of YAML and CSV files beside how often the cases proved them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qradar_builder.secrets.shown import Secrets
from qradar_builder.source.files import MAX_BYTES, open_regular
from qradar_builder.testing.covered import covered_lines
from qradar_builder.text.shown import cut
from qradar_builder.workflow.engine.credentials import written_credentials

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qradar_builder.testing.covered import Lines
    from qradar_builder.testing.tested_package import TestedPackage

MOST_LINES: Final = 1500
"""How many lines of a file are shown. Of a longer one only those are that nothing proves, with what is around them."""
MOST_OF_ALL: Final = 30_000
_AROUND: Final = 2
_LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A line. `hits` is None where there is nothing to prove."""

    number: int
    text: str
    hits: int | None
    follows_gap: bool = False


@dataclass(frozen=True, slots=True)
class CoveredFile:
    """A file. `lines` is empty where it cannot be read, or where the page is full."""

    name: str
    proven: int
    all: int
    lines: tuple[Line, ...]
    left_out: int


def covered_files(packages: Sequence[TestedPackage]) -> list[CoveredFile]:
    """The files of packages that have something to prove, by their names."""
    found: list[CoveredFile] = []
    room = MOST_OF_ALL
    for package in packages:
        workflows = [each.checked.workflow for each in package.workflows.values()]
        secrets = Secrets(text for workflow in workflows for text in written_credentials(workflow))
        for name, hits in sorted(covered_lines(package).items()):
            proven = sum(each > 0 for each in hits.values())
            texts = _texts(name, package.folder, secrets)
            lines = tuple(_lines(texts, hits, min(room, MOST_LINES)))
            room -= len(lines)
            found.append(CoveredFile(name, proven, len(hits), lines, len(texts) - len(lines)))
    return found


def _texts(name: str, package: Path, secrets: Secrets) -> list[str]:
    """The lines of a file, without credentials; none where it cannot be read."""
    try:
        with open_regular(Path(name), package) as file:
            text = file.read(MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return []
    clean = secrets.redact(text)
    # A credential of several lines becomes one mark, and the numbers of the lines must stay.
    if clean.count("\n") != text.count("\n"):
        return [secrets.redact(line) for line in text.split("\n")]
    return clean.removesuffix("\n").split("\n")


def _lines(texts: list[str], hits: Lines, most: int) -> Iterator[Line]:
    numbers: Iterable[int] = range(1, len(texts) + 1)
    if len(texts) > most:
        missed = [number for number, count in hits.items() if not count]
        around = {near for number in missed for near in range(number - _AROUND, number + _AROUND + 1)}
        numbers = sorted(number for number in around if 1 <= number <= len(texts))[:most]
    last = 0
    for number in numbers:
        text = cut(texts[number - 1].rstrip("\r"), _LONGEST)
        yield Line(number, text, hits.get(number), follows_gap=number != last + 1)
        last = number
