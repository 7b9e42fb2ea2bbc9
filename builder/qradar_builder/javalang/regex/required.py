"""Text that every match of a pattern has in it: where a text lacks it, no search is needed."""

from __future__ import annotations

from qradar_builder.javalang.regex.tree import (
    Alternation,
    At,
    Atomic,
    CaseFold,
    Group,
    Literal,
    Look,
    Node,
    Repeat,
    Sequence,
)


def required_text(tree: Node) -> str:
    """Return the longest text that is known to be in every match; empty where none is known."""
    runs = [""]
    _collect(tree, runs)
    return max(runs, key=len)


def _collect(node: Node, runs: list[str]) -> None:
    """Add to the runs of characters that follow one another in every match; the last run is still open."""
    match node:
        case Literal(code, CaseFold.NONE):
            runs[-1] += chr(code)
        case Sequence(items):
            for item in items:
                _collect(item, runs)
        case Group(_, _, body) | Atomic(body) if not isinstance(body, Alternation):
            _collect(body, runs)
        case At() | Look():
            pass  # They take nothing, so that what is around them is side by side.
        case Repeat(body, low) if low > 0:
            runs.append("")
            _collect(body, runs)
            runs.append("")
        case _:
            runs.append("")
