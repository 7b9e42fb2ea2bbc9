"""The payloads of a sample, one by one, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.dsm.payloads.files import Payload, PayloadFormat, format_of, read_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.payloads.files import Piece
    from qradar_builder.testing.events.case import PayloadFile, Sample


def payloads_of(sample: Sample) -> Iterator[tuple[str, Payload]]:
    """The payloads of a sample with their places: `file:line`, or `file, item 3`; empty where the case holds it.

    Raises PayloadFileError and OSError where a file cannot be read any further.
    """
    source = sample.source
    if isinstance(source, str):
        yield "", Payload(source)
        return
    with source.open() as file:
        yield from _placed(read_pieces(file, source.format or format_of(source.name)), source)


def _placed(pieces: Iterator[Piece], source: PayloadFile) -> Iterator[tuple[str, Payload]]:
    is_whole = (source.format or format_of(source.name)) is PayloadFormat.WHOLE
    line = item = 1
    for piece in pieces:
        if piece.format is PayloadFormat.JSON:
            for payload in piece:
                yield f"{source.name}, item {item}", payload
                item += 1
        elif piece.format is PayloadFormat.WHOLE:
            # Without having been asked for, it is a line that is too long.
            for payload in piece:
                yield source.name if is_whole else f"{source.name}:{line}", payload
            line += 1
        else:
            lines = piece.lines.split(b"\n")
            # Lines without anything in them are no payloads.
            numbers = (line + index for index, text in enumerate(lines) if text.removesuffix(b"\r").strip())
            for number, payload in zip(numbers, piece, strict=True):
                yield f"{source.name}:{number}", payload
            line += len(lines)
