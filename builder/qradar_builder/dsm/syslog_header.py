"""The syslog header of a payload: the host that names the log source, and the time.

Sources: RFC 3164, RFC 5424 and IBM documentation, topic "LEEF event components", on what QRadar takes of them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv6Address
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from qradar_builder.dsm.values.times.classes import year_at
from qradar_builder.javalang.dates.calendar import SECONDS_IN_DAY, epoch_day, month_length
from qradar_builder.javalang.dates.zone import zone_of
from qradar_builder.quick.patterns import late

if TYPE_CHECKING:
    from qradar_builder.javalang.dates.zone import Zone

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CLOCK: Final = "(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9])"
_BSD_TIME: Final = f"(?P<month>{'|'.join(_MONTHS)}) (?P<day>[ 0-3]?[0-9])(?: (?P<year>[0-9]{{4}}))? {_CLOCK}"
_ISO_TIME: Final = (
    rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})T{_CLOCK}(?:\.(?P<fraction>[0-9]{{1,9}}))?"
)
_OFFSET: Final = "(?P<offset>Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
_PRIORITY: Final = "<(?P<priority>[0-9]{1,3})>"
# Every quantifier is bounded or possessive, and every pattern is matched at one place only. See SYSLOG_FORM.
_RFC3164: Final = late(rf"(?:{_PRIORITY})?(?P<time>[A-Z][a-z]{{2}} [ 0-3]?[0-9](?: [0-9]{{4}})? [0-9:]{{8}}) ")
_RFC3164_ISO: Final = late(rf"{_PRIORITY}(?P<time>[0-9-]{{10}}T[0-9:.+-]{{8,24}}Z?) ")
_RFC5424: Final = late(
    rf"{_PRIORITY}1 (?:-|(?P<time>[0-9-]{{10}}T[0-9:.+-]{{8,24}}Z?)) (?P<host>[!-~]{{1,255}})(?: |\Z)"
)
_TIMES: Final = {
    "bsd": late(_BSD_TIME),
    "iso": late(f"{_ISO_TIME}{_OFFSET}?"),
    "iso-offset": late(f"{_ISO_TIME}{_OFFSET}"),
}
_HOST: Final = late(r"([\w.-]{1,255}|[0-9A-Fa-f:.]{2,45}(?:%\w{1,32})?)(?: |\Z)")
_SD_NAME: Final = r"[!#-<>-\\^-~]{1,32}"
_AFTER_HOST: Final = late(  # APP-NAME PROCID MSGID STRUCTURED-DATA
    r"[!-~]{1,48} [!-~]{1,128} [!-~]{1,32} "
    rf'(?:-|(?:\[{_SD_NAME}(?: {_SD_NAME}="(?:[^"\\]++|\\.)*+")*+\])++)(?: |\Z)',
    re.DOTALL,
)


class _Moment(NamedTuple):
    """What a header says of its time: a year or none, and an offset from UTC in seconds or none."""

    year: int | None
    month: int
    day: int
    second: int
    millisecond: int = 0
    offset: int | None = None


class SyslogHeader(NamedTuple):
    """A syslog header.

    `host` is the Log Source Identifier, None where the header has none, and `time` the text of the time, None for `-`.
    `body` is where the message begins, in characters. RFC 3164 is the format of its usual variants too.
    """

    host: str | None
    time: str | None
    format: Literal["rfc3164", "rfc5424"]
    body: int
    moment: _Moment | None

    @property
    def is_routable(self) -> bool:
        """Say whether QRadar finds the log source by the host; if not, it takes the packet's source address.

        It cannot do so with an IPv6 address.
        """
        return self.host is not None and (":" not in self.host or not is_ipv6(self.host))

    def epoch_ms(self, now_ms: int, zone: str) -> int | None:
        """Return the time in epoch milliseconds, None where there is none or its year cannot be told.

        `now_ms` (epoch milliseconds) says which year a header without one means, and `zone` (an id that Java's
        ZoneId.of takes) holds where the header has no offset. Raises JavaDateError where there is no such zone.
        """
        return None if self.moment is None else _time(self.moment, now_ms, zone)


@lru_cache(maxsize=4096)
def _time(moment: _Moment, now_ms: int, zone: str) -> int | None:
    # Many events come within a second, and those of a file are all received at one time.
    where = zone_of(zone)
    if moment.year is not None:
        return _epoch_ms(moment, moment.year, where)
    this_year = year_at(now_ms // 1000, zone)
    for year in (this_year, this_year - 1):  # see MISSING_YEAR
        if moment.day <= month_length(year, moment.month):
            time = _epoch_ms(moment, year, where)
            if time <= now_ms + SECONDS_IN_DAY * 1000:
                return time
    return None


def read_header(text: str) -> SyslogHeader | None:
    """Return the syslog header that a payload begins with, None where it begins with none."""
    if text[:1] == "<":
        return _rfc3164(text, _RFC3164, "bsd") or _rfc5424(text) or _rfc3164(text, _RFC3164_ISO, "iso")
    return _rfc3164(text, _RFC3164, "bsd") if text[:3] in _MONTHS else None


def _rfc3164(text: str, pattern: re.Pattern[str], form: str) -> SyslogHeader | None:
    match = pattern.match(text)
    moment = None if match is None or not _is_priority(match["priority"]) else _moment(match["time"], form)
    if match is None or moment is None:
        return None
    host = _HOST.match(text, match.end())
    if host is None or (":" in host[1] and not is_ipv6(host[1])):  # see SYSLOG_HOST
        return SyslogHeader(None, match["time"], "rfc3164", match.end(), moment)
    return SyslogHeader(_named(host[1]), match["time"], "rfc3164", host.end(), moment)


def _rfc5424(text: str) -> SyslogHeader | None:
    match = _RFC5424.match(text)
    if match is None or not _is_priority(match["priority"]):
        return None
    moment = None if match["time"] is None else _moment(match["time"], "iso-offset")
    if match["time"] is not None and moment is None:
        return None
    rest = _AFTER_HOST.match(text, match.end())
    body = match.end() if rest is None else rest.end()
    return SyslogHeader(_named(match["host"]), match["time"], "rfc5424", body, moment)


def _is_priority(digits: str | None) -> bool:
    return digits is None or int(digits) <= 191


def _named(host: str) -> str | None:
    return None if host == "-" else host


def is_ipv6(text: str) -> bool:
    """Say whether a text is an IPv6 address, with a zone or without."""
    if ":" not in text:
        return False
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def _moment(time: str, form: str) -> _Moment | None:
    """Return the time of a header, None where there is no such time; without a year there is a 29 February."""
    match = _TIMES[form].fullmatch(time)
    if match is None:
        return None
    part = match.groupdict()
    name = part["month"]
    month = _MONTHS.index(name) + 1 if name in _MONTHS else int(name)
    day = int(part["day"])
    year = None if part["year"] is None else int(part["year"])
    if not (1 <= month <= 12 and 1 <= day <= month_length(2000 if year is None else year, month)):
        return None
    second = int(part["hour"]) * 3600 + int(part["minute"]) * 60 + int(part["second"])
    millisecond = int(f"{part.get('fraction') or ''}000"[:3])
    return _Moment(year, month, day, second, millisecond, _offset(part.get("offset")))


def _offset(text: str | None) -> int | None:
    """Return the seconds of an offset such as `+02:00` or `Z`, None where there is none."""
    if text is None:
        return None
    if text == "Z":
        return 0
    seconds = int(text[1:3]) * 3600 + int(text[4:6]) * 60
    return -seconds if text[0] == "-" else seconds


def _epoch_ms(moment: _Moment, year: int, zone: Zone) -> int:
    local = epoch_day(year, moment.month, moment.day) * SECONDS_IN_DAY + moment.second
    offset = zone.earlier_offset(local) if moment.offset is None else moment.offset
    return (local - offset) * 1000 + moment.millisecond
