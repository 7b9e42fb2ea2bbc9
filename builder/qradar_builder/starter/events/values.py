"""What values look like: nothing at all, an address, a number, an id of one thing, a person, free text."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final

ABSENT: Final = frozenset(
    {
        "", "-", "--", "---", "n/a", "na", "null", "<null>", "none", "(null)", "nil", "unknown", "undefined", "(none)",
        "<none>", "not available", "not applicable", "not provided", "unset", "empty", "::", "*", "?",
        "%%1833", "anonymous logon", "[]", "{}", "n.a.", "(empty)", "nan",
        "no authentication required",
        "0.0.0.0",  # noqa: S104 - a text of an event, and no address that is bound
    }
)  # fmt: skip
"""Texts that stand for no value, in small letters."""

PLACEHOLDER: Final = (
    r"(?:-{1,3}|[nN]/?[aA]|\(?<?(?:null|NULL|Null|none|NONE|None|nil|empty|unknown|UNKNOWN|Unknown)>?\)?|undefined|"
    r"unset|\*|\?|0\.0\.0\.0|::)"
)
"""The same in a regular expression, for what the samples show most."""

IPV4: Final = r"\d{1,3}(?:\.\d{1,3}){3}"
IPV6: Final = r"(?:[0-9A-Fa-f]{0,4}:){2,7}(?:[0-9A-Fa-f]{1,4})?"

_UUID: Final = re.compile(r"\{?[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\}?")
_HEX: Final = re.compile(r"(?:0x)?[0-9A-Fa-f]{16,}")
_TOKEN: Final = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9+/_=-]{20,}")
_SIGNS: Final = re.compile(r"[+/_=-]")
_IN_NAME: Final = re.compile(r"[A-Z]+|[a-z]+|[A-Z][a-z]+|[A-Za-z]{0,5}\d{1,3}[A-Za-z]?")
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+")
_PERSON: Final = re.compile(
    r"[A-ZÀ-Þ][a-zß-ÿ'\u2019-]+(?:,? [A-ZÀ-Þ]\.?)?,? [A-ZÀ-Þ][a-zß-ÿ'\u2019-]+(?:-[A-ZÀ-Þ][a-zß-ÿ]+)?"
)
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}:\d{2}")
_HOST: Final = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_ADDRESS_IN: Final = re.compile(rf"(?<![\w.:]){IPV4}(?![\w.]*\d)|(?<![\w.:]){IPV6}(?![\w:])")


def is_absent(value: str | None) -> bool:
    """Whether a text stands for no value."""
    return value is None or value.strip().lower() in ABSENT


def is_address(value: str) -> bool:
    """Whether a text is an IP address, of whatever family, and says something."""
    if "." not in value and ":" not in value:
        # Most texts are none, and an exception takes long.
        return False
    try:
        return not ip_address(value).is_unspecified
    except ValueError:
        return False


def address_in(value: str) -> str | None:
    """The one address that a short text holds, such as `[2001:db8::1]:443` or `192.0.2.1:5555`."""
    if len(value) > 100:
        return None
    if is_address(value):
        return value
    for found in _ADDRESS_IN.findall(value):
        if is_address(found):
            return str(found)
    return None


def is_number(value: str) -> bool:
    """Whether a text is a number."""
    return _NUMBER.fullmatch(value) is not None


def is_unique(value: str) -> bool:
    """Whether a text looks as if it names one single thing or moment: a UUID, hash, token, address, time, URL."""
    return bool(
        _UUID.search(value)
        or _HEX.fullmatch(value)
        or (_TOKEN.fullmatch(value) and not _is_words(value))
        or _TIME.search(value)
        or is_address(value)
        or "://" in value
    )


def _is_words(value: str) -> bool:
    """Whether a text is made of words between signs, and of short numbers: `LINK-3-CHANGED_STATE`."""
    parts = [part for part in _SIGNS.split(value) if part]
    numbers = sum(any(each.isdigit() for each in part) for part in parts)
    return len(parts) > 2 and numbers < len(parts) - numbers and all(_IN_NAME.fullmatch(part) for part in parts)


def is_personal(value: str) -> bool:
    """Whether a text looks like a person, a mail address, an account in a domain, a host or an id of one thing."""
    return bool(
        is_unique(value) or _MAIL.search(value) or _PERSON.fullmatch(value.strip()) or _HOST.fullmatch(value.strip())
        or ("\\" in value and " " not in value)
    )  # fmt: skip
