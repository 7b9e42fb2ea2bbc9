"""The samples of log source types as events, and edits of their parsing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.preview.protocol.editing import (
    EventRequest,
    ExpressionRequest,
    MappingRequest,
    ProposeRequest,
    TryRequest,
)
from qradar_builder.preview.protocol.events import DropRequest
from qradar_builder.preview.refusal import Refusal

if TYPE_CHECKING:
    from starlette.routing import Route

    from qradar_builder.preview.events.service import Events
    from qradar_builder.preview.protocol.editing import ProposalsAnswer, TryAnswer
    from qradar_builder.preview.protocol.events import DroppedAnswer, EventAnswer, EventsAnswer
    from qradar_builder.preview.protocol.files import WrittenAnswer
    from qradar_builder.preview.routes.handling import Call, Handling


class EventRoutes:
    """Answers from the events of a workspace."""

    def __init__(self, events: Events) -> None:
        self._events = events

    def routes(self, handling: Handling) -> list[Route]:
        """The routes."""
        return [
            handling.route("GET", "/api/events/{type}", self._rows),
            handling.route("POST", "/api/events/{type}/dropped", self._drop),
            handling.route("DELETE", "/api/events/{type}/dropped", self._undrop),
            handling.route("POST", "/api/events/{type}/try", self._try),
            handling.route("POST", "/api/events/{type}/propose", self._propose),
            handling.route("POST", "/api/events/{type}/expressions", self._write_expression),
            handling.route("POST", "/api/events/{type}/mappings", self._write_mapping),
            handling.route("GET", "/api/events/{type}/{index}", self._event),
            handling.route("POST", "/api/events/{type}/{index}", self._edited_event),
        ]

    def _rows(self, call: Call) -> EventsAnswer:
        return self._events.events(call.path["type"])

    def _event(self, call: Call) -> EventAnswer:
        return self._events.event(call.path["type"], _index(call))

    def _edited_event(self, call: Call) -> EventAnswer:
        return self._events.event(call.path["type"], _index(call), call.read(EventRequest).edits)

    def _drop(self, call: Call) -> DroppedAnswer:
        request = call.read(DropRequest)
        return self._events.drop(call.path["type"], request.name, request.text)

    def _undrop(self, call: Call) -> DroppedAnswer:
        return self._events.undrop(call.path["type"])

    def _try(self, call: Call) -> TryAnswer:
        return self._events.attempt(call.path["type"], call.read(TryRequest))

    def _propose(self, call: Call) -> ProposalsAnswer:
        return self._events.propose(call.path["type"], call.read(ProposeRequest))

    def _write_expression(self, call: Call) -> WrittenAnswer:
        return self._events.write_expression(call.path["type"], call.read(ExpressionRequest))

    def _write_mapping(self, call: Call) -> WrittenAnswer:
        return self._events.write_mapping(call.path["type"], call.read(MappingRequest))


def _index(call: Call) -> int:
    """The index of a sample in the path of a request. Raises Refusal."""
    index = call.path["index"]
    if not (index.isascii() and index.isdecimal()) or len(index) > 9:
        raise Refusal("preview/missing", "there is no such sample")
    return int(index)
