"""Takes an event in: finds its log source by the identifier, and parses it with what is installed for its type.

Choice: semantics.EVENTS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.content.rows import Chosen
from qradar_builder.console.model.events.log import EventLog, StoredEvent
from qradar_builder.dsm.event import Outcome
from qradar_builder.dsm.parser import Parser
from qradar_builder.dsm.payloads.payload import decoded
from qradar_builder.dsm.syslog_header import read_header
from qradar_builder.findings import Findings
from qradar_builder.package.extension.content_reader import read_content
from qradar_builder.package.extension.content_xml import write_content_xml
from qradar_builder.package.inputs.archive_definitions import archive_definitions
from qradar_builder.reference.number_blocks import first_qid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from qradar_builder.console.model.state.state import State
    from qradar_builder.dsm.event import Event

GENERIC: Final = 39
"""The type of events that no log source takes."""
_NO_SOURCE: Final = 0
_STORED_CATEGORY: Final = 10009
_SEVERITY: Final = 3
_CREDIBILITY: Final = 5


class Intake:
    """Takes events in. The parser of a type is made again where anything that it is made of has changed."""

    def __init__(self, state: State, log: EventLog, now: Callable[[], int]) -> None:
        self._state = state
        self._log = log
        self._now = now
        self._parsers: dict[int, Parser | None] = {}
        self._revision = -1

    def take(self, content: bytes, address: str) -> StoredEvent:
        """Take an event in, as it came from an address."""
        text = decoded(content).text
        header = read_header(text)
        host = header.host if header is not None and header.is_routable and header.host is not None else address
        found: tuple[Mapping[str, Any], Event] | None = None
        for source in self._sources(host):
            parser = self._parser(source["type_id"])
            if parser is None:
                continue
            event = parser.parse(text)
            if found is None or event.outcome is Outcome.PARSED:
                found = source, event
            if event.outcome is Outcome.PARSED:
                break
        stored = self._unrouted(text) if found is None else self._stored(text, *found)
        self._log.add(stored)
        return stored

    def _sources(self, host: str) -> Iterator[Mapping[str, Any]]:
        """The log sources with an identifier, in their parsing order."""
        sources = [each for each in self._state["log_sources"] if each["enabled"] and _identifier(each) == host]
        yield from sorted(sources, key=lambda each: (each["parsing_order"], each["id"]))

    def _parser(self, type_id: int) -> Parser | None:
        if self._revision != self._state.revision:
            self._parsers.clear()
            self._revision = self._state.revision
        if type_id not in self._parsers:
            self._parsers[type_id] = self._made(type_id)
        return self._parsers[type_id]

    def _made(self, type_id: int) -> Parser | None:
        """The parser of a type; None where nothing is installed for it. It reads what an export would have."""
        record = self._state["types"].get(type_id)
        if record is None:
            return None
        chosen = Chosen(self._state)
        chosen.all_of_type(record)
        findings = Findings()
        tables = read_content(write_content_xml("", chosen.rows()), "console.xml", findings)
        if tables is None:
            return None
        definitions = archive_definitions(tables, findings).values()
        definition = next((each for each in definitions if each.number == type_id), None)
        return None if definition is None else Parser(definition, now=self._now)

    def _stored(self, text: str, source: Mapping[str, Any], event: Event) -> StoredEvent:
        parser = self._parsers[source["type_id"]]
        assert parser is not None
        # Only a console knows what its built-in DSM finds.
        qid = parser.definition.unknown if event.qid is None else event.qid
        now = self._now()
        return StoredEvent(
            now,
            now if event.log_source_time is None else event.log_source_time,
            source["id"],
            source["type_id"],
            qid.number or 0,
            qid.category,
            qid.severity if event.severity is None else event.severity,
            event.credibility,
            event.event_id,
            event.event_category,
            text,
            dict(event.fields),
            dict(event.properties),
        )

    def _unrouted(self, text: str) -> StoredEvent:
        now, qid = self._now(), first_qid(GENERIC)
        return StoredEvent(
            now, now, _NO_SOURCE, GENERIC, qid, _STORED_CATEGORY, _SEVERITY, _CREDIBILITY, None, None, text, {}, {}
        )


def _identifier(record: Mapping[str, Any]) -> str | None:
    return next((each["value"] for each in record["protocol_parameters"] if each["name"] == "identifier"), None)
