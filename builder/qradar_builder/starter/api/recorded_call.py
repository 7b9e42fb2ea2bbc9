"""A call of an API as it was recorded, with the JSON of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qradar_builder.exchanges.exchange import FormBody, JsonBody
from qradar_builder.http.messages import HttpResponse
from qradar_builder.starter.api.slots import Slot, Where, json_slots, named

if TYPE_CHECKING:
    from qradar_builder.exchanges.exchange import Exchange
    from qradar_builder.starter.answers.forms import TextForm


@dataclass(frozen=True, slots=True)
class Call:
    """A call whose answer was JSON, with its body, or text in a form that has events.

    `rows` are the values of the events of a text by name.
    """

    exchange: Exchange
    body: Any
    form: TextForm | None = None
    rows: tuple[dict[str, Any], ...] = ()

    @property
    def url(self) -> str:
        """The URL without its query."""
        return str(self.exchange.request.url)

    @property
    def asked(self) -> dict[Slot, str]:
        """What is asked, in the query and in the body. Secrets are left out."""
        request = self.exchange.request
        found = {named(name): value for name, value in request.query if isinstance(value, str)}
        if isinstance(request.body, FormBody):
            fields = request.body.fields
            found |= {named(name, Where.FORM): value for name, value in fields if isinstance(value, str)}
        elif isinstance(request.body, JsonBody):
            found |= json_slots(request.body.value)
        return found

    @property
    def where(self) -> Where:
        """Where a parameter would be that the call does not have."""
        body = self.exchange.request.body
        return Where.JSON if isinstance(body, JsonBody) else Where.FORM if isinstance(body, FormBody) else Where.QUERY

    @property
    def answer(self) -> HttpResponse:
        """The answer."""
        assert isinstance(self.exchange.answer, HttpResponse), "calls without one are skipped"
        return self.exchange.answer
