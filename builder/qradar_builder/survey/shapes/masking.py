"""The shape of a payload: its text with what varies from event to event replaced by marks."""

from __future__ import annotations

from typing import Final

from qradar_builder.survey.sketches.keys import key_of

LOOKED_AT: Final = 2048
"""Characters of a payload that its shape is made of."""
_DIGITS: Final = str.maketrans("123456789", "000000000")


def shape_of(payload: str) -> str:
    """The shape of a payload."""
    return key_of(" ".join(payload[:LOOKED_AT].translate(_DIGITS).split()))
