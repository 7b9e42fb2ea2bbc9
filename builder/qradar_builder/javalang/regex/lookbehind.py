"""Look-behinds that Java's own arithmetic changes: the part of their body that Java really tries."""

from __future__ import annotations

from dataclasses import replace

from qradar_builder.javalang.regex.charset import EVERYTHING, NOTHING
from qradar_builder.javalang.regex.errors import JavaRegexError
from qradar_builder.javalang.regex.tree import Alternation, Group, Look, Mode, Node, OneOf, Reach, Repeat, Sequence
from qradar_builder.javalang.regex.width import width


def tried_body(look: Look) -> Node:
    r"""Return the body of a look-behind, cut to the number of characters that Java goes back.

    Java adds up widths in 32 bits, where one `*` is 2147483647: `(?<=a|b\s*)` reaches one character and `(?<=.*:.*)`
    none. Raises JavaRegexError (unsupported) where the cut body cannot be written down.
    """
    assert look.reach is not None
    high = look.reach.high
    if high is None:
        return look.body if look.reach.start <= look.reach.low else _from_start(look.body, look.reach.start)
    return _cut(look.body, high if high >= look.reach.low else -1, look.index)


def _from_start(body: Node, start: int) -> Node:
    """Return a body that matches only with at least `start` characters before its end."""
    enough = Repeat(OneOf(EVERYTHING), start, start, Mode.GREEDY, 0)
    return Sequence((body, Look(ahead=False, negative=False, body=enough, index=0, reach=Reach(start, start, 0))))


def _cut(node: Node, high: int, index: int) -> Node:
    least, most = width(node)
    if most is not None and most <= high:
        return node
    if least > high:
        return Sequence((OneOf(NOTHING), node))  # kept behind what never matches, for the numbers of its groups
    match node:
        case Group(_, _, body):
            return replace(node, body=_cut(body, high, index))
        case Alternation(branches):
            return Alternation(tuple(_cut(branch, high, index) for branch in branches))
        case Sequence(items):
            widths = [width(item) for item in items]
            elastic = [place for place, (shortest, longest) in enumerate(widths) if shortest != longest]
            if len(elastic) == 1:
                place = elastic[0]
                rest = least - widths[place][0]
                return Sequence((*items[:place], _cut(items[place], high - rest, index), *items[place + 1 :]))
        case Repeat(body):
            shortest, longest = width(body)
            if shortest == longest:
                return replace(node, high=high // shortest)
        case _:
            pass
    raise JavaRegexError(
        "Java computes a wrong width for this look-behind, and does not look back far enough",
        index,
        "unsupported",
        "use at most one unbounded repetition in it, and set an upper bound for the others",
    )
