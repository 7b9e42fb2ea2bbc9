"""A call of an API as it was recorded, with the JSON of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qradar_builder.http.messages import HttpResponse

if TYPE_CHECKING:
    from qradar_builder.exchanges.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Call:
    """A call whose answer was JSON, with its body."""

    exchange: Exchange
    body: Any

    @property
    def url(self) -> str:
        """The URL without its query."""
        return str(self.exchange.request.url)

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the query; a secret one is a pattern."""
        return {name: str(value) for name, value in self.exchange.request.query}

    @property
    def answer(self) -> HttpResponse:
        """The answer."""
        assert isinstance(self.exchange.answer, HttpResponse), "calls without one are skipped"
        return self.exchange.answer
