"""Takes events out of the JSON around them: lists under any key and at any depth, and payloads of exports."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.events.headers import EXPORTED

if TYPE_CHECKING:
    from collections.abc import Iterator

_LISTS: Final = frozenset(
    {"events", "records", "logs", "items", "results", "value", "data", "entries", "alerts", "hits"}
)
_LOOKED_AT: Final = 65_536
_MOST_KEYS: Final = 8
_MOST_AROUND: Final = 12
_MOST_DEPTH: Final = 8
_MOST_VALUES: Final = 20_000
_SOURCE: Final = "_source"
"""The key of an event in the answers of search engines."""
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}|1[0-9]{9}(?:[0-9]{3})?(?:\.\d+)?")
_OF_ANSWER: Final = re.compile(
    r"generated|server|response|request|next|until|^from|^to$|since|took|fetched|expires|export|as_?of|start|end",
    re.IGNORECASE,
)


def inner_events(text: str) -> list[str] | None:
    """The events in a JSON object that is no event itself; None for one that is."""
    start = text.lstrip()[:200]
    has_list = re.search(r"\[\s*\{", text[:_LOOKED_AT]) is not None
    if not start.startswith("{") or not (has_list or "ayload" in start or _SOURCE in text[:_LOOKED_AT]):
        return None
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    own = _own(value)
    if own is not value:
        return [_text(own)]
    events = _of_known_key(value) or _of_any_key(value, len(text))
    return None if events is None else [_text(_own(each)) for each in events]


def _own(value: dict[str, Any]) -> Any:
    """The payload of an exported event, the object of a search result, or the value itself."""
    exported = next((member for key, member in value.items() if key.lower() in EXPORTED - {"payload"}), None)
    if isinstance(exported, str) and exported.strip():
        return exported
    source = value.get(_SOURCE)
    return source if isinstance(source, dict) and source and any(key.startswith("_") for key in value) else value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _of_known_key(value: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The one list of objects with a name for lists, beside few other things."""
    lists: list[list[dict[str, Any]]] = [
        member for key, member in value.items() if key.lower() in _LISTS and _is_list(member)
    ]
    others = [member for member in value.values() if not isinstance(member, list)]
    if len(lists) != 1 or len(value) > _MOST_KEYS or sum(isinstance(each, dict) for each in others) > 1:
        return None
    return lists[0]


def _of_any_key(value: dict[str, Any], size: int) -> list[dict[str, Any]] | None:
    """The list that has most of the text, whose objects have times, in an object that says nothing of an event."""
    lists = [each for each in _lists(value, 0) if any(map(_has_time, each[:3]))]
    best = max(lists, key=lambda each: len(json.dumps(each)), default=None)
    if best is None or len(json.dumps(best, ensure_ascii=False)) * 2 < size:
        return None
    around = list(_around(value, best, 0))
    is_event = any(_TIME.fullmatch(str(each)[:16]) and not _OF_ANSWER.search(key) for key, each in around)
    return None if is_event or len(around) > _MOST_AROUND else best


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _lists(value: Any, depth: int) -> Iterator[list[dict[str, Any]]]:
    """The lists of objects below an object, but none inside of another one."""
    if isinstance(value, dict) and depth < _MOST_DEPTH:
        for member in value.values():
            if _is_list(member):
                yield member
            else:
                yield from _lists(member, depth + 1)


def _around(value: Any, left_out: list[dict[str, Any]], depth: int) -> Iterator[tuple[str, Any]]:
    """The texts and numbers of an object with their keys, without those of a list."""
    if isinstance(value, dict) and depth < _MOST_DEPTH:
        for key, member in value.items():
            if member is left_out:
                continue
            if isinstance(member, dict):
                yield from _around(member, left_out, depth + 1)
            elif isinstance(member, str | int | float) and not isinstance(member, bool):
                yield key, member


def _has_time(value: Any) -> bool:
    """Whether there is a time among the first values of an object."""
    waiting: list[Any] = [value]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return False
        each = waiting.pop(0)
        if isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, str | int | float) and _TIME.match(str(each)):
            return True
    return False
