"""What sends a request: the network, or recorded exchanges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from qradar_builder.http.messages import HttpRequest, HttpResponse


class Transport(Protocol):
    """Something that sends one request and gives its response."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send it, follow no redirect. Throws CallFailed where no response comes."""
        ...
