"""Makes the answers of an API: pages of events, the last one, and one that comes with the next poll."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.http.messages import HttpResponse
from qradar_builder.starter.api.event_time import shifted
from qradar_builder.starter.api.flow import Pages, Role, value_at
from qradar_builder.starter.api.scripted import json_answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.starter.answers.forms import TextForm
    from qradar_builder.starter.api.flow import Flow
    from qradar_builder.starter.api.slots import Keys

MINUTE: Final = 60_000
UNIQUE: Final = ("id", "uuid", "_id", "eventId", "event_id", "guid")
"""Members of an event that tell it apart."""
_ID_OF_TEXT: Final = re.compile(rf"<(?:{'|'.join(UNIQUE)})[ >]|\b(?:{'|'.join(UNIQUE)})=[\"']")


@dataclass(frozen=True, slots=True)
class Page:
    """The body of an answer, and those of its headers that count. `form` is that of a text, None for JSON."""

    body: Any
    headers: tuple[tuple[str, str], ...] = ()
    form: TextForm | None = None

    def answer(self) -> HttpResponse:
        """The answer with this page."""
        if self.form is None:
            return json_answer(200, self.body, self.headers)
        kind, content = self.form.content(self.body)
        return HttpResponse(200, "OK", (*self.headers, ("Content-Type", kind)), content)


def events_of(flow: Flow, page: Page) -> list[Any]:
    """The events of a page."""
    found = value_at(page.body, flow.items)
    return list(found) if isinstance(found, list) else []


def are_unique(flow: Flow, pages: Sequence[Page]) -> bool:
    """Whether events have an ID, so that no two of them have the same text."""
    events = [event for page in pages for event in events_of(flow, page)]
    form = flow.answer
    if form is not None and form.header is not None:
        return any(name in UNIQUE for name in form.header.names)
    if all(isinstance(event, str) for event in events):
        return bool(events) and all(_ID_OF_TEXT.search(event) for event in events)
    return any(_tells_apart([event.get(name) for event in events if isinstance(event, dict)]) for name in UNIQUE)


def _tells_apart(values: Sequence[Any]) -> bool:
    return bool(values) and None not in values and len({str(value) for value in values}) == len(values)


def made_page(flow: Flow, like: Any, events: Sequence[Any], *, number: int, of: int, total: int) -> Page:
    """The page of a number, from 1, with these events, in a body like another one.

    `of` is how many pages there are, `total` how many events. What leads to the next page stands in it, if there is
    one.
    """
    body = with_value(copy.deepcopy(like), flow.items, list(events))
    paging, is_last = flow.paging, number >= of
    headers: tuple[tuple[str, str], ...] = ()
    url = f"{flow.base.replace('${/host}', flow.host)}{flow.path}?page={number + 1}"
    if paging.kind is Pages.CURSOR:
        body = with_value(body, paging.next, None if is_last else f"cursor-{number + 1}")
    elif paging.kind is Pages.URL:
        address = url[url.index(flow.path) :] if paging.relative else url
        body = with_value(body, paging.next, None if is_last else address)
    elif paging.kind is Pages.LINK and not is_last:
        headers = ((paging.header, f'<{url}>; rel="next"'),)
    if paging.more:
        body = with_value(body, paging.more, not is_last)
    if paging.total:
        pages = of if paging.first else of - 1
        body = with_value(body, paging.total, pages if paging.kind is Pages.NUMBER else total)
    return Page(body, headers, flow.answer)


def goes_on(flow: Flow, page: Page, number: int, size: int | None, seen: int | None = None) -> bool:
    """Whether the workflow asks for another page behind this one; `number` is its own, from 1.

    `seen` is how many events there have been with those of the page, where that is known.
    """
    paging, count = flow.paging, len(events_of(flow, page))
    if paging.kind is Pages.NONE:
        return False
    if paging.kind is Pages.LINK:
        links = [value for name, value in page.headers if name == paging.header]
        return bool(links) and 'rel="next"' in links[-1].replace("rel=next", 'rel="next"')
    if paging.kind in {Pages.NUMBER, Pages.OFFSET}:
        if paging.total:
            total = _number(value_at(page.body, paging.total))
            ahead = paging.first + number if paging.kind is Pages.NUMBER else None
            if ahead is not None:
                return total >= ahead if paging.first else total > ahead
            return total > ((number - 1) * (size or count) + count if seen is None else paging.first + seen)
        if not paging.more:
            return count >= size if size is not None and flow.part(Role.SIZE) is not None else count > 0
    if paging.more:
        return value_at(page.body, paging.more) is True
    return value_at(page.body, paging.next) not in (None, "", [], {})


def later_pages(flow: Flow, like: Any, event: Any) -> tuple[Page, ...]:
    """The answers to a poll with one new event: a page, and an empty one where pages are asked for until one is."""
    alone = made_page(flow, like, [event], number=1, of=1, total=1)
    size = flow.part(Role.SIZE)
    if not goes_on(flow, alone, 1, None if size is None else int(flow.case_size or size.value)):
        return (alone,)
    return alone, made_page(flow, like, [], number=2, of=2, total=1)


def later_event(flow: Flow, event: Any, by: int = MINUTE) -> Any:
    """A copy of an event with another id and a later time."""
    later = copy.deepcopy(event)
    span = None if flow.answer is None else flow.answer.time_span(event)
    if span is not None:
        return f"{event[: span[0]]}{shifted(event[slice(*span)], by)}{event[span[1] :]}"
    if not isinstance(later, dict):
        return later
    for name in UNIQUE:
        if name in later:
            later[name] = _another(later[name])
            break
    if flow.time:
        later = with_value(later, flow.time, shifted(value_at(later, flow.time), by))
    return later


def without_time(flow: Flow, event: Any) -> Any:
    """A copy of an event without its time."""
    span = None if flow.answer is None else flow.answer.time_span(event)
    if span is not None:
        return event[: span[0]] + event[span[1] :]
    event = copy.deepcopy(event)
    return with_value(event, flow.time, None) if flow.time and isinstance(event, dict) else event


def _another(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value + 1_000_000
    if isinstance(value, str) and value:
        return value[:-1] + ("0" if value[-1] != "0" else "1")
    return value


def with_value(body: Any, keys: Keys, value: Any) -> Any:
    """The body with a value where keys lead to; objects on the way are made."""
    if not keys:
        return value
    if not isinstance(body, dict):
        body = {}
    body[keys[0]] = with_value(body.get(keys[0]), keys[1:], value)
    return body


def _number(value: Any) -> int:
    try:
        return int(json.dumps(value))
    except ValueError:
        return 0
