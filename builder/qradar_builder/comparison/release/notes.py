"""Drafts the entry of the change log from what changed since the last release."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.effects.rule import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.comparison.compare import Judged
    from qradar_builder.comparison.release.check import Rise

_HEADINGS: Final = {Level.BREAKING: "Breaking", Level.FEATURE: "Added", Level.FIX: "Changed"}
_MOST: Final = 5
"""How many changes of one kind have a line each."""


def draft(rise: Rise, version: str) -> str:
    """The entry as Markdown: a heading with the version, and below it the effects of the changes by class."""
    return "\n".join(_lines(rise, version)) + "\n"


def _lines(rise: Rise, version: str) -> Iterator[str]:
    yield f"## {version}"
    if rise.level is None:
        yield ""
        yield "- Nothing that a console sees."
    elif rise.comparison.level is None:
        yield ""
        yield "- The same content, written by another version of the tool."
    for level, heading in _HEADINGS.items():
        changes = rise.comparison.of(level)
        if changes:
            yield ""
            yield f"### {heading}"
            yield ""
            yield from _bullets(changes)


def _bullets(changes: tuple[Judged, ...]) -> Iterator[str]:
    times = Counter(each.verdict.kind for each in changes)
    shown: Counter[str] = Counter()
    said: set[str] = set()
    for each in changes:
        kind = each.verdict.kind
        shown[kind] += 1
        more = times[kind] - _MOST
        if (shown[kind] <= _MOST or more == 1) and each.verdict.effect not in said:
            said.add(each.verdict.effect)
            yield f"- {each.verdict.effect}"
        elif shown[kind] == _MOST + 1 and more > 1:
            yield f"- {more:,} more changes of the kind `{kind}`."
