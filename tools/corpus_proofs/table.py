"""Runs the proofs of the sources, replays what is lost, and writes it all as a table."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Findings
from qradar_builder.report.proof.people import verdict
from qradar_builder.simulation.search.proof import Search
from qradar_builder.simulation.search.workers import running
from qradar_builder.simulation.story.case import case_files
from qradar_builder.simulation.story.telling import told
from qradar_builder.simulation.subjects import subjects_of
from qradar_builder.testing.workflows.case import read_case
from qradar_builder.testing.workflows.replay import differences, replay_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.simulation.story.telling import Story
    from qradar_builder.simulation.subjects import Subject

SOURCES: Final = Path(__file__).with_name("sources")
_EXTENSION: Final = """\
id: corpus
name: Corpus
version: 1.0.0
author: {name: Corpus}
description: One workflow of the public repository
qradar: {minimum: 7.4.2}
"""
_MOST_WORDS: Final = 110
_OUTCOMES: Final = {
    "proof/lost": "loses",
    "proof/doubled": "doubles",
    "proof/endless": "does not end",
    "proof/secret": "shows a secret",
}
_OWN_WORDS: Final = {"proof/endless": "the loop around it does not end", "proof/secret": "the message has the token"}
_HEAD: Final = """\
## Proofs

`qradar-builder prove` runs some of the workflows against sources that are modeled on their APIs
(`tools/corpus_proofs/sources`): several events can be in one millisecond or second, and none is late. The table has the
first rule that a workflow breaks, with the shortest history that was found. Each loss was replayed as a case, against
the XML as it is. *Twice* is how many events one history posts again, in the phases up to the one that breaks a rule.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """What came of a workflow: its path in the repository, how it pages, the outcome, and the story in a few words."""

    path: str
    paging: str
    outcome: str
    story: str
    doubles: str


def rows(repository: Path) -> Iterator[Row]:
    """The rows of the sources whose workflow is there. Raises ValueError for a source that does not fit."""
    for source in sorted(SOURCES.glob("*.yaml")):
        first = source.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        path, _, paging = first.partition(": ")
        if not (repository / path).is_file():
            continue
        with tempfile.TemporaryDirectory() as folder:
            yield _row(Path(folder), repository / path, source, paging, path)


def _row(folder: Path, workflow: Path, source: Path, paging: str, path: str) -> Row:
    for part in ("workflows", "tests/sources", "tests/workflows"):
        (folder / part).mkdir(parents=True)
    (folder / "extension.yaml").write_text(_EXTENSION, encoding="utf-8")
    # The XML is that of the repository, byte by byte.
    shutil.copyfile(workflow, folder / "workflows" / f"{source.stem}.xml")
    shutil.copyfile(source, folder / "tests/sources" / source.name)
    findings = Findings()
    subjects = subjects_of(folder, findings)
    if len(subjects) != 1 or findings.errors:
        raise ValueError(f"{source.name}: {'; '.join(each.message for each in findings)}")
    return _proven(subjects[0], folder, paging, path)


def _proven(subject: Subject, folder: Path, paging: str, path: str) -> Row:
    with running(subject.historian, 1) as run:
        historian = subject.historian()
        proof = Search(historian, run, seconds=0, progress=lambda *_: None).prove()
    plain = max(phase.doubles for phase in proof.phases if phase.name == "no fault")
    most = max(phase.doubles for phase in proof.phases)
    doubles = f"{plain}, with faults {most}"
    if not proof.broken:
        return Row(path, paging, "proven" if proof.holds else verdict(subject, proof), "", doubles)
    story = told(historian, proof.broken[0])
    rule = story.broken.breach.rule
    # A poll without an end is stopped by the limits of a search, which are lower than those of a case.
    replays = rule == "proof/endless" or _replays(story, subject, folder)
    return Row(path, paging, _OUTCOMES.get(rule, rule), _in_words(story, replays=replays), doubles)


def _replays(story: Story, subject: Subject, folder: Path) -> bool:
    """Whether the case of a story comes out the same, against the XML as it is."""
    cases = folder / "tests/workflows"
    for name, content in case_files(story, subject.source, "story").items():
        target = cases / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
    findings = Findings()
    case = read_case(cases / "story.yaml", "story.yaml", folder, findings)
    return case is not None and not list(differences(case, replay_case(case, subject.historian().checked)))


def _in_words(story: Story, *, replays: bool) -> str:
    broken, culprit = story.broken, story.culprit
    faults = ", ".join(str(fault) for fault in broken.plan.faults) or "no fault"
    line = "" if culprit.origin is None else f"line {culprit.origin.locate().line}: "
    if broken.breach.rule in {"proof/endless", "proof/secret"}:
        return f"{faults}; {line}{_OWN_WORDS[broken.breach.rule]}"
    why = culprit.why if len(culprit.why) <= _MOST_WORDS else f"{culprit.why[:_MOST_WORDS]}…"
    end = "" if replays else " (the case does not replay)"
    return f"{faults}; {broken.breach.message}; {line}{why}{end}"


def table(repository: Path) -> str:
    """The section of the page; empty if none of the workflows is there."""
    lines = [_HEAD, "| Workflow | Pages | Outcome | Story | Twice |", "| --- | --- | --- | --- | --- |"]
    found = list(rows(repository))
    if not found:
        return ""
    for row in found:
        story = row.story.replace("|", "\\|")
        lines.append(f"| {row.path} | {row.paging} | {row.outcome} | {story} | {row.doubles} |")
    return "\n".join([*lines, ""])
