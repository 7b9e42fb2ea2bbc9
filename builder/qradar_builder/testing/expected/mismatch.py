"""Something that did not come out as a case expects: in words, and as what was expected and what was found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What is not as expected. `text` says all of it, in some lines without a last newline.

    `what` is what was compared, such as `run 1: /since` or `UserName`; it and the two sides are empty where there is
    nothing to set against one another.
    """

    text: str
    what: str = ""
    expected: str = ""
    found: str = ""
