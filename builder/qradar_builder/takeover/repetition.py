"""Sequences of actions that repeat in workflows become fragments."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.findings import Location
from qradar_builder.model.workflow.document import Element
from qradar_builder.model.workflow.elements import ACTIONS
from qradar_builder.source.workflow.writer import USE, write_actions_yaml
from qradar_builder.takeover.keys import Keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qradar_builder.model.workflow.document import Workflow

_LEAST_ACTIONS = 2
_MOST_ACTIONS = 12
_LEAST_SIZE = 5
"""How many elements a sequence has at least: a shorter one reads better where it is."""
_MOST_FRAGMENTS = 20
_REFERENCE = "$("
"""How a fragment writes a reference to its parameters, which no text of a workflow may look like."""


def with_fragments(workflows: Mapping[str, Workflow]) -> tuple[dict[str, Workflow], dict[str, str]]:
    """The workflows with `use` in place of sequences that repeat, and the fragments as YAML, by their keys."""
    found = dict(workflows)
    fragments: dict[str, str] = {}
    keys = Keys()
    while len(fragments) < _MOST_FRAGMENTS:
        sequence = _best(found.values())
        if sequence is None:
            break
        key = keys.give(_name(sequence), "actions")
        fragments[key] = "actions:\n" + "\n".join(write_actions_yaml(sequence, 2)) + "\n"
        written = _written(sequence)
        use = Element(USE, {USE: key}, origin=Location(""))
        length = len(sequence)
        found = {name: replace(one, actions=_used(one.actions, written, length, use)) for name, one in found.items()}
    return found, fragments


def _best(workflows: Iterable[Workflow]) -> tuple[Element, ...] | None:
    """The sequence whose repetition takes the most room; None where none is worth a fragment."""
    places: dict[str, list[tuple[Element, ...]]] = defaultdict(list)
    for workflow in workflows:
        for block in _blocks(workflow.actions):
            for start in range(len(block)):
                for length in range(_LEAST_ACTIONS, min(_MOST_ACTIONS, len(block) - start) + 1):
                    part = tuple(block[start : start + length])
                    if part[0].name not in {"Else", "ElseIf"} and not _follows(block, start + length):
                        places[_written(part)].append(part)
    best, gain = None, 0
    for written, found in places.items():
        size = sum(1 for action in found[0] for _ in action.walk())
        saved = size * (len(found) - 1)
        if len(found) > 1 and size >= _LEAST_SIZE and saved > gain and _REFERENCE not in written:
            best, gain = found[0], saved
    return best


def _follows(block: Sequence[Element], place: int) -> bool:
    """Whether what comes next belongs to the If before it."""
    return place < len(block) and block[place].name in {"Else", "ElseIf"}


def _blocks(actions: tuple[Element, ...]) -> Iterator[tuple[Element, ...]]:
    yield actions
    for action in actions:
        if _is_block(action):
            yield from _blocks(action.children)


def _is_block(action: Element) -> bool:
    return action.name in ACTIONS and ACTIONS[action.name].block is not None


def _written(actions: Sequence[Element]) -> str:
    return "\n".join(write_actions_yaml(actions, 0))


def _used(actions: tuple[Element, ...], written: str, length: int, use: Element) -> tuple[Element, ...]:
    """The actions with a `use` at each place of a sequence."""
    result: list[Element] = []
    place = 0
    while place < len(actions):
        part = actions[place : place + length]
        if len(part) == length and _written(part) == written and not _follows(actions, place + length):
            result.append(use)
            place += length
            continue
        action = actions[place]
        inner = _used(action.children, written, length, use) if _is_block(action) else action.children
        result.append(action if inner == action.children else replace(action, children=inner))
        place += 1
    return tuple(result)


def _name(sequence: Sequence[Element]) -> str:
    """What a fragment is called: by its first call, else by its actions."""
    return "-".join(dict.fromkeys(action.name.lower() for action in sequence[:3]))
