"""A proof for people: what was run in each phase, and the story of each rule that is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.simulation.history.checks import RULES
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.simulation.search.proof import Phase, Proof
    from qradar_builder.simulation.story.telling import Story
    from qradar_builder.simulation.subjects import Subject


def proof_text(subject: Subject, proof: Proof, stories: Sequence[Story], seed: int) -> str:
    """The proof as lines, with a line break at the end."""
    return "".join(f"{line}\n" for line in _lines(subject, proof, stories, seed))


def _lines(subject: Subject, proof: Proof, stories: Sequence[Story], seed: int) -> Iterator[str]:
    workflow, source = subject.source.spec.workflow, subject.source.key
    kept = ", the State of failed runs is kept" if subject.keeps_state else ""
    yield f"{workflow}, source {source}, seed {seed}{kept}"
    width = max(len(phase.name) for phase in proof.phases)
    for phase in proof.phases:
        yield f"  {phase.name.ljust(width)}  {counts(phase)}"
    for story in stories:
        broken = story.broken
        yield ""
        where = f"{broken.histories} of {counted(broken.of, 'history', 'histories')} in the phase `{broken.phase}`"
        yield f"{RULES[broken.breach.rule]} ({broken.breach.rule}): {broken.breach.message}"
        yield f"in {where}; the shortest that was found:"
        yield from story.lines
    yield ""
    yield verdict(subject, proof)


def counts(phase: Phase) -> str:
    """What was run in a phase."""
    parts = [
        counted(phase.histories, "history", "histories"),
        counted(phase.polls, "poll"),
        counted(phase.calls, "call"),
    ]
    if phase.faults:
        parts.append(counted(phase.faults, "fault"))
    if phase.crashes:
        parts.append(counted(phase.crashes, "crash", "crashes"))
    if phase.broken:
        parts.append(f"{len(phase.broken)} broken")
    return ", ".join(parts)


def verdict(subject: Subject, proof: Proof) -> str:
    """The outcome in one line."""
    workflow = subject.source.spec.workflow
    histories = counted(proof.histories, "history", "histories")
    if proof.broken:
        rules = ", ".join(broken.breach.rule for broken in proof.broken)
        return f"{workflow}: not proven: {rules}"
    if not proof.holds:
        return f"{workflow}: nothing was proven: no history has a call, a fault and a crash"
    plain = max(phase.doubles for phase in proof.phases if phase.name == "no fault")
    most = max(phase.doubles for phase in proof.phases)
    doubles = f"at most {plain} posted twice without a fault, and {most} with faults and crashes"
    return f"{workflow}: proven in {histories}: no event is lost; {doubles}"
