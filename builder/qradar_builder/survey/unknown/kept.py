"""The events of a package's own cases: what is proposed for others must leave them as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.dsm.payloads.files import PayloadFileError
from qradar_builder.findings import Findings
from qradar_builder.testing.events.case import read_event_case
from qradar_builder.testing.events.sample_payloads import payloads_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from qradar_builder.dsm.definition import TypeDefinition


def case_payloads(folder: Path, key: str, types: Mapping[str, TypeDefinition]) -> tuple[str, ...]:
    """The payloads of the event cases of a log source type, each once. Cases and files with mistakes have none."""
    return tuple(dict.fromkeys(_payloads(folder, key, types)))


def _payloads(folder: Path, key: str, types: Mapping[str, TypeDefinition]) -> Iterator[str]:
    for path in sorted((folder / "tests" / "events").glob("*.y*ml")):
        case = read_event_case(path, path.name, folder, lambda name, *_: types.get(name), Findings())
        if case is None or case.log_source_type != key:
            continue
        for sample in case.samples:
            try:
                yield from (payload.text for _, payload in payloads_of(sample))
            except (PayloadFileError, OSError):
                continue
