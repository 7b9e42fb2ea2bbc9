"""A test case of a workflow as it is run, and how one is read from its file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import regex
from pydantic import ValidationError

from builder.jpath import Environment, JPathError, StatePath, compile_path
from builder.model.workflow_case import ExchangeSpec, ExpectSpec, WorkflowCaseSpec
from builder.model.workflow_problems import did_you_mean
from builder.source.document import read_document
from builder.source.reading import MAX_BYTES
from builder.source.scalars import plain
from builder.source.validation import validate
from builder.testing.expected_value import as_expected, as_json
from builder.workflow.drivers.exchange_reader import ExchangeError, read_exchange
from builder.workflow.state import missing_parameters, unknown_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from builder.findings import Findings, Origin
    from builder.jpath import JsonValue
    from builder.model.workflow import Workflow
    from builder.source.document import Document
    from builder.workflow.drivers.exchange import Exchange, Expected

    Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of a run. `events` is how many there are, or each of them; None where that is left open."""

    events: int | list[Any] | None = None
    state: tuple[tuple[StatePath, Any], ...] = ()
    status: str = "ok"
    message: Expected | None = None
    log: tuple[Expected, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseRun:
    """One run of a case. `clock` is when it begins in epoch milliseconds; None: when the one before ended."""

    clock: int | None
    exchanges: tuple[Exchange, ...]
    expect: Expectation


@dataclass(frozen=True, slots=True)
class Case:
    """A case that holds. `clock` is in epoch milliseconds, `state` the values that the State begins with."""

    name: str
    path: Path
    workflow: str
    parameters: Mapping[str, str]
    clock: int
    runs: tuple[CaseRun, ...]
    origin: Origin = field(compare=False)
    workflow_origin: Origin = field(compare=False)
    parameters_origin: Origin = field(compare=False)
    state: tuple[tuple[StatePath, JsonValue], ...] = ()


def read_case(path: Path, name: str, package: Path, findings: Findings) -> Case | None:
    """Read a case file, which findings call `name`. None, with findings, where it does not hold.

    The files that it names must lie in the package folder.
    """
    before = findings.errors
    document = read_document(path, name, findings)
    if document is None:
        return None
    validated = validate(WorkflowCaseSpec, document, findings)
    reader = _Reader(document, path, package, findings)
    spec = None if validated is None else validated.spec
    if spec is not None and spec.log_source_type is not None:
        message = "the events of a case are not handed to a log source type yet"
        findings.add("case/log-source-type", document.key("log_source_type"), message)
    runs = tuple(reader.runs())
    clock = reader.clock(spec.clock, ("clock",)) if spec is not None else None
    state = tuple(reader.state_values(spec.state)) if spec is not None else ()
    if spec is None or clock is None or findings.errors > before:
        return None
    return Case(
        name=path.stem,
        path=path,
        workflow=spec.workflow,
        parameters=spec.parameters,
        clock=clock,
        runs=runs,
        origin=document.at(),
        workflow_origin=document.at("workflow"),
        parameters_origin=document.at("parameters"),
        state=state,
    )


def check_parameters(case: Case, workflow: Workflow, findings: Findings) -> None:
    """Say which values of a case the workflow has no parameter for, and which required ones it lacks."""
    declared = [parameter.name for parameter in workflow.parameters]
    for name in unknown_parameters(workflow, case.parameters):
        message = f"the workflow declares no parameter `{name}`"
        findings.add(
            "case/parameter", case.parameters_origin, message, help=did_you_mean(name, declared, "it declares none")
        )
    for parameter in missing_parameters(workflow, case.parameters):
        message = f"the required parameter `{parameter.name}` has no value"
        related = [(parameter.origin, "declared here")]
        findings.add(
            "case/parameter", case.parameters_origin, message, help=f"give it one: {parameter.label}", related=related
        )


class _Reader:
    """Reads the parts that more than their shape can be wrong with. Parts of a wrong shape are passed over."""

    def __init__(self, document: Document, path: Path, package: Path, findings: Findings) -> None:
        self._document = document
        self._folder = path.parent
        self._package = package.resolve()
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
            clock = self.clock(written, (*where, "clock")) if isinstance(written, str) else None
            exchanges = run.get("exchanges")
            read = tuple(self._exchanges(exchanges if isinstance(exchanges, list) else [], (*where, "exchanges")))
            yield CaseRun(clock, read, self._expectation(run.get("expect", {}), (*where, "expect")))

    def clock(self, text: str, where: Where) -> int | None:
        """Epoch milliseconds. None, with a finding, where the text is no time."""
        try:
            time = datetime.fromisoformat(text)
        except ValueError:
            self._findings.add("case/clock", self._document.at(*where), f"`{text}` is no time")
            return None
        if time.tzinfo is None:
            self._findings.add("case/clock", self._document.at(*where), f"`{text}` has no offset")
            return None
        return round(time.timestamp() * 1000)

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
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._package):
            raise OSError(None, "it lies outside of the package folder")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise OSError(None, f"it is larger than {MAX_BYTES // (1024 * 1024)} MiB")
        return content

    def _expectation(self, data: Any, where: Where) -> Expectation:
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
        return Expectation(events, tuple(state), spec.status, message, log)

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
