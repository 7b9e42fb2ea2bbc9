"""A folder of finished parts, as Parquet: a row for each unit, with what was counted and what it was counted of."""

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
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qradar_builder.survey.engines.task import Job
    from qradar_builder.survey.sources.unit import Unit

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
        folder.mkdir(parents=True, exist_ok=True)

    def find(self, units: Sequence[Unit]) -> tuple[list[Part], list[Unit]]:
        """The parts that are there of units, and the units that are missing."""
        wanted = {self._key(unit): unit for unit in units}
        names = {unit.file.name for unit in units}
        found: dict[str, Part] = {}
        changed: set[str] = set()
        vanished: set[str] = set()
        for key, name, *counted in self._rows():
            unit = wanted.get(key)
            if unit is not None:
                found.setdefault(key, Part((unit,), *counted))
            elif name in names:
                changed.add(name)
            else:
                vanished.add(name)
        self.changed, self.vanished = sorted(changed), sorted(vanished)
        return list(found.values()), [unit for key, unit in wanted.items() if key not in found]

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
        name = secrets.token_hex(12)
        beside = self._folder / f"{name}{_MARK}"
        try:
            with beside.open("wb") as file:
                pq.write_table(table, file, compression="zstd")
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._folder / f"{name}{_ENDING}")
        except (OSError, pa.ArrowException) as error:
            self.failed = getattr(error, "strerror", None) or type(error).__name__
            with suppress(OSError):
                beside.unlink()

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
                table = pq.read_table(path, schema=_SCHEMA, filters=[("job", "=", self._job)])
            except (OSError, pa.ArrowException):
                self.damaged.append(path.name)
                continue
            for row in table.to_pylist():
                yield row["unit"], row["file"], row["ledger"], row["tally"], row["costs"]

    def _key(self, unit: Unit) -> str:
        return sha256(repr((self._job, unit.key)).encode("utf-8", "surrogateescape")).hexdigest()


def job_digest(job: Job) -> str:
    """Hexadecimal digits that tell what is counted and how, by this version of the program and its form of tallies."""
    words = f"{qradar_builder.__version__}|{MARK.decode()}|{job.counts.digest}|{job.choices.words()}"
    return sha256(words.encode()).hexdigest()
