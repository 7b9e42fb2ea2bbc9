"""Texts that were left where a person was to write something."""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(
    r"<[A-Za-z][\w .:/-]{1,60}>"
    r"|\[(?:your|enter|insert|my)\b[^\]]{1,60}\]"
    r"|\{\{? ?[A-Za-z][\w .-]{1,60}\}\}?"
    r"|(?:change|replace)[-_ ]?(?:me|this|it)"
    r"|(?:your|my|insert|enter)(?:[-_ ][a-z]+){1,5}(?:[-_ ]here)?"
    r"|x{4,}|\*{3,}|\.{3}|tbd|todo|fixme|dummy|placeholder|lorem ipsum",
    re.IGNORECASE,
)


def is_placeholder(text: str) -> bool:
    """Whether a text as a whole is a placeholder, such as `<api key>`, `changeme`, or `your_token_here`."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None
