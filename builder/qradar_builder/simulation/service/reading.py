"""Reads the file of a simulated source, and finds where it contradicts itself or its workflow."""

from __future__ import annotations

import json
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.findings import Location
from qradar_builder.jpath import Environment, JPathError, compile_path
from qradar_builder.model.simulation.document import SourceSpec
from qradar_builder.model.workflow.problems import did_you_mean
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.simulation.service import times
from qradar_builder.simulation.service.events import EVENT_NAMES, TIMES, Events
from qradar_builder.simulation.service.lists import NAMES
from qradar_builder.simulation.service.templates import names_in
from qradar_builder.source.files import display_name, is_inside, open_regular
from qradar_builder.source.yaml.document import read_document
from qradar_builder.source.yaml.validation import validate
from qradar_builder.testing.clock import read_clock
from qradar_builder.testing.package_file import package_file
from qradar_builder.workflow.engine.state import missing_parameters, unknown_parameters, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from qradar_builder.findings import Findings, Origin
    from qradar_builder.model.workflow.document import Workflow
    from qradar_builder.source.yaml.document import YamlDocument

PLACE: Final = ("tests", "sources")
"""Where the sources of a package are."""

_MOST_BYTES: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A source that holds. `clock` is when the first poll begins, in epoch milliseconds."""

    key: str
    path: Path
    spec: SourceSpec
    clock: int
    samples: tuple[Any, ...]
    document: YamlDocument = field(compare=False, repr=False)

    @property
    def origin(self) -> Origin:
        """The place of the file."""
        return self.document.at()

    def events(self, seed: int, *, stretch: int = 1, clock: int | None = None) -> Events:
        """Its events for a seed; with `stretch` so many times as many, over a time so many times as long.

        `clock` is when the first poll begins, in epoch milliseconds, if not at the time of the file.
        """
        begin = (self.clock if clock is None else clock) + self.spec.skew * 1000
        return Events(self.spec.events, self.samples, begin, seed, stretch=stretch)

    def parameters(self, workflow: Workflow) -> dict[str, str]:
        """The values of the parameters of its workflow, defaults included."""
        given = self.spec.parameters
        values = {each.name: value_of(each, given) for each in workflow.parameters}
        return {name: value for name, value in values.items() if value is not None}


def source_paths(package: Path, findings: Findings) -> list[Path]:
    """The files of the sources of a package; what else is among them is a finding."""
    folder = package.joinpath(*PLACE)
    if not is_inside(folder, package):
        message = "is a link to a place outside the package, and is not read"
        findings.add("file/outside", Location(display_name(folder)), message)
        return []
    paths = [path for path in sorted(folder.iterdir()) if path.is_file()] if folder.is_dir() else []
    for path in paths:
        if path.suffix not in {".yaml", ".md"} and not path.name.startswith("."):
            message = "the tool does not read this here"
            findings.add("source/unexpected", Location(display_name(path)), message)
    return [path for path in paths if path.suffix == ".yaml" and not path.name.startswith(".")]


def read_source(path: Path, package: Path, findings: Findings) -> Source | None:
    """Read the file of a source. None, with findings, where it does not hold."""
    before = findings.errors
    document = read_document(path, display_name(path), findings, within=package)
    validated = None if document is None else validate(SourceSpec, document, findings)
    if document is None or validated is None:
        return None
    spec = validated.spec
    clock = read_clock(spec.clock, document.at("clock"), findings)
    samples = tuple(_samples(spec, document, path, package, findings))
    for each in _Checks(spec, document).problems():
        findings.add(*each)
    if clock is None or findings.errors > before:
        return None
    return Source(path.stem, path, spec, clock, samples, document)


def check_workflow_of(source: Source, workflow: Workflow, findings: Findings) -> None:
    """Report parameters that the workflow does not have, and required ones without a value."""
    place = source.document.at("parameters")
    declared = [each.name for each in workflow.parameters]
    for name in unknown_parameters(workflow, source.spec.parameters):
        advice = did_you_mean(name, declared, "it declares none")
        message = f"the workflow declares no parameter `{name}`"
        findings.add("source/parameter", source.document.key("parameters", name), message, help=advice)
    for parameter in missing_parameters(workflow, source.spec.parameters):
        message = f"the required parameter `{parameter.name}` has no value"
        related = [(parameter.origin, "declared here")]
        findings.add("source/parameter", place, message, help=f"set a value: {parameter.label}", related=related)

    for field_name, known in (("message", _SIGNED), ("answer", _HANDED_OUT), *((name, ()) for name in _CREDENTIALS)):
        for name in names_in(getattr(source.spec.sign_in, field_name)):
            if name not in declared and name.partition(".")[0] not in known:
                advice = did_you_mean(name, [*declared, *known], "")
                message = f"there is no `${{{name}}}` here; it is the name of a parameter of the workflow"
                place = source.document.at("sign_in", field_name)
                findings.add("source/name", place, message, help=advice or None)


_CREDENTIALS: Final = ("user", "password", "token", "key", "client_id", "client_secret")
_SIGNED: Final = ("method", "path", "query", "body", "header")
_HANDED_OUT: Final = ("token", "expires", "type")


def _samples(spec: SourceSpec, document: YamlDocument, path: Path, package: Path, findings: Findings) -> Iterator[Any]:
    name = spec.events.samples
    if name is None:
        return
    place = document.at("events", "samples")
    try:
        with open_regular(package_file(name, path.parent, package), package) as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        findings.add("source/samples", place, f"{name} cannot be read: {error.strerror or error}")
        return
    if len(content) > _MOST_BYTES:
        findings.add("source/samples", place, f"{name} is larger than {_MOST_BYTES // 1024**2} MiB")
        return
    found = False
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            event = json.loads(line)
        except (ValueError, RecursionError):
            event = None
        if not isinstance(event, dict):
            findings.add("source/samples", place, f"line {number} of {name} is not a JSON object")
            return
        found = True
        yield event
    if not found:
        findings.add("source/samples", place, f"{name} has no event")


class _Checks:
    """What no single part of the file can tell."""

    def __init__(self, spec: SourceSpec, document: YamlDocument) -> None:
        self._spec = spec
        self._document = document

    def problems(self) -> Iterator[tuple[str, Origin, str]]:
        """The rule, the place and the message of each problem."""
        yield from self._event_problems()
        for kind, endpoints in (("lists", self._spec.lists), ("exports", self._spec.exports)):
            for number, each in enumerate(endpoints):
                yield from self._list_problems((kind, number), each)
        yield from self._times()

    def _event_problems(self) -> Iterator[tuple[str, Origin, str]]:
        events = self._spec.events
        templates: dict[tuple[str, ...], Any] = {("events", "template"): events.template}
        if events.records is not None:
            templates[("events", "records", "template")] = events.records.template
            templates[("events", "records", "ended")] = events.records.ended
        templates |= {("events", "places", name): text for name, text in events.places.items()}
        own = {*EVENT_NAMES, "events", "ended"} if events.records else set(EVENT_NAMES)
        for at, template in templates.items():
            yield from self._names(at, template, own, TIMES)
        found = {name for template in templates.values() for name in names_in(template)}
        if "id" not in found:
            where = "places" if events.samples is not None else "template"
            message = "no event has its `${id}`: a proof cannot tell whether an event was posted"
            yield "source/contradiction", self._document.at("events", where), message
        if events.records is not None and "events" not in set(names_in(events.records.template)):
            place = self._document.at("events", "records", "template")
            yield "source/contradiction", place, "no record has its `${events}`"

    def _list_problems(self, at: tuple[str | int, ...], spec: Any) -> Iterator[tuple[str, Origin, str]]:
        yield from self._names((*at, "body"), spec.body, set(NAMES), ("now", "last_time"))
        yield from self._names((*at, "entry"), spec.entry, set(EVENT_NAMES), TIMES)
        names = set(names_in(spec.body))
        if "events" not in names:
            yield "source/contradiction", self._document.at(*at, "body"), "the answer has no `${events}`"
        paging = spec.paging
        if paging is not None and at[0] == "exports":
            yield "source/contradiction", self._document.at(*at, "paging"), "the result of a job has no pages"
        if paging is not None and paging.kind in {"cursor", "token"} and not names & {"next", "next_url", "next_path"}:
            message = f"the answer has no `${{next}}`: nobody gets the {paging.kind} of the next page"
            yield "source/contradiction", self._document.at(*at, "body"), message
        if spec.entry is not None and not self._spec.details:
            message = "the list has a part of the events, and no detail gives the rest"
            yield "source/contradiction", self._document.at(*at, "entry"), message
        if paging is None and spec.size is not None and spec.start is None and spec.after is None:
            message = "there are pages of a size, and no way to the second: no paging, and no bound"
            yield "source/contradiction", self._document.at(*at, "size"), message

    def _names(
        self, place: tuple[str | int, ...], template: object, known: set[str], with_form: Sequence[str]
    ) -> Iterator[tuple[str, Origin, str]]:
        for name in names_in(template):
            what, dot, form = name.partition(".")
            if what not in known or (dot and what not in with_form):
                advice = did_you_mean(what, sorted(known), "")
                message = f"there is no `${{{name}}}` here; {advice}"
                yield "source/name", self._document.at(*place), message
            elif form and (problem := times.problem_of(form)) is not None:
                yield "source/time-format", self._document.at(*place), f"`{form}` is not a time format: {problem}"

    def _times(self) -> Iterator[tuple[str, Origin, str]]:
        places: dict[tuple[str | int, ...], str] = {}
        lists: Mapping[str, Sequence[Any]] = {"lists": self._spec.lists, "exports": self._spec.exports}
        for kind, endpoints in lists.items():
            for number, each in enumerate(endpoints):
                for name, bound in (("from", each.start), ("to", each.end)):
                    if bound is not None:
                        places[(kind, number, name, "format")] = bound.format
        bookmark = self._spec.proof.bookmark
        if bookmark is not None:
            places[("proof", "bookmark", "format")] = bookmark.format
            try:
                compile_path(bookmark.path, Environment())
            except JPathError as error:
                yield "case/path", self._document.at("proof", "bookmark", "path"), error.message
        for place, form in places.items():
            problem = times.problem_of(form)
            if problem is not None:
                yield "source/time-format", self._document.at(*place), f"`{form}` is not a time format: {problem}"
