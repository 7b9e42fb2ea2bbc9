"""Events: load log source types, and parse payloads as a console would."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from qradar_builder.api.result import Result, StrPath, shown
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.dsm.event import Event
    from qradar_builder.dsm.parser import Parser
    from qradar_builder.dsm.payloads.files import Payload
    from qradar_builder.dsm.values.times.limits import TimeLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSourceTypes(Result):
    """The log source types of a package folder, an extension ZIP, a content XML or a log source extension."""

    definitions: Mapping[str, TypeDefinition] | None
    """By key: that of the package, the internal name in a ZIP, or the file's name. None where errors prevent parsing.

    An expression of a finished ZIP that cannot run is an error too, but it does not prevent parsing.
    """

    def choose(self, type: str | None = None) -> str:  # noqa: A002 - the word of QRadar
        """The key of a type by its key, name or number; without `type`, of the only one.

        Raises LookupError where there is no such type, or where there are several and none is named.
        """
        found = self.definitions
        if not found:
            raise LookupError("the package has no log source type" if found is not None else "the source has errors")
        keys = ", ".join(found)
        if type is None:
            if len(found) > 1:
                raise LookupError(f"the source has several log source types; choose one: {keys}")
            return next(iter(found))
        for key, definition in found.items():
            if type in {key, definition.name, str(definition.number)}:
                return key
        raise LookupError(f"there is no log source type `{type}`; there {'are' if len(found) > 1 else 'is'} {keys}")

    def parser(self, type: str | None = None, *, clock: int | None = None, zone: str = "UTC") -> Parser:  # noqa: A002 - as above
        """A parser of one type; `parse` runs it, and its `explain` tells how a text is read.

        `clock` is when events are received in epoch milliseconds, now by default; `zone` is the event processor's.
        Raises LookupError as `choose`, and ValueError where there is no such time zone.
        """
        key = self.choose(type)
        assert self.definitions is not None, "there is a key"
        check_zone(zone)
        return new_parser(self.definitions[key], time.time_ns() // 1_000_000 if clock is None else clock, zone)


def load_types(source: StrPath) -> LogSourceTypes:
    """Load the log source types of a package folder, an extension ZIP, a content XML or a log source extension."""
    from qradar_builder.findings import Findings
    from qradar_builder.package.inputs.parser_sources import load_definitions

    findings = Findings()
    definitions = load_definitions(Path(source), findings)
    return LogSourceTypes(findings=shown(findings), definitions=definitions)


def parse(parser: Parser, payloads: Iterable[str | bytes]) -> Iterator[Event]:
    """Parse payloads one by one, each a text or bytes of UTF-8. An event of bad bytes has a warning.

    Raises TypeError for a single text or single bytes in place of several.
    """
    from qradar_builder.dsm.payloads.payload import Payload, decoded

    if isinstance(payloads, str | bytes):
        raise TypeError("pass several payloads, such as a list of strings")
    for each in payloads:
        yield parse_payload(parser, Payload(each) if isinstance(each, str) else decoded(each))


def parse_payload(parser: Parser, payload: Payload) -> Event:
    """Parse one payload; what was wrong with its bytes is the first of its warnings."""
    event = parser.parse(payload.text)
    payload.tell(event)
    return event


def new_parser(definition: TypeDefinition, clock: int, zone: str, time_limits: TimeLimits | None = None) -> Parser:
    """A parser for which all events are received at one time."""
    from qradar_builder.dsm.parser import Parser

    return Parser(definition, now=lambda: clock, zone=zone, time_limits=time_limits)


def check_zone(zone: str) -> None:
    """Raise ValueError where there is no such time zone."""
    from qradar_builder.javalang.dates.errors import JavaDateError
    from qradar_builder.javalang.dates.zone import zone_of

    try:
        zone_of(zone)
    except JavaDateError:
        raise ValueError(f"`{zone}` is not a time zone such as UTC, +02:00, or Europe/Berlin") from None
