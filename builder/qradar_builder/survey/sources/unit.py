"""What is read at once: a range of a file, or a whole one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qradar_builder.survey.records.form import Form
    from qradar_builder.survey.sources.file import SourceFile


@dataclass(frozen=True, slots=True)
class Unit:
    """The records that begin from `start` up to `end`, in bytes. `form` is that of a file that is read in ranges.

    A file that is read as a whole has no `form`: who reads it looks. `most` is how many of its records are counted, all
    where it is None.
    """

    file: SourceFile
    start: int
    end: int | None
    form: Form | None = None
    most: int | None = None

    @property
    def size(self) -> int:
        """How many bytes it has; 0 where the store does not say it."""
        return 0 if self.end is None else self.end - self.start

    @property
    def key(self) -> tuple[str, int, int | None, str, int | None]:
        """What tells it from all other units, also from those of the file before a change."""
        return self.file.name, self.start, self.end, self.file.mark, self.most
