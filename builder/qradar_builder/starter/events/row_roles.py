"""Tells what the places in rows without names mean, by their values: who, from which address, and to which one.

Rows of several kinds in one file have places of their own. Kinds with their addresses at the same places share them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qradar_builder.starter.events.id_names import LEVELS
from qradar_builder.starter.events.outcomes import outcome_of
from qradar_builder.starter.events.values import is_absent, is_address, is_number
from qradar_builder.starter.language.vocabulary import is_known
from qradar_builder.starter.language.words import word_set, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RESULT: Final = "result"
"""The role of a place that tells success from failure."""
_FIRST_PLACES: Final = 8
"""The kind of a row is in one of its first places."""
_FEWEST: Final = 6
_MOST_KINDS: Final = 24
_MOST_PLACES: Final = 60
_KIND: Final = re.compile(r"[A-Z][A-Z0-9_-]{2,30}")
_NEAR: Final = 5
"""How far behind the addresses a name stands."""
_ACCOUNT: Final = re.compile(
    r"[\w .-]{1,40}\\{1,4}[^\\\s]{1,60}|[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}|"
    r"(?:adm|svc|srv|sa|usr)[._-][\w.-]{1,40}|[\w.-]{1,30}[._-](?:adm|admin|user|usr|svc)|"
    r"[A-Za-z]{0,20}user(?:name)?[._-]?\d{0,6}|[A-Za-z]{0,12}admin\d{0,4}|root|administrator|guest|sysadmin|j[._-]?doe|"
    r"postgres|oracle|mysql|sa|nobody|www-data|ubuntu|vagrant|jenkins|ansible|"
    r"john[._-]?doe\d{0,4}|[a-z]{1,20}\.[a-z]{2,30}",
    re.IGNORECASE | re.ASCII,
)
"""What tells itself as an account: a domain before it or behind it, a usual account, a first and a last name."""
_ENDS: Final = word_set(
    "com net org local lan intern intranet corp io edu gov info biz exe dll log txt xml json js php html htm de fr uk"
)
"""Last parts of names of hosts and files."""
_NO_USER: Final = re.compile(r"[=\[\]{}:]|.{101}")
_URL: Final = re.compile(r"ht\s?tps?://")
_OUTCOME: Final = re.compile(r"[A-Za-z]{2,20}(?:[-_ ][A-Za-z]{2,20}){0,3}")
_NAME: Final = re.compile(r"[A-Za-z][\w.-]{1,30}", re.ASCII)
_LETTERS: Final = re.compile(r"[a-z][a-z._]{2,30}")
"""A name right before an address, without the digits that hosts have."""
_NAMED: Final = re.compile(
    r"""[Uu]ser[ _]?(?:[Nn]ame|ID|Id)?["']?\s?[:=]?\s?["'](?:[\w.-]{1,40}\\{1,4})?([\w.@-]{2,40})["']"""
)
_WELL_KNOWN: Final = 1024
_HIGHEST: Final = 65_535
_PLAIN: Final = 0.4


@dataclass(frozen=True, slots=True)
class Role:
    """What a place of rows is, as words. `kinds` are those of the rows that have it there; none for all rows."""

    words: str
    place: int
    kind_place: int = 0
    kinds: tuple[str, ...] = ()


def row_roles(rows: Sequence[Sequence[str]], texts: Sequence[str]) -> Iterator[Role]:
    """The roles of places of rows. `texts` are all events: users whom one names in a sentence are users in a row."""
    rows = [row for row in rows if len(row) >= _FEWEST]
    known = {found.lower() for text in texts for found in _NAMED.findall(text[:4000])}
    place = _kind_place(rows)
    groups: dict[tuple[object, ...], list[Sequence[str]]] = defaultdict(list)
    kinds: dict[tuple[object, ...], set[str]] = defaultdict(set)
    layouts = _layouts(rows, place)
    for row in rows:
        kind = "" if place is None else row[place]
        layout = layouts[kind]
        groups[layout].append(row)
        kinds[layout].add(kind)
    for layout, group in groups.items():
        own = () if place is None or len(groups) == 1 else tuple(sorted(kinds[layout]))
        for name, number in _roles(group, known):
            yield Role(name, number, place or 0, own)


def _kind_place(rows: Sequence[Sequence[str]]) -> int | None:
    """The first place with a word in capitals in each row, and several of them in all."""
    for place in range(_FIRST_PLACES):
        values = Counter(row[place] if place < len(row) else "" for row in rows)
        are_kinds = all(_KIND.fullmatch(value) and value.lower() not in LEVELS for value in values)
        if 1 < len(values) <= min(_MOST_KINDS, len(rows)) and are_kinds:
            return place
    return None


def _layouts(rows: Sequence[Sequence[str]], place: int | None) -> dict[str, tuple[object, ...]]:
    """The layout of each kind: the places of its addresses, with the width of the rows for one, or the kind itself."""
    if place is None:
        return {"": ()}
    found: dict[str, tuple[object, ...]] = {}
    for kind in {row[place] for row in rows}:
        own = [row for row in rows if row[place] == kind]
        block = _addresses(own)[:2]
        if len(block) > 1 and block[1] - block[0] == 1:
            found[kind] = tuple(block)
        else:
            found[kind] = (block[0], _width(own), "") if block else (kind,)
    return found


def _addresses(rows: Sequence[Sequence[str]]) -> list[int]:
    """The places with addresses, in most rows that have a value there."""
    found = []
    for place in range(_width(rows)):
        given = _given(rows, place)
        if given and sum(map(is_address, given)) * 2 > len(given):
            found.append(place)
    return found


def _roles(rows: Sequence[Sequence[str]], known: set[str]) -> Iterator[tuple[str, int]]:
    addresses = _addresses(rows)
    pair = addresses[:2]
    if len(addresses) == 3 and addresses[2] - addresses[0] == 2 and _have_urls(rows):
        # In the rows of a proxy, the client as others see it stands between the two.
        pair = [addresses[0], addresses[2]]
        yield from zip(("source address", "destination address"), pair, strict=True)
    elif len(pair) > 1 and (pair[1] - pair[0] == 1 or (pair[1] - pair[0] == 2 and _is_port(rows, pair[0] + 1))):
        yield from zip(("source address", "destination address"), pair, strict=True)
    result = next((place for place in range(_width(rows)) if _tells_outcome(rows, place)), None)
    yield from ((RESULT, result),) if result is not None else ()
    yield from _ports(rows, addresses[-1] if addresses else 0)
    scored = {place: _user_score(rows, place, addresses, known) for place in range(_width(rows))}
    users = [place for place, score in scored.items() if score >= _PLAIN]
    strong = [place for place in users if scored[place] > _PLAIN]
    yield from zip(("source user", "destination user"), (strong or users)[:2], strict=False)


def _ports(rows: Sequence[Sequence[str]], behind: int) -> Iterator[tuple[str, int]]:
    """The first two places side by side with a high port and one that is well known, behind the addresses."""
    for place in range(behind + 1, _width(rows) - 1) if behind else ():
        pairs = [(row[place], row[place + 1]) for row in rows if place + 1 < len(row)]
        numbers = [(int(a), int(b)) for a, b in pairs if a.isdecimal() and b.isdecimal() and len(a) < 6 and len(b) < 6]
        told = sum(_WELL_KNOWN <= a <= _HIGHEST and 0 < b < _WELL_KNOWN * 9 for a, b in numbers)
        if numbers and len(numbers) == len(pairs) and told * 2 > len(numbers):
            yield from (("source port", place), ("destination port", place + 1))
            return


def _tells_outcome(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Whether nearly all rows have one word here, which mostly tells success from failure."""
    given = _given(rows, place)
    told = sum(outcome_of(value) is not None for value in given)
    return (
        len(given) * 5 >= len(rows) * 4
        and told * 5 >= len(given) * 3
        and all(_OUTCOME.fullmatch(value) for value in given)
        and len(set(given)) > 1
    )


def _have_urls(rows: Sequence[Sequence[str]]) -> bool:
    return any(_URL.match(value) for row in rows for value in row)


def _is_port(rows: Sequence[Sequence[str]], place: int) -> bool:
    given = _given(rows, place)
    return bool(given) and all(value.isdecimal() and len(value) < 6 for value in given)


def _user_score(rows: Sequence[Sequence[str]], place: int, addresses: Sequence[int], known: set[str]) -> float:
    """From 0 to 1: how many values of a place are accounts. Other names count less, and only near the addresses."""
    given = _given(rows, place)
    odd = sum(is_number(value) or is_address(value) or _NO_USER.search(value) is not None for value in given)
    if not given or odd * 3 > len(given):
        return 0.0
    told = sum(value.lower() in known or is_account(value) for value in given)
    names = sum(_is_name(value) for value in given)
    is_near = bool(addresses) and any(0 < place - address <= _NEAR for address in addresses)
    is_sparse = len(given) * 5 <= len(rows) * 4
    is_first = place + 1 in addresses and len(set(given)) > 1 and all(_LETTERS.fullmatch(value) for value in given)
    plain = names - told if ((is_near and is_sparse) or is_first) and names == len(given) else 0
    return (told + _PLAIN * max(plain, 0)) / len(given)


def is_account(value: str) -> bool:
    """Whether a value tells itself as an account, and is neither a host nor a file."""
    return _ACCOUNT.fullmatch(value) is not None and ("@" in value or value.rpartition(".")[2].lower() not in _ENDS)


def _is_name(value: str) -> bool:
    """Whether a value may be a name: one word that logs do not tell events with."""
    if is_account(value):
        return True
    parts = [word for word in words(value) if word.isalpha()]
    return (
        _NAME.fullmatch(value) is not None
        and not value.isupper()
        and value.rpartition(".")[2].lower() not in _ENDS
        and bool(parts)
        and not any(map(is_known, parts))
    )


def _given(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] for row in rows if place < len(row) and not is_absent(row[place])]


def _width(rows: Sequence[Sequence[str]]) -> int:
    return min(max(map(len, rows), default=0), _MOST_PLACES)
