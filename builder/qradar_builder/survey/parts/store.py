"""A folder of finished parts, as Parquet: a row for each unit, with what was counted and what it was counted of.

A file is written for each task that ends. When there are many of them, they are put together into one.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

import qradar_builder
from qradar_builder.survey.engines.part import Part
from qradar_builder.survey.sketches.packed import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from qradar_builder.survey.engines.task import Job
    from qradar_builder.survey.sources.unit import Unit

MOST_SINGLE: Final = 256
"""How many files of single tasks there may be before they are put together."""
_ENDING: Final = ".parquet"
_MARK: Final = ".part"
_SCHEMA: Final = pa.schema(
    [
        ("job", pa.string()),
        ("unit", pa.string()),
        ("file", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("ledger", pa.binary()),
        ("tally", pa.binary()),
        ("costs", pa.binary()),
    ]
)


class _DamagedError(Exception):
    """A file of parts cannot be read any more."""


class PartStore:
    """The parts in a folder. One that cannot be read is as one that is not there."""

    def __init__(self, folder: Path, job: Job) -> None:
        """Make the folder. Raises OSError."""
        self._folder = folder
        self._job = job_digest(job)
        self.damaged: list[str] = []
        """Names of files that cannot be read."""
        self.changed: list[str] = []
        """Names of files of which parts are kept that were changed since."""
        self.vanished: list[str] = []
        """Names of files of which parts are kept that are not among the units."""
        self.failed: str | None = None
        """Why parts could not be kept, if they could not."""
        self._single: list[Path] = []
        """Files of single tasks, which have one row group."""
        self._used: set[str] = set()
        folder.mkdir(parents=True, exist_ok=True)

    def find(self, units: Sequence[Unit]) -> Iterator[Part]:
        """The parts that are there of units, each once. `changed` and `vanished` are complete after the last one."""
        wanted = {self._key(unit): unit for unit in units}
        names = {unit.file.name for unit in units}
        changed: set[str] = set()
        vanished: set[str] = set()
        for key, name, *counted in self._rows():
            # A file that was put together may be there beside the files that are in it.
            unit = wanted.pop(key, None)
            if unit is not None:
                yield Part((unit,), *counted)
                self._used.add(key)
            elif key in self._used:
                continue
            elif name in names:
                changed.add(name)
            else:
                vanished.add(name)
        self.changed, self.vanished = sorted(changed), sorted(vanished)

    def keep(self, parts: Sequence[Part]) -> None:
        """Write parts, each of one unit, into a file of their own. Where that fails, the survey goes on without."""
        if self.failed is not None:
            return
        rows = [
            (self._job, self._key(unit), unit.file.name, unit.start, unit.end, part.ledger, part.tally, part.costs)
            for part in parts
            for unit in part.units
        ]
        columns: list[Any] = [list(column) for column in zip(*rows, strict=True)]
        table = pa.Table.from_arrays(
            [pa.array(*each) for each in zip(columns, _SCHEMA.types, strict=True)], schema=_SCHEMA
        )
        try:
            self._single.append(self._write([table]))
            while len(self._single) >= MOST_SINGLE:
                first, self._single = self._single[:MOST_SINGLE], self._single[MOST_SINGLE:]
                self._put_together(first)
        except (OSError, pa.ArrowException) as error:
            self.failed = getattr(error, "strerror", None) or type(error).__name__

    def _put_together(self, single: Sequence[Path]) -> None:
        """One file in place of several. Whenever it is stopped, each part is in a file. Raises as `_write`."""
        try:
            self._write(map(_table, single))
        except _DamagedError:
            # The files stay as they are: the next run says which one is damaged.
            return
        for path in single:
            with suppress(OSError):
                path.unlink()

    def _write(self, tables: Iterable[pa.Table]) -> Path:
        """A new file with a row group for each table, of which one is in memory. Raises OSError or ArrowException."""
        name = secrets.token_hex(12)
        beside, path = self._folder / f"{name}{_MARK}", self._folder / f"{name}{_ENDING}"
        try:
            with beside.open("wb") as file:
                with pq.ParquetWriter(file, _SCHEMA, compression="zstd", write_page_checksum=True) as writer:
                    for table in tables:
                        writer.write_table(table)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
        return path

    def _rows(self) -> Iterator[tuple[str, str, bytes, bytes, bytes]]:
        """Key, file, books, tally and costs of each part of the same job."""
        for path in sorted(self._folder.iterdir()):
            if path.suffix == _MARK:
                # A run that was killed left it.
                with suppress(OSError):
                    path.unlink()
            if path.suffix != _ENDING:
                continue
            try:
                yield from self._rows_of(path)
            except (OSError, pa.ArrowException):
                self.damaged.append(path.name)

    def _rows_of(self, path: Path) -> Iterator[tuple[str, str, bytes, bytes, bytes]]:
        """The rows of a file, of which one group is in memory. Raises OSError or ArrowException."""
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            if not file.schema_arrow.equals(_SCHEMA):
                raise pa.ArrowInvalid("another file")
            for number in range(file.num_row_groups):
                jobs = file.read_row_group(number, columns=["job"]).column("job")
                if self._job not in jobs.to_pylist():
                    continue
                for row in file.read_row_group(number).to_pylist():
                    if row["job"] == self._job:
                        yield row["unit"], row["file"], row["ledger"], row["tally"], row["costs"]
            if file.num_row_groups == 1:
                self._single.append(path)

    def _key(self, unit: Unit) -> str:
        return sha256(repr((self._job, unit.key)).encode("utf-8", "surrogateescape")).hexdigest()


def _table(path: Path) -> pa.Table:
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            return file.read()
    except (OSError, pa.ArrowException) as error:
        raise _DamagedError from error


def job_digest(job: Job) -> str:
    """Hexadecimal digits that tell what is counted and how, by this version of the program and its form of tallies."""
    words = f"{qradar_builder.__version__}|{MARK.decode()}|{job.counts.digest}|{job.choices.words()}"
    return sha256(words.encode()).hexdigest()
