"""Answers the questions of the events view: rows, one event, dropped files, and edits that are tried."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass
from time import perf_counter, time_ns
from typing import TYPE_CHECKING

from qradar_builder.preview.events.detail import Details
from qradar_builder.preview.events.difference import parsing_diff
from qradar_builder.preview.events.edits import Edits
from qradar_builder.preview.events.mapping import SHARED, check_mapping, declared, file_of_mappings, mapped, type_file
from qradar_builder.preview.events.parsing import Abandoned, Reader
from qradar_builder.preview.events.proofs import Proofs
from qradar_builder.preview.events.proposals.proposing import fields_for, proposals
from qradar_builder.preview.events.proposals.selection import LONGEST, selected
from qradar_builder.preview.events.rows import coverage_answer, row
from qradar_builder.preview.events.samples import Dropped, samples_of
from qradar_builder.preview.events.spans import Units
from qradar_builder.preview.events.unmapped import unmapped_pairs
from qradar_builder.preview.events.writing import with_expression
from qradar_builder.preview.protocol.editing import ParsingDiff, ProposalsAnswer, TryAnswer
from qradar_builder.preview.protocol.events import CoverageAnswer, DroppedAnswer, EventsAnswer
from qradar_builder.preview.protocol.files import WrittenAnswer
from qradar_builder.preview.protocol.problems import FindingMessage
from qradar_builder.preview.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.preview.events.parsing import Parsed
    from qradar_builder.preview.events.samples import Sample, Samples
    from qradar_builder.preview.package.state import PackageState
    from qradar_builder.preview.package.workspace import Workspace
    from qradar_builder.preview.protocol.editing import (
        Edit,
        ExpressionRequest,
        MappingRequest,
        ProposeRequest,
        TryRequest,
    )
    from qradar_builder.preview.protocol.events import EventAnswer


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A log source type whose samples are parsed, at a revision and with some dropped files."""

    state: PackageState
    dropped: int
    samples: Samples
    proofs: Proofs
    parsed: Parsed
    milliseconds: float


class Events:
    """The events of all log source types of a workspace. All methods may be called from any thread.

    `tell` is called when the samples are others than before, although no file of the package has changed.
    """

    def __init__(self, workspace: Workspace, tell: Callable[[], None] = lambda: None) -> None:
        self._workspace = workspace
        self._tell = tell
        self._details = Details(workspace.paths)
        self._edits = Edits(workspace)
        self._lock = threading.Lock()
        self._known: dict[str, Known] = {}
        self._parsing: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        """Held while all samples of a type are parsed; nobody else waits for that."""
        self._dropped: dict[str, Dropped] = {}
        self._newest: dict[tuple[str, str], int] = {}
        """By log source type and page, the number of the newest edit that is tried."""

    def count(self, key: str) -> int:
        """How many samples a log source type has."""
        state = self._workspace.state()
        known = self._known.get(key)
        if known is not None and known.state is state and known.dropped == self._dropped_of(key).number:
            return known.samples.total
        return samples_of(state, key, self._dropped_of(key)).total

    def events(self, key: str) -> EventsAnswer:
        """All samples of a type as rows. Raises Refusal."""
        known = self.known(key)
        samples, parsed = known.samples.samples, known.parsed
        problems = [
            FindingMessage(rule="case/payload-file", severity="error", message=each, advice="", file="")
            for each in known.samples.problems
        ]
        return EventsAnswer(
            revision=known.state.revision,
            rows=[row(index, *each) for index, each in enumerate(zip(samples, parsed.events, strict=False))],
            total=known.samples.total,
            coverage=self._coverage(parsed),
            pairs_unmapped=unmapped_pairs(zip(samples, parsed.events, strict=False), parsed.reader.definition.name),
            qids=declared(key, known.state.package),
            findings=[*problems, *self._workspace.paths.messages(parsed.findings)],
            milliseconds=known.milliseconds,
        )

    def event(self, key: str, index: int, edits: Sequence[Edit] = ()) -> EventAnswer:
        """One sample with the way to its event, with unsaved texts unless they have errors. Raises Refusal."""
        known = self.known(key)
        sample = self.sample(known, index)
        edited = self._edits.edited(known.state, key, edits).reader if edits else None
        explanation = (edited or known.parsed.reader).explain(sample)
        return self._details.answer(index, sample, explanation)

    def drop(self, key: str, name: str, text: str) -> DroppedAnswer:
        """Take a dropped file. Raises Refusal."""
        self._definition(self._workspace.state(), key)
        self._dropped_of(key).add(name, text, time_ns() // 1_000_000)
        return self._with_dropped(key)

    def undrop(self, key: str) -> DroppedAnswer:
        """Forget all dropped files of a type. Raises Refusal."""
        self._definition(self._workspace.state(), key)
        self._dropped_of(key).clear()
        return self._with_dropped(key)

    def attempt(self, key: str, request: TryRequest) -> TryAnswer:
        """Parse all samples with unsaved texts. Raises Refusal, also where a newer request of the page has arrived."""
        began = perf_counter()
        page = key, request.page[:100]
        with self._lock:
            if len(self._newest) > 1000:
                self._newest.clear()
            self._newest[page] = max(request.number, self._newest.get(page, 0))

        def is_wanted() -> bool:
            return self._newest.get(page, 0) <= request.number

        known = self.known(key)
        edited = self._edits.edited(known.state, key, request.edits)
        if edited.reader is None:
            return _failed(self._workspace.paths.messages(edited.findings), began)
        samples = known.samples.samples
        try:
            parsed = edited.reader.parse_all(known.proofs, is_wanted)
        except Abandoned:
            raise Refusal("preview/busy", "a newer edit is tried", status=429) from None
        diff = parsing_diff(samples, known.parsed.events, parsed.events)
        return TryAnswer(
            ok=True,
            rows=[each.after for each in (*diff.won, *diff.lost, *diff.changed)],
            diff=diff,
            coverage=self._coverage(parsed),
            pairs_unmapped=unmapped_pairs(zip(samples, parsed.events, strict=False), parsed.reader.definition.name),
            findings=self._workspace.paths.messages([*edited.findings, *parsed.findings]),
            milliseconds=_since(began),
        )

    def propose(self, key: str, request: ProposeRequest) -> ProposalsAnswer:
        """Expressions for a part of a payload. Raises Refusal."""
        known = self.known(key)
        sample = self.sample(known, request.index)
        payload = sample.payload.text
        selection = selected(payload, Units(payload), request.start, request.end)
        if not selection.text:
            raise Refusal("preview/request", "nothing is selected", "select text in the payload", status=422)
        if len(selection.text) > LONGEST:
            raise Refusal("preview/request", f"more than {LONGEST:,} characters are selected", status=422)
        payloads = [each.payload.text for each in known.samples.samples]
        return ProposalsAnswer(
            selection=selection.text,
            fields=fields_for(selection.text),
            proposals=proposals(selection, payloads, request.field, sample.clock),
        )

    def write_expression(self, key: str, request: ExpressionRequest) -> WrittenAnswer:
        """Write an expression into the file of a type. Raises Refusal."""
        self._definition(self._workspace.state(), key)
        path = type_file(key)
        text = with_expression(self._workspace.read_base(path, request.base_hash), request)
        return self._answer(path, self._workspace.write(path, text, request.base_hash))

    def write_mapping(self, key: str, request: MappingRequest) -> WrittenAnswer:
        """Write an event mapping, and the QID record where it is new. Raises Refusal."""
        state, workspace = self._workspace.state(), self._workspace
        check_mapping(request, self._definition(state, key))
        files = workspace.files()
        path = file_of_mappings(key, files)
        workspace.read_base(path, request.base_hash)
        read = {each: workspace.read(each) for each in dict.fromkeys((path, type_file(key), SHARED)) if each in files}
        own = next(each.declared_qids for each in state.package.types if each.key == key)
        changed = mapped(request, key, files, lambda each: read[each].text, own | state.package.declared_qids)
        written = workspace.write_all({each: (text, read[each].hash) for each, text in changed.items()})
        return self._answer(path, written[path])

    def known(self, key: str) -> Known:
        """A type with its parsed samples, parsed now where something has changed. Raises Refusal."""
        state = self._workspace.state()
        definition = self._definition(state, key)
        dropped = self._dropped_of(key)
        with self._parsing[key]:
            known = self._known.get(key)
            if known is not None and known.state is state and known.dropped == dropped.number:
                return known
            began = perf_counter()
            number = dropped.number
            samples = samples_of(state, key, dropped)
            proofs = Proofs(samples.samples)
            parsed = Reader(definition).parse_all(proofs, lambda: True)
            known = self._known[key] = Known(state, number, samples, proofs, parsed, _since(began))
            return known

    @staticmethod
    def sample(known: Known, index: int) -> Sample:
        """A sample by its index. Raises Refusal."""
        if not 0 <= index < len(known.samples.samples):
            raise Refusal("preview/missing", "there is no such sample")
        return known.samples.samples[index]

    def _answer(self, path: str, written: str) -> WrittenAnswer:
        workspace = self._workspace
        return WrittenAnswer(path=path, hash=written, revision=workspace.revision, findings=workspace.findings())

    def _coverage(self, parsed: Parsed) -> CoverageAnswer:
        return coverage_answer(parsed.coverage, parsed.events, self._workspace.paths)

    def _with_dropped(self, key: str) -> DroppedAnswer:
        self._tell()
        return DroppedAnswer(dropped=self._dropped_of(key).files(), events=self.events(key))

    def _dropped_of(self, key: str) -> Dropped:
        with self._lock:
            return self._dropped.setdefault(key, Dropped())

    @staticmethod
    def _definition(state: PackageState, key: str) -> TypeDefinition:
        definition = state.definitions.get(key)
        if definition is None:
            raise Refusal("preview/missing", "there is no such log source type")
        return definition


def _failed(findings: list[FindingMessage], began: float) -> TryAnswer:
    return TryAnswer(
        ok=False,
        rows=[],
        diff=ParsingDiff(won=[], lost=[], changed=[]),
        coverage=CoverageAnswer(samples=0, outcomes={}, expressions=[], mappings=[]),
        pairs_unmapped=[],
        findings=findings,
        milliseconds=_since(began),
    )


def _since(began: float) -> float:
    return round((perf_counter() - began) * 1000, 1)
