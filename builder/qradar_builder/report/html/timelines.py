"""What the runs of a workflow case did, one thing after the other: calls, waits, events, log lines, what is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from qradar_builder.jpath import Missing
from qradar_builder.text.shown import counted, cut
from qradar_builder.text.times import iso_utc
from qradar_builder.workflow.engine.paths.bookmarks import bookmarks
from qradar_builder.workflow.recording.shown import path_text, shown_text, shown_value
from qradar_builder.workflow.recording.tree import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.secrets.shown import Secrets
    from qradar_builder.workflow.recording.recording import Recording
    from qradar_builder.workflow.recording.step import RecordedRun, RecordedStep, SeenCall

MOST_POLLS: Final = 100
"""How many runs of a case are shown."""
MOST_ENTRIES: Final = 200
"""How many things of a run are shown."""
_MOST_KEPT: Final = 50
_LONGEST: Final = 300
_POSTED: Final = "events"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a run did. `after` is the time since its beginning, in milliseconds."""

    after: int
    kind: str
    text: str
    place: str
    failed: bool = False
    count: int = 0
    """How many events were posted."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A value of the State that the run has changed for the next one."""

    path: str
    before: str
    after: str
    is_bookmark: bool


@dataclass(frozen=True, slots=True)
class Poll:
    """A run, for people."""

    number: int
    began: str
    status: str
    message: str
    summary: str
    entries: tuple[Entry, ...]
    left_out: int
    kept: tuple[Kept, ...]


def polls(recording: Recording) -> list[Poll]:
    """The runs of a recording, up to a bound. No text has secrets."""
    return [_poll(run, recording) for run in recording.runs[:MOST_POLLS]]


def _poll(run: RecordedRun, recording: Recording) -> Poll:
    secrets = recording.secrets
    entries = _joined(
        entry for step in recording.steps[run.first : run.after] for entry in _entries(step, run, secrets)
    )
    calls = sum(entry.kind == "request" for entry in entries)
    events = sum(entry.count for entry in entries)
    waited = sum(step.waited or 0 for step in recording.steps[run.first : run.after])
    parts = [counted(calls, "request"), counted(events, "event")]
    if waited:
        parts.append(f"{waited / 1000:g} s waited")
    message = run.mismatch or run.outcome.message
    return Poll(
        run.number + 1,
        iso_utc(run.began),
        "mismatch" if run.mismatch else run.outcome.status,
        shown_text(message, secrets, 2000),
        ", ".join(parts),
        tuple(entries[:MOST_ENTRIES]),
        max(0, len(entries) - MOST_ENTRIES),
        tuple(_kept(run, recording)),
    )


def _entries(step: RecordedStep, run: RecordedRun, secrets: Secrets) -> Iterator[Entry]:
    file, line = step.node.place
    after, place = step.at - run.began, f"{file}:{line}"
    for call in step.calls:
        yield Entry(after, "request", _call(call, secrets), place, failed=call.response is None)
    if step.waited is not None:
        yield Entry(after, "wait", f"{step.waited / 1000:g} s", place)
    if step.posted:
        first = shown_text(step.posted[0].payload, secrets, _LONGEST)
        yield Entry(after, _POSTED, first, place, count=len(step.posted))
    if step.log is not None:
        level, message = step.log
        yield Entry(after, "log", f"{level}: {shown_text(message, secrets, _LONGEST)}", place)
    if step.status is not None:
        status, message = step.status
        shown = "cleared" if status is None else f"{status}: {shown_text(message, secrets, _LONGEST)}"
        yield Entry(after, "status", shown, place)
    if step.failed:
        name = step.node.element.name
        yield Entry(after, "end", f"{name}: {shown_text(step.failed, secrets, _LONGEST)}", place, failed=True)


def _call(call: SeenCall, secrets: Secrets) -> str:
    asked = f"{call.request.method} {shown_text(call.request.url, secrets, _LONGEST)}"
    if call.response is None:
        return f"{asked} → no response"
    answer = f"{call.response.status} {shown_text(call.response.reason, secrets, 60)}".rstrip()
    return f"{asked} → {answer}, {counted(call.body_size, 'byte')}"


def _joined(entries: Iterator[Entry]) -> list[Entry]:
    """The entries; events that one action posts right after one another are one of them."""
    found: list[Entry] = []
    for entry in entries:
        last = found[-1] if found else None
        if last is not None and entry.kind == last.kind == _POSTED and entry.place == last.place:
            found[-1] = replace(last, count=last.count + entry.count)
        else:
            found.append(entry)
    return found


def _kept(run: RecordedRun, recording: Recording) -> Iterator[Kept]:
    """What is other in the State that the next run begins with, the bookmarks first."""
    known = bookmarks(recording.workflow)
    parameters = {parameter.name for parameter in recording.workflow.parameters}
    names = [name for name in {**run.before, **run.after_state} if name not in parameters]
    changed = []
    for name in names:
        before, after = (state.get(name, Missing) for state in (run.before, run.after_state))
        if not same(before, after):
            old, new = (shown_value(each, recording.secrets, name, most=_LONGEST).text for each in (before, after))
            path = path_text((name,))
            is_bookmark = any(each == path or each.startswith(f"{path}/") for each in known)
            changed.append(Kept(cut(recording.secrets.redact(path), _LONGEST), old, new, is_bookmark))
    changed.sort(key=lambda each: not each.is_bookmark)
    yield from changed[:_MOST_KEPT]
