"""Makes a case of a recorded run: rehearsed, so that it replays at once, and written out as YAML."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import yaml

from qradar_builder.exchanges.record import RecordError
from qradar_builder.exchanges.rehearsal import Rehearsal
from qradar_builder.exchanges.worlds import ReplayWorld
from qradar_builder.http.messages import CallFailed
from qradar_builder.source.yaml.node import Scalar
from qradar_builder.source.yaml.scalars import value
from qradar_builder.testing.case_folder import POSTED_EVENTS
from qradar_builder.testing.workflows.golden import golden_text
from qradar_builder.workflow.engine.effects import Post
from qradar_builder.workflow.engine.state import State
from qradar_builder.workflow.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.exchanges.exchange import Exchange
    from qradar_builder.exchanges.record import RecordedCase
    from qradar_builder.exchanges.replay import ReplayClock
    from qradar_builder.exchanges.worlds import RecordedRun
    from qradar_builder.workflow.engine.compile import CompiledWorkflow
    from qradar_builder.workflow.engine.effects import Event, Outcome
    from qradar_builder.workflow.runner import Said

_HEADER = "# Recorded from a live run; secrets are replaced. Review it before you share it.\n"


def recorded_names(stem: str, suffix: str) -> tuple[str, ...]:
    """The names of what a case has or may have: itself, its golden file, and a body in a folder."""
    return f"{stem}{suffix}", f"{stem}{POSTED_EVENTS}", f"{stem}/body"


def recorded_files(
    recorded: RecordedCase, checked: CompiledWorkflow, stem: str, suffix: str = ".yaml"
) -> dict[str, bytes | None]:
    """The files of a case by their paths beside it: the case `<stem><suffix>`, its golden file, and long bodies.

    None for a golden file that there is not. The case is replayed once. Throws RecordError where that asks for other
    than what was recorded.
    """
    world = _RehearsedWorld(recorded.clock, [(None, exchanges) for exchanges in recorded.runs])
    runner = Runner(checked, world, recorded.parameters, State())
    posted: list[list[Event]] = []
    expected: list[dict[str, Any]] = []
    for number in range(len(recorded.runs)):
        events, outcome = _rehearse(runner, number)
        posted.append(events)
        expected.append({"events": len(events), "status": outcome.status})
    plain, bodies = replace(recorded, runs=tuple(each.exchanges for each in world.rehearsals)).plain()
    files: dict[str, bytes | None] = {f"{stem}/{name}": body for name, body in bodies.items()}
    written: Any = plain["runs"]
    for run, expect in zip(written, expected, strict=True):
        for exchange in run["exchanges"]:
            response = exchange.get("response", {})
            if "file" in response:
                response["file"] = f"{stem}/{response['file']}"
        run["expect"] = expect
    files[f"{stem}{suffix}"] = (_HEADER + written_yaml(plain)).encode("utf-8", "replace")
    golden = golden_text(posted)
    # That of an earlier recording would not be of this case.
    files[f"{stem}{POSTED_EVENTS}"] = golden.encode("utf-8", "replace") if golden else None
    return files


def _rehearse(runner: Runner, number: int) -> tuple[list[Event], Outcome]:
    events: list[Event] = []

    def listen(said: Said) -> None:
        if isinstance(said, Post):
            events.extend(said.events)

    run = runner.make(number, listen)
    if run.mismatch:
        message = f"run {number + 1} does not replay: {run.outcome.message or 'it ended early'}\n{run.mismatch}"
        raise RecordError(message)
    return events, run.outcome


class _RehearsedWorld(ReplayWorld):
    """Recorded exchanges, loosened where they could not come out the same; all of them must be asked for."""

    def __init__(self, clock: int, runs: Sequence[RecordedRun]) -> None:
        super().__init__(clock, runs)
        self.rehearsals: list[Rehearsal] = []

    def replay(self, exchanges: Sequence[Exchange], clock: ReplayClock) -> Rehearsal:
        """A rehearsal, which is kept."""
        self.rehearsals.append(Rehearsal(exchanges, clock))
        return self.rehearsals[-1]

    def end(self, *, ended_well: bool) -> str:  # noqa: ARG002 - it may have ended so when it was recorded
        """Which requests have not come."""
        try:
            self.rehearsals[-1].finish()
        except CallFailed as failure:
            return failure.message
        return ""


class _Dumper(yaml.SafeDumper):
    """Writes text so that the reader of cases takes it for text again."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        """Everything is written out where it stands."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    mark = yaml.Mark("", 0, 0, 0, "", 0)
    plain = isinstance(value(Scalar(mark, mark, text=text, plain=True)), str)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Dumper.add_representer(str, _text)


def written_yaml(plain: object) -> str:
    """Plain values as YAML that reads back as they are."""
    return yaml.dump(plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
