"""Brings shapes together to templates: what differs between shapes of one kind of event becomes `<*>`.

The result depends only on which shapes there are, as all steps go through them in the order of their texts:

1. Shapes that differ in one place, if what is there varies as the values of a variable do.
2. Shapes of one length whose words that logs tell events with are the same, found by Drain.
3. Shapes of different lengths: one fits another whose `<*>` takes several words, or many have the same start and end.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drain3.drain import Drain

from qradar_builder.starter.language.vocabulary import is_known
from qradar_builder.survey.shapes.identifying import is_sure
from qradar_builder.survey.shapes.masking import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Tokens = tuple[str, ...]

_FEW: Final = 3
"""So many words that are not known are the values of a variable."""
_MANY: Final = 12
"""So many words are, if all are known."""
_MANY_VALUES: Final = 30
"""So many values of a key are, unless its name is sure to tell kinds apart."""
_FAN: Final = 8
"""So many different words behind a start begin a variable of several words."""
_FEWEST_WORDS: Final = 2
_MOST_ROUNDS: Final = 8
_SIMILAR: Final = 0.6


@dataclass(frozen=True, slots=True)
class Grouped:
    """A template, and the shapes that belong to it."""

    template: str
    shapes: tuple[str, ...]


def templates_of(shapes: Iterable[str]) -> tuple[Grouped, ...]:
    """The templates of shapes, by text."""
    groups = _Groups(sorted(set(shapes)))
    for _ in range(_MOST_ROUNDS):
        before = len(groups.members)
        _merge_one_place(groups)
        _merge_similar(groups)
        _merge_fitting(groups)
        _merge_fans(groups)
        if len(groups.members) == before:
            break
    return tuple(Grouped(" ".join(tokens), tuple(sorted(each))) for tokens, each in sorted(groups.members.items()))


class _Groups:
    """Templates with the shapes that belong to each."""

    def __init__(self, shapes: Sequence[str]) -> None:
        self.members: dict[Tokens, set[str]] = {}
        for shape in shapes:
            self.members.setdefault(tuple(shape.split(" ")), set()).add(shape)

    def merge(self, old: Iterable[Tokens], new: Tokens) -> None:
        """Put a template in the place of others."""
        shapes: set[str] = set()
        for each in old:
            shapes |= self.members.pop(each, set())
        self.members.setdefault(new, set()).update(shapes)


def _merge_one_place(groups: _Groups) -> None:
    """Merge templates that differ in one place."""
    longest = max(map(len, groups.members), default=0)
    for place in range(longest):
        alike: dict[tuple[Tokens, Tokens], list[Tokens]] = defaultdict(list)
        for tokens in groups.members:
            if place < len(tokens):
                alike[tokens[:place], tokens[place + 1 :]].append(tokens)
        for (head, tail), found in alike.items():
            if len(found) > 1 and _has_words((*head, *tail)):
                varying = _varying([tokens[place] for tokens in found])
                if varying:
                    chosen = [tokens for tokens in found if tokens[place] in varying]
                    groups.merge(chosen, (*head, varying[""], *tail))


def _varying(tokens: Sequence[str]) -> dict[str, str]:
    """Those of the tokens of a place that are the values of a variable, and by the empty text what stands for them."""
    names = {token.partition("=")[0] for token in tokens}
    if all("=" in token for token in tokens):
        if len(names) > 1 or len(tokens) <= _MANY_VALUES or is_sure(next(iter(names))):
            return {}
        return dict.fromkeys(tokens, MARK) | {"": f"{next(iter(names))}={MARK}"}
    known = [token for token in tokens if _tells(token)]
    others = [token for token in tokens if not _tells(token)]
    marked = any(MARK in token for token in others)
    if len(tokens) >= _MANY or (marked and len(known) != 1) or len(others) >= _FEW:
        # A known word beside values that are none may be one of them, as `root` is.
        chosen = tokens if len(known) <= len(others) or marked or len(tokens) >= _MANY else others
        return dict.fromkeys(chosen, MARK) | {"": MARK}
    if marked:
        chosen = tokens if len(known) <= 1 else others
        return dict.fromkeys(chosen, MARK) | {"": MARK} if len(chosen) > 1 else {}
    return {}


def _tells(token: str) -> bool:
    # What is in brackets by itself is the name of a thread or a module.
    return is_known(token.strip(".,;:!?()<>\"'"))


def _has_words(tokens: Sequence[str]) -> bool:
    """Whether enough is left that tells what an event is."""
    return sum(1 for token in tokens if MARK not in token and any(map(str.isalpha, token))) >= 1


def _merge_similar(groups: _Groups) -> None:
    """Merge templates of one length that Drain finds alike, if they differ only in words that tell nothing."""
    drain = Drain(depth=4, sim_th=_SIMILAR, max_children=200, max_clusters=None, param_str=MARK)
    found: dict[int, list[Tokens]] = defaultdict(list)
    for tokens in sorted(groups.members):
        cluster, _ = drain.add_log_message(" ".join(tokens))
        found[cluster.cluster_id].append(tokens)
    for each in found.values():
        by_skeleton: dict[Tokens, list[Tokens]] = defaultdict(list)
        for tokens in each:
            by_skeleton[tuple(token if "=" in token or _tells(token) else "" for token in tokens)].append(tokens)
        for alike in by_skeleton.values():
            columns = [sorted(set(column)) for column in zip(*alike, strict=True)]
            # A place with two words that nobody knows may be two kinds of events.
            if all(len(column) == 1 or len(column) >= _FEW or MARK in column for column in columns):
                merged = tuple(column[0] if len(column) == 1 else MARK for column in columns)
                if len(alike) > 1 and _has_words(merged):
                    groups.merge(alike, merged)


def _merge_fitting(groups: _Groups) -> None:
    """Merge a template into one that it fits, if what `<*>` takes of it tells nothing."""
    ordered = sorted(groups.members, key=lambda tokens: (len(tokens), tokens))
    by_start: dict[str, list[Tokens]] = defaultdict(list)
    for tokens in ordered:
        if MARK in tokens and sum(1 for token in tokens if token != MARK) >= _FEWEST_WORDS:
            by_start[tokens[0]].append(tokens)
    for tokens in ordered:
        for short in (*by_start[tokens[0]], *(by_start[MARK] if tokens[0] != MARK else ())):
            if short != tokens and len(short) <= len(tokens) and short in groups.members and _fits(tokens, short):
                groups.merge([tokens], short)
                break


def _fits(tokens: Tokens, short: Tokens) -> bool:
    """Whether a template is another one whose `<*>` takes other words, or more of them."""
    place = 0
    for number, token in enumerate(short):
        if token != MARK:
            if place >= len(tokens) or tokens[place] != token:
                return False
            place += 1
            continue
        behind = short[number + 1] if number + 1 < len(short) else None
        start = place
        place += 1
        while place < len(tokens) and tokens[place] != behind:
            place += 1
        if place > len(tokens) or any(_tells(each) or "=" in each for each in tokens[start:place]):
            return False
        if behind is None:
            place = len(tokens)
    return place == len(tokens)


def _merge_fans(groups: _Groups) -> None:
    """Merge templates with the same start and end between which very many different words are."""
    by_start: dict[Tokens, list[Tokens]] = defaultdict(list)
    for tokens, start in _fanned(sorted(groups.members)):
        by_start[start].append(tokens)
    for start, found in sorted(by_start.items()):
        backward = [tuple(reversed(tokens[len(start) :])) for tokens in found]
        ends: dict[Tokens, list[Tokens]] = defaultdict(list)
        for rest, end in _fanned(backward, fewest=0):
            ends[end].append((*start, *reversed(rest)))
        for end, alike in sorted(ends.items()):
            if len({len(each) for each in alike}) > 1 and len(alike) >= _FAN:
                groups.merge(alike, (*start, *(() if start[-1] == MARK else (MARK,)), *reversed(end)))


def _fanned(found: Sequence[Tokens], fewest: int = _FEWEST_WORDS) -> Iterator[tuple[Tokens, Tokens]]:
    """Each of the templates behind whose start very many different words are, with the shortest such start."""
    behind: Mapping[Tokens, set[str]] = defaultdict(set)
    for tokens in found:
        for size in range(len(tokens)):
            behind[tokens[:size]].add(tokens[size])
    for tokens in found:
        words = 0
        for size in range(len(tokens) + 1):
            if words >= fewest and len(behind[tokens[:size]]) >= _FAN:
                yield tokens, tokens[:size]
                break
            if size < len(tokens) and MARK not in tokens[size]:
                words += 1
