"""A changed copy of a package that takes the unknown events of a survey: what is proposed is proven by the parser."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.dsm.event import Outcome
from qradar_builder.dsm.parser import Parser
from qradar_builder.dsm.trial import Verdict
from qradar_builder.findings import Findings
from qradar_builder.package.assembly import assemble
from qradar_builder.package.inputs.definitions import package_definitions
from qradar_builder.package.layout import LOCK_FILE, LSX_SUFFIX
from qradar_builder.secrets.replaced import Redaction
from qradar_builder.starter.events.sample_format import format_of_event
from qradar_builder.starter.log_source_type.cases import event_case_files
from qradar_builder.starter.log_source_type.mappings import SeenEvent, Taken, guess_mappings
from qradar_builder.starter.log_source_type.proposal import propose
from qradar_builder.survey.unknown.additions import (
    NoPlaceError,
    check_added,
    declared_records,
    shared_records,
    with_event_ids,
    with_mappings,
)
from qradar_builder.survey.unknown.kept import case_payloads
from qradar_builder.survey.unknown.proofs import has_case, proves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.starter.log_source_type.mappings import MappingProposal, QidProposal
    from qradar_builder.survey.counting.result import Survey
    from qradar_builder.survey.sketches.samples import Sample

MOST_TEMPLATES: Final = 200
"""Of how many templates, the commonest, events are taken."""
MOST_MAPPINGS: Final = 200
_EVENT_ID: Final = "EventName"
_LEFT_OUT: Final = frozenset({".git", "dist", ".qradar-builder"})
_CASE: Final = "unknown-events"
_SHARED: Final = "qids.yaml"


class NotProposedError(Exception):
    """There is nothing to propose. The message is for people."""


@dataclass(slots=True)
class Patch:
    """The files of the changed package, by their paths in it, and what is new in them."""

    files: dict[str, bytes]
    expressions: int = 0
    mappings: int = 0
    records: int = 0
    unsure: int = 0
    """Records that are marked for review, as nothing tells their category."""
    notes: list[str] = field(default_factory=list)
    """What could not be proposed, for people."""


def patch_of(folder: Path, key: str, survey: Survey, clock: int, zone: str = "UTC") -> Patch:
    """The package of a folder with what the unknown events of its log source type need.

    `key` is that of the type, and `clock` is when events are received, in epoch milliseconds. Credentials in samples
    are replaced. Raises NotProposedError if there is nothing to propose, and OSError if a file cannot be read.
    """
    file = f"log_source_types/{key}.yaml"
    files = dict(_files_of(folder))
    if f"log_source_types/{key}{LSX_SUFFIX}" in files:
        raise NotProposedError("the extension of the log source type is XML, which is not changed")
    if file not in files:
        raise NotProposedError(f"the package has no file {file}")
    before = files[file].decode("utf-8")
    payloads = _samples(survey)
    if not payloads:
        raise NotProposedError("there are no unknown events with a whole sample")
    proving = _Proving(files, file, key, clock, zone)
    patch = Patch(files)
    lock = proving.lock(before)
    try:
        kept = proving.case_payloads(before)
        expressions = _event_ids(proving, before, payloads, kept, patch.notes)
        text = with_event_ids(before, expressions)
        mappings, records = _mappings(proving, text, payloads, kept)
        if not mappings:
            raise NotProposedError("no event ID of the unknown events can be mapped")
        text = with_mappings(text, mappings, records)
        check_added(before, text, event_ids=len(expressions), mappings=len(mappings), records=len(records))
    except NoPlaceError as error:
        raise NotProposedError(f"{file}: {error}") from None
    parser = proving.parser(text)
    if _read(parser, kept) != _read(proving.parser(before), kept):
        raise NotProposedError("what the unknown events need changes events of its test cases")
    files[file] = text.encode("utf-8")
    files.update(lock)
    heading = ("From the unknown events of a survey. Review the names, categories, and severities.",)
    explanations = [parser.explain(payload) for payload in payloads]
    taken = [each for each in explanations if each.event.outcome is Outcome.PARSED]
    shown = taken if has_case(files, key) else [*taken, *(parser.explain(payload) for payload in _parsed(survey))]
    if zone != "UTC":
        patch.notes.append("no event case is written: the cases of a proposal are in UTC, and the survey is not")
    elif shown is taken or proves(parser, shown):
        files.update(event_case_files(shown, heading, clock, key, _free(files, f"{key}-{_CASE}")))
    else:
        patch.notes.append("no event case is written: the type has none, and the logs do not prove all of it")
    if len(taken) < len(explanations):
        patch.notes.append(f"{len(explanations) - len(taken)} of {len(explanations)} samples are still unknown")
    patch.expressions, patch.mappings, patch.records = len(expressions), len(mappings), len(records)
    patch.unsure = sum(not each.is_sure for each in records)
    return patch


def _files_of(folder: Path) -> Iterable[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not _LEFT_OUT & set(name.parts):
            yield name.as_posix(), path.read_bytes()


def _samples(survey: Survey) -> list[str]:
    """The whole payloads of the commonest templates, without credentials."""
    return _whole(sample for template in survey.unknown.templates[:MOST_TEMPLATES] for sample in template.samples)


def _parsed(survey: Survey) -> list[str]:
    """The whole payloads of the commonest kinds of events that are parsed, without credentials."""
    kinds = [kind for kind in survey.kinds.kinds if kind.outcome == Outcome.PARSED.value]
    return _whole(sample for kind in kinds[:MOST_TEMPLATES] for sample in kind.samples)


def _whole(samples: Iterable[Sample]) -> list[str]:
    found = [
        Redaction({}).in_place(sample.payload)
        for sample in samples
        if sample.size == len(sample.payload) and _is_text(sample.payload)
    ]
    return list(dict.fromkeys(found))


def _is_text(payload: str) -> bool:
    """Whether a payload can be in a file as it is."""
    try:
        payload.encode()
    except UnicodeEncodeError:
        return False
    return "\ufffd" not in payload and "\0" not in payload


def _free(files: dict[str, bytes], name: str) -> str:
    number, other = 1, name
    while any(path.startswith((f"tests/events/{other}.", f"tests/events/samples/{other}")) for path in files):
        number += 1
        other = f"{name}-{number}"
    return other


class _Proving:
    """Makes a parser of a package with another text in place of a file."""

    def __init__(self, files: dict[str, bytes], file: str, key: str, clock: int, zone: str) -> None:
        self._files = files
        self._file = file
        self._key = key
        self._clock = clock
        self._zone = zone

    @property
    def shared(self) -> tuple[set[str], set[str]]:
        """The keys and names of the records that all log source types share, whether mapped or not."""
        return shared_records(self._files.get(_SHARED, b"").decode("utf-8", "replace"))

    def lock(self, text: str) -> dict[str, bytes]:
        """The lock that a build of the package writes. Nothing where its lock has all, or the package has errors.

        Without them, what is new would be numbered together with what is there, and would take some of its numbers.
        """
        with self._package(text) as (folder, _):
            assembly = assemble(folder, Findings())
            is_new = assembly is not None and assembly.identities.is_outdated()
            return {LOCK_FILE: assembly.identities.lock()} if assembly is not None and is_new else {}

    def case_payloads(self, text: str) -> tuple[str, ...]:
        """The payloads of the event cases of the log source type."""
        with self._package(text) as (folder, types):
            return case_payloads(folder, self._key, types)

    def definition(self, text: str) -> TypeDefinition:
        """The log source type, by way of the files, so that what is proven is what is written."""
        with self._package(text) as (_, types):
            return types[self._key]

    @contextmanager
    def _package(self, text: str) -> Iterator[tuple[Path, Mapping[str, TypeDefinition]]]:
        """The files in a folder, and the log source types. Raises NotProposedError."""
        with tempfile.TemporaryDirectory() as place:
            for name, content in self._files.items():
                path = Path(place, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode("utf-8") if name == self._file else content)
            findings = Findings()
            found = package_definitions(Path(place), findings)
            if found is None:
                raise NotProposedError(f"the package has errors: {next(iter(findings)).message}")
            yield Path(place), found

    def parser(self, text: str) -> Parser:
        """The parser of the log source type."""
        return Parser(self.definition(text), now=lambda: self._clock, zone=self._zone)


def _event_ids(
    proving: _Proving, text: str, payloads: Sequence[str], kept: Sequence[str], notes: list[str]
) -> tuple[dict[str, Any], ...]:
    """Expressions for payloads in which no event id is found: those that give one, behind those that are there.

    Those that give one to an event of a case are omitted.
    """
    parser = proving.parser(text)
    stored = [payload for payload in payloads if parser.parse(payload).outcome is Outcome.STORED]
    if not stored:
        return ()
    proposal = propose(stored, [format_of_event(each) for each in stored], parser.definition.name, with_category=False)
    if proposal.notes and any("all events have the ID" in note for note in proposal.notes):
        notes.append(f"no value of {len(stored)} samples without an event ID looks like one")
        return ()
    proposed = tuple(proposal.fields[_EVENT_ID])
    others = [payload for payload in kept if parser.parse(payload).outcome is Outcome.STORED]
    omitted = 0
    while wrong := _winning(proving.parser(with_event_ids(text, proposed)), others, len(proposed)):
        proposed = _without(proposed, wrong)
        omitted += len(wrong)
    useful = _winning(proving.parser(with_event_ids(text, proposed)), stored, len(proposed))
    if omitted:
        what = "1 expression is" if omitted == 1 else f"{omitted} expressions are"
        which = "it gives an event ID to an event" if omitted == 1 else "they give event IDs to events"
        notes.append(f"{what} omitted, because {which} of a case")
    return tuple(each for place, each in enumerate(proposed) if place in useful)


def _winning(parser: Parser, payloads: Sequence[str], count: int) -> set[int]:
    """The places of the last so many expressions of the event id that give it in payloads, from 0."""
    return {
        place
        for payload in payloads
        for each in parser.explain(payload).fields
        if count and each.name == _EVENT_ID
        for place, attempt in enumerate(each.attempts[-count:])
        if attempt.verdict is Verdict.WON
    }


def _without(proposed: Sequence[dict[str, Any]], places: set[int]) -> tuple[dict[str, Any], ...]:
    return tuple(each for place, each in enumerate(proposed) if place not in places)


def _read(parser: Parser, payloads: Sequence[str]) -> list[tuple[Any, ...]]:
    """What becomes of payloads."""
    events = map(parser.parse, payloads)
    return [(each.outcome, each.event_id, each.event_category, each.qid and each.qid.name) for each in events]


def _mappings(
    proving: _Proving, text: str, payloads: Sequence[str], kept: Sequence[str]
) -> tuple[list[MappingProposal], list[QidProposal]]:
    """Mappings of the pairs that have none, but for those of events of cases."""
    parser = proving.parser(text)
    definition = parser.definition
    known = {(event.event_id, event.event_category) for event in map(parser.parse, kept)}
    seen = []
    for payload in payloads:
        event = parser.parse(payload)
        if event.lacks_mapping and event.event_id is not None and (event.event_id, event.event_category) not in known:
            category = event.event_category if event.event_category != "unknown" else None
            seen.append(SeenEvent(event.event_id, category, payload))
    keys, names = declared_records(text)
    shared_keys, shared_names = proving.shared
    taken = Taken(keys | shared_keys, names | shared_names)
    for mapping in definition.mappings:
        taken.keys.add(mapping.qid.key.lower())
        taken.names.add(mapping.qid.name.lower())
    mappings, qids = guess_mappings(seen, {}, definition.name, taken)
    mappings = mappings[:MOST_MAPPINGS]
    used = {each.qid for each in mappings}
    return mappings, [each for each in qids if each.key in used]
