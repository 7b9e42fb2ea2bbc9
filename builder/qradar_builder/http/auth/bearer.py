"""Bearer authentication (RFC 6750)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.http.auth.authorization import authorized

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.http.messages import HttpRequest


def sign_bearer(attributes: Mapping[str, str], request: HttpRequest) -> HttpRequest:
    """Sign with `token`."""
    return authorized(request, f"Bearer {attributes.get('token', '')}")
