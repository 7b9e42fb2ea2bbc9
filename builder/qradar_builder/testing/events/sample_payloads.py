"""The payloads of a sample, one by one, each with its place."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from qradar_builder.dsm.payloads.files import Payload, PayloadFormat, format_of, read_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.payloads.files import Piece
    from qradar_builder.testing.events.case import Sample


def payloads_of(sample: Sample) -> Iterator[tuple[str, Payload]]:
    """The payloads of a sample with their places: `file:line`, or `file, item 3`; empty where the case holds it.

    Raises PayloadFileError and OSError where a file cannot be read any further.
    """
    source = sample.source
    if isinstance(source, str):
        yield "", Payload(source)
        return
    with source.open() as file:
        yield from placed_payloads(file, source.name, source.format)


def placed_payloads(file: IO[bytes], name: str, form: PayloadFormat | None = None) -> Iterator[tuple[str, Payload]]:
    """The payloads of an open file with their places; without a format, its name or its first bytes tell it.

    Raises PayloadFileError and OSError where the file cannot be read any further.
    """
    form = form or format_of(name)
    yield from _placed(read_pieces(file, form), name, is_whole=form is PayloadFormat.WHOLE)


def _placed(pieces: Iterator[Piece], name: str, *, is_whole: bool) -> Iterator[tuple[str, Payload]]:
    line = item = 1
    for piece in pieces:
        if piece.format is PayloadFormat.JSON:
            for payload in piece:
                yield f"{name}, item {item}", payload
                item += 1
        elif piece.format is PayloadFormat.WHOLE:
            # Without having been asked for, it is a line that is too long.
            for payload in piece:
                yield name if is_whole else f"{name}:{line}", payload
            line += 1
        else:
            lines = piece.lines.split(b"\n")
            # Lines without anything in them are no payloads.
            numbers = (line + index for index, text in enumerate(lines) if text.removesuffix(b"\r").strip())
            for number, payload in zip(numbers, piece, strict=True):
                yield f"{name}:{number}", payload
            line += len(lines)
