"""Reads files of samples, as much of them as is needed, and takes those of one format."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.payloads.files import PayloadFileError
from qradar_builder.findings import Location
from qradar_builder.jpath.errors import JsonError
from qradar_builder.jpath.json.values import dumps_compact, loads
from qradar_builder.source.files import NOT_IN_XML, NotRegularError, display_name, open_regular
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.events.sample_format import FORMAT_NAMES, format_of_event, told
from qradar_builder.starter.events.sample_payloads import files_of, payloads_of
from qradar_builder.starter.foreign_files import ForeignFileError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qradar_builder.dsm.payloads.files import PayloadFormat
    from qradar_builder.findings import Findings
    from qradar_builder.starter.events.headers import Header

MOST_SAMPLES: Final = 2000
"""How many events are read of all files together."""
MOST_CHARACTERS: Final = 4_000_000
"""How many characters they may have together."""

_LONGEST: Final = 64_000
_ENOUGH: Final = 20
_TEXTS: Final = frozenset({EventFormat.SYSLOG, EventFormat.NVP})
_HEADED: Final = frozenset({EventFormat.LEEF, EventFormat.CEF})
_VENDOR: Final = re.compile(r"(?:LEEF:[0-9.]+|CEF: ?[0-9]+)\|([^|]{1,100})\|")


@dataclass(frozen=True, slots=True)
class Samples:
    """Events of one format, each once, and what was left out."""

    form: EventFormat
    payloads: tuple[str, ...]
    notes: tuple[str, ...] = ()
    headers: Mapping[str, Header] = field(default_factory=dict)
    """The names of the values, by the payloads that are rows of them."""


@dataclass(slots=True)
class _Read:
    """Payloads with their places, the names of the values of those that are rows, and notes on what was left out."""

    payloads: dict[str, str] = field(default_factory=dict)
    headers: dict[str, Header] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def forms(self) -> dict[str, EventFormat]:
        """The formats of payloads; rows of named values are text, whatever stands in a value."""
        return {each: EventFormat.SYSLOG if each in self.headers else format_of_event(each) for each in self.payloads}


def read_samples(
    paths: Sequence[Path], form: EventFormat | None, findings: Findings, stands: PayloadFormat | None = None
) -> Samples | None:
    """Read samples from files and folders. None, with findings, where a file cannot be read or used.

    With a format, samples of others are left out. `stands` says how events stand in the files, where that is not to be
    told from them.
    """
    before = findings.errors
    read = _Read()
    files = files_of(paths)
    for path in files:
        _read_file(path, stands, read, findings)
    name = display_name(paths[0])
    if not files:
        findings.add("starter/no-samples", Location(name), "there is no file in it")
    if findings.errors > before:
        return None
    origin = Location(name)
    if _has_twins(read, origin, findings):
        return None
    found = _of_all(read, origin, findings) if form is None else _of_format(read, form, origin, findings)
    if found is None or not read.headers:
        return found
    note = (
        "the names above the rows name the fields, and the expressions count the values from the start of an event: "
        "it must arrive as it is in the file, without a syslog header before it"
    )
    return replace(found, headers=read.headers, notes=(*found.notes, note))


def read_payloads(path: Path, findings: Findings) -> Samples | None:
    """Read the events of a file or folder, of whatever formats; else as `read_samples`."""
    before = findings.errors
    read = _Read()
    files = files_of([path])
    for each in files:
        _read_file(each, None, read, findings)
    if not files:
        findings.add("starter/no-samples", Location(display_name(path)), "there is no file in it")
    if findings.errors > before:
        return None
    return Samples(EventFormat.SYSLOG, tuple(read.payloads), tuple(read.notes))


def _has_twins(read: _Read, origin: Location, findings: Findings) -> bool:
    """Whether rows have different names, and nothing else that tells them apart; a finding says so."""
    seen: dict[tuple[int, str], tuple[Header, str]] = {}
    for payload, header in read.headers.items():
        own = read.payloads[payload]
        first, place = seen.setdefault((len(header.names), header.delimiter), (header, own))
        if first.names != header.names:
            message = f"the rows have different columns: those of {place}, and those of {own}"
            help_ = "put the rows of each kind into a separate file, and create a package for each"
            findings.add("starter/mixed-samples", origin, message, help=help_)
            return True
    return False


def _of_format(read: _Read, form: EventFormat, origin: Location, findings: Findings) -> Samples | None:
    """The samples of a format; a note tells of the others."""
    payloads, notes, forms = read.payloads, read.notes, read.forms()
    counts = Counter(forms.values())
    taken = [payload for payload in payloads if forms[payload] is form]
    if not taken:
        findings.add("starter/mixed-samples", origin, f"no sample is {FORMAT_NAMES[form]}: there are {told(counts)}")
        return None
    if len(taken) < len(payloads):
        notes.append(f"{len(payloads) - len(taken)} samples of other formats are skipped: {told(counts)} were read")
    return Samples(form, tuple(taken), tuple(notes))


def _of_all(read: _Read, origin: Location, findings: Findings) -> Samples | None:
    """All samples; a few odd ones among many of a strict format are left out."""
    payloads, notes, forms = read.payloads, read.notes, read.forms()
    counts = Counter(forms.values())
    makers = _several_makers(payloads, forms)
    if makers:
        help_ = "put the events of each product into a separate file, and create a package for each"
        findings.add("starter/mixed-samples", origin, f"the events are of several products: {makers}", help=help_)
        return None
    main = counts.most_common(1)[0][0]
    odd = [payload for payload in payloads if forms[payload] is not main]
    if odd and main not in _TEXTS and len(payloads) >= _ENOUGH and len(odd) * 20 <= len(payloads):
        places = ", ".join(payloads[each] for each in odd[:10])
        notes.append(f"{len(odd)} of {len(payloads)} samples are not {FORMAT_NAMES[main]}, and are skipped: {places}")
        return Samples(main, tuple(each for each in payloads if forms[each] is main), tuple(notes))
    if len(counts) > 1:
        notes.append(f"the samples have several formats, and the package has expressions for each: {told(counts)}")
    if len(payloads) == 1:
        notes.append("one sample shows only one kind of event: add samples for the others")
    return Samples(main, tuple(payloads), tuple(notes))


def _several_makers(payloads: Mapping[str, str], forms: Mapping[str, EventFormat]) -> str:
    """The vendors of LEEF and CEF headers with the places of their events, where several have a part of the samples."""
    places: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for payload, place in payloads.items():
        found = _VENDOR.search(payload) if forms[payload] in _HEADED else None
        if found is not None:
            # One maker writes its name in several ways.
            vendor = " ".join(found[1].lower().split()[:1])
            names.setdefault(vendor, found[1].strip())
            places.setdefault(vendor, []).append(place)
    if len(places) < 2 or any(len(each) * 5 < len(payloads) for each in places.values()):
        return ""
    return "; ".join(f"{names[vendor]} ({each[0]} and {len(each) - 1} more)" for vendor, each in sorted(places.items()))


def _read_file(path: Path, stands: PayloadFormat | None, read: _Read, findings: Findings) -> None:
    """Add the payloads of a file to those that are there already, with their places and with their headers."""
    payloads, headers, notes = read.payloads, read.headers, read.notes
    name = display_name(path)
    count, odd, joined, size = 0, 0, 0, sum(map(len, payloads))
    try:
        with open_regular(path) as stream:
            for number, sample in enumerate(payloads_of(stream, path.name, stands), 1):
                payload = sample.payload
                joined += sample.is_joined
                if payload.warning:
                    rule = "file/not-utf-8" if "UTF-8" in payload.warning else "starter/no-samples"
                    findings.add(rule, Location(name), f"payload {number}: {payload.warning}")
                    return
                if len(payloads) >= MOST_SAMPLES or size > MOST_CHARACTERS:
                    notes.append(f"{name}: only the first {count:,} events are read")
                    break
                count += 1
                text = _on_one_line(payload.text)
                if NOT_IN_XML.search(text) or len(text) > _LONGEST:
                    odd += 1
                    continue
                payloads.setdefault(text, f"{name}, event {number}")
                if sample.header is not None:
                    headers.setdefault(text, sample.header)
                size += len(text)
    except (ForeignFileError, PayloadFileError, OSError) as error:
        _report(error, Location(name), findings)
        return
    if joined:
        notes.append(
            f"{name}: {joined} events have several lines: QRadar receives them whole only with a multiline protocol"
        )
    if odd:
        notes.append(
            f"{name}: {odd} events with control characters, or longer than {_LONGEST:,} characters, are skipped"
        )
    if count == odd:
        findings.add(
            "starter/no-samples",
            Location(name),
            "there is no event in it" if not count else "no event in it can be used",
        )


def _report(error: Exception, origin: Location, findings: Findings) -> None:
    """Why a file cannot be read."""
    if isinstance(error, ForeignFileError):
        findings.add("starter/foreign-file", origin, f"it is {error.what}, not events", help=error.advice)
    elif isinstance(error, PayloadFileError):
        findings.add("starter/no-samples", origin, f"it cannot be read as events: {error}")
    elif isinstance(error, NotRegularError):
        findings.add("file/unreadable", origin, "is not a readable file", help="use a file of events")
    elif isinstance(error, OSError):
        rule = "file/missing" if isinstance(error, FileNotFoundError) else "file/unreadable"
        findings.add(rule, origin, f"cannot be read: {error.strerror or error}")


def _on_one_line(text: str) -> str:
    """JSON that is laid out for people as it would arrive; other text stays as it is."""
    if "\n" not in text or not text.lstrip().startswith("{"):
        return text
    try:
        return dumps_compact(loads(text))
    except (JsonError, RecursionError):
        return text
