"""Where in a payload the values of an event are, in UTF-16 code units."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.definition import PropertyRule
from qradar_builder.dsm.trial import Verdict
from qradar_builder.javalang.utf_16 import length
from qradar_builder.preview.protocol.events import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.dsm.explanation import Explanation, FieldExplanation
    from qradar_builder.dsm.trial import Attempt

MOST_SPANS: Final = 500
"""How many spans of an event are given."""


class Units:
    """The places of characters of a text as places of its UTF-16 code units, and back."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        # Before each of these characters there is one unit more.
        self._wide = [] if length(text) == len(text) else [at for at, each in enumerate(text) if each > "\uffff"]
        self._starts = [at + number for number, at in enumerate(self._wide)]

    def of(self, place: int) -> int:
        """The place of a character, as units."""
        return place + bisect_left(self._wide, place)

    def character(self, place: int) -> int:
        """The character that a unit belongs to; the length of the text for all that is behind it."""
        before = bisect_left(self._starts, place)
        found = place - before
        if before and place == self._starts[before - 1] + 1:
            # The second half of a pair.
            found = self._wide[before - 1]
        return min(found, self._length)


def spans(explanation: Explanation) -> list[Span]:
    """What was captured for the values of an event, by the start of each."""
    units = Units(explanation.payload)
    found = sorted(set(_captured(explanation)), key=lambda each: (each[0], -each[1], each[2]))[:MOST_SPANS]
    return [
        Span(
            field=name,
            property=is_property,
            start=units.of(start),
            end=units.of(end),
            expression=number,
            nested=sum(other[0] <= start and end <= other[1] and other[:2] != (start, end) for other in found),
        )
        for start, end, name, is_property, number in found
    ]


def numbered(explained: FieldExplanation) -> Iterator[tuple[int, Attempt]]:
    """The expressions of a field or property with their numbers in the file, from 1.

    Of a property, only those that are for the event are tried.
    """
    for number, attempt in enumerate(explained.attempts, 1):
        subject = attempt.trial.subject
        yield subject.rank if isinstance(subject, PropertyRule) else number, attempt


def _captured(explanation: Explanation) -> Iterator[tuple[int, int, str, bool, int]]:
    fields: Iterable[tuple[bool, str, int, tuple[tuple[int, int], ...]]] = (
        (is_property, each.name, number, attempt.found.spans)
        for is_property, group in ((False, explanation.fields), (True, explanation.properties))
        for each in group
        for number, attempt in numbered(each)
        if attempt.verdict is Verdict.WON
    )
    for is_property, name, number, places in fields:
        for start, end in places:
            if 0 <= start < end <= len(explanation.payload):
                yield start, end, name, is_property, number
