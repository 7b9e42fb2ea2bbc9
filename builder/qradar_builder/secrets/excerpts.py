"""Which source files may hold secrets, so that no line of them is quoted, and what of a message comes out of one."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from qradar_builder.quick.patterns import late
from qradar_builder.secrets.scan import credentials_in

if TYPE_CHECKING:
    from collections.abc import Sequence

HIDDEN: Final = "…"
"""What stands in a message for words of a private source."""
_MOST: Final = 8 * 1024 * 1024
_ENDINGS: Final = (".json", ".har", ".state", ".env", ".pem", ".key")
_CASES: Final = late(r"(?:^|[\\/])tests[\\/]workflows[\\/]", re.IGNORECASE)
_XML_VALUES: Final = late(r"<\s*(?:[\w.-]{1,64}:)?\w{0,32}ParameterValue|ParameterValues/V\d")
_XML_VALUE: Final = late(r"<Value\s[^<>]{0,256}\b(?:name|value)\b", re.IGNORECASE)
_XML_WORKFLOW: Final = late(r"<(?:[\w.-]{1,64}:)?(?:Workflow|CreateJWT)\b")
_YAML_CASE: Final = late(r"^(?:- |\s{1,8}(?:- )?)?[\"']?(?:exchanges|runs)[\"']?\s*:", re.MULTILINE)
_YAML_VALUES: Final = late(r"^[\"']?(?:parameters|values|state)[\"']?\s*:(?!\s*\n\s*-)", re.MULTILINE)
_QUOTED: Final = late(r"`[^`]*`|'[^']*'|\"[^\"]*\"")
_OURS: Final = late(
    r"Value|WorkflowParameterValues|Workflow|xmlns|amp|lt|gt|quot|apos|name|value|xml|encoding|version|parameters|runs"
    r"|exchanges|request|response|headers|query|json|text|form|state|clock|expect",
)


# Each finding on a file asks, and a file may have very many.
@lru_cache(maxsize=8)
def is_private(name: str, text: str) -> bool:
    """Whether a file may hold secrets: parameter values, a State, a recorded case or answer, JSON of any kind.

    `name` is its path as findings show it. It may be broken, so that no parser is asked.
    """
    lower = name.lower()
    if lower.endswith(_ENDINGS) or _CASES.search(name) or text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}:
        return True
    start = text[:_MOST]
    if lower.endswith((".yaml", ".yml")):
        return _YAML_CASE.search(start) is not None or _YAML_VALUES.search(start) is not None
    if _XML_VALUES.search(start):
        return True
    return _XML_VALUE.search(start) is not None and _XML_WORKFLOW.search(start) is None


def private_lines(lines: Sequence[str]) -> frozenset[int]:
    """The numbers (1-based) of lines that hold a credential or a part of one. Of texts over 8 MiB all are."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    if starts[-1] > _MOST:
        return frozenset(range(1, len(lines) + 1))
    found: set[int] = set()
    for each in credentials_in("\n".join(lines)):
        found.update(range(bisect_right(starts, each.start), bisect_right(starts, each.end) + 1))
    return frozenset(found)


def without_quotes(message: str, source: str) -> str:
    """A message without what it quotes of a private source."""

    def hidden(found: re.Match[str]) -> str:
        return HIDDEN if found[0] in source and not _OURS.fullmatch(found[0]) else found[0]

    return _QUOTED.sub(lambda quote: re.sub(r"[\w.%+-]+", hidden, quote[0]), message)
