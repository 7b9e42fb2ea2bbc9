"""Lists of events: which ones a request asks for, in which order, and the pages that they come in."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any

from qradar_builder.http.form import form_encoded
from qradar_builder.model.simulation.endpoints import PAGED_BY_NUMBER
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.simulation.service import times
from qradar_builder.simulation.service.answers import Answer, RefusedError, respond
from qradar_builder.simulation.service.templates import LEFT_OUT, Raw, filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.http.messages import Headers
    from qradar_builder.model.simulation.endpoints import BoundSpec, ListSpec, ParameterSpec
    from qradar_builder.simulation.service.events import Events, Item
    from qradar_builder.simulation.service.requests import Asked

_DAY_LONG = 10**15
NAMES = (
    "events",
    "next",
    "next_url",
    "next_path",
    "next_offset",
    "total",
    "pages",
    "last_page",
    "page",
    "size",
    "offset",
    "returned",
    "more",
    "last_id",
    "last_time",
    "now",
)
"""The names in templates of lists."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which time is asked for, in ticks. None is open."""

    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its items, and what its answer says beside them. `following` is the cursor of the next one, if any."""

    items: Sequence[Item]
    total: int
    offset: int
    size: int
    following: str | None
    has_more: bool


class ListView:
    """A list of a source at a time in ticks."""

    def __init__(self, spec: ListSpec, events: Events, now: int) -> None:
        self._spec = spec
        self._events = events
        self._now = now

    def answer(self, asked: Asked) -> Answer:
        """The answer to a request. Raises RefusedError."""
        return self.rendered(self._page(asked), asked)

    def whole(self, bounds: Bounds) -> Page:
        """All that is there within bounds, on one page."""
        items = self._ordered(self._within(bounds))
        return Page(items, len(items), 0, len(items), None, has_more=False)

    def nothing(self, asked: Asked) -> Page:
        """The page that a request would get if there were no event."""
        size = 1 if self._spec.size is None else max(_number(asked, self._spec.size, self._spec.size.default), 1)
        return Page((), 0, 0, size, None, has_more=False)

    def bounds(self, asked: Asked) -> Bounds:
        """The time that a request asks for. Raises RefusedError."""
        spec = self._spec
        start = None if spec.start is None else _moment(asked, spec.start)
        end = None if spec.end is None else _moment(asked, spec.end)
        if spec.length is not None and start is not None:
            length = _number(asked, spec.length, 0)
            unit = times.SECOND if spec.length.unit == "s" else times.MILLISECOND
            end = start + length * unit if length else None
        return Bounds(start, end)

    def rendered(self, page: Page, asked: Asked) -> Answer:
        """A page as an answer."""
        spec = self._spec
        there = [(item, self._events.shown(item, self._now)) for item in page.items]
        numbers = tuple(event.number for _, shown in there for event in shown)
        headers: Headers = ()
        paging = spec.paging
        url = self._next_url(page.following, asked) if page.following is not None else None
        if url is not None and paging is not None and paging.kind == "link":
            headers = ((paging.header, f'<{url}>; rel="next"'),)
        if not there and spec.empty is not None:
            return Answer(respond(spec.empty, spec.content_type, headers=headers), "list")
        nothing: Any = {"null": None, "omitted": LEFT_OUT, "empty": ""}[spec.last]
        texts = [self._text(item) for item in page.items]
        is_text = isinstance(spec.body, str) and spec.body != "${events}"
        events = spec.joined_by.join(texts) if is_text else Raw(f"[{','.join(texts)}]")
        last = page.items[-1] if page.items else None
        pages = -(-page.total // page.size) if page.size else 0
        values: dict[str, Any] = {
            "events": events,
            "next": page.following if page.following is not None else nothing,
            "next_url": url if url is not None else nothing,
            "next_path": url.removeprefix(asked.url.base.removesuffix(asked.path)) if url is not None else nothing,
            "next_offset": page.offset + len(there) if page.has_more else nothing,
            "total": page.total,
            "pages": pages,
            "last_page": max(pages - 1, 0) + (1 if paging is None else paging.first),
            "page": page.offset // page.size + (1 if paging is None else paging.first) if page.size else 0,
            "size": page.size,
            "offset": page.offset,
            "returned": len(there),
            "more": page.has_more,
            "last_id": nothing if last is None else last.id,
        }
        moments = {"now": self._now, "last_time": None if last is None else last.time}

        def look(name: str) -> Any:
            what, _, form = name.partition(".")
            if what not in moments:
                return values[name]
            moment = moments[what]
            return nothing if moment is None else times.written(moment, form or "iso")

        return Answer(respond(filled(spec.body, look), spec.content_type, headers=headers), "list", numbers)

    def _text(self, item: Item) -> str:
        if self._spec.entry is None:
            return self._events.text(item, self._now)
        return self._events.rendered(self._spec.entry, item.events[0], item)

    def _page(self, asked: Asked) -> Page:
        spec, paging = self._spec, self._spec.paging
        size = _DAY_LONG if spec.size is None else min(_number(asked, spec.size, spec.size.default), spec.size.most)
        if spec.ids is not None and (ids := asked.value(spec.ids)) is not None:
            found = [item for each in ids.split(",") if (item := self._events.by_id.get(each)) is not None]
            items = self._ordered([item for item in found if self._is_shown(item)])
            return Page(items, len(items), 0, max(len(items), 1), None, has_more=False)
        if paging is not None and paging.kind == "token":
            return self._since_token(asked, paging, size)
        given = asked.value(paging) if paging is not None and paging.kind not in PAGED_BY_NUMBER else None
        cursor = None if not given else _read_cursor(given)
        if cursor is not None and paging is not None:
            self._check_age(cursor[0], paging.expires)
        bounds = self.bounds(asked) if cursor is None else Bounds(cursor[1], cursor[2])
        items = self._ordered(self._after(asked, self._within(bounds)))
        total = len(items)
        offset = 0
        if paging is not None and paging.kind in PAGED_BY_NUMBER:
            is_page = paging.kind == "page"
            number = _number(asked, paging, paging.first if is_page else 0)
            offset = max(number - paging.first, 0) * size if is_page else number
        elif cursor is not None and paging is not None:
            offset = self._place_of(cursor, items) if paging.stable else cursor[3]
        page = items[offset : offset + size]
        has_more = offset + len(page) < total
        following = None
        goes_on = has_more or (paging is not None and paging.continues)
        if paging is not None and paging.kind not in PAGED_BY_NUMBER and goes_on:
            last = page[-1] if page else None
            mark = (self._key(last), last.number) if last is not None else (None if cursor is None else cursor[4:6])
            following = _cursor(self._now, bounds, offset + len(page), mark)
        return Page(page, total, offset, size if spec.size else total, following, has_more)

    def _since_token(self, asked: Asked, paging: Any, size: int) -> Page:
        """A page after a token: by the order in which the source got the events, so that none is ever before it."""
        text = asked.value(paging)
        items: Sequence[Item]
        if text:
            cursor = _read_cursor(text)
            self._check_age(cursor[0], paging.expires)
            mark = (cursor[4], cursor[5])
            there = self._events.from_on(mark[0], by_seen=True)
            items = [item for item in there if (item.seen, item.number) > mark and self._is_shown(item)]
        else:
            start = self.bounds(asked).start
            there = self._events.from_on(None, by_seen=True)
            items = [item for item in there if self._is_shown(item) and (start is None or item.time >= start)]
            mark = (0 if start is None else min(start, self._now), -1)
            if not items:
                mark = (self._now, _DAY_LONG)
        page = items[:size]
        if page:
            mark = (page[-1].seen, page[-1].number)
        following = _cursor(self._now, Bounds(), 0, mark)
        return Page(page, len(items), 0, size, following, has_more=len(page) < len(items))

    def _check_age(self, made: int, expires: int | None) -> None:
        if expires is not None and self._now > made + expires * times.SECOND:
            raise RefusedError(400, "the cursor has expired")

    def _is_shown(self, item: Item) -> bool:
        return item.seen <= self._now and bool(self._events.shown(item, self._now))

    def _key(self, item: Item) -> int:
        return item.seen if self._spec.by == "seen" else item.time

    def _within(self, bounds: Bounds) -> list[Item]:
        """The items that a request asks for by their time, oldest first."""
        spec = self._spec
        found = []
        last = None if bounds.end is None else bounds.end
        from_included = spec.start is None or spec.start.inclusive
        to_included = spec.end is None or spec.end.inclusive
        for item in self._events.from_on(bounds.start, by_seen=spec.by == "seen"):
            key = self._key(item)
            if last is not None and (key > last or (key == last and not to_included)):
                break
            if (from_included or key != bounds.start) and self._is_shown(item):
                found.append(item)
        return found

    def _after(self, asked: Asked, items: list[Item]) -> list[Item]:
        """Without those that the source got before the one after which the list begins."""
        given = None if self._spec.after is None else asked.value(self._spec.after)
        if not given:
            return items
        first = self._events.by_id.get(given)
        if first is None:
            raise RefusedError(400, "there is no event with this ID")
        return [item for item in items if (item.seen, item.number) > (first.seen, first.number)]

    def _ordered(self, items: list[Item]) -> list[Item]:
        order = self._spec.order
        if order == "ascending":
            return items
        if order == "descending":
            return items[::-1]
        # No order that means anything, but the same one each time.
        return sorted(items, key=lambda item: (_mixed(item.number), item.number))

    def _place_of(self, cursor: tuple[Any, ...], items: Sequence[Item]) -> int:
        """Where the list goes on after the item that a cursor was made at."""
        key, number = cursor[4], cursor[5]
        if key is None:
            return 0
        order = self._spec.order
        for place, item in enumerate(items):
            here, mark = (self._key(item), item.number), (key, number)
            if order == "none":
                here, mark = (_mixed(item.number), item.number), (_mixed(number), number)
            if (here < mark) if order == "descending" else (here > mark):
                return place
        return len(items)

    def _next_url(self, cursor: str, asked: Asked) -> str:
        paging = self._spec.paging
        assert paging is not None, "there is a cursor"
        pairs = [pair for pair in asked.query if pair[0] != paging.parameter]
        return f"{asked.url.base}?{form_encoded([*pairs, (paging.parameter, cursor)])}"


def _mixed(number: int) -> int:
    return number * 7919 % 104_729


def _cursor(now: int, bounds: Bounds, offset: int, mark: Any) -> str:
    key, number = mark or (None, None)
    content = [now, bounds.start, bounds.end, offset, key, number]
    return urlsafe_b64encode(json.dumps(content, separators=(",", ":")).encode()).decode().rstrip("=")


def _read_cursor(text: str) -> tuple[Any, ...]:
    try:
        content = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, list) or len(content) != 6:
        raise RefusedError(400, "there is no such cursor")
    return tuple(content)


def _moment(asked: Asked, bound: BoundSpec) -> int | None:
    text = asked.value(bound)
    if not text:
        if bound.required:
            raise RefusedError(400, f"{bound.parameter} is missing")
        return None
    try:
        return times.read(text, bound.format)
    except times.NotReadableError as error:
        raise RefusedError(400, f"{bound.parameter}: {error}") from None


def _number(asked: Asked, parameter: ParameterSpec, default: int) -> int:
    text = asked.value(parameter)
    if not text:
        return default
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise RefusedError(400, f"{parameter.parameter} is not a number")
    return int(text)
