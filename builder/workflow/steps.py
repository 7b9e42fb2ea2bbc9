"""What a compiled workflow is made of: steps that work on a run, and say how it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from builder.workflow.limits import LimitReached, Limits
from builder.workflow.state import size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from builder.model.workflow import Element
    from builder.workflow.effects import Effect
    from builder.workflow.redaction import Secrets
    from builder.workflow.state import State

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


class Run:
    """One run of a workflow: the State and what is counted.

    `written` is how much has been put into the State since it was measured; who writes adds to it. It is looked at when
    something large is written, and at each turn of a loop.
    """

    __slots__ = ("allowance", "calls", "iterators", "limits", "log_source", "secrets", "state", "turns", "written")

    def __init__(self, state: State, limits: Limits, loops: int) -> None:
        self.log_source = state
        self.state = state.root
        self.secrets: Secrets = state.secrets
        self.limits = limits
        self.calls = 0
        self.turns = [0] * loops
        self.iterators: list[Iterator[Any]] = [iter(())] * loops
        self.written = 0
        self.allowance = 0
        self.measure()

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
            message = f"The State holds more than {most} characters"
            raise LimitReached(message, "delete what is no longer needed, or fetch smaller pages")
        # It is measured so rarely that measuring costs less than the writing that made it due.
        self.written = 0
        self.allowance = max(most - size, most // _SLACK)

    def count_call(self) -> None:
        """Count a request that is about to be sent. Raises LimitReached."""
        self.calls += 1
        if self.calls > self.limits.calls:
            raise LimitReached(f"The run has sent {self.limits.calls} requests")
