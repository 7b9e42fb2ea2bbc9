"""The names of columns above rows of values: headers of CSV and TSV, and `#Fields:` lines as W3C and Zeek have them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.events.pairs import found_by
from qradar_builder.starter.events.values import is_absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

COMMENT: Final = "#"
"""What lines between the rows begin with that are no rows, where the names stand behind `#Fields:`."""
FIELDS: Final = re.compile(r"#\s?fields(?P<mark>:?)[ \t]+(?P<names>\S.*)", re.IGNORECASE)
"""The line with the names."""
EXPORTED: Final = frozenset(
    {"payload", "utf8_payload", "utf8payload", "raw payload", "_raw", "rawmessage", "raw_message"}
)
"""Names of columns that hold whole events, as exports of SIEMs have them."""

MOST_NAMES: Final = 200
"""How many columns are named."""

_NAME: Final = re.compile(r"[A-Za-z_@$(*][\w .,;()/:@$%&*#?+-]{0,80}")
_CLOCK: Final = re.compile(r"\d:\d\d")
_SPACED_NAME: Final = re.compile(r"[a-z][a-z0-9_:-]{0,40}")
_ALIASES: Final = {
    "id.orig_h": "source address", "id.orig_p": "source port", "id.resp_h": "destination address",
    "id.resp_p": "destination port", "c-ip": "client ip", "c-port": "client port", "s-ip": "server ip",
    "s-port": "server port", "c-dns": "client host", "cs-username": "user name", "c-username": "user name",
    "cs-method": "request method", "sc-status": "status", "cs-uri": "url", "cs-uri-stem": "url", "cs-uri-path": "url",
    "cs-host": "url host", "cs-user-agent": "user agent", "cs(user-agent)": "user agent", "cs(referer)": "referer",
    "cs(cookie)": "cookie", "s-computername": "server host", "s-sitename": "site", "sc-bytes": "bytes sent",
    "cs-bytes": "bytes received", "x-host-header": "url host", "cs-protocol": "request protocol",
    "cs-uri-query": "query", "r-ip": "destination ip", "r-port": "destination port", "x-forwarded-for": "forwarded for",
}  # fmt: skip
"""What the names of the W3C format and of Zeek are in words."""
_MOST_ABSENT: Final = 6
_MOST_LINES: Final = 50
_MOST_WORDS: Final = 6
_FEWEST: Final = 3
_FEWEST_SPACED: Final = 5
_MARKS: Final = (",", "\t", ";", "|")
_QUOTED: Final = r'(?:"[^"]*")+'
_ESCAPED: Final = {"|": r"\|", "\t": r"\t"}


@dataclass(frozen=True, slots=True)
class Header:
    """The names of columns, empty for those without one, and what stands between their values.

    `is_utc` says that their times are in UTC, and `is_plain` that quotes are signs like others.
    """

    names: tuple[str, ...]
    delimiter: str
    is_utc: bool = False
    is_plain: bool = False

    @property
    def is_spaced(self) -> bool:
        """Whether blanks stand between the values, which then may also stand in brackets."""
        return self.delimiter == " "

    @property
    def ends(self) -> str:
        """The characters that end a value outside of quotes, as in a class of a regular expression."""
        mark = r"\t" if self.delimiter == "\t" else self.delimiter
        return r' "\]' if self.is_spaced else mark if self.is_plain else f'{mark}"'

    def values(self, row: str) -> list[str]:
        """The values of a row, without the quotes around them."""
        if self.is_spaced:
            found = re.findall(r'"([^"]*)"|\[([^\]]*)\]|(\S+)', row)
            return [quoted or bracketed or bare for quoted, bracketed, bare in found]
        if self.is_plain:
            return row.split(self.delimiter)
        try:
            return [value.strip() for value in next(csv.reader([row], delimiter=self.delimiter))]
        except (csv.Error, StopIteration):
            return row.split(self.delimiter)

    def pattern(self, parts: Sequence[tuple[int, str]], *, is_counted: bool = False) -> str:
        """A regular expression of the values at places, counted from 0, each with its own pattern.

        It begins at the start of the row and steps over the values before. Each step can match in one way only, so that
        no row makes it slow. `is_counted` demands as many values as there are names.
        """
        mark = _ESCAPED.get(self.delimiter, self.delimiter)
        inner = r"\t" if self.delimiter == "\t" else self.delimiter
        if self.is_spaced:
            value, between, rest = r'(?:"[^"]*"|\[[^\]]*\]|[^ "\[][^ ]*)', " +", "[^ ]*"
        elif self.is_plain:
            value, between, rest = f"[^{inner}]*", mark, f"[^{inner}]*"
        else:
            value, between = rf'(?:{" ?" * (self.delimiter == ",")}{_QUOTED}|[^{inner}"]*)', mark
            rest = rf'[^{inner}"]*"?'
        text = rf"^(?=(?:{value}{between}){{{len(self.names) - 1}}}{value}\s*$)" if is_counted else "^"
        behind = -1
        for place, own in parts:
            steps = place - behind - 1
            # What stands behind the value before, up to its end, is passed over first.
            text += "" if behind < 0 else rest + between
            text += (rf"(?:{value}{between})" + f"{{{steps}}}" * (steps > 1)) if steps else ""
            text += ("" if self.is_spaced or self.delimiter != "," else " ?") + own
            behind = place
        return text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in a row: its number in the header, from 0. `is_counted` is as for the header's pattern."""

    header: Header
    number: int
    is_counted: bool = False

    def pattern(self, value: str) -> str:
        """The regular expression of a value here, by its own pattern."""
        return self.header.pattern([(self.number, value)], is_counted=self.is_counted)

    def with_next(self, value: str, other: Place, following: str) -> str | None:
        """The regular expression of this value and of one that stands behind it. None for one before it."""
        if other.header is not self.header or other.number <= self.number:
            return None
        parts = [(self.number, value), (other.number, following)]
        return self.header.pattern(parts, is_counted=self.is_counted)

    def value_patterns(self, values: Sequence[str]) -> list[str]:
        """Patterns of the values: as they stand bare, and between signs where one holds what ends a bare one."""
        ends = self.header.ends
        absent = sorted({value.strip() for value in values if value.strip() and is_absent(value)})[:_MOST_ABSENT]
        passed = rf"(?!(?:{'|'.join(map(re.escape, absent))})(?:[{ends}]|\s*$))" if absent else ""
        if self.header.is_spaced:
            bare = rf'["\[]?{passed}([^{ends}]+)'
            if not any(" " in value for value in values):
                return [bare]
            return [rf'"{passed}([^"]+)', rf"\[{passed}([^\]]+)", rf"{passed}([^{ends}\[]+)"]
        inner = rf"[^{ends}\s][^{ends}]*"
        if self.header.is_plain or not any(self.header.delimiter in value for value in values):
            return [rf"{'' if self.header.is_plain else chr(34) + '?'}{passed}({inner})"]
        return [rf'"{passed}([^"]+)', rf"{passed}({inner})"]


def header_of(start: str) -> Header | None:
    """The header that a text begins with. None where its first line is a row like the others, or no row at all."""
    lines = [line for line in start.lstrip("\ufeff\r\n").splitlines()[:_MOST_LINES] if line.strip()]
    if not lines:
        return None
    if lines[0].startswith(COMMENT):
        return next((found for line in lines if (found := named_by(line, _first_row(lines))) is not None), None)
    rows = [line for line in lines[1:] if line != lines[0]]
    if not rows:
        return None
    marked = (_of_first_line(lines[0], rows[0], mark) for mark in _MARKS)
    header = next((each for each in marked if each is not None), None) or _of_words(lines[0], rows[0])
    # A name never comes again as a value below it.
    return None if header is None or any(_repeats(header, row) for row in rows) else header


def named_by(line: str, row: str) -> Header | None:
    """The header of a `#Fields:` line, with a row that tells what stands between the values."""
    found = FIELDS.fullmatch(line.rstrip())
    if found is None:
        return None
    text = found["names"]
    mark = next((each for each in ("\t", ",") if each in text), " ")
    names = [name.strip() for name in text.split(mark) if name.strip()]
    for delimiter in ("\t", mark, ",", " "):
        if len(Header((), delimiter).values(row)) == len(names) and len(names) >= _FEWEST:
            break
    else:
        delimiter = mark
    if not _FEWEST <= len(names) <= MOST_NAMES:
        return None
    # The W3C format has its times in UTC; that of Zeek has no colon, and other times.
    return Header(_once(names), delimiter, is_utc=bool(found["mark"]), is_plain=delimiter == "\t")


def header_columns(
    header: Header, own: Sequence[str | None], payloads: Sequence[str], *, is_counted: bool
) -> Iterator[tuple[dict[str, Any], tuple[str, ...], str, tuple[str | None, ...], Place]]:
    """Expression, path, label, values and place of each named column; None stands for payloads without this header."""
    rows = [header.values(row) for row in own if row is not None]
    for number, name in enumerate(header.names):
        given = [row[number] for row in rows if number < len(row) and row[number]]
        if not name or not given:
            continue
        place = Place(header, number, is_counted)
        for value in place.value_patterns(given):
            pattern = place.pattern(value)
            words = _ALIASES.get(name.lower(), name)
            yield {"regex": pattern}, (words,), name, found_by(pattern, payloads), place


def records(lines: Iterable[str]) -> Iterator[str]:
    """Rows without their line ends; one that goes on behind a line end between quotes is one row.

    A quote that nothing closes within some lines is a sign like others.
    """
    held: list[str] = []
    quotes = 0
    for line in lines:
        held.append(line)
        quotes += line.count('"')
        if quotes % 2 and len(held) <= _MOST_LINES:
            continue
        yield from ("".join(held),) if quotes % 2 == 0 else held
        held, quotes = [], 0
    yield from held


def _first_row(lines: Sequence[str]) -> str:
    return next((line for line in lines if line.strip() and not line.startswith(COMMENT)), "")


def _repeats(header: Header, row: str) -> bool:
    return any(name and name == value for name, value in zip(header.names, header.values(row), strict=False))


def _of_first_line(first: str, second: str, mark: str) -> Header | None:
    """The names in a first line where most are names, none is a value, and the next line is as long."""
    try:
        names, row = (list(csv.reader(io.StringIO(line), delimiter=mark)) for line in (first, second))
    except csv.Error:
        return None
    if not names or not row or not _FEWEST <= len(names[0]) <= MOST_NAMES:
        return None
    plain = [name.strip() for name in names[0]]
    good = sum(
        _NAME.fullmatch(name) is not None and len(name.split()) <= _MOST_WORDS and not _CLOCK.search(name)
        for name in plain
    )
    # A name of nothing stands behind a last delimiter; each other one must be a name.
    if good < len([name for name in plain if name]) or good * 4 < len(plain) * 3 or good < _FEWEST:
        return None
    has_payload = any(name.lower() in EXPORTED for name in plain)
    if plain == [value.strip() for value in row[0]] or not (has_payload or '"' in second or len(row[0]) == len(plain)):
        return None
    return Header(_once(plain), mark, is_plain=mark == "\t" and '"' not in second)


def _of_words(first: str, second: str) -> Header | None:
    """Names in small letters between blanks, as above the flow logs of clouds, over as many other values."""
    names, row = first.split(), second.split()
    is_named = all(_SPACED_NAME.fullmatch(name) for name in names) and len(set(names)) == len(names)
    if not is_named or not _FEWEST_SPACED <= len(names) <= MOST_NAMES or len(row) != len(names):
        return None
    told = sum("-" in name or "_" in name or name in {"version", "start", "end", "action"} for name in names)
    has_numbers = sum(any(letter.isdigit() for letter in value) for value in row) * 3 >= len(row)
    return Header(tuple(names), " ") if told and has_numbers else None


def _once(names: Sequence[str]) -> tuple[str, ...]:
    """The names; one that stood before already names nothing."""
    seen: set[str] = set()
    found = []
    for name in names:
        found.append("" if name.lower() in seen else name)
        seen.add(name.lower())
    return tuple(found)
