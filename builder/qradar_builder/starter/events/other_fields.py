"""Finds ports, MAC addresses and the protocol of events, by the words of keys and the form of values."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.values.field_values import field_check
from qradar_builder.reference.normalized_fields import normalized_field
from qradar_builder.starter.events.candidates import Candidate, choose
from qradar_builder.starter.events.pairs import found_by
from qradar_builder.starter.language.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.dsm.values.field_values import Check
    from qradar_builder.starter.events.candidates import Choice
    from qradar_builder.starter.events.columns import Column

_SIDES: Final = {
    "Source": word_set("source client remote origin attacker local from caller"),
    "Destination": word_set("destination target server responder to service"),
}
_NEVER: Final = word_set(
    """
    nat natted translated xlate mapped gateway device observer agent collector type count name list
    """
)
_WHAT: Final = {"Port": frozenset({"port"}), "MAC": frozenset({"mac", "macaddress"})}
_PROTOCOLS: Final = frozenset({"protocol", "transport"})
_MAC: Final = r"([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5})"
_TEXTS: Final[dict[str, tuple[str, ...]]] = {
    "SourcePort": (
        r"\b(?:spt|sport|src_?port)[=:] ?(\d{1,5})\b",
        r" port (\d{1,5})\b",
        r":(\d{1,5}) -> ",
        r"\b[Ff]rom [\w-]{1,40}:\d{1,3}(?:\.\d{1,3}){3}/(\d{1,5})\b",
    ),
    "DestinationPort": (r"\b(?:dpt|dport|dst_?port)[=:] ?(\d{1,5})\b", r" -> \S+:(\d{1,5})\b"),
    "SourceMAC": (rf"\b(?:smac|src_?mac|mac)[=: ]{{1,2}}{_MAC}",),
    "DestinationMAC": (rf"\b(?:dmac|dst_?mac)[=: ]{{1,2}}{_MAC}",),
    "Protocol": (r"\b(?:proto|protocol)[=:] ?(\w+)", r"\b(tcp|udp|icmp|TCP|UDP|ICMP)\b"),
}


def other_choices(columns: Sequence[Column], payloads: Sequence[str], *, has_text: bool) -> dict[str, Choice]:
    """The expressions of ports, MAC addresses and the protocol."""
    found: dict[str, Choice] = {}
    for name in ("SourcePort", "DestinationPort", "SourceMAC", "DestinationMAC", "Protocol"):
        check = field_check(normalized_field(name).value_type)
        candidates = list(_of_columns(columns, name))
        if has_text:
            candidates += [
                Candidate({"regex": pattern}, found_by(pattern, payloads), (10.0, number))
                for number, pattern in enumerate(_TEXTS[name])
            ]
        choice = choose(
            candidates,
            partial(_is_good, check),
            is_checked=True,
            most=4,
        )
        if choice.chosen:
            found[name] = choice
    return found


def _is_good(check: Check, value: str) -> bool:
    return check(value) is not None and value not in {"0", "-"}


def _of_columns(columns: Sequence[Column], name: str) -> Iterator[Candidate]:
    check = field_check(normalized_field(name).value_type)
    for column in columns:
        leaf, above = set(column.words[-1]), {word for step in column.words[:-1] for word in step}
        if (leaf | above) & _NEVER or not column.given:
            continue
        if name == "Protocol":
            if not leaf & _PROTOCOLS or leaf & {"version", "application", "app"}:
                continue
            score = 0.0 if leaf & {"transport", "ip"} or len(leaf) == 1 else 1.0
        else:
            side, what = ("Source", name[6:]) if name.startswith("Source") else ("Destination", name[11:])
            other = "Destination" if side == "Source" else "Source"
            if not leaf & _WHAT[what] or leaf & _SIDES[other]:
                continue
            if leaf & _SIDES[side]:
                score = 0.0
            elif above & _SIDES[side]:
                score = 1.0
            elif what == "MAC" and side == "Source" and not above & _SIDES[other]:
                score = 2.0
            else:
                continue
        good = sum(check(value) is not None for value in column.given)
        if good * 2 > len(column.given):
            yield Candidate(column.expression, column.values, (score, len(column.path)), column)
