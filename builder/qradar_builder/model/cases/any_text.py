"""Text of a case that stays as it is written, whatever it looks like."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema


def _as_written(found: Any) -> Any:
    if isinstance(found, bool):
        return str(found).lower()
    return getattr(found, "text", found)


AnyText = Annotated[str, BeforeValidator(_as_written), WithJsonSchema({"type": ["string", "number", "boolean"]})]
"""Text that may be empty and may look like a number or a truth value; it stays as it is written."""
