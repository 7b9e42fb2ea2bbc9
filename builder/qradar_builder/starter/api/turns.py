"""Writes how a workflow goes from one page to the next, and when it stops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.source.yaml.text import item
from qradar_builder.starter.api.flow import Pages, Role, jpath

if TYPE_CHECKING:
    from qradar_builder.starter.api.flow import Flow

MOST_EMPTY: Final = 20
"""How many pages without events may follow one another: a cursor that never ends would be asked for without an end."""

_TURNS: Final = {
    Pages.CURSOR: "The API pages with a cursor: each response contains the cursor of the next page.",
    Pages.NUMBER: "The API numbers its pages; the workflow requests them until the last page.",
    Pages.OFFSET: "The API pages with an offset: the number of events before the page.",
    Pages.URL: "Each response contains the URL of the next page.",
    Pages.LINK: "The Link header of each response contains the URL of the next page.",
}
_STEPS: Final = "The API has no pages: the workflow asks again from the newest event on, until no other event comes."
_COUNTED: Final = (Pages.NUMBER, Pages.OFFSET)
_NAME_OF_LINK: Final = r'<([^>]+)>; *rel="?next"?'


def goes_by_time(flow: Flow) -> bool:
    """Whether the workflow goes on by the time of the newest event, for want of pages."""
    return flow.paging.kind is Pages.NONE and flow.has_bookmark and flow.since is not None


def count_of(flow: Flow) -> str:
    """The expression for the number of events of a page."""
    return f"count(/response/body{jpath(flow.items)})" if flow.answer is None else "/page_count"


def turns_of(flow: Flow) -> str:
    """What is said of the loop over the pages; empty where there is none."""
    return _STEPS if goes_by_time(flow) else _TURNS.get(flow.paging.kind, "")


def asked_for(flow: Flow) -> str:
    """The path of what a page is asked for by, where an answer says what leads to the next one."""
    paging = flow.paging
    if paging.kind is Pages.URL:
        return "/url"
    return "/page" if paging.kind is Pages.CURSOR else ""


def may_be_empty(flow: Flow) -> bool:
    """Whether pages without events may come before the last page, because another value leads to the next one."""
    paging = flow.paging
    return (paging.kind in {Pages.CURSOR, Pages.URL} and not flow.keeps_cursor) or (
        paging.kind is Pages.NUMBER and bool(paging.more)
    )


def condition_of(flow: Flow) -> str:
    """The condition for another page. Each loop ends, whatever the API answers."""
    if goes_by_time(flow):
        return "/work/again = 'true'"
    conditions = [_more_to_come(flow)]
    has_events = f"{count_of(flow)} > 0"
    asked = asked_for(flow)
    if asked:
        conditions.append(f"{asked} != /work/asked")
    if flow.paging.kind in _COUNTED:
        # An API that does not know the parameter gives the same page again and again.
        conditions.append("count(/work/pages) = /work/page_count")
    if may_be_empty(flow):
        conditions.append(f"/work/empty_pages < {MOST_EMPTY}")
    elif flow.keeps_cursor or flow.paging.kind in {Pages.LINK, Pages.OFFSET}:
        conditions.append(has_events)
    return f"/work/repeated = 'true' or ({' and '.join(dict.fromkeys(conditions))})"


def _more_to_come(flow: Flow) -> str:
    """What the API says about another page."""
    paging, body = flow.paging, _body(flow)
    count = count_of(flow)
    if paging.kind is Pages.LINK:
        return "not empty(/url)"
    if paging.kind is Pages.OFFSET and paging.total:
        return f"{body}{jpath(paging.total)} > /page"
    if paging.kind is Pages.NUMBER and paging.total:
        # The number has been counted up by then.
        return f"{body}{jpath(paging.total)} {'>=' if paging.first else '>'} /page"
    if paging.kind in _COUNTED and not paging.more:
        return f"{count} >= /page_size" if flow.part(Role.SIZE) is not None else f"{count} > 0"
    if paging.more:
        return f"{body}{jpath(paging.more)} = true"
    return f"not empty({body}{jpath(paging.next)})"


def next_page(flow: Flow) -> list[str]:
    """The actions behind a page that prepare the next one."""
    paging = flow.paging
    body = _body(flow)
    if paging.kind is Pages.CURSOR:
        value = f"${{{body}{jpath(paging.next)}}}"
        action: dict[str, Any] = {"Set": {"path": "/page", "value": value}}
        if flow.keeps_cursor:
            guarded = {"If": f"not empty({body}{jpath(paging.next)})", "then": [action]}
            return item(guarded).split("\n")
        return [item(action)]
    if paging.kind is Pages.NUMBER:
        return [item({"Set": {"path": "/page", "value": "${/page + 1}"}})]
    if paging.kind is Pages.OFFSET:
        return [item({"Set": {"path": "/page", "value": f"${{/page + {count_of(flow)}}}"}})]
    if paging.kind is Pages.URL:
        start = flow.base if paging.relative else ""
        return [item({"Set": {"path": "/url", "value": f"{start}${{{body}{jpath(paging.next)}}}"}})]
    if paging.kind is Pages.LINK:
        link = f"${{/response/headers{jpath((paging.header,))}}}"
        return item({"RegexCapture": {"pattern": _NAME_OF_LINK, "value": link, "savePath": "/url"}}).split("\n")
    return []


def _body(flow: Flow) -> str:
    """The path of what an answer says besides its events: of text, what was read from it."""
    return "/response/body" if flow.answer is None else "/answer"
