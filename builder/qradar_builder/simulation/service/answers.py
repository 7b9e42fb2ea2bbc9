"""Answers of a simulated source, each with the events that it held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.exchanges.exchange import REASONS
from qradar_builder.http.messages import HttpResponse
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.simulation.service.templates import as_json

if TYPE_CHECKING:
    from qradar_builder.http.messages import Headers

JSON: Final = "application/json"
XML: Final = "text/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. `events` are the numbers of the events in it; `kind` says what was asked for, such as `list`."""

    response: HttpResponse
    kind: str = "other"
    events: tuple[int, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the source did what was asked for."""
        return self.response.status < 300


class RefusedError(Exception):
    """The source does not do what is asked for."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why

    @property
    def answer(self) -> Answer:
        """What it answers."""
        return Answer(respond({"error": self.why}, status=self.status), "refused")


def respond(body: object, content_type: str | None = None, status: int = 200, headers: Headers = ()) -> HttpResponse:
    """A response with JSON, or with a text as it is."""
    if isinstance(body, str):
        kind, text = XML if body.lstrip().startswith("<") else "text/plain; charset=utf-8", body
    else:
        kind, text = JSON, as_json(body)
    headers = (*headers, ("Content-Type", content_type or kind)) if text else headers
    return HttpResponse(status, REASONS.get(status, ""), headers, text.encode("utf-8", "replace"))
