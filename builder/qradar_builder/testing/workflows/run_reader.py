"""The runs of a workflow case, and how they are read: exchanges, clocks and what is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import regex
from pydantic import ValidationError

from qradar_builder.exchanges.exchange import Kill
from qradar_builder.exchanges.reader import ExchangeError, read_exchange
from qradar_builder.jpath import Environment, JPathError, StatePath, compile_path
from qradar_builder.model.cases.workflow import ExchangeSpec, ExpectSpec, KilledSpec
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.files import MAX_BYTES, open_regular
from qradar_builder.source.yaml.scalars import plain
from qradar_builder.testing.clock import read_clock
from qradar_builder.testing.expected.value import as_expected, as_json
from qradar_builder.testing.package_file import package_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from qradar_builder.exchanges.exchange import Exchange, Expected
    from qradar_builder.findings import Findings
    from qradar_builder.jpath import JsonValue
    from qradar_builder.model.cases.workflow import ParsedCountsSpec
    from qradar_builder.source.yaml.document import YamlDocument
    from qradar_builder.testing.expected.event import ExpectedEvent, ExpectedEventReader

    Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of a run. `events` is how many there are, or each of them; None where that is left open.

    `parsed` and `parsed_events` are what the log source type makes of them: how many have which outcome, and each.
    """

    events: int | list[Any] | None = None
    state: tuple[tuple[StatePath, Any], ...] = ()
    status: str = "ok"
    message: Expected | None = None
    log: tuple[Expected, ...] = ()
    parsed: ParsedCountsSpec | None = None
    parsed_events: tuple[ExpectedEvent, ...] | None = None


@dataclass(frozen=True, slots=True)
class CaseRun:
    """One run of a case. `clock` is when it begins in epoch milliseconds; None: when the one before ended."""

    clock: int | None
    exchanges: tuple[Exchange, ...]
    expect: Expectation
    kill: Kill | None = None


class RunReader:
    """Reads the parts that more than their shape can be wrong with. Parts of a wrong shape are passed over."""

    def __init__(
        self,
        document: YamlDocument,
        path: Path,
        package: Path,
        expected: ExpectedEventReader | None,
        findings: Findings,
    ) -> None:
        """`expected` reads what is expected of parsed events; None where the case names no log source type."""
        self._document = document
        self._folder = path.parent
        self._package = package
        self._expected_event = expected
        self._findings = findings
        self._environment = Environment()

    def runs(self) -> Iterator[CaseRun]:
        data = plain(self._document.root)
        runs = data.get("runs") if isinstance(data, dict) else None
        for number, run in enumerate(runs if isinstance(runs, list) else ()):
            if not isinstance(run, dict):
                continue
            where: Where = ("runs", number)
            written = run.get("clock")
            place = self._document.at(*where, "clock")
            clock = read_clock(written, place, self._findings) if isinstance(written, str) else None
            exchanges = run.get("exchanges")
            read = tuple(self._exchanges(exchanges if isinstance(exchanges, list) else [], (*where, "exchanges")))
            kill = _kill(run.get("killed"))
            expectation = self._expectation(run.get("expect", {}), (*where, "expect"), is_killed=kill is not None)
            yield CaseRun(clock, read, expectation, kill)

    def state_values(self, values: Mapping[str, Any]) -> Iterator[tuple[StatePath, JsonValue]]:
        for text, value in values.items():
            path = self._path(text, ("state", text))
            if path is not None:
                yield path, as_json(value)

    def _exchanges(self, exchanges: list[Any], where: Where) -> Iterator[Exchange]:
        for number, each in enumerate(exchanges):
            try:
                ExchangeSpec.model_validate(each)
                yield read_exchange(each, self._read_file, (*where, number))
            except ValidationError:
                continue
            except ExchangeError as error:
                rule = "case/body-file" if error.where and error.where[-1] == "file" else "case/exchange"
                self._findings.add(rule, self._document.at(*error.where), f"{_last(error.where)}{error.message}")

    def _read_file(self, name: str) -> bytes:
        with open_regular(package_file(name, self._folder, self._package), self._package) as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise OSError(None, f"it is larger than {MAX_BYTES // (1024 * 1024)} MiB")
        return content

    def _expectation(self, data: Any, where: Where, *, is_killed: bool) -> Expectation:
        try:
            spec = ExpectSpec.model_validate(data)
        except ValidationError:
            return Expectation()
        state = []
        for text, value in spec.state.items():
            path = self._path(text, (*where, "state", text))
            if path is not None:
                state.append((path, self._expected(value, (*where, "state", text))))
        events = spec.events
        if isinstance(events, list):
            events = [self._expected(item, (*where, "events", number)) for number, item in enumerate(events)]
        message = None if spec.message is None else self._expected(spec.message, (*where, "message"))
        log = tuple(self._expected(line, (*where, "log", number)) for number, line in enumerate(spec.log))
        return Expectation(
            events,
            tuple(state),
            spec.status or ("killed" if is_killed else "ok"),
            message,
            log,
            spec.parsed,
            self._parsed_events(spec, where),
        )

    def _parsed_events(self, spec: ExpectSpec, where: Where) -> tuple[ExpectedEvent, ...] | None:
        reader = self._expected_event
        if reader is None:
            for name in ("parsed", "parsed_events"):
                if getattr(spec, name) is not None:
                    message = f"`{name}` is expected, but no log source type parses the events"
                    self._findings.add("case/parsed", self._document.key(*where, name), message)
        if reader is None or spec.parsed_events is None:
            return None
        events = enumerate(spec.parsed_events)
        return tuple(reader.read(each, *where, "parsed_events", number) for number, each in events)

    def _expected(self, value: Any, where: Where) -> Any:
        try:
            return as_expected(value)
        except (regex.error, RecursionError) as error:
            self._findings.add("case/regex", self._document.at(*where), f"is not a regular expression: {error}")
            return None

    def _path(self, text: str, where: Where) -> StatePath | None:
        try:
            path = compile_path(text, self._environment)
        except JPathError as error:
            message = f"`{text}` is not a path: {error.message}"
            self._findings.add("case/path", self._document.key(*where), message, help=error.help or None)
            return None
        return path


def _last(where: Where) -> str:
    name = next((step for step in reversed(where) if isinstance(step, str)), None)
    return f"`{name}` " if name and where and isinstance(where[-1], str) else "the exchange "


def _kill(data: Any) -> Kill | None:
    """When QRadar is killed in a run. None where it is not, or where that has a wrong shape."""
    try:
        spec = None if data is None else KilledSpec.model_validate(data)
    except ValidationError:
        return None
    if spec is None:
        return None
    return Kill(spec.before) if spec.before is not None else Kill(spec.after or 1, after=True)
