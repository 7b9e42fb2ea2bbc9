"""Parses pieces of files, here or in several processes, and gives the results in the order of the pieces."""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from builder.dsm.parser import Parser
from builder.dsm.tally import Tally
from builder.findings import Findings
from builder.package.parser_sources import load_definitions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from builder.dsm.definition import TypeDefinition
    from builder.dsm.event import Event
    from builder.dsm.payload_files import Payload, Piece

_AHEAD = 3
"""How many pieces each process may be ahead of what is written: memory stays flat."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a process needs to parse: where the type is, when events are received, and the event processor's zone."""

    path: Path
    key: str
    clock: int
    """Epoch milliseconds."""
    zone: str

    def parser(self, definition: TypeDefinition) -> Parser:
        """The parser of the type."""
        return Parser(definition, now=lambda: self.clock, zone=self.zone)


@dataclass(slots=True)
class Parsed:
    """What came of a piece: NDJSON, and the counts."""

    lines: bytes
    tally: Tally


def parse_here(parser: Parser, pieces: Iterable[Piece]) -> Iterator[Parsed]:
    """Parse in this process."""
    for piece in pieces:
        yield _parse_piece(parser, piece)


def parse_in_processes(settings: Settings, jobs: int, pieces: Iterable[Piece]) -> Iterator[Parsed]:
    """Parse in several processes, each of which loads the type for itself."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(settings,)) as pool:
        waiting: deque[Future[Parsed]] = deque()
        try:
            for piece in pieces:
                waiting.append(pool.submit(_parse_there, piece))
                if len(waiting) >= _AHEAD * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def parse_payload(parser: Parser, payload: Payload) -> Event:
    """Parse one payload; what was wrong with its bytes is the first of its warnings."""
    event = parser.parse(payload.text)
    if payload.warning:
        event.warnings.insert(0, payload.warning)
    return event


def _parse_piece(parser: Parser, piece: Piece) -> Parsed:
    tally = Tally()
    lines: list[bytes] = []
    for payload in piece:
        event = parse_payload(parser, payload)
        tally.add(event)
        lines.append(event.as_line())
    lines.append(b"")
    return Parsed(b"\n".join(lines), tally)


_parser: Parser | None = None
"""The parser of this process, where it is one of several."""


def _start(settings: Settings) -> None:
    global _parser  # noqa: PLW0603 - a process of the pool has one parser for all its pieces
    definitions = load_definitions(settings.path, Findings())
    assert definitions is not None, "it was loaded before the processes began"
    _parser = settings.parser(definitions[settings.key])


def _parse_there(piece: Piece) -> Parsed:
    assert _parser is not None
    return _parse_piece(_parser, piece)
