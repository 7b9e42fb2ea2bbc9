"""Guesses custom properties: what no normalized field holds, by the names that QRadar ships where there are such."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.reference.custom_properties import custom_property
from qradar_builder.starter.api.event_time import epoch_ms
from qradar_builder.starter.events.columns import words_of
from qradar_builder.starter.events.values import is_absent
from qradar_builder.starter.log_source_type.property_regex import importable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qradar_builder.starter.events.columns import Column

MOST_PROPERTIES: Final = 20
"""How many properties are proposed: each costs a console time for every event."""

_SHIPPED: Final = (
    (r"(?:^|\.)(?:msg|message)$", "Message"),
    (r"(?:^|\.)(?:url|uri|requesturl|request)$", "URL"),
    (r"(?:^|\.)(?:policy|policyname)$", "Policy"),
    (r"(?:^|\.)(?:file|filename|fname)$|file\.name$", "Filename"),
    (r"(?:^|\.)filepath$|file\.path$", "File Path"),
    (r"(?:^|\.)(?:filehash|sha256|hash)$|hash\.sha256$", "File Hash"),
    (r"(?:^|\.)(?:bytessent|dstbytes|sentbytes?|bytesout|out)$|details\.bytes$", "BytesSent"),
    (r"(?:^|\.)(?:bytesreceived|srcbytes|rcvdbytes?|bytesin|in)$", "BytesReceived"),
    (r"(?:^|\.)(?:threat|threatname|virus|virusname|malware|malwarename)$", "VirusName"),
    (r"(?:^|\.)(?:service|svc|servicename)$", "Service"),
    (r"(?:^|\.)(?:role|rolename)$", "Role"),
    (r"(?:^|\.)(?:dhost|dsthost|desthost|destinationhost)$|(?:target|destination|server)\.host(?:name)?$",
     "Destination Host Name"),
    (r"(?:^|\.)(?:shost|srchost|sourcehost)$|(?:source|client)\.host(?:name)?$", "Source Host Name"),
    (r"(?:^|\.)(?:hostname|devicename|dvchost|gw)$|(?:host|gateway|device|observer|agent)\.name$", "Hostname"),
    (r"^id$|(?:^|\.)(?:externalid|uuid|guid|eventuuid)$", "External ID"),
    (r"(?:^|\.)(?:rule|rulename)$|rule\.name$", "Rule Name"),
    (r"(?:^|\.)(?:resource|resourcename)$", "Resource"),
    (r"(?:^|\.)(?:command|commandline|cmd|cmdline)$", "Command"),
    (r"(?:^|\.)(?:program|processname|executable|sproc)$|process\.(?:name|executable)$", "Program"),
    (r"(?:^|\.)(?:app|application|appname)$", "Application"),
    (r"(?:^|\.)(?:userdomain|accountdomain)$|(?:user|account)\.domain$", "AccountDomain"),
)  # fmt: skip
_AMOUNT: Final = re.compile(
    r"bytes?|count|size|duration|minutes|seconds|milliseconds|score|total|packets", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"[0-9]{1,15}")
_NOISE: Final = re.compile(
    r"label$|^xmlns$|^devtime(?:format)?$|(?:^|\.)(?:sev|severity|level|date|time|tz|timezone|seq|ingested)$"
)
_ENOUGH: Final = 5


@dataclass(frozen=True, slots=True)
class PropertyProposal:
    """A custom property. `type` is None where the shipped property of that name has its own."""

    name: str
    type: str | None
    expressions: tuple[dict[str, Any], ...]


def guess_properties(
    columns: Sequence[Column], used: Iterable[Column], payloads: Sequence[str], product: str
) -> list[PropertyProposal]:
    """Properties for the columns of payloads that no field uses; those that QRadar ships first."""
    taken = list(used)
    rest = [column for column in columns if column not in taken and _is_worth(column)]
    shipped = {place: known for place, column in enumerate(rest) if (known := _shipped(column)) is not None}
    found: dict[str, PropertyProposal] = {}
    for place, name in shipped.items():
        found.setdefault(name, PropertyProposal(name, None, (importable(rest[place], payloads),)))
    prefix = " ".join(product.split()[:2])[:40]
    for place, column in enumerate(rest):
        if place in shipped or (len(column.distinct) == 1 and len(column.given) >= _ENOUGH):
            continue
        name = f"{prefix} {words_of(column.label).title()[:60]}".strip()
        kind = "numeric" if _AMOUNT.search(column.label) and _is_numeric(column) else "string"
        found.setdefault(name, PropertyProposal(name, kind, (importable(column, payloads),)))
    return list(_first(found.values()))


def _first(proposals: Iterable[PropertyProposal]) -> Iterator[PropertyProposal]:
    for number, proposal in enumerate(proposals):
        if number < MOST_PROPERTIES:
            yield proposal


def _is_worth(column: Column) -> bool:
    if not column.given or _NOISE.search(column.name) or not words_of(column.label):
        return False
    # An expression cannot pass over a `-`.
    if any(value is not None and is_absent(value) for value in column.values):
        return False
    return not all(epoch_ms(value) is not None for value in column.given)


def _shipped(column: Column) -> str | None:
    for pattern, name in _SHIPPED:
        if re.search(pattern, column.name) or re.search(pattern, words_of(column.label).replace(" ", "")):
            known = custom_property(name)
            return name if known.type != "numeric" or _is_numeric(column) else None
    return None


def _is_numeric(column: Column) -> bool:
    return all(_NUMBER.fullmatch(value) for value in column.given)
