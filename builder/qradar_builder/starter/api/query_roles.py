"""Tells what the parameters of a query are for: the bookmark, the page size, the page, or nothing that changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.starter.api.event_time import printed_form
from qradar_builder.starter.api.flow import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.starter.api.slots import Slot

SINCE: Final = re.compile(r"since|from|start|after|begin|min|gte?\b|newer|last|oldest", re.IGNORECASE)
UNTIL: Final = re.compile(r"until|^to$|to_|end|before|max|lte?\b|older", re.IGNORECASE)
SIZE: Final = re.compile(
    r"^(?:\$?top|limit|size|count|rows|take|max|max_?results|max_?items|(?:page|batch|result)[._-]?(?:size|limit|count)|"
    r"per_?page|items_?per_?page|num(?:ber)?_?of_?(?:results|items)|first)$",
    re.IGNORECASE,
)
PAGE_NUMBER: Final = re.compile(r"^(?:page|page[._-]?(?:no|num|number|index)|p)$", re.IGNORECASE)
OFFSET: Final = re.compile(r"^(?:\$?skip|offset|start|start_?(?:at|index)|from|page[._-]?offset)$", re.IGNORECASE)
CURSOR: Final = re.compile(
    r"cursor|continuation|scroll|marker|bookmark|(?:page|next)[._-]?(?:token|key|id)|^next$|^after$|^token$",
    re.IGNORECASE,
)


def time_roles(asked: Mapping[Slot, str]) -> dict[Slot, Role]:
    """The parameters that hold times: from when on, and until when. Names and values are as they were recorded."""
    times = [slot for slot, value in asked.items() if printed_form(value) is not None]
    until = next((slot for slot in times if UNTIL.search(slot.name) and not SINCE.search(slot.name)), None)
    since = next((slot for slot in times if slot != until and SINCE.search(slot.name)), None)
    since = since or next((slot for slot in times if slot != until), None)
    found = {} if since is None else {since: Role.SINCE}
    return found if until is None else found | {until: Role.UNTIL}


def cursor_parameter(asked: Iterable[Slot]) -> Slot | None:
    """The parameter that asks for a page by its cursor. `token` alone is more often what signs in."""
    found = [slot for slot in asked if CURSOR.search(slot.name)]
    return min(found, key=lambda slot: slot.name.lower() == "token", default=None)


def size_parameter(asked: Mapping[Slot, str]) -> Slot | None:
    """The parameter with the page size."""
    return next(
        (slot for slot, value in asked.items() if SIZE.search(slot.name) and value.isascii() and value.isdigit()), None
    )
