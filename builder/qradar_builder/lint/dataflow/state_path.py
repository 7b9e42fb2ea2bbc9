"""Places in the State as the analysis knows them: a key for each step, and ANY for what is only known in a run.

A key of which only the beginning is known ends with ANY.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.jpath.syntax.tree import Key, Path, children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.jpath.syntax.tree import Node

StatePath = tuple[str, ...]

ANY: Final = "*"
"""A step that is only known in a run: an index, a filter, or a key that is put together."""
_BARE = re.compile(r"/([A-Za-z0-9_-]+)")


def path_of(tree: Path) -> StatePath:
    """The place that a path leads to."""
    return tuple(step.name if isinstance(step, Key) else ANY for step in tree.steps)


def known_part(text: str) -> StatePath:
    """What is known of a path that is put together in a run: the keys before the first template, then ANY."""
    fixed = text.partition("${")[0]
    keys: list[str] = []
    place = 0
    while match := _BARE.match(fixed, place):
        keys.append(match[1])
        place = match.end()
    if keys and place == len(fixed) and text != fixed:
        # The template may go on with the last key.
        return (*keys[:-1], keys[-1] + ANY)
    return (*keys, ANY)


def paths_in(node: Node) -> Iterator[Path]:
    """The paths of an expression that begin at the root of the State, those in brackets among them."""
    waiting: list[Node] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Path) and not each.in_element:
            yield each
        waiting.extend(children(each))


def is_same(one: str, other: str) -> bool:
    """Whether two steps may be the same."""
    if one[-1:] == ANY or other[-1:] == ANY:
        first, second = one.removesuffix(ANY), other.removesuffix(ANY)
        return first.startswith(second) if len(second) <= len(first) else second.startswith(first)
    return one == other


def overlap(one: StatePath, other: StatePath) -> bool:
    """Whether one of two places may lie in the other, or be it."""
    for a, b in zip(one, other, strict=False):
        if a != b and ((a[-1:] != ANY and b[-1:] != ANY) or not is_same(a, b)):
            return False
    return True


def covers(outer: StatePath, inner: StatePath) -> bool:
    """Whether a place surely is another one, or has it inside."""
    return len(outer) <= len(inner) and all(a == b and not b.endswith(ANY) for a, b in zip(outer, inner, strict=False))


def written(path: StatePath) -> str:
    """A place as people write it."""
    return "".join(map(_step, path)) or "/"


def _step(step: str) -> str:
    if step == ANY:
        return "[…]"
    if step.endswith(ANY):
        return f"/{step.removesuffix(ANY)}…"
    return f"/{step}" if _BARE.fullmatch(f"/{step}") else f"/'{step}'"
