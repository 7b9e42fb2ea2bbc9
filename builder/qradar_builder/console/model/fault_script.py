"""Reads a script of faults: JSON, a list of objects such as {"call": "POST /ariel/searches", "fault": "reset"}."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.faults import Effect, Kind, Rule, is_call
from qradar_builder.text.nearest import closest

if TYPE_CHECKING:
    from collections.abc import Callable

STOP: Final = "stop"
"""The fault by which the model itself ends, as a console that is restarted."""
_KINDS: Final = (*(each.value for each in Kind if each is not Kind.HOOK), STOP)
_KEYS: Final = ("call", "fault", "effect", "skip", "times")
_LARGEST: Final = 1_000_000
_MOST: Final = 10_000


class WrongScript(ValueError):  # noqa: N818 - what is wrong with it
    """The script is not valid. The text says which entry, and what to do."""


def read_faults(text: str, stop: Callable[[], Any]) -> list[Rule]:
    """The faults of a script, in order. `stop` ends the model. Raises WrongScript with all that is wrong."""
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WrongScript(f"is not JSON: {error}") from None
    if not isinstance(entries, list) or len(entries) > _MOST:
        raise WrongScript(f"must be a list of at most {_MOST} faults")
    rules: list[Rule] = []
    wrong: list[str] = []
    for number, entry in enumerate(entries, 1):
        found = list(_problems(entry))
        wrong += [f"fault {number}: {each}" for each in found]
        if not found:
            rules.append(_rule(entry, stop))
    if wrong:
        raise WrongScript("; ".join(wrong[:20]))
    return rules


def _problems(entry: Any) -> list[str]:
    if not isinstance(entry, dict):
        return ["must be an object"]
    found = []
    for key in entry:
        if key not in _KEYS:
            near = closest(str(key), _KEYS)
            found.append(f"there is no key {str(key)[:60]!r}" + (f"; did you mean {near!r}?" if near else ""))
    call = entry.get("call")
    if not isinstance(call, str) or not is_call(call):
        found.append("`call` must be such as `POST /ariel/searches`, with * for any text")
    if str(entry.get("fault")) not in _KINDS:
        found.append(f"`fault` must be one of {', '.join(_KINDS)}")
    if entry.get("effect", Effect.NONE) not in list(Effect):
        found.append(f"`effect` must be one of {', '.join(Effect)}")
    for key, least in (("skip", 0), ("times", 1)):
        value = entry.get(key, least)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= _LARGEST:
            found.append(f"`{key}` must be a number from {least} on")
    return found


def _rule(entry: dict[str, Any], stop: Callable[[], Any]) -> Rule:
    kind = str(entry["fault"])
    return Rule(
        entry["call"],
        Kind.HOOK if kind == STOP else Kind(kind),
        Effect(entry.get("effect", Effect.NONE)),
        entry.get("skip", 0),
        entry.get("times", 1),
        stop if kind == STOP else None,
    )
