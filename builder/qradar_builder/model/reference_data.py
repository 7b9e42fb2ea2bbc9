"""Reference data collections: `reference_data.yaml`."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, RootModel

from qradar_builder.model.base import Key, Spec, Text, WrittenText, refuse


class CollectionKind(StrEnum):
    """The shape of a collection."""

    SET = "set"
    MAP = "map"
    MAP_OF_SETS = "map of sets"
    TABLE = "table"


class ElementType(StrEnum):
    """The type of a collection's elements."""

    ALN = "ALN"
    NUM = "NUM"
    IP = "IP"
    PORT = "PORT"
    ALNIC = "ALNIC"


class Expiry(StrEnum):
    """From when an element's time to live counts."""

    FIRST_SEEN = "first seen"
    LAST_SEEN = "last seen"


_INTERVAL = re.compile(
    r"(?=\S)(?:(\d{1,4}) years? ?)?(?:(\d{1,5}) months? ?)?(?:(\d{1,6}) days? ?)?"
    r"(?:(\d{1,6}) hours? ?)?(?:(\d{1,7}) minutes? ?)?(?:(\d{1,8}) seconds?)?\Z",
    re.ASCII,
)


def interval(text: str) -> tuple[int, ...] | None:
    """The years, months, days, hours, minutes and seconds of a text such as `30 days 12 hours`, or None."""
    match = _INTERVAL.match(text)
    return None if match is None else tuple(int(number or 0) for number in match.groups())


def _interval(text: str) -> str:
    if interval(text) is None:
        raise refuse(
            "reference-data/time-to-live",
            f"`{text}` is not a time to live",
            "write it like `30 days` or `1 day 12 hours`, from the longest unit to the shortest",
        )
    return text


class ReferenceDataSpec(Spec):
    """A reference data collection and, optionally, its elements."""

    name: Text
    """The collection's identity on the console."""
    kind: Annotated[CollectionKind, Field(strict=False)] = CollectionKind.SET
    element_type: Annotated[ElementType, Field(strict=False)] = ElementType.ALNIC
    time_to_live: Annotated[str, AfterValidator(_interval)] | None = None
    """How long an element stays, such as `30 days`."""
    expires_after: Annotated[Expiry, Field(strict=False)] = Expiry.LAST_SEEN
    key_label: str = ""
    """For maps and tables: what the key is."""
    value_label: str = ""
    """For maps: what the value is."""
    elements: list[WrittenText] = Field(default_factory=list)
    """For sets: what is in it. Elements go into the REST plan, since no export has shown how a ZIP carries them."""


class ReferenceDataFile(RootModel[dict[Key, ReferenceDataSpec]]):
    """Reference data collections by their keys."""
