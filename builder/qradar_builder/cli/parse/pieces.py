"""Pieces of files that are parsed at once, and what a process needs to do so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.api.events import new_parser, parse_payload
from qradar_builder.dsm.tally import Tally
from qradar_builder.findings import Findings
from qradar_builder.package.inputs.parser_sources import load_definitions

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.dsm.parser import Parser
    from qradar_builder.dsm.payloads.files import Piece
    from qradar_builder.dsm.values.times.limits import TimeLimits


@dataclass(frozen=True, slots=True)
class Settings:
    """What a process needs to parse: where the type is, when events are received, and the event processor's zone."""

    path: Path
    key: str
    clock: int
    """Epoch milliseconds."""
    zone: str
    time_limits: TimeLimits

    def parser(self, definition: TypeDefinition) -> Parser:
        """The parser of the type."""
        return new_parser(definition, self.clock, self.zone, self.time_limits)

    def load_parser(self) -> Parser:
        """The parser of the type, which is loaded once more."""
        definitions = load_definitions(self.path, Findings())
        assert definitions is not None, "it was loaded before the processes began"
        return self.parser(definitions[self.key])


@dataclass(slots=True)
class Parsed:
    """What came of a piece: NDJSON, and the counts."""

    lines: bytes
    tally: Tally


def parse_piece(parser: Parser, piece: Piece) -> Parsed:
    """Parse the payloads of a piece."""
    tally = Tally()
    lines: list[bytes] = []
    for payload in piece:
        event = parse_payload(parser, payload)
        tally.add(event)
        lines.append(event.as_line())
    lines.append(b"")
    tally.skipped.update(parser.take_skipped())
    return Parsed(b"\n".join(lines), tally)
