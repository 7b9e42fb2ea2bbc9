"""What custom properties take, by their types, and the values that they hold.

Source: IBM documentation, topic "Creating a custom property"; of the type IP, "QRadar supports only IPv4".
"""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

from qradar_builder.dsm.expressions.quotation import quoted
from qradar_builder.dsm.values.field_values import Remembered, field_check, why_not as why_not_in_field
from qradar_builder.model.log_source_type import PropertyType

if TYPE_CHECKING:
    from collections.abc import Callable

PropertyValue: TypeAlias = str | int | float
"""Text, IPv4 address, number, port, or time in epoch milliseconds."""

_INTEGER = re.compile("[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_GROUPED = re.compile("[+-]?[0-9]{1,3}(?:[,.' _][0-9]{3})+(?:[.,][0-9]+)?|[+-]?[0-9]+,[0-9]+")


def _number(text: str) -> float | None:
    # NUMBER_FORM
    if _INTEGER.fullmatch(text):
        return int(text)
    number = float(text) if _DECIMAL.fullmatch(text) else float("nan")
    return number if isfinite(number) else None


_numeric = Remembered(_number).__getitem__
_ip = field_check("ipv4")
_port = field_check("port")


def property_check(
    kind: PropertyType, read_time: Callable[[str], int | None] | None = None
) -> Callable[[str], PropertyValue | None]:
    """The check of a property's values: it gives the value, or None where the text is none.

    Integers are int, others float. `read_time` reads a time as the property's date format has it, and gives epoch
    milliseconds; without it no text is a time.
    """
    checks: dict[PropertyType, Callable[[str], PropertyValue | None]] = {
        PropertyType.STRING: lambda text: text,
        PropertyType.NUMERIC: _numeric,
        PropertyType.IP: _ip,
        PropertyType.PORT: _port,
        PropertyType.TIME: read_time or (lambda _: None),
    }
    return checks[kind]


def why_not(kind: PropertyType, text: str) -> str:
    """Why a property does not take a text, for people; empty where it does. Of a time it is taken to be refused."""
    shown = quoted(text)
    if kind is PropertyType.TIME:
        return f"{shown} does not match the date format of the property"
    if property_check(kind)(text) is not None:
        return ""
    if kind is PropertyType.PORT:
        return why_not_in_field("port", text)
    if kind is PropertyType.IP:
        if field_check("ipv6")(text) is not None:
            return f"{shown} is an IPv6 address, but properties of type `ip` contain IPv4 addresses"
        return why_not_in_field("ipv4", text)
    if _numeric(text.strip()) is not None:
        return f"{shown} has white space around the number"
    if _GROUPED.fullmatch(text):
        return f"{shown} is not a number: it can have a decimal point, but no other separator"
    return f"{shown} is not a number"
