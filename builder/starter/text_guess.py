"""Guesses regular expressions for events that are text for people, and for fields that no column holds.

Each was written so that Java and Python read it alike, and so that no text makes it slow.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from builder.starter.columns import Column
from builder.starter.field_guess import MOST_IDS

if TYPE_CHECKING:
    from collections.abc import Sequence

_IPV4: Final = r"(\d{1,3}(?:\.\d{1,3}){3})"
_IPV6: Final = r"([0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,40})"
_MAC: Final = r"([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5})"
_USER: Final = r"""([^\s,;:"']+)"""

_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "UserName": (
        rf'\b[Uu]ser(?:name)?="?(?!-[\s"]){_USER}',
        rf"\b(?:Accepted|Failed) \S+ for (?:invalid user )?{_USER} from ",
        rf"\b[Uu]ser {_USER} (?:logged|failed|was|is|has|changed|created|deleted|added|removed)",
        rf"\b[Uu]ser '{_USER}'",
        rf"\b(?:by|for)(?: user)? {_USER}(?: from |: |$)",
    ),
    "SourceIp": (
        rf"\b(?:src|source|client|srcip|src_ip)(?:[=:] ?| ){_IPV4}",
        rf" from {_IPV4}\b",
        rf" {_IPV4}(?::\d+)? -> ",
    ),
    "SourceIpv6": (rf" from \[?{_IPV6}\b", rf"\[{_IPV6}\](?::\d+)? -> "),
    "SourcePort": (
        r"\b(?:spt|sport|src_?port)[=:] ?(\d{1,5})\b",
        r" port (\d{1,5})\b",
        r":(\d{1,5}) -> ",
    ),
    "DestinationIp": (
        rf"\b(?:dst|dest|destination|dstip|dst_ip)(?:[=:] ?| ){_IPV4}",
        rf" -> {_IPV4}\b",
        rf" to {_IPV4}\b",
    ),
    "DestinationIpv6": (rf" -> \[?{_IPV6}\b", rf" to \[?{_IPV6}\b"),
    "DestinationPort": (r"\b(?:dpt|dport|dst_?port)[=:] ?(\d{1,5})\b", r" -> \S+:(\d{1,5})\b"),
    "SourceMAC": (rf"\b(?:smac|src_?mac|mac)[=: ]{{1,2}}{_MAC}",),
    "DestinationMAC": (rf"\b(?:dmac|dst_?mac)[=: ]{{1,2}}{_MAC}",),
    "Protocol": (r"\b(?:proto|protocol)[=:] ?(\w+)", r"\b(tcp|udp|icmp|TCP|UDP|ICMP)\b"),
}
_TAG: Final = r"[\w./-]{1,48}(?:\[\d{1,10}\])?:"
_IDS: Final = (
    r"%([A-Z][A-Z0-9_]*-\d-[A-Z0-9_]+)",
    rf" {_TAG} \[?([A-Z][A-Z0-9_]*[-_]\d+)\b",
    rf" {_TAG} \[?(\d{{3,9}})\b",
    r'\b(?:event|msg|message|log|rule)[_ ]?id[=: ]{1,2}"?([\w-]+)',
    rf" {_TAG} ((?:Accepted|Failed) \w+)",
    rf" {_TAG} ([A-Za-z]+ [A-Za-z]+)",
    r" ([\w./-]{1,48})(?:\[\d{1,10}\])?: ",
)
_CATEGORIES: Final = (
    rf" {_TAG} \[?(?:[A-Z][A-Z0-9_]*[-_]\d+|\d{{3,9}})\]? (\w+): ",
    r" ([A-Za-z][\w./-]{1,47})(?:\[\d{1,10}\])?: ",
)


def text_fields() -> dict[str, list[dict[str, str]]]:
    """Expressions by field, in the order in which they are to be tried; most will find nothing and be dropped."""
    return {name: [{"regex": pattern} for pattern in patterns] for name, patterns in _FIELDS.items()}


def text_event_id(payloads: Sequence[str]) -> Column | None:
    """A regular expression for the event id: one that most samples match, with values that come again."""
    for pattern in _IDS:
        column = _column(pattern, payloads)
        kinds, count = len(column.distinct), len(column.given)
        few = count < 5 or kinds * 3 <= count * 2
        if count * 10 >= len(payloads) * 9 and kinds <= MOST_IDS and few:
            return column
    return None


def text_category(payloads: Sequence[str], event_id: Column) -> Column | None:
    """A regular expression for the event category, which every sample matches."""
    for pattern in _CATEGORIES:
        column = _column(pattern, payloads)
        is_another = column.expression != event_id.expression and column.values != event_id.values
        if is_another and len(column.given) == len(payloads) and len(column.distinct) <= max(len(event_id.distinct), 2):
            return column
    return None


def _column(pattern: str, payloads: Sequence[str]) -> Column:
    compiled = re.compile(pattern, re.ASCII)
    found = (compiled.search(payload) for payload in payloads)
    values = tuple(None if match is None else match[1] for match in found)
    return Column({"regex": pattern}, (pattern,), "text", values)
