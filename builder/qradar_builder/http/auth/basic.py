"""Basic authentication (RFC 7617), sent with the first request."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from qradar_builder.http.auth.authorization import authorized

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.http.messages import HttpRequest


def sign_basic(attributes: Mapping[str, str], request: HttpRequest) -> HttpRequest:
    """Sign with `username` and `password`, as UTF-8."""
    pair = f"{attributes.get('username', '')}:{attributes.get('password', '')}"
    return authorized(request, "Basic " + b64encode(pair.encode("utf-8", "replace")).decode())
