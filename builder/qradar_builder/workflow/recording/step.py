"""What is recorded of runs: steps, and what happened in them. Nothing here is redacted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qradar_builder.http.messages import HttpRequest, HttpResponse
    from qradar_builder.workflow.engine.effects import Event, Outcome
    from qradar_builder.workflow.recording.nodes import Node
    from qradar_builder.workflow.recording.tree import Change


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a condition. `value` is Missing where there is none; `problem` says why it has none.

    Of a large object or array only the beginning is kept, and `size` says how large it was.
    """

    text: str
    value: Any
    problem: str = ""
    size: str = ""


@dataclass(frozen=True, slots=True)
class SeenCondition:
    """A condition. `text` is the expression that its templates made of it."""

    text: str
    holds: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class SeenCall:
    """A request. `response` is None where none came. `body_size` is that of the response, in bytes."""

    request: HttpRequest
    response: HttpResponse | None = None
    request_size: int = 0
    body_size: int = 0


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """An action that was carried out, or the beginning of a turn of a loop.

    `at` is when it began, in epoch milliseconds. `texts` are what its templates came out as, by attribute.
    """

    index: int
    run: int
    node: Node
    at: int
    turn: int | None = None
    texts: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    """The paths that led nowhere."""
    condition: SeenCondition | None = None
    calls: tuple[SeenCall, ...] = ()
    changes: tuple[Change, ...] = ()
    posted: tuple[Event, ...] = ()
    waited: int | None = None
    """Milliseconds."""
    log: tuple[str, str] | None = None
    """Level and message."""
    status: tuple[str | None, str] | None = None
    """What the log source shows from here on: level and message; the level is None where it is cleared."""
    failed: str = ""
    """Why the run ends here."""


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """A run: its steps are those from `first` up to but not including `after`.

    `began` is in epoch milliseconds, `before` and `after_state` are the State that it began with and the one that
    QRadar keeps after it.
    """

    number: int
    began: int
    first: int
    after: int
    outcome: Outcome
    mismatch: str
    before: dict[str, Any]
    after_state: dict[str, Any]
