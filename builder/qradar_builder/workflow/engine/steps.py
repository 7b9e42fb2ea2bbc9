"""What a compiled workflow is made of: steps that work on a run, and say how it goes on."""

from __future__ import annotations

from enum import Enum
from time import process_time
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from qradar_builder.jpath import Bounds
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.text.shown import counted
from qradar_builder.workflow.engine.limits import LimitReached, Limits
from qradar_builder.workflow.engine.repetition import Repetition
from qradar_builder.workflow.engine.state import size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from qradar_builder.http.messages import HttpRequest, HttpResponse
    from qradar_builder.model.workflow.document import Element
    from qradar_builder.secrets.shown import Secrets
    from qradar_builder.workflow.engine.effects import Effect
    from qradar_builder.workflow.engine.state import State

    Asking: TypeAlias = Generator[Effect, Any, None]
    """What a step does that needs the answers to its effects."""
    Signal: TypeAlias = "Effect | Asking | int | End | None"
    """How it goes on: an effect or several, then the next step; the step of that number; the end; the next step."""
    Step: TypeAlias = Callable[["Run"], Signal]
    Text: TypeAlias = Callable[[dict[str, Any]], str]
    """Gives the text of an attribute from the root of the State."""
    Save: TypeAlias = Callable[[dict[str, Any], Any], None]
    """Puts a value into the State."""
    Read: TypeAlias = Callable[[dict[str, Any]], Any]
    """Gives a value of the State, or Missing."""


class End(Enum):
    """The type of `END`."""

    END = "end"


END: Final = End.END
"""What the step after the last action gives."""

_SLACK = 8
SMALL: Final = 64
"""What a value costs that is put into the State, beside its text."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop of a workflow, and the steps that it is made of: from `first` up to but not including `after`."""

    element: Element
    first: int
    after: int


class Run(Bounds):
    """One run of a workflow: the State and what is counted.

    `written` is how much has been put into the State since it was measured. Who writes calls `charge` before, or does
    the same in place where speed counts. `deadline` is in seconds of this process's CPU time.
    """

    __slots__ = (
        "allowance",
        "calls",
        "deadline",
        "iterators",
        "limits",
        "log_source",
        "logged",
        "moved",
        "posted",
        "posted_at_look",
        "posted_at_sleep",
        "repetition",
        "secrets",
        "slept",
        "state",
        "turns",
        "written",
    )

    def __init__(self, state: State, limits: Limits, loops: int) -> None:
        super().__init__(limits.text)
        self.log_source = state
        self.state = state.root
        self.secrets: Secrets = state.secrets
        self.limits = limits
        self.calls = 0
        self.turns = [0] * loops
        self.iterators: list[Iterator[Any]] = [iter(())] * loops
        self.written = 0
        self.allowance = 0
        self.logged = 0
        self.posted = self.posted_at_look = self.posted_at_sleep = 0
        self.slept = 0
        self.moved = True
        self.deadline = 0.0
        self.repetition = Repetition(limits)
        self.check_time()
        self.measure()

    def cut(self, text: str, part: str) -> None:
        """Learn a part of a secret as one."""
        if text in self.secrets:
            self.secrets.add_made(part)

    def charge(self, size: int) -> None:
        """Count what is about to be written, at once. Raises LimitReached."""
        self.written += size
        if self.written > self.allowance:
            self.measure(size)

    def measure(self, coming: int = 0) -> None:
        """Find out how large the State is, with what is about to be written. Raises LimitReached."""
        most = self.limits.state
        size = size_of(self.state) + coming
        if size > most:
            message = f"The State takes more than {most} bytes of memory"
            raise LimitReached(message, "state", "delete values that you do not need, or request smaller pages")
        # It is measured so rarely that measuring costs less than the writing that made it due.
        self.written = 0
        self.allowance = max(most - size, most // _SLACK)

    def count_call(self) -> None:
        """Count a request that is about to be sent. Raises LimitReached."""
        self.calls += 1
        if self.calls > self.limits.calls:
            raise LimitReached(f"The run has sent {counted(self.limits.calls, 'request')}", "calls")

    def answered(self, request: HttpRequest, response: HttpResponse) -> None:
        """Count an answer. Raises LimitReached where nothing changes any more."""
        if self.posted:
            self.repetition.posted()
        self.moved = True
        self.posted = self.slept = self.posted_at_sleep = self.posted_at_look = 0
        self.repetition.answered(request, response)

    def post(self, size: int) -> None:
        """Count events of so many characters, not 0, that are about to be posted. Raises LimitReached."""
        self.posted += size
        if self.posted > self.limits.posted:
            most = counted(self.limits.posted, "character")
            message = f"The run has posted events of more than {most} since the last response"
            raise LimitReached(message, "posted")

    def log(self, message: str) -> None:
        """Count a message that is about to be written. Raises LimitReached."""
        self.logged += len(message) + SMALL
        if self.logged > self.limits.log:
            raise LimitReached(
                f"The log messages of the run have more than {counted(self.limits.log, 'character')}", "log"
            )

    def sleep(self, milliseconds: int) -> None:
        """Count a wait that is about to begin. Raises LimitReached."""
        if self.posted != self.posted_at_sleep:
            self.posted_at_sleep, self.slept = self.posted, 0
        self.slept += milliseconds
        if self.slept > self.limits.sleep * 1000:
            message = f"The run would sleep for {self.slept / 1000:g} seconds, more than {self.limits.sleep}"
            raise LimitReached(f"{message}, without a response or a posted event", "sleep")

    def check_time(self) -> None:
        """Look at the clock: what has come forward may go on as long again. Raises LimitReached."""
        now = process_time()
        if self.moved or self.posted != self.posted_at_look:
            self.moved, self.posted_at_look = False, self.posted
            self.deadline = now + self.limits.seconds
        elif now > self.deadline:
            message = f"The run has computed for {counted(self.limits.seconds, 'second')}"
            raise LimitReached(f"{message} without a response or a posted event", "seconds")
