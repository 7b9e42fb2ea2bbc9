"""Which units there are of the files, and which of them a task reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.survey.records.stopped import StoppedError
from qradar_builder.survey.sources.content import split_form
from qradar_builder.survey.sources.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.survey.records.form import Form
    from qradar_builder.survey.sources.file import SourceFile

RANGE: Final = 32 * 1024 * 1024
"""How many bytes of a file are read at once, and about how many a task has. What is counted does not depend on it."""
_MOST_RANGES: Final = 64
_LARGEST: Final = 8
"""Of a file that has more ranges, they are up to so many times as large: fewer parts are to be merged."""
_MOST_UNITS: Final = 512
"""How many small files a task has."""


def units_of(files: Iterable[SourceFile], asked: Form | None, size: int = RANGE) -> Iterator[Unit]:
    """The units of files, in their order: ranges of large files of lines, of `size` bytes or more, and whole files.

    A file that cannot be opened is a unit, too, so that whoever reads it says why.
    """
    for file in files:
        form = None
        if file.size is not None and file.size > size:
            try:
                form = split_form(file, asked)
            except StoppedError:
                form = None
        if form is None or file.size is None:
            yield Unit(file, 0, file.size)
            continue
        step = size * min(_LARGEST, max(1, file.size // (size * _MOST_RANGES)))
        for start in range(0, file.size, step):
            yield Unit(file, start, min(start + step, file.size), form)


def tasks_of(units: Iterable[Unit], size: int = RANGE) -> Iterator[tuple[Unit, ...]]:
    """The units of each task: small files are put together."""
    bundle: list[Unit] = []
    held = 0
    for unit in units:
        if bundle and (held + unit.size > size or len(bundle) >= _MOST_UNITS):
            yield tuple(bundle)
            bundle, held = [], 0
        bundle.append(unit)
        held += unit.size
    if bundle:
        yield tuple(bundle)
