"""Recognises from recorded calls how the next page is asked for."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.api.flow import Pages, Paging, value_at
from qradar_builder.starter.api.query_roles import CURSOR, OFFSET, PAGE_NUMBER, cursor_parameter, size_parameter
from qradar_builder.starter.api.slots import Where, slot_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qradar_builder.starter.api.recorded_call import Call
    from qradar_builder.starter.api.slots import Keys, Slot

_NEXT: Final = re.compile(r"next|continuation|cursor|scroll", re.IGNORECASE)
_MORE: Final = re.compile(
    r"^(?:has_?more|more|has_?next(?:_?page)?|is_?truncated|more_?(?:results|data)(?:_?available)?)$", re.IGNORECASE
)
_PAGES: Final = re.compile(r"^(?:total_?pages|page_?count|pages|last_?page|num_?pages)$", re.IGNORECASE)
_TOTAL: Final = re.compile(r"^(?:total|total_?(?:count|results|items|records|hits)|count_?total)$", re.IGNORECASE)
_LINK: Final = re.compile(r'<[^>]+>; *rel="?next"?')
_URL: Final = re.compile(r"https?://[^/]+/|/[\w.~-]")
_FEWEST_DIGITS_OF_TIME: Final = 8
_MOST_DEPTH: Final = 4


def guess_paging(calls: Sequence[Call], items: Keys) -> tuple[Paging, Slot | None]:
    """How pages follow one another, and the parameter of the query or of the body that asks for one."""
    for call in calls:
        header = next(
            (name for name, value in call.answer.headers if name.lower() == "link" and _LINK.search(value)), None
        )
        if header is not None:
            return Paging(Pages.LINK, header=header), None
    for call in calls:
        by_url = paging_by_url(call.body)
        if by_url is not None:
            return by_url, None
    for before, after in pairwise(calls):
        found = _by_change(before, after, items)
        if found is not None:
            return found
    return paging_by_names(calls[0].asked, calls[0].body, calls[0].where)


def paging_by_url(body: Any) -> Paging | None:
    """From an answer that has the URL of the next page."""
    for keys, value in _scalars(body):
        if isinstance(value, str) and _NEXT.search(".".join(keys[-2:])) and _URL.match(value):
            return Paging(Pages.URL, next=keys, relative=value.startswith("/"))
    return None


def _by_change(before: Call, after: Call, items: Keys) -> tuple[Paging, Slot] | None:
    """What changed from one call to the next: it stood in the answer, or was counted up."""
    asked = before.asked
    for slot, value in after.asked.items():
        old = asked.get(slot)
        if old == value or not value:
            continue
        keys = next((keys for keys, each in _scalars(before.body) if _same(each, value)), None)
        if keys is not None and not value.isdigit():
            return Paging(Pages.CURSOR, next=keys, more=_more(before.body)), slot
        if value.isdigit() and (not old or old.isdigit()):
            step = int(value) - int(old or 0)
            count = len(value_at(before.body, items) or ())
            if old and step == 1 and not OFFSET.search(slot.name):
                return _numbered(before.body, int(old)), slot
            if not old and PAGE_NUMBER.search(slot.name):
                return _numbered(before.body, int(value) - 1), slot
            if step and step == count:
                first = int(old or 0)
                return Paging(
                    Pages.OFFSET, total=_total(before.body, _TOTAL), more=_more(before.body), first=first
                ), slot
            if keys is not None:
                return Paging(Pages.CURSOR, next=keys, more=_more(before.body)), slot
    return None


def _numbered(body: Any, first: int) -> Paging:
    return Paging(Pages.NUMBER, total=_total(body, _PAGES), more=_more(body), first=first)


def paging_by_names(asked: Mapping[Slot, str], body: Any, where: Where = Where.QUERY) -> tuple[Paging, Slot | None]:
    """From one call and answer alone, by names: as `guess_paging`. `where` is for a call without parameters."""
    for slot, value in asked.items():
        if value.isdigit() and PAGE_NUMBER.search(slot.name):
            return _numbered(body, int(value)), slot
        if value.isdigit() and OFFSET.search(slot.name) and len(value) < _FEWEST_DIGITS_OF_TIME:
            return Paging(Pages.OFFSET, total=_total(body, _TOTAL), more=_more(body), first=int(value)), slot
    given = cursor_parameter(asked)
    for keys, value in _scalars(body):
        # On the last page there is no cursor any more: then the parameter tells that there are some.
        is_given = isinstance(value, str) and (value or given)
        if (is_given or (value is None and given)) and CURSOR.search(keys[-1]):
            slot = given or slot_for(_parameter_for(keys[-1]), asked, size_parameter(asked), where)
            return Paging(Pages.CURSOR, next=keys, more=_more(body)), slot
    return Paging(), None


def _parameter_for(key: str) -> str:
    """The parameter that a cursor likely goes into: `next_cursor` into `cursor`, `nextPageToken` into `pageToken`."""
    plain = re.sub(r"^next_?", "", key, flags=re.IGNORECASE)
    return (plain[:1].lower() + plain[1:]) if plain else key


def _more(body: Any) -> Keys:
    return next((keys for keys, value in _scalars(body) if isinstance(value, bool) and _MORE.search(keys[-1])), ())


def _total(body: Any, names: re.Pattern[str]) -> Keys:
    found = (
        keys
        for keys, value in _scalars(body)
        if isinstance(value, int) and not isinstance(value, bool) and names.search(keys[-1])
    )
    return next(found, ())


def _same(value: Any, text: str) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and str(value) == text


def _scalars(body: Any) -> Iterator[tuple[Keys, Any]]:
    """The scalars of a body that stand in no list, those nearest to its root first."""
    level: list[tuple[Keys, Any]] = [((), body)]
    for _ in range(_MOST_DEPTH):
        below: list[tuple[Keys, Any]] = []
        for keys, value in level:
            if isinstance(value, dict):
                below += [((*keys, str(key)), member) for key, member in value.items()]
            elif keys and not isinstance(value, list):
                yield keys, value
        level = below
