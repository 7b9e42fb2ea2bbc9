"""Writes the `Authorization` header of a request."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qradar_builder.http.messages import HttpRequest


def authorized(request: HttpRequest, value: str) -> HttpRequest:
    """The request with this `Authorization` and no other."""
    others = tuple(each for each in request.headers if each[0].lower() != "authorization")
    return replace(request, headers=(*others, ("Authorization", value)))


def quoted(value: str) -> str:
    """A value as a quoted string."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
