"""A test case of a log source type as it is run, and how one is read from its file."""

from __future__ import annotations

from dataclasses import field
from typing import IO, TYPE_CHECKING

from qradar_builder.dsm.event import Recognised
from qradar_builder.dsm.universal_dsm import base_dsm
from qradar_builder.dsm.values.times.limits import DAY, TimeLimits
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.zone import zone_of
from qradar_builder.jpath.json.values import dumps_compact
from qradar_builder.model.cases.events import EventCaseSpec
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.files import open_regular
from qradar_builder.source.yaml.document import read_document
from qradar_builder.source.yaml.validation import validate
from qradar_builder.testing.clock import read_clock
from qradar_builder.testing.expected.event import ExpectedEventReader
from qradar_builder.testing.expected.value import as_json
from qradar_builder.testing.package_file import package_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.dsm.payloads.files import PayloadFormat
    from qradar_builder.findings import Findings, Origin
    from qradar_builder.model.cases.events import SampleSpec
    from qradar_builder.source.yaml.validation import Validated
    from qradar_builder.testing.expected.event import ExpectedEvent

    FindType = Callable[[str, Origin, Findings], "TypeDefinition | None"]


@dataclass(frozen=True, slots=True)
class PayloadFile:
    """A file of payloads. `name` is what the case calls it; without a format it is told by the first bytes."""

    path: Path
    name: str
    format: PayloadFormat | None
    package: Path | None = None
    """The folder that no link may lead out of."""

    def open(self) -> IO[bytes]:
        """Open it. Raises OSError."""
        return self.path.open("rb") if self.package is None else open_regular(self.path, self.package)


@dataclass(frozen=True, slots=True)
class Sample:
    """A payload, or a file of them, and what is expected of each event; None where only the golden file says it."""

    name: str
    source: str | PayloadFile
    expect: ExpectedEvent | None
    built_in: Recognised | None = None
    """What the built-in DSM finds in each event, where the case says that."""
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class EventCase:
    """A case that holds. `clock` is when its events are received, in epoch milliseconds."""

    log_source_type: str
    clock: int
    zone: str
    samples: tuple[Sample, ...]
    type_origin: Origin = field(compare=False)
    time_limits: TimeLimits | None = None
    """None where the case says nothing about the time of receipt."""


def read_event_case(path: Path, name: str, package: Path, find_type: FindType, findings: Findings) -> EventCase | None:
    """Read a case file, which findings call `name`. None, with findings, where it does not hold.

    `find_type` gives the log source type of a key, and a finding at the place where it is named if there is none. The
    files that the case names must lie in the package folder.
    """
    before = findings.errors
    document = read_document(path, name, findings, within=package)
    case = None if document is None else validate(EventCaseSpec, document, findings)
    if case is None:
        return None
    spec = case.spec
    clock = read_clock(spec.clock, case.at("clock"), findings)
    _check_zone(case, findings)
    definition = find_type(spec.log_source_type, case.at("log_source_type"), findings)
    samples = tuple(_Reader(case, path.parent, package, definition, findings).samples())
    if clock is None or findings.errors > before:
        return None
    origin = case.at("log_source_type")
    return EventCase(spec.log_source_type, clock, spec.zone, samples, origin, _time_limits(spec))


def _time_limits(spec: EventCaseSpec) -> TimeLimits | None:
    if spec.time_limits is not None:
        return TimeLimits(int(spec.time_limits.ahead * DAY), int(spec.time_limits.behind * DAY))
    # The clock that a case has without a word is no time of receipt.
    return TimeLimits() if "clock" in spec.model_fields_set else None


def _check_zone(case: Validated[EventCaseSpec], findings: Findings) -> None:
    try:
        zone_of(case.spec.zone)
    except JavaDateError:
        findings.add("case/zone", case.at("zone"), f"`{case.spec.zone}` is not a time zone")


class _Reader:
    def __init__(
        self,
        case: Validated[EventCaseSpec],
        folder: Path,
        package: Path,
        definition: TypeDefinition | None,
        findings: Findings,
    ) -> None:
        self._case = case
        self._folder = folder
        self._package = package
        self._definition = definition
        self._findings = findings
        self._expected = ExpectedEventReader(case, definition, findings)

    def samples(self) -> Iterator[Sample]:
        places: dict[str, int] = {}
        for place, spec in enumerate(self._case.spec.samples):
            name = spec.name or f"sample {place + 1}"
            if name in places:
                there = [(self._case.at("samples", places[name]), "first here")]
                where = self._case.at("samples", place, "name")
                self._findings.add("case/sample-name", where, f"two samples have the name `{name}`", related=there)
            places.setdefault(name, place)
            expect = None if spec.expect is None else self._expected.read(spec.expect, "samples", place, "expect")
            source = self._source(spec, place)
            if source is not None:
                yield Sample(name, source, expect, self._built_in(spec, place), self._case.at("samples", place))

    def _built_in(self, spec: SampleSpec, place: int) -> Recognised | None:
        of_sample = spec.built_in is not None
        said = spec.built_in or self._case.spec.built_in
        if said is None:
            return None
        definition = self._definition
        if definition is not None and (not definition.built_in or base_dsm(definition) is not None):
            where = self._case.at("samples", place, "built_in") if of_sample else self._case.at("built_in")
            why = "is simulated here" if definition.built_in else "is a custom type, which has no built-in DSM"
            self._findings.add("case/built-in", where, f"{definition.name} {why}")
            return None
        return Recognised(said.event_id, said.category)

    def _source(self, spec: SampleSpec, place: int) -> str | PayloadFile | None:
        if spec.payload is not None:
            return spec.payload
        if spec.file is None:
            return dumps_compact(as_json(spec.json_payload))
        form = None if spec.format is None else _format(spec.format)
        try:
            path = package_file(spec.file, self._folder, self._package)
            open_regular(path, self._package).close()
            problem = ""
        except FileNotFoundError:
            problem = "the file does not exist"
        except OSError as error:
            problem = error.strerror or str(error)
        if problem:
            where = self._case.at("samples", place, "file")
            self._findings.add("case/payload-file", where, f"`{spec.file}` cannot be read: {problem}")
            return None
        return PayloadFile(path, spec.file, form, self._package)


def _format(name: str) -> PayloadFormat:
    # What reads files of payloads takes long to load, and most samples are in their case.
    from qradar_builder.dsm.payloads.files import PayloadFormat  # noqa: PLC0415 - see above

    return PayloadFormat(name)
