"""What the built-in DSMs Universal LEEF and Universal CEF make of a payload, without an extension."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.dsm import event_choices as e, parsing_choices as s
from qradar_builder.dsm.expressions.cef import CefMessage, cef_view, why_no_cef
from qradar_builder.dsm.expressions.leef import LeefMessage, leef_view, why_no_leef
from qradar_builder.dsm.expressions.quotation import quoted
from qradar_builder.dsm.syslog_header import is_ipv6
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.reference.choice import Choice

UNIVERSAL_LEEF: Final = 212
UNIVERSAL_CEF: Final = 367


@dataclass(frozen=True, slots=True)
class PredefinedKey:
    """A key that fills a normalized field, by the field's name.

    `ipv6_field` takes the value where it is an IPv6 address. `needs` is a key without which this one is not used.
    `label` is what `<key>Label` says, where the message has that. `choice` is the open question behind the row.
    """

    key: str
    field: str
    source: str
    ipv6_field: str = ""
    needs: str = ""
    label: str = ""
    choice: Choice | None = None


_LEEF: Final = 'IBM documentation, topic "Predefined LEEF event attributes"'
_CEF: Final = 'CEF standard, "ArcSight extension dictionary"'

LEEF_KEYS: Final = (
    PredefinedKey("proto", "Protocol", _LEEF),
    PredefinedKey("src", "SourceIp", _LEEF, ipv6_field="SourceIpv6"),
    PredefinedKey("dst", "DestinationIp", _LEEF, ipv6_field="DestinationIpv6"),
    PredefinedKey("srcPort", "SourcePort", _LEEF),
    PredefinedKey("dstPort", "DestinationPort", _LEEF),
    PredefinedKey("srcPreNAT", "SourceIpPreNAT", _LEEF),
    PredefinedKey("dstPreNAT", "DestinationIpPreNAT", _LEEF),
    PredefinedKey("srcPostNAT", "SourceIpPostNAT", _LEEF),
    PredefinedKey("dstPostNAT", "DestinationIpPostNAT", _LEEF),
    PredefinedKey("srcPreNATPort", "SourcePortPreNAT", _LEEF),
    PredefinedKey("dstPreNATPort", "DestinationPortPreNAT", _LEEF),
    PredefinedKey("srcPostNATPort", "SourcePortPostNAT", _LEEF),
    PredefinedKey("dstPostNATPort", "DestinationPortPostNAT", _LEEF),
    PredefinedKey("usrName", "UserName", _LEEF),
    PredefinedKey("srcMAC", "SourceMAC", _LEEF),
    PredefinedKey("dstMAC", "DestinationMAC", _LEEF),
    PredefinedKey("identSrc", "IdentityIp", _LEEF, ipv6_field="IdentityIpv6"),
    PredefinedKey("identHostName", "HostName", _LEEF, needs="identSrc"),
    PredefinedKey("identNetBios", "NetBIOSName", _LEEF, needs="identSrc"),
    PredefinedKey("identGrpName", "GroupName", _LEEF, needs="identSrc"),
)
"""The keys of LEEF that QRadar normalises, besides cat, sev, devTime and devTimeFormat. identMAC is reserved."""

CEF_KEYS: Final = (
    PredefinedKey("src", "SourceIp", _CEF, ipv6_field="SourceIpv6", choice=s.CEF_CONNECTION),
    PredefinedKey("dst", "DestinationIp", _CEF, ipv6_field="DestinationIpv6", choice=s.CEF_CONNECTION),
    PredefinedKey("spt", "SourcePort", _CEF, choice=s.CEF_CONNECTION),
    PredefinedKey("dpt", "DestinationPort", _CEF, choice=s.CEF_CONNECTION),
    PredefinedKey("smac", "SourceMAC", _CEF, choice=s.CEF_CONNECTION),
    PredefinedKey("dmac", "DestinationMAC", _CEF, choice=s.CEF_CONNECTION),
    PredefinedKey("proto", "Protocol", _CEF, choice=s.CEF_CONNECTION),
    PredefinedKey("suser", "UserName", _CEF, choice=s.CEF_USER),
    PredefinedKey("duser", "UserName", _CEF, choice=s.CEF_USER),
    PredefinedKey("sourceTranslatedAddress", "SourceIpPostNAT", _CEF, choice=s.CEF_NAT),
    PredefinedKey("sourceTranslatedPort", "SourcePortPostNAT", _CEF, choice=s.CEF_NAT),
    PredefinedKey("destinationTranslatedAddress", "DestinationIpPostNAT", _CEF, choice=s.CEF_NAT),
    PredefinedKey("destinationTranslatedPort", "DestinationPortPostNAT", _CEF, choice=s.CEF_NAT),
    PredefinedKey("c6a2", "SourceIpv6", _CEF, label="Source IPv6 Address", choice=s.CEF_IPV6),
    PredefinedKey("c6a3", "DestinationIpv6", _CEF, label="Destination IPv6 Address", choice=s.CEF_IPV6),
)
"""The keys of CEF that are taken to fill normalized fields; of two for one field the first with a value counts.

cat, rt, end and start are not fields of this table.
"""

_CEF_TIME_KEYS: Final = ("rt", "end", "start")
_CEF_SEVERITIES: Final = {"low": 2, "medium": 5, "high": 8, "very-high": 10}
_CEF_TIME: Final = re.compile(  # CEF standard, "Date formats"
    r"[A-Z][a-z]{2} [ 0-9]?[0-9]( [0-9]{4})? [0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?( [A-Za-z][\w:+/-]{0,40})?"
)


@dataclass(frozen=True, slots=True)
class BaseEvent:
    """What a DSM parses of a payload; None where it parses nothing.

    `fields` has texts as they stand in the payload, by normalized field; whether they are addresses, ports and so on
    has not been looked at. `device_time` is a text and its Java date pattern, if any, as `read_message_time` takes
    them; `of_pattern` is what the pattern is to people.
    """

    event_id: str | None
    category: str | None
    severity: int | None
    fields: dict[str, str]
    device_time: tuple[str, str | None] | None
    of_pattern: str = "devTimeFormat"


@dataclass(frozen=True, slots=True)
class BaseDsm:
    """A built-in DSM that is simulated.

    `view` makes its message of a payload, the very function that extractors of the format have, and `parse` an event of
    the message. `why_nothing` says why a payload gives no event.
    """

    view: Callable[[str], Any]
    parse: Callable[[Any], BaseEvent | None]
    why_nothing: Callable[[str], str]


def _leef_event(message: LeefMessage | None) -> BaseEvent | None:
    if message is None:
        return None
    values = message.values
    category = values.get("cat") or None
    severity = _number(values.get("sev", "")) or None  # 1 is the lowest
    text = values.get("devTime")
    return BaseEvent(
        event_id=values["$eventid$"] or None,
        category=category,
        severity=severity,
        fields=_fields(LEEF_KEYS, values),
        device_time=(text, values.get("devTimeFormat") or None) if text else None,
    )


def _cef_event(message: CefMessage | None) -> BaseEvent | None:
    if message is None or message.values["$cefversion$"] != "0":  # see CEF_VERSION
        return None
    values = message.values
    word = values["$severity$"]
    text = next(filter(None, map(values.get, _CEF_TIME_KEYS)), None)
    return BaseEvent(
        event_id=values["$id$"] or None,
        category=values.get("cat") or values["$name$"] or None,
        severity=_CEF_SEVERITIES.get(word.lower(), _number(word)),
        fields=_fields(CEF_KEYS, values),
        device_time=None if text is None else (text, _cef_date_pattern(text)),
        of_pattern="date form of the CEF standard",
    )


def _why_no_cef_event(text: str) -> str:
    message = cef_view(text)
    if message is None:
        return why_no_cef(text)
    return f"Universal CEF reads version 0 of CEF, but the message has {quoted(message.values['$cefversion$'])}"


def _cef_date_pattern(text: str) -> str | None:
    match = _CEF_TIME.fullmatch(text)
    if match is None:
        return None
    year, fraction, zone = match.groups()
    return f"MMM dd{' yyyy' if year else ''} HH:mm:ss{'.SSS' if fraction else ''}{' zzz' if zone else ''}"


def choices_of(number: int, payload: str) -> Iterator[Choice]:
    """The open questions that a simulated DSM leans on in a payload, by the number of its type."""
    message = BASE_DSMS[number].view(payload)
    if message is None:
        return
    values = message.values
    keys = LEEF_KEYS if number == UNIVERSAL_LEEF else CEF_KEYS
    yield from (known.choice for known, _ in _filled(keys, values) if known.choice is not None)
    if number == UNIVERSAL_LEEF:
        if values.get("cat"):
            yield e.LEEF_EVENT_ID
        return
    yield s.CEF_EVENT
    word = values["$severity$"]
    if _CEF_SEVERITIES.get(word.lower(), _number(word)) is not None:
        yield s.CEF_SEVERITY
    if any(map(values.get, _CEF_TIME_KEYS)):
        yield s.CEF_TIME


def _fields(keys: Iterable[PredefinedKey], values: Mapping[str, str]) -> dict[str, str]:
    """Return the normalized fields that keys fill."""
    return {name: values[known.key] for known, name in _filled(keys, values)}


def _filled(keys: Iterable[PredefinedKey], values: Mapping[str, str]) -> Iterator[tuple[PredefinedKey, str]]:
    """The keys that fill a field, each with its field; the first of several that fill one."""
    filled: set[str] = set()
    for known in keys:
        value = values.get(known.key)
        if not value or (known.needs and not values.get(known.needs)):
            continue
        if known.label and values.get(f"{known.key}Label", known.label).lower() != known.label.lower():
            continue
        name = known.ipv6_field if known.ipv6_field and is_ipv6(value) else known.field
        if name not in filled:
            filled.add(name)
            yield known, name


def _number(text: str) -> int | None:
    """Return a severity from 0 to 10, None of any other text."""
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        return None
    return int(text) if int(text) <= 10 else None


BASE_DSMS: Final[Mapping[int, BaseDsm]] = MappingProxyType(
    {
        UNIVERSAL_LEEF: BaseDsm(leef_view, _leef_event, why_no_leef),
        UNIVERSAL_CEF: BaseDsm(cef_view, _cef_event, _why_no_cef_event),
    }
)
"""The simulated DSMs by type id: Universal LEEF and Universal CEF."""


def base_dsm(definition: TypeDefinition) -> BaseDsm | None:
    """The simulated DSM below a log source type. None for a custom type, and where the DSM is not simulated."""
    return BASE_DSMS.get(definition.number or 0) if definition.built_in else None
