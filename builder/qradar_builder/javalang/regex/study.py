"""What Java works out about a tree before it runs: how far a look-behind reaches, which repeated groups backtrack.

Java decides both from the same walk over its own nodes, in 32-bit arithmetic. Patterns in the field lean on the result
(`(?<=a*)` passes, `(?<=(?:a|b)*)` is refused), so the walk is followed step by step. Source: answers of Java 17.
"""

from __future__ import annotations

from dataclasses import dataclass

from qradar_builder.javalang.regex.tree import (
    Alternation,
    At,
    Atomic,
    BackReference,
    Grapheme,
    Group,
    LineBreak,
    Literal,
    Look,
    Mode,
    Node,
    OneOf,
    Reach,
    Repeat,
    Sequence,
)

_NO_LIMIT = 0x7FFFFFFF
_NEAR_LIMIT = 0x3FFFFFFF


def look_behind_reach(body: Node) -> Reach | None:
    """Return how far back Java looks for the body of a look-behind; None where Java refuses it."""
    found = _study(body)
    if not found.bounded:
        return None
    # Java subtracts `most` from the position: where that wraps (or `most` is very large) there is no limit.
    if found.most < -_NEAR_LIMIT:
        return Reach(found.least, None, found.most + _NO_LIMIT + 1)
    return Reach(found.least, found.most if found.most < _NEAR_LIMIT else None, 0)


def is_deterministic(body: Node) -> bool:
    """Tell whether Java takes a repeated group for one that has a single way to match: it never re-enters a round."""
    return _study(body).deterministic


@dataclass(slots=True)
class _Findings:
    least: int = 0
    most: int = 0
    bounded: bool = True
    deterministic: bool = True


def _wrap(number: int) -> int:
    return (number + 0x80000000) % 0x100000000 - 0x80000000


def _study(body: Node) -> _Findings:
    now = _Findings()
    before = _Findings()  # what stands before the last choice: Java counts anew behind one
    for node in _chain(body):
        match node:
            case Alternation(branches):
                _set_aside(now, before, [_study(branch) for branch in branches])
            case Repeat(Group(_, _, inner), 0, 1, mode) if mode is not Mode.POSSESSIVE:
                _set_aside(now, before, [_study(inner), _Findings()])
            case Repeat():
                _add_repeat(now, node)
            case _:
                _add_single(now, node)
    return _Findings(
        _wrap(before.least + now.least),
        _wrap(before.most + now.most),
        before.bounded and now.bounded,
        before.deterministic and now.deterministic,
    )


def _chain(body: Node) -> list[Node]:
    """Return the elements in a row; plain groups are no elements of their own, as in Java."""
    row: list[Node] = []
    work = [body]
    while work:
        node = work.pop()
        match node:
            case Sequence(items):
                work += reversed(items)
            case Group(_, _, inner):
                work.append(inner)
            case _:
                row.append(node)
    return row


def _set_aside(now: _Findings, before: _Findings, branches: list[_Findings]) -> None:
    before.least = _wrap(before.least + now.least + min(branch.least for branch in branches))
    before.most = _wrap(before.most + now.most + max(branch.most for branch in branches))
    before.bounded = before.bounded and now.bounded and all(branch.bounded for branch in branches)
    before.deterministic = False
    now.least, now.most, now.bounded = 0, 0, True


def _add_single(now: _Findings, node: Node) -> None:
    match node:
        case Literal() | OneOf():
            now.least += 1
            now.most = _wrap(now.most + 1)
        case LineBreak():
            now.least += 1
            now.most = _wrap(now.most + 2)
        case BackReference():
            now.bounded = False
        case Grapheme():
            now.deterministic = False  # and no width: Java never finds one behind itself
        case Atomic(inner):
            found = _study(inner)
            now.least += found.least
            now.most = _wrap(now.most + found.most)
            now.bounded = now.bounded and found.bounded
            now.deterministic = now.deterministic and found.deterministic
        case At() | Look():
            pass


def _add_repeat(now: _Findings, repeat: Repeat) -> None:
    body = repeat.body
    if (repeat.low, repeat.high) == (0, 1):
        found = _study(body)
        now.most = _wrap(now.most + found.most)
        now.bounded = now.bounded and found.bounded
        now.deterministic = False
        return
    if isinstance(body, Literal | OneOf) and repeat.high is None and repeat.mode is Mode.GREEDY:
        # Java does not check the overflow of a greedy `a*`, `a+` or `a{2,}` of a single character, and of nothing else.
        now.least += repeat.low
        now.most = _wrap(now.most + _NO_LIMIT)
        now.deterministic = False
        return
    found = _study(body)
    if isinstance(body, Group) and repeat.mode is not Mode.POSSESSIVE and not found.deterministic:
        now.bounded = now.deterministic = False
        return
    high = _NO_LIMIT if repeat.high is None else repeat.high
    most = _wrap(found.most * high + now.most)
    now.bounded = now.bounded and found.bounded and most >= now.most
    least = _wrap(found.least * repeat.low + now.least)
    now.least = least if least >= now.least else 0xFFFFFFF
    now.most = most
    now.deterministic = now.deterministic and found.deterministic and repeat.low == repeat.high
