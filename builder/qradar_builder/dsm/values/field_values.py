"""What the normalized fields take as an address, port, MAC address or protocol, and how they hold it."""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from typing import TYPE_CHECKING, Final, TypeVar

from qradar_builder.dsm.expressions.quotation import quoted
from qradar_builder.dsm.values.ip_protocols import PROTOCOL_NAMES, PROTOCOL_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.reference.normalized_fields import ValueType

    Check = Callable[[str], str | int | None]

_Value = TypeVar("_Value")

_LONGEST = 64
"""No value but a string is longer, in characters."""
_REMEMBERED = 65_536
"""How many values of a kind are remembered: addresses and ports come again and again."""

_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = re.compile(rf"{_OCTET}(?:\.{_OCTET}){{3}}")
_NUMBER = re.compile("[0-9]+")
_MAC = re.compile("[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}")
_OTHER_MAC = re.compile("(?:[0-9A-Fa-f]{2}[-. ]?){6}|(?:[0-9A-Fa-f]{4}[-.:]?){3}")

# White space around is no part of any value (WHITE_SPACE_AROUND): the whole text must fit.


def _ipv4(text: str) -> str | None:
    return text if _IPV4.fullmatch(text) else None  # LEADING_ZEROS


def _ipv6(text: str) -> str | None:
    if "%" in text:  # IPV6_FORM
        return None
    try:
        address = IPv6Address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped
    return str(address) if mapped is None else f"::ffff:{mapped}"


def _port(text: str) -> int | None:
    number = int(text) if _NUMBER.fullmatch(text) else 65536
    return number if number <= 65535 else None


def _mac(text: str) -> str | None:
    return text.lower() if _MAC.fullmatch(text) else None  # MAC_FORM


def _protocol(text: str) -> str | int | None:
    # PROTOCOL_FORM
    number = int(text) if _NUMBER.fullmatch(text) else PROTOCOL_NUMBERS.get(text.casefold(), 256)
    return PROTOCOL_NAMES.get(number, number) if number <= 255 else None


class Remembered(dict[str | int, _Value | None]):
    """What a check says of texts, asked for by `[text]`. Texts too long for a value are neither looked at nor kept.

    An integer may be asked for too, and stands for its digits.
    """

    # The look-up of a dict is the fastest call that there is, and of most values there are few.

    def __init__(self, check: Callable[[str], _Value | None]) -> None:
        super().__init__()
        self._check = check

    def __missing__(self, asked: str | int) -> _Value | None:
        text = asked if isinstance(asked, str) else str(asked)
        if len(text) > _LONGEST:
            return None
        value = self._check(text)
        if len(self) < _REMEMBERED:
            self[asked] = value
        return value


def takes_integers(check: Callable[[str], object] | None) -> bool:
    """Whether a check takes an integer for its digits."""
    return isinstance(getattr(check, "__self__", None), Remembered)


_CHECKS: Final[dict[ValueType, Check]] = {
    "string": lambda text: text,
    "ipv4": Remembered(_ipv4).__getitem__,
    "ipv6": Remembered(_ipv6).__getitem__,
    "port": Remembered(_port).__getitem__,
    "mac": Remembered(_mac).__getitem__,
    "protocol": Remembered[str | int](_protocol).__getitem__,
}


def field_check(value_type: ValueType) -> Check:
    """The check of a field's values: it gives the value as the field holds it, or None where the text is none.

    IPv4 addresses stay as they are, IPv6 addresses become what RFC 5952 writes, ports numbers of 0 to 65535, MAC
    addresses six pairs in small letters with colons, and protocols their names, or numbers where they have no name.
    ValueError for `time`, which needs a date pattern.
    """
    if value_type == "time":
        raise ValueError("times are read with a date pattern")
    return _CHECKS[value_type]


def other_family(value_type: ValueType) -> Check | None:
    """The check of the other family of IP addresses. None for other types.

    A payload has one of both where it has an address, and people write an expression of each field for it.
    """
    other: ValueType | None = {"ipv4": "ipv6", "ipv6": "ipv4"}.get(value_type)  # type: ignore[assignment]  # both are
    return None if other is None else _CHECKS[other]


def why_not(value_type: ValueType, text: str) -> str:
    """Why a field does not take a text, for people; empty where it does. ValueError for `time`."""
    check = field_check(value_type)
    if check(text) is not None:
        return ""
    shown = quoted(text)
    if check(text.strip()) is not None:
        return f"{shown} has white space around the value"
    if value_type == "ipv4":
        return f"{shown} {_why_not_ipv4(text)}"
    if value_type == "ipv6":
        return f"{shown} {_why_not_ipv6(text)}"
    if value_type == "mac":
        if _OTHER_MAC.fullmatch(text):
            return f"{shown} is a MAC address without colons between its six pairs, but QRadar requires them"
        return f"{shown} is not a MAC address"
    return f"{shown} is " + (
        "not a port from 0 to 65535" if value_type == "port" else "not the name or number of an IP protocol"
    )


def _why_not_ipv4(text: str) -> str:
    is_ipv4, is_ipv6, is_port = _CHECKS["ipv4"], _CHECKS["ipv6"], _CHECKS["port"]
    if is_ipv6(text):
        mapped = IPv6Address(text).ipv4_mapped
        if mapped is not None:
            # MAPPED_IPV4
            return f"is an IPv4 address in IPv6 form: to get {mapped}, use a regex such as `::ffff:([0-9.]+)`"
        return "is an IPv6 address: use a field such as SourceIpv6"
    address, colon, number = text.rpartition(":")
    if colon and is_ipv4(address) and is_port(number) is not None:
        return "is an IPv4 address with a port: capture only the address"
    address, slash, _ = text.partition("/")
    if slash and is_ipv4(address):
        return "is an IPv4 network: capture only the address"
    if is_ipv4(".".join(part.lstrip("0") or "0" for part in text.split("."))) and "" not in text.split("."):
        return "has leading zeros, which can mean octal numbers"
    return "is not an IPv4 address"


def _why_not_ipv6(text: str) -> str:
    is_ipv6 = _CHECKS["ipv6"]
    if _CHECKS["ipv4"](text):
        return "is an IPv4 address: use a field such as SourceIp"
    address, zone, _ = text.partition("%")
    if zone and is_ipv6(address):
        return "is an IPv6 address with a zone: capture only the part before the `%`"
    if text.startswith("[") and is_ipv6(text[1:].partition("]")[0]):
        return "is an IPv6 address in brackets: capture only the address"
    return "is not an IPv6 address"
