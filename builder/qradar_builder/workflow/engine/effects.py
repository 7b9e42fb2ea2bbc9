"""What a running workflow asks of the world, and what it is answered.

The interpreter is a generator: it yields effects and is sent their answers. A driver answers them: from the network,
from recorded exchanges, or from a test. The clock and chance are functions that the driver hands in.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.secrets.names import is_private_header

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.findings import Origin
    from qradar_builder.http.messages import HttpRequest
    from qradar_builder.model.workflow.document import Element


@dataclass(frozen=True, slots=True)
class Call:
    """Send a request; answered by an HttpResponse. A driver throws CallFailed in where no response came.

    `is_private` says of the name and the value of a header whether it is for this host only.
    """

    request: HttpRequest
    action: Element
    is_private: Callable[[str, str], bool] = is_private_header


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait; `duration` in milliseconds. Answered by None."""

    duration: int
    action: Element


@dataclass(frozen=True, slots=True)
class Event:
    """An event as QRadar would receive it. `source` is None where the log source identifier is used."""

    payload: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """Hand events over. Answered by None."""

    events: tuple[Event, ...]
    action: Element


@dataclass(frozen=True, slots=True)
class WriteLog:
    """Write a line to the log; `level` is INFO, WARN, ERROR or DEBUG, or what the workflow says. Answered by None."""

    level: str
    message: str
    action: Element


@dataclass(frozen=True, slots=True)
class ChangeStatus:
    """Set the status of the log source, or clear it where `level` is None. Answered by None."""

    level: str | None
    message: str
    action: Element


Effect: TypeAlias = Call | Sleep | Post | WriteLog | ChangeStatus


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended.

    `status` is `ok`, `aborted` (the workflow's own Abort), `error` (QRadar would end it) or `killed`.
    """

    status: str
    message: str = ""
    terminate: bool = False
    """After Abort with terminate="true" QRadar runs the workflow no more until the log source is edited."""
    origin: Origin | None = field(default=None, compare=False)
    action: str = ""
    """The name of the action that ended the run."""
    state: dict[str, object] = field(default_factory=dict, compare=False)
    """The State as it stands; which of it is kept is the recurrence's rule."""
    detail: str = field(default="", compare=False)
    """The text that is wrong with carets below it, or what was seen; lines without a last newline."""
    help: str = field(default="", compare=False)
    """What to do about an error, and what QRadar would do."""
    limit: str = field(default="", compare=False)
    """The name of the limit that the run has reached; empty where it ended by itself."""
    hints: tuple[str, ...] = field(default=(), compare=False)
    """What is to be known of the paths that the action read, a line each, without secrets."""
