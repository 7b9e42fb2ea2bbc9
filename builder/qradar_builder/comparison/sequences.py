"""Finds what belongs together in two versions of a list: expressions that are tried in order, actions, parameters."""

from __future__ import annotations

from bisect import bisect_left
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from qradar_builder.comparison.model import Kind

if TYPE_CHECKING:
    from collections.abc import Container, Hashable, Iterable, Iterator, Sequence

    from qradar_builder.comparison.model import Part

_LABELS = {Kind.PARAMETER: "name"}
"""By kind, the value by which a part of a list is known wherever it stands."""
_IDENTITY = "uuid"
_MOST_CELLS = 250_000
"""How many pairs of two stretches are compared with one another; longer stretches are paired by their places."""
_ALIKE = 0.5
"""How much two actions must have in common to be one that changed."""
_LEAST = 0.01
"""The score of two parts that have nothing in common but their place."""


def pairs(old: Sequence[Part], new: Sequence[Part]) -> list[tuple[int, int]]:
    """The places of what is in both lists, by the places in the new one. No place is in two pairs."""
    found = _known(old, new)
    mine = _rest(range(len(old)), {i for i, _ in found})
    yours = _rest(range(len(new)), {j for _, j in found})
    found += _equal(old, new, mine, yours)
    return sorted(found, key=lambda pair: pair[1])


def in_order(found: Sequence[tuple[int, int]]) -> set[int]:
    """The places in the new list of the most pairs that kept their order. The others moved.

    What has the place that it had is among those that stay: nothing moves from a place to the same one.
    """
    fixed = [j for i, j in found if i == j]
    return _longest([(i, j) for i, j in found if bisect_left(fixed, i) == bisect_left(fixed, j)])


def _longest(found: Sequence[tuple[int, int]]) -> set[int]:
    """The places in the new list of the longest run of pairs whose old places rise too."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (i, _) in enumerate(found):
        length = bisect_left(tails, i)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(i)
            ends.append(at)
        else:
            tails[length] = i
            ends[length] = at
    kept: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(found[at][1])
        at = before[at]
    return kept


def _known(old: Sequence[Part], new: Sequence[Part]) -> list[tuple[int, int]]:
    """What has a label or an identity that both lists have once."""
    places: dict[object, list[int]] = {}
    for i, part in enumerate(old):
        if (label := _label(part)) is not None:
            places.setdefault(label, []).append(i)
    again: dict[object, list[int]] = {}
    for j, part in enumerate(new):
        if (label := _label(part)) is not None:
            again.setdefault(label, []).append(j)
    return [
        (there[0], here[0])
        for label, here in again.items()
        if len(here) == 1 and len(there := places.get(label, [])) == 1
    ]


def _rest(places: Iterable[int], taken: Container[int]) -> list[int]:
    return [place for place in places if place not in taken]


def _label(part: Part) -> object:
    return part.get(_LABELS.get(part.kind, _IDENTITY))


def _equal(old: Sequence[Part], new: Sequence[Part], mine: list[int], yours: list[int]) -> list[tuple[int, int]]:
    """What stays as it is, in its order; then what changed between two that stay; then what only moved."""
    before, after = [_signature(old[i]) for i in mine], [_signature(new[j]) for j in yours]
    found: list[tuple[int, int]] = []
    left_old: list[int] = []
    left_new: list[int] = []
    for word, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if word == "equal":
            found += zip(mine[i1:i2], yours[j1:j2], strict=True)
            continue
        changed = list(_alike(old, new, mine[i1:i2], yours[j1:j2]))
        found += changed
        left_old += _rest(mine[i1:i2], {i for i, _ in changed})
        left_new += _rest(yours[j1:j2], {j for _, j in changed})
    waiting: dict[Hashable, list[int]] = {}
    for i in reversed(left_old):
        waiting.setdefault(_signature(old[i]), []).append(i)
    for j in left_new:
        same = waiting.get(_signature(new[j]))
        if same:
            found.append((same.pop(), j))
    return found


def _alike(old: Sequence[Part], new: Sequence[Part], mine: list[int], yours: list[int]) -> Iterator[tuple[int, int]]:
    """The pairs of two stretches that are most alike, in their order."""
    if not mine or not yours:
        return
    if len(mine) * len(yours) > _MOST_CELLS:
        yield from ((i, j) for i, j in zip(mine, yours, strict=False) if _may_pair(old[i], new[j]))
        return
    scores = [[_score(old[i], new[j]) for j in yours] for i in mine]
    best = [[0.0] * (len(yours) + 1) for _ in range(len(mine) + 1)]
    for i in range(len(mine) - 1, -1, -1):
        for j in range(len(yours) - 1, -1, -1):
            together = best[i + 1][j + 1] + scores[i][j] if scores[i][j] else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(mine) and j < len(yours):
        if scores[i][j] and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            yield mine[i], yours[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _may_pair(old: Part, new: Part) -> bool:
    """Whether one may have become the other: an action does not become one of another kind."""
    if old.kind is not new.kind or old.get("element") != new.get("element"):
        return False
    return old.kind not in _LABELS or _label(old) == _label(new)


def _score(old: Part, new: Part) -> float:
    """How much of two parts is the same, above 0 up to 1; 0 where they are not one."""
    if not _may_pair(old, new):
        return 0.0
    names = old.values.keys() | new.values.keys()
    same = sum(old.get(name) == new.get(name) for name in names)
    inner = sum(old.lists.get(kind) == new.lists.get(kind) for kind in old.lists.keys() | new.lists.keys())
    share = (same + inner) / max(1, len(names) + len(old.lists.keys() | new.lists.keys()))
    # Expressions and modifiers have no name, and blocks are known by their place: what stands there is one.
    has_place = "element" not in old.values or bool(old.lists)
    return max(share, _LEAST) if has_place else share if share >= _ALIKE else 0.0


def _signature(part: Part) -> Hashable:
    """A text that is the same only for equal parts, whatever the order of their values."""
    return repr(_plain(part))


def _plain(part: Part) -> tuple[object, ...]:
    values = tuple(sorted((name, type(value).__name__, value) for name, value in part.values.items()))
    parts = tuple(
        (str(kind), tuple(sorted((label, _plain(each)) for label, each in named.items())))
        for kind, named in sorted(part.parts.items())
    )
    lists = tuple((str(kind), tuple(map(_plain, listed))) for kind, listed in sorted(part.lists.items()))
    return (str(part.kind), values, parts, lists)
