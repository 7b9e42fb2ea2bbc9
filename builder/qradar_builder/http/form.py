"""Forms, as Java's URLEncoder writes them: the query of a URL, or the body of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from qradar_builder.javalang.utf_16 import utf_8

if TYPE_CHECKING:
    from collections.abc import Sequence


def form_encoded(pairs: Sequence[tuple[str, str]]) -> str:
    """Names and values as a form has them, in their order. What is encoded already is encoded again."""
    return "&".join([f"{encoded(name)}={encoded(value)}" for name, value in pairs])


def encoded(text: str) -> str:
    """A text as Java's URLEncoder has it: a space becomes `+`; letters, digits and `*-._` stay."""
    return quote_plus(utf_8(text), safe="*").replace("~", "%7E")
