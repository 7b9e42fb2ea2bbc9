"""Reads files of samples, as much of them as is needed, and takes those of one format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.dsm.payloads.files import PayloadFileError, format_of, read_pieces
from builder.findings import Location
from builder.jpath.errors import JsonError
from builder.jpath.json_values import dumps_compact, loads
from builder.source.reading import NOT_IN_XML, NotRegularError, display_name, open_regular
from builder.starter.sample_format import FORMAT_NAMES, count_formats, format_of_event, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from builder.dsm.payloads.files import Payload
    from builder.findings import Findings
    from builder.starter.event_format import EventFormat

MOST_SAMPLES: Final = 2000
"""How many events are read of all files together."""
MOST_CHARACTERS: Final = 4_000_000
"""How many characters they may have together."""

_LONGEST: Final = 64_000


@dataclass(frozen=True, slots=True)
class Samples:
    """Events of one format, each once, and what was left out."""

    form: EventFormat
    payloads: tuple[str, ...]
    notes: tuple[str, ...] = ()


def read_samples(paths: Sequence[Path], form: EventFormat | None, findings: Findings) -> Samples | None:
    """Read samples from files. None, with findings, where a file cannot be read, or the formats are mixed.

    With a format, samples of others are left out.
    """
    before = findings.errors
    payloads: dict[str, None] = {}
    notes: list[str] = []
    for path in paths:
        _read_file(path, payloads, notes, findings)
    if findings.errors > before:
        return None
    name = display_name(paths[0])
    counts = count_formats(list(payloads))
    taken = tuple(payload for payload in payloads if form is None or format_of_event(payload) is form)
    if not taken:
        assert form is not None, "all are taken"
        message = f"no sample is {FORMAT_NAMES[form]}: there are {told(counts)}"
        findings.add("starter/mixed-samples", Location(name), message)
        return None
    if len(taken) < len(payloads):
        notes.append(f"{len(payloads) - len(taken)} samples of other formats are left out: {told(counts)} were read")
    elif len(counts) > 1:
        notes.append(f"the samples are of several formats, and there are expressions for each: {told(counts)}")
    return Samples(form or next(iter(counts.most_common()))[0], taken, tuple(notes))


def _read_file(path: Path, payloads: dict[str, None], notes: list[str], findings: Findings) -> None:
    """Add the payloads of a file to those that are there already."""
    name = display_name(path)
    count, odd, size = 0, 0, 0
    try:
        for number, payload in enumerate(_payloads(path), 1):
            if payload.warning:
                rule = "file/not-utf-8" if "UTF-8" in payload.warning else "starter/no-samples"
                findings.add(rule, Location(name), f"payload {number}: {payload.warning}")
                return
            count += 1
            text = _on_one_line(payload.text)
            if NOT_IN_XML.search(text) or len(text) > _LONGEST:
                odd += 1
                continue
            payloads.setdefault(text)
            size += len(text)
            if len(payloads) >= MOST_SAMPLES or size > MOST_CHARACTERS:
                notes.append(f"{name}: only the first {count:,} events are read")
                break
    except PayloadFileError as error:
        findings.add("starter/no-samples", Location(name), f"it cannot be read as events: {error}")
        return
    except NotRegularError:
        findings.add("file/unreadable", Location(name), "is no file that can be read", help="give a file of events")
        return
    except OSError as error:
        rule = "file/missing" if isinstance(error, FileNotFoundError) else "file/unreadable"
        findings.add(rule, Location(name), f"cannot be read: {error.strerror or error}")
        return
    if odd:
        notes.append(
            f"{name}: {odd} events with control characters, or longer than {_LONGEST:,} characters, are left out"
        )
    if count == odd:
        findings.add(
            "starter/no-samples",
            Location(name),
            "there is no event in it" if not count else "no event in it can be used",
        )


def _on_one_line(text: str) -> str:
    """JSON that is laid out for people as it would arrive; other text stays as it is."""
    if "\n" not in text or not text.lstrip().startswith("{"):
        return text
    try:
        return dumps_compact(loads(text))
    except (JsonError, RecursionError):
        return text


def _payloads(path: Path) -> Iterator[Payload]:
    with open_regular(path) as stream:
        for piece in read_pieces(stream, format_of(path.name)):
            yield from piece
