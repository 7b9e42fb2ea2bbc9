"""Which numbers an HTTP status can be (RFC 9110, section 15)."""

from __future__ import annotations

from typing import Final, TypeGuard

ANY: Final = range(100, 600)
"""Every status."""

FINAL: Final = range(200, 600)
"""The status of an answer: no workflow sees those below, which another answer follows."""


def is_final(status: object) -> TypeGuard[int]:
    """Whether a value is the status of an answer."""
    return isinstance(status, int) and not isinstance(status, bool) and status in FINAL
