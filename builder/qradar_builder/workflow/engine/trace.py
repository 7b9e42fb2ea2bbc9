"""Explains a run: each action with its line, what it read and wrote, and why a condition held or did not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.jpath import Missing
from qradar_builder.jpath.json.values import render
from qradar_builder.secrets.shown import MARK
from qradar_builder.secrets.values import is_credential
from qradar_builder.text.shown import counted, masked
from qradar_builder.workflow.engine.credentials import CREDENTIALS
from qradar_builder.workflow.engine.limits import Limits
from qradar_builder.workflow.engine.paths.shape import shape_of
from qradar_builder.workflow.engine.reporter import Reporter

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.http.messages import HttpRequest, HttpResponse
    from qradar_builder.jpath import JsonValue
    from qradar_builder.jpath.json.values import MissingType
    from qradar_builder.model.workflow.document import Element
    from qradar_builder.reference.choice import Choice
    from qradar_builder.secrets.shown import Secrets
    from qradar_builder.workflow.engine.effects import Event, Outcome

_SHOWN = 120
_LARGE_EVENTS: Final = ((32_000, "the maximum for any log source"), (4096, "the usual payload limit"))
MOST: Final = Limits().trace
"""Characters that a trace of one run has, unless another number is given."""


class Trace(Reporter):
    """Writes an explanation, line by line, through `write`; without the secrets that are known by then.

    A line begins with the line of the workflow, or of the fragment that is named above it. What belongs to it follows
    indented: what its templates came out as, which paths were missing, how comparisons came out, what was put where,
    and the choices that it leaned on, each once a run.
    """

    def __init__(self, write: Callable[[str], None], secrets: Secrets, most: int = MOST) -> None:
        self._write = write
        self._most = self._left = most
        self._secrets = secrets
        self._leaned: dict[str, Choice] = {}
        self._seen: dict[str, None] = {}
        self._action: Element | None = None
        self._file = ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices that the run has leaned on so far, in the order of their first use."""
        return tuple(self._leaned.values())

    def on_action(self, element: Element) -> None:
        """Begin the explanation of an action."""
        self._seen.clear()
        self._action = element
        for name, text in element.attributes.items():
            if (element.name, name) in CREDENTIALS and "${" not in text:
                self._secrets.add(text)
        said = " ".join(f'{name}="{text}"' for name, text in element.attributes.items())
        place = element.origin.locate()
        if place.file != self._file:
            # The first file is the workflow itself; only the ways into fragments and back are worth a line.
            if self._file:
                self._line(f"in {place.file}")
            self._file = place.file
        self._line(f"{place.line:>5}  {element.name} {said}".rstrip())

    def missing(self, path: str) -> None:
        """Say that a path led nowhere."""
        self._detail(f"{path} is missing")

    def compared(
        self, comparison: str, left: JsonValue | MissingType, right: JsonValue | MissingType, outcome: bool
    ) -> None:
        """Say how a comparison came out."""
        answer = "holds" if outcome else "is false"
        self._detail(f"{comparison} {answer}: {self._value(left)} and {self._value(right)}")

    def leaned_on(self, choice: Choice) -> None:
        """Say, once, that an answer of QRadar is not certain."""
        if choice.key not in self._leaned:
            self._leaned[choice.key] = choice
            if self._action is not None:
                self._detail(choice.told)

    def on_text(self, element: Element, attribute: str, text: str) -> None:
        """Say what templates came out as."""
        if (element.name, attribute) in CREDENTIALS:
            self._secrets.add(text)
        owner = "" if element is self._action else f"{element.name} {element.get('name') or ''}".rstrip() + " "
        named = element.get("name") or ""
        hidden = attribute == "value" and (is_credential(named, text))
        self._detail(f"{owner}{attribute or 'body'} is {MARK if hidden else self._quoted(text)}")

    def on_condition(self, element: Element, source: str, outcome: bool) -> None:
        """Say how a condition came out."""
        read = "" if source == element.get("condition") else f" (read as {self._cut(source)})"
        self._detail(f"the condition is {'true' if outcome else 'false'}{read}")
        # The next turn of a loop says it all again.
        self._seen.clear()

    def on_turn(self, element: Element, turn: int) -> None:
        """Say which turn of a loop begins."""
        self._seen.clear()
        self._line(f"{element.origin.locate().line:>5}  {element.name}, turn {turn}")

    def on_set(self, element: Element, path: str, value: JsonValue) -> None:  # noqa: ARG002 - as the hook has it
        """Say what was put where."""
        self._detail(f"{path} is now {self._value(value)}")

    def on_delete(self, element: Element, path: str, *, there: bool) -> None:  # noqa: ARG002 - as the hook has it
        """Say what was removed."""
        self._detail(f"removed {path}" if there else f"there was nothing at {path}")

    def on_call(self, element: Element, request: HttpRequest, response: HttpResponse) -> None:  # noqa: ARG002 - as the hook has it
        """Say what was sent and what came back."""
        self._detail(f"{request.method} {request.url}")
        for name, value in self._secrets.redact_headers(request.headers):
            self._detail(f"  {name}: {value}")
        if request.body:
            self._detail(f"  with a body of {counted(len(request.body), 'byte')}")
        self._detail(
            f"response {response.status} {response.reason} with a body of {counted(len(response.body), 'byte')}"
        )

    def on_post(self, element: Element, events: tuple[Event, ...]) -> None:  # noqa: ARG002 - as the hook has it
        """Say how many events are posted, and which of them are very long."""
        source = f" from {events[0].source}" if events[0].source is not None else ""
        self._detail(f"{len(events)} event{'' if len(events) == 1 else 's'} posted{source}")
        longest = max(len(event.payload.encode("utf-8", "replace")) for event in events)
        for limit, what in _LARGE_EVENTS:
            if longest > limit:
                self._detail(f"an event has {longest} bytes, more than {limit}, {what}")
                break

    def on_end(self, outcome: Outcome) -> None:
        """Say how the run ended."""
        self._left = self._most
        self._seen.clear()
        place = f" at line {outcome.origin.locate().line}" if outcome.origin is not None else ""
        if outcome.status == "ok":
            self._line("       the run ended normally")
        else:
            self._line(f"       the run was {outcome.status}{place}: {outcome.message}".replace("was error", "failed"))
            for text in (*outcome.detail.splitlines(), outcome.help):
                if text:
                    self._detail(text)

    def _detail(self, text: str) -> None:
        if text not in self._seen:
            self._seen[text] = None
            self._line(f"         {text}")

    def _line(self, text: str) -> None:
        if self._left < 0:
            return
        line = self._secrets.redact(text)
        self._write(line)
        self._left -= len(line) + 1
        if self._left < 0:
            self._write("       the trace stops here: it is too long (see `--limit trace=NUMBER`)")

    def _value(self, value: JsonValue | MissingType) -> str:
        if value is Missing:
            return "missing"
        if value is None:
            return "null"
        if isinstance(value, str):
            return self._quoted(value)
        text = render(value)
        if len(text) > _SHOWN and isinstance(value, dict | list):
            return shape_of(value)
        return self._cut(text)

    def _quoted(self, text: str) -> str:
        return f"'{self._cut(text)}'"

    def _cut(self, text: str) -> str:
        """A text on one line. Secrets go first, as half of one would not be known."""
        shown = self._secrets.redact(text)
        line = masked(shown[:_SHOWN], " ")
        return line if len(shown) <= _SHOWN else f"{line}… ({len(text)} characters)"
