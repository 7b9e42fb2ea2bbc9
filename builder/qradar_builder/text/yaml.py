"""Texts between double quotes, as YAML 1.1 and 1.2 both read them."""

from __future__ import annotations

import json
import re
from typing import Final

_AS_JSON: Final = json.JSONEncoder(ensure_ascii=False).encode
_UNPRINTABLE: Final = re.compile("[\\x00-\\x1f\\x7f-\\xa0\\u2028\\u2029\\ud800-\\udfff\\ufeff\\ufffe\\uffff]")
"""What YAML does not print, and the no-break space, which a person does not see."""


def is_printable(text: str) -> bool:
    """Whether YAML may hold the text without an escape."""
    return _UNPRINTABLE.search(text) is None


def double_quoted(text: str) -> str:
    """The text between double quotes, with an escape for each character that YAML does not print."""
    # JSON's quoting is YAML's, once those characters are escaped as well.
    quoted = _AS_JSON(text)
    # Python prints none of them either, and says so far sooner.
    if quoted.isprintable():
        return quoted
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
