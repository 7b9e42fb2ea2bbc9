"""Guesses which column fills which normalised field, by the names of columns and the form of their values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from builder.dsm.values.field_values import field_check
from builder.reference.normalized_fields import normalized_field
from builder.starter.columns import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from builder.starter.columns import Column

MOST_IDS: Final = 200
"""How many different event ids a column of them may have."""

_LONGEST_ID: Final = 100
_ENOUGH: Final = 5
"""From how many samples on it can be told whether values come again."""

# What belongs to the device that tells of an event is neither its source nor its destination.
_NOT_AN_END: Final = re.compile(
    r"(?:^|\.)(?:gateway|device|dvc|observer|agent|collector|sensor|manager)|gw(?:ip|addr)|(?:pre|post)nat"
)

_ENDS: Final = {
    "Source": r"(?:src|source|client|caller|remote|attacker|from|initiator|peer)",
    "Destination": r"(?:dst|dest|destination|target|server|to|responder|victim)",
}
_IP: Final = r"\.?(?:ip|ipv4|ipv6|ipaddr|ipaddress|addr|address|host\.ip)?"
_PORT: Final = r"\.?(?:port|prt)"
_MAC: Final = r"\.?(?:mac|macaddr|macaddress)"


def _end(end: str, what: str) -> tuple[str, ...]:
    return (rf"(?:^|\.){_ENDS[end]}{what}$",)


_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "UserName": (
        r"^(?:suser|usrname|username|user|login|loginname)$",
        r"(?:user|actor|account|principal|subject|useridentity)\.(?:name|username|login|email|upn)$",
        r"(?:^|\.)(?:username|user|userid|accountname|actorname|principal|userprincipalname|useremail|srcuser|actor)$",
        r"(?:^|\.)(?:login|email)$",
    ),
    "SourceIp": (*_end("Source", _IP), r"^c6a2$", r"(?:^|\.)(?:cip|ipaddress|ipaddr|ip|actorip|hostip)$"),
    "DestinationIp": (*_end("Destination", _IP), r"^c6a3$", r"(?:^|\.)sip$"),
    "SourcePort": (*_end("Source", _PORT), r"^(?:spt|sport|cport)$"),
    "DestinationPort": (*_end("Destination", _PORT), r"^(?:dpt|dport)$"),
    "SourceMAC": (*_end("Source", _MAC), r"^(?:smac|macaddress|mac)$"),
    "DestinationMAC": (*_end("Destination", _MAC), r"^dmac$"),
    "Protocol": (r"(?:^|\.)(?:proto|protocol|transport|ipprotocol)$",),
}
_SIXTH: Final = {"SourceIp": "SourceIpv6", "DestinationIp": "DestinationIpv6"}
_ID_NAMES: Final = (
    r"^(?:\$eventid\$|\$id\$)$",
    r"(?:^|\.)(?:eventcode|eventid|logid|msgid|messageid|signatureid|ruleid|sid)$|event\.(?:code|type)$",
    r"(?:^|\.)(?:eventtype|eventname|eventaction|operation|activity|action|activitytype)$|event\.(?:action|name)$",
    r"(?:^|\.)(?:type|code|event|name|kind|signature|alerttype|verb|title)$",
)
_CATEGORY_NAMES: Final = (
    r"(?:^|\.)(?:category|cat|eventcategory|categoryname)$",
    r"(?:^|\.)(?:type|eventtype|logtype|class|group|subtype)$",
    r"(?:^|\.)(?:module|product|facility|objecttype|resourcetype|kind)$",
)
_TITLE_NAMES: Final = (
    r"^\$name\$$",
    r"(?:^|\.)(?:eventname|eventtitle|title|displayname|signature|rulename|eventdescription)$|event\.name$",
    r"^(?:name|description|summary|action)$",
)


def guess_fields(columns: Sequence[Column], taken: Iterable[Column]) -> dict[str, list[Column]]:
    """The columns of each field but event id, category and time; several where each has values that others lack."""
    used = list(taken)
    found: dict[str, list[Column]] = {}
    for name, patterns in _NAMES.items():
        kinds = [name, *([_SIXTH[name]] if name in _SIXTH else [])]
        chosen = _ranked(columns, patterns, kinds, used)
        if not chosen:
            continue
        for kind in kinds:
            best = [column for column in chosen if _good(column, kind)]
            if best:
                found[kind] = _covering(best)
        used += [column for each in kinds for column in found.get(each, [])]
    return found


def _ranked(
    columns: Sequence[Column], patterns: Sequence[str], kinds: Sequence[str], used: list[Column]
) -> list[Column]:
    """The columns whose names fit and most of whose values are good for one of the fields, the likeliest first."""
    ranked = []
    for column in columns:
        rank = next((place for place, each in enumerate(patterns) if re.search(each, column.name)), None)
        if rank is None or column in used or _NOT_AN_END.search(column.name) or not column.given:
            continue
        good = sum(max(_is_good(value, kind) for kind in kinds) for value in column.given)
        if good * 2 > len(column.given):
            ranked.append((rank, -good, len(column.path), column))
    return [column for *_, column in sorted(ranked, key=lambda each: each[:3])]


def _covering(columns: list[Column]) -> list[Column]:
    """The first column, and one more that has a value where it has none."""
    first = columns[0]
    rest = [
        column
        for column in columns[1:]
        if any(mine is None and other is not None for mine, other in zip(first.values, column.values, strict=True))
        # What stands beside the first with another value means something else.
        and all(mine in (None, other) or other is None for mine, other in zip(first.values, column.values, strict=True))
    ]
    return [first, *rest[:1]]


def _good(column: Column, kind: str) -> bool:
    return any(_is_good(value, kind) for value in column.given)


def _is_good(value: str, kind: str) -> bool:
    value_type = normalized_field(kind).value_type
    if value_type == "string":
        return 0 < len(value) <= _LONGEST_ID and "\n" not in value
    return field_check(value_type)(value) is not None


def guess_event_id(columns: Sequence[Column]) -> Column | None:
    """The column of the event id: one that almost every sample has, and whose values come again."""
    for pattern in _ID_NAMES:
        fitting = [column for column in columns if _may_be_id(column, pattern)]
        if fitting:
            # Of several, the one that tells most kinds of events apart; then the one that stands highest.
            return max(fitting, key=lambda column: (len(column.given), -_wordiness(column), -len(column.path)))
    return None


def _may_be_id(column: Column, pattern: str) -> bool:
    name = column.path[-1] if column.path[-1].startswith("$") else column.name
    count, different = len(column.given), len(column.distinct)
    if re.search(pattern, name) is None or count * 10 < len(column.values) * 9:
        return False
    if any(len(value) > _LONGEST_ID or "\n" in value for value in column.distinct):
        return False
    if column.path[-1].startswith("$"):
        return True
    if _NOT_AN_END.search(column.name):
        return False
    return different <= MOST_IDS and (count < _ENOUGH or (different > 1 and different * 3 <= count * 2))


def _wordiness(column: Column) -> int:
    return max((len(value.split()) for value in column.distinct), default=0)


def guess_category(columns: Sequence[Column], event_id: Column) -> Column | None:
    """The column of the event category: fewer kinds than event ids, and each sample has one."""
    kinds = max(len(event_id.distinct), 2)
    for pattern in _CATEGORY_NAMES:
        for column in columns:
            fits = re.search(pattern, column.name) and column is not event_id
            if fits and len(column.given) == len(column.values) and len(column.distinct) <= kinds:
                return column
    return None


def guess_title(columns: Sequence[Column], event_id: Column) -> Column | None:
    """The column with a name for people: one for each event id."""
    for pattern in _TITLE_NAMES:
        for column in columns:
            name = column.path[-1] if column.path[-1].startswith("$") else column.name
            if re.search(pattern, name) and column is not event_id and _is_one_for_each(event_id, column):
                return column
    return None


def _is_one_for_each(event_id: Column, title: Column) -> bool:
    names: dict[str, str] = {}
    for key, value in zip(event_id.values, title.values, strict=True):
        if key is None:
            continue
        if value is None or not words_of(value) or len(value) > _LONGEST_ID:
            return False
        if names.setdefault(key, value) != value:
            return False
    # The same name for all says nothing.
    return len(set(names.values())) > 1 or len(names) == 1
