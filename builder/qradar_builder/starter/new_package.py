"""Makes the files of a new package: the type first from its events, then everything that stands around it."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Findings
from qradar_builder.source.json_schema import SCHEMAS, json_schema
from qradar_builder.starter.api.cases import case_files
from qradar_builder.starter.api.pages import are_unique
from qradar_builder.starter.api.scripts import scripts_for
from qradar_builder.starter.api.simulated import source_files
from qradar_builder.starter.api.writer import workflow_files
from qradar_builder.starter.detected import detected
from qradar_builder.starter.documents import document_files
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.events.sample_format import format_of_event
from qradar_builder.starter.log_source_type.cases import event_case_files
from qradar_builder.starter.log_source_type.proof import KEY, prove
from qradar_builder.starter.log_source_type.proposal import propose
from qradar_builder.starter.log_source_type.writer import Names, type_text
from qradar_builder.starter.not_provable import NotProvable
from qradar_builder.starter.trial_run import problems_of, write_tree
from qradar_builder.workflow.load import load_workflow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.starter.log_source_type.proof import ProvenType
    from qradar_builder.starter.source import PackageSource
    from qradar_builder.starter.wishes import Wishes
    from qradar_builder.workflow.engine.compile import CompiledWorkflow

_SCHEMAS: Final = ".schemas"


@dataclass(frozen=True, slots=True)
class NewPackage:
    """The files of a package by their paths, what its author should know, and which expressions were left, and why."""

    files: dict[str, bytes]
    notes: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    detected: list[str] = field(default_factory=list)
    """What was detected, a line each; what it is an example of, if it is made from nothing."""


def make_package(wishes: Wishes, source: PackageSource) -> NewPackage:
    """Make a package and try it: it loads without errors or warnings, and its cases pass.

    Raises NotProvable where they do not, which is a defect of the starter, unless an API cannot be driven as proposed.
    """
    notes = list(source.notes)
    files: dict[str, bytes] = {}
    posted: list[str] = []
    workflow = None
    if source.flow is not None:
        pages = () if source.answers is None else source.answers.first
        unique = are_unique(source.flow, pages)
        texts = workflow_files(source.flow, wishes.product, source.origin, unique=unique)
        files |= {path: text.encode("utf-8", "replace") for path, text in texts.items()}
        workflow = _loaded(files)
        _, posted = _cases(source, workflow, None)
    payloads = list(source.payloads) or list(dict.fromkeys(posted))
    if not payloads:
        raise NotProvable("the API returned no events: add samples with --from-samples")
    proven = _proven(wishes, source, payloads, posted)
    notes += proven.proposal.notes
    unsure = sum(not qid.is_sure for qid in proven.qids)
    if unsure:
        notes.append(
            f"{unsure} of {len(proven.qids)} QID records are marked for review: their meaning could not be detected"
        )
    text = type_text(
        proven.proposal,
        proven.mappings,
        proven.qids,
        names=Names(wishes.product, wishes.protocol, wishes.override),
        heading=source.origin,
        invented=source.invented,
    )
    files[f"log_source_types/{KEY}.yaml"] = text.encode("utf-8", "replace")
    files |= event_case_files(proven.explanations, source.origin, source.clock)
    if workflow is not None:
        reads_all = set(posted) <= set(payloads)
        made, _ = _cases(source, workflow, KEY if reads_all else None)
        files |= made
        if not source.invented and source.flow is not None and source.answers is not None:
            made, note = source_files(source.flow, source.answers, workflow, source.origin)
            files |= made
            notes += [note] if note else []
        if not reads_all:
            notes.append(
                "the samples do not match the events of the API: the cases of the workflow do not name a "
                "log source type"
            )
    files |= document_files(wishes, source, proven)
    files |= _schema_files()
    problems = problems_of(files)
    if problems:
        raise NotProvable("\n".join(problems))
    return NewPackage(dict(sorted(files.items())), notes, proven.proposal.left, detected(source, proven, len(payloads)))


@cache
def _schema_files() -> dict[str, bytes]:
    """The schemas for editors, by their paths in the package."""
    texts = {kind: json.dumps(json_schema(kind), indent=2, ensure_ascii=False) for kind in SCHEMAS}
    return {f"{_SCHEMAS}/{kind}.json": f"{text}\n".encode() for kind, text in texts.items()}


def _proven(wishes: Wishes, source: PackageSource, payloads: list[str], posted: Sequence[str]) -> ProvenType:
    names = Names(wishes.product, wishes.protocol, wishes.override)
    headers = source.headers
    forms = [EventFormat.SYSLOG if payload in headers else format_of_event(payload) for payload in payloads]
    make = partial(propose, payloads, forms, wishes.product, event_id=wishes.event_id, headers=headers)
    proposal = make(with_category=not source.made_up)
    if source.made_up:
        proposal.notes.append(
            "The document does not say which event ID has which category, so EventCategory is not set."
        )
    proven = prove(proposal, payloads, names, source.clock)
    if source.payloads and posted:
        # Where the samples and the API's events are of one kind, both count.
        both = prove(make(), list(dict.fromkeys([*payloads, *posted])), names, source.clock)
        if all(str(each.event.outcome) == "parsed" for each in both.explanations):
            return both
    return proven


def _loaded(files: dict[str, bytes]) -> CompiledWorkflow:
    with tempfile.TemporaryDirectory() as folder:
        write_tree(Path(folder), files)
        findings = Findings()
        checked = load_workflow(Path(folder, "workflows", f"{KEY}.yaml"), findings)
    if checked is None:
        raise NotProvable(f"the proposed workflow has errors: {next(iter(findings)).message}")
    return checked


def _cases(
    source: PackageSource, checked: CompiledWorkflow, type_key: str | None
) -> tuple[dict[str, bytes], list[str]]:
    """The files of all cases, and the events that were posted."""
    assert source.flow is not None
    assert source.answers is not None
    files: dict[str, bytes] = {}
    posted: list[str] = []
    for script in scripts_for(source.flow, source.answers):
        made, played = case_files(script, source.flow, checked, source.origin, type_key if script.sampled else None)
        files |= made
        posted += [event.payload for run in played[: script.sampled] for event in run.events]
    return files, posted
