"""Differences: compare two versions of content by meaning."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from qradar_builder.api.result import Result, StrPath, shown
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.comparison.compare import Comparison
    from qradar_builder.comparison.payloads import EventChanges, EventComparison
    from qradar_builder.comparison.reading.side import Side
    from qradar_builder.dsm.payloads.files import PayloadFormat
    from qradar_builder.findings import Findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff(Result):
    """What is different between two versions of content."""

    comparison: Comparison | None
    """The changes, each with its class and effect. None where a side cannot be read or they cannot be compared."""
    events: EventChanges | None = None
    """What the changes do to payloads; None where none were given or they cannot be parsed."""


def diff(
    old: StrPath,
    new: StrPath,
    *,
    choose: str | None = None,
    events: Iterable[StrPath] = (),
    form: str | None = None,
) -> Diff:
    """Compare two versions of content by meaning.

    Each is a package folder, an extension ZIP, a content XML, a workflow, a log source extension, or a git revision
    `REV:path`. `choose` is the name of the log source type or workflow that is compared, and nothing else.

    `events` are files of payloads that both versions parse; `form` is how payloads stand in them, by the names of
    `parse --input`, told by the files where it is not given. Raises ValueError where there is no such form.
    """
    from qradar_builder.comparison.compare import compare
    from qradar_builder.comparison.matching import NotComparableError, narrowed
    from qradar_builder.comparison.reading.side import opened
    from qradar_builder.dsm.payloads.files import PayloadFormat
    from qradar_builder.findings import Findings, Location

    findings = Findings()
    files = [events] if isinstance(events, str | os.PathLike) else list(events)
    payload_form = None if form is None else PayloadFormat(form)
    names = os.fspath(old), os.fspath(new)
    with opened(names[0], findings) as before, opened(names[1], findings) as after:
        if before is None or after is None:
            return Diff(findings=shown(findings), comparison=None)
        comparison = None
        try:
            one, other = narrowed(before.reading, after.reading, choose)
            comparison = compare(one, other)
        except NotComparableError as error:
            findings.add(error.rule, Location(error.name), str(error), help=error.help)
        changes = None
        if files and comparison is not None:
            changes = _event_changes(before, after, choose=choose, files=files, form=payload_form, findings=findings)
        return Diff(findings=shown(findings), comparison=comparison, events=changes)


def _event_changes(
    old: Side,
    new: Side,
    *,
    choose: str | None,
    files: Iterable[StrPath],
    form: PayloadFormat | None,
    findings: Findings,
) -> EventChanges | None:
    import time

    from qradar_builder.comparison.matching import NotComparableError, label_of
    from qradar_builder.comparison.payloads import EventComparison, definition_of
    from qradar_builder.findings import Findings, Location
    from qradar_builder.package.inputs.parser_sources import load_definitions

    label = label_of(old.reading, new.reading, choose)
    try:
        # What is wrong with them was said when they were read.
        pair = [
            definition_of(load_definitions(side.path, Findings()) or {}, side.reading.name, label)
            for side in (old, new)
        ]
    except NotComparableError as error:
        findings.add(error.rule, Location(error.name), str(error), help=error.help)
        return None
    compared = EventComparison(*pair, clock=time.time_ns() // 1_000_000)
    for path in files:
        _add_file(compared, Path(path), form, findings)
    return compared.changes


def _add_file(compared: EventComparison, path: Path, form: PayloadFormat | None, findings: Findings) -> None:
    from qradar_builder.dsm.payloads.files import PayloadFileError, format_of, read_pieces
    from qradar_builder.findings import Location
    from qradar_builder.source.files import display_name, open_regular

    name = display_name(path)
    try:
        with open_regular(path) as file:
            payloads = (payload for piece in read_pieces(file, form or format_of(name)) for payload in piece)
            for number, payload in enumerate(payloads, 1):
                compared.add(payload, name, number)
    except FileNotFoundError:
        findings.add("file/missing", Location(name), f"there is no file {name}")
    except PayloadFileError as error:
        findings.add("file/unreadable", Location(name), str(error))
    except OSError as error:
        findings.add("file/unreadable", Location(name), f"cannot be read: {error.strerror or error}")
