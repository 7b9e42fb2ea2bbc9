"""The log source types of a survey, and the time when events are received."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qradar_builder.cli.calling.voice import report
from qradar_builder.cli.exits import FINDINGS, UNREADABLE, stop

if TYPE_CHECKING:
    from qradar_builder.cli.survey.asked import Asked
    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.survey.dsm_counts import DsmCounts

_DAY = 86_400_000
_CLOCK = "clock"


def counts_of(asked: Asked) -> DsmCounts:
    """What counts the events. Ends the command where a package cannot be loaded."""
    from qradar_builder.api.events import check_zone
    from qradar_builder.survey.counting.counting import Counting
    from qradar_builder.survey.counting.prepared import CountingChoices
    from qradar_builder.survey.dsm_counts import DsmCounts

    try:
        check_zone(asked.zone)
    except ValueError as error:
        raise click.UsageError(f"--zone: {error}") from None
    choices = CountingChoices(_clock(asked), asked.zone, redacted=asked.redacted, timed=asked.timed)
    definition = _definition(asked.package, asked.key)
    against = (
        None if asked.against is None else _definition(Path(asked.against), asked.key or definition.key, definition)
    )
    return DsmCounts(Counting(definition, choices, against))


def _definition(path: Path, key: str | None, like: TypeDefinition | None = None) -> TypeDefinition:
    """The log source type of a package. For `--against` it is that of the same key, name or number, or the only one."""
    from qradar_builder.api import load_types
    from qradar_builder.cli.calling.places import missing_advice, named_place
    from qradar_builder.package.inputs.kinds import kind_of
    from qradar_builder.package.inputs.parser_sources import PARSING

    path = named_place(path)
    if not os.path.lexists(path):
        stop(f"{path}: there is no such file, folder or package", missing_advice(path))
    types = load_types(path)
    if types.definitions is None:
        report(types.findings)
        sys.exit(FINDINGS if kind_of(path) in PARSING else UNREADABLE)
    asked = [key] if like is None else [key, like.name, str(like.number), None]
    try:
        return types.definitions[_first(types, asked)]
    except LookupError as error:
        raise click.UsageError(f"{path}: {error}; choose one by --type") from None


def _first(types: object, names: list[str | None]) -> str:
    """The key of the first name that is one of a type."""
    from qradar_builder.api import LogSourceTypes

    assert isinstance(types, LogSourceTypes)
    for name in names[:-1]:
        try:
            return types.choose(name)
        except LookupError:
            continue
    return types.choose(names[-1])


def _clock(asked: Asked) -> int:
    """When events are received, in epoch milliseconds: as given, else as in the state, else the end of this day.

    The same time must be used by all runs that share a state.
    """
    from qradar_builder.text.times import NotATime, iso_utc, read_iso

    clock = (time.time_ns() // 1_000_000 // _DAY + 1) * _DAY
    if asked.clock is not None:
        try:
            clock = read_iso(asked.clock)
        except NotATime as error:
            raise click.UsageError(f"--clock: {error}") from None
    if asked.state is None:
        return clock
    kept = asked.state / _CLOCK
    if asked.clock is None:
        with suppress(OSError, ValueError):
            return read_iso(kept.read_text(encoding="ascii").strip())
    try:
        asked.state.mkdir(parents=True, exist_ok=True)
        kept.write_text(f"{iso_utc(clock)}\n", encoding="ascii")
    except OSError as error:
        stop(f"{asked.state}: the folder of --state cannot be used: {error.strerror}")
    return clock
