"""Whoever wants to watch a run: a trace, a measure of coverage. A workflow compiled without one pays nothing for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.jpath import Observer

if TYPE_CHECKING:
    from qradar_builder.http.messages import HttpRequest, HttpResponse
    from qradar_builder.jpath import JsonValue
    from qradar_builder.model.workflow.document import Element
    from qradar_builder.workflow.engine.effects import Event, Outcome


class Reporter(Observer):
    """Watches a run. Every method does nothing, and is there to be replaced.

    What an expression does is told by the methods of Observer, before the method of the action that it belongs to.
    Values are those of the State and must not be changed or kept. Nothing is redacted.
    """

    def on_begin(self, root: dict[str, JsonValue]) -> None:
        """A run begins with this State, its parameters in it; it is changed as the run goes on."""

    def on_action(self, element: Element) -> None:
        """An action begins. A While or DoWhile is told of again each time its condition is looked at."""

    def on_text(self, element: Element, attribute: str, text: str) -> None:
        """The templates of an attribute came out so. Texts without templates are not told."""

    def on_condition(self, element: Element, source: str, outcome: bool) -> None:
        """A condition came out so; `source` is the expression that its templates made of it."""

    def on_turn(self, element: Element, turn: int) -> None:
        """A loop begins a turn, counted from 1."""

    def on_set(self, element: Element, path: str, value: JsonValue) -> None:
        """A value was put at a path."""

    def on_delete(self, element: Element, path: str, *, there: bool) -> None:
        """What was at a path is removed; `there` says whether there was anything."""

    def on_request(self, element: Element, request: HttpRequest) -> None:
        """A request is about to be sent."""

    def on_call(self, element: Element, request: HttpRequest, response: HttpResponse) -> None:
        """A request was answered."""

    def on_post(self, element: Element, events: tuple[Event, ...]) -> None:
        """Events are about to be posted."""

    def on_sleep(self, element: Element, milliseconds: int) -> None:
        """The run is about to wait."""

    def on_log(self, element: Element, level: str, message: str) -> None:
        """A line is about to be written to the log."""

    def on_status(self, element: Element, level: str | None, message: str) -> None:
        """The status of the log source was set, or cleared where `level` is None."""

    def on_end(self, outcome: Outcome) -> None:
        """The run is over."""
