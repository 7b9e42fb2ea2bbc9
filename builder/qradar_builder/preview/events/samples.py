"""The samples of a log source type: those of the event cases, and of files that were dropped onto the page."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.payloads.files import PayloadFileError
from qradar_builder.preview.protocol.events import DroppedFile
from qradar_builder.preview.refusal import Refusal
from qradar_builder.testing.events.sample_payloads import payloads_of, placed_payloads
from qradar_builder.testing.events.tested import Receipt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.dsm.event import Recognised
    from qradar_builder.dsm.payloads.files import Payload
    from qradar_builder.preview.package.state import PackageState
    from qradar_builder.preview.protocol.events import SampleOrigin

MOST_SAMPLES: Final = 10_000
"""How many samples of a type are parsed."""
MOST_CHARACTERS: Final = 64 * 1024 * 1024
"""How long all samples of a type may be together."""
MOST_DROPPED: Final = 50
"""How many dropped files of a type are kept."""
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A payload with its place. `clock` is when it is received, in epoch milliseconds."""

    origin: SampleOrigin
    source: str
    place: str
    payload: Payload
    clock: int
    receipt: Receipt
    built_in: Recognised | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """The samples that are parsed, and how many there are in all. `problems` says which files could not be read."""

    samples: tuple[Sample, ...]
    total: int
    problems: tuple[str, ...]


class Dropped:
    """The dropped files of one log source type, in memory only. `number` rises with each change."""

    def __init__(self) -> None:
        self._files: Mapping[str, tuple[list[Sample], int]] = {}
        """By file, its payloads, and how many are not kept. It is replaced as a whole, as any thread may read it."""
        self._lock = threading.Lock()
        self.number = 0

    def add(self, name: str, text: str, clock: int) -> None:
        """Take a file; one of the same name is replaced. `clock` is when its events are received. Raises Refusal."""
        shown = "".join(each for each in name if each.isprintable())[:_LONGEST_NAME] or "dropped"
        samples: list[Sample] = []
        left = 0
        try:
            content = io.BytesIO(text.encode("utf-8", "replace"))
            for place, payload in placed_payloads(content, shown):
                if len(samples) < MOST_SAMPLES:
                    samples.append(Sample("dropped", shown, place, payload, clock, Receipt()))
                else:
                    left += 1
        except PayloadFileError as error:
            raise Refusal("preview/request", f"{shown}: {error}", status=422) from None
        if not samples:
            raise Refusal("preview/request", f"there is no event in {shown}", "drop a file that has events", status=422)
        with self._lock:
            kept = {**self._files, shown: (samples, left)}
            length = sum(len(each.payload.text) for one, _ in kept.values() for each in one)
            if len(kept) > MOST_DROPPED or length > MOST_CHARACTERS:
                raise Refusal("preview/too-large", "there is no room for more dropped files; remove some first")
            self._files = kept
            self.number += 1

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._files = {}
            self.number += 1

    def samples(self) -> list[Sample]:
        """The samples of all files."""
        return [each for one, _ in self._files.values() for each in one]

    @property
    def left(self) -> int:
        """How many payloads of the files are not kept."""
        return sum(left for _, left in self._files.values())

    def files(self) -> list[DroppedFile]:
        """The files with the number of their payloads."""
        return [DroppedFile(name=name, payloads=len(each) + left) for name, (each, left) in self._files.items()]


def samples_of(state: PackageState, key: str, dropped: Dropped) -> Samples:
    """The samples of a log source type: the dropped ones first, then those of the cases in the order of their files."""
    chosen: list[Sample] = []
    problems: list[str] = []
    total, length = dropped.left, 0
    for each in (*dropped.samples(), *_of_cases(state, key, problems)):
        total += 1
        length += len(each.payload.text)
        if len(chosen) < MOST_SAMPLES and length <= MOST_CHARACTERS:
            chosen.append(each)
    return Samples(tuple(chosen), total, tuple(problems))


def _of_cases(state: PackageState, key: str, problems: list[str]) -> Iterator[Sample]:
    for file, case in state.cases.items():
        if case.log_source_type != key:
            continue
        receipt = Receipt(case.zone, case.time_limits)
        for sample in case.samples:
            try:
                for place, payload in payloads_of(sample):
                    yield Sample(
                        "case",
                        file,
                        f"{sample.name}{place and f', {place}'}",
                        payload,
                        case.clock,
                        receipt,
                        sample.built_in,
                    )
            except (PayloadFileError, OSError) as error:
                problems.append(f"{file}, {sample.name}: {error}")
