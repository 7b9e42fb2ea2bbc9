"""The custom properties that QRadar ships, found by name, so that content reuses them instead of making twins."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.reference.name_index import NameIndex
from qradar_builder.reference.shipped import shipped
from qradar_builder.text.nearest import UnknownName, nearest

if TYPE_CHECKING:
    from qradar_builder.text.nearest import Suggestions


@dataclass(frozen=True, slots=True)
class CustomProperty:
    """A shipped row of `ariel_regex_property`.

    `id` is the same on every console: a UUID or a constant such as DEFAULTCUSTOMEVENT15. `dictionary_name` is the
    name in IBM's Custom Properties Dictionary, where it is known. `type` is `string` or `numeric` and `optimized` is
    `forceparse` as shipped; both are None for a property known from the dictionary only. `database` is `events` or
    `flows`.
    """

    id: str
    name: str
    dictionary_name: str | None
    type: str | None
    optimized: bool | None
    database: str


class UnknownCustomProperty(UnknownName):
    """No shipped property has this name. The suggestions are shipped names that resemble it."""

    def __init__(self, name: str, suggestions: Suggestions = ()) -> None:
        super().__init__("shipped custom property", name, suggestions)


@cache
def _index() -> NameIndex[CustomProperty]:
    properties = [CustomProperty(**row) for row in shipped("custom_properties.json")]
    return NameIndex((known.id, _names(known), known) for known in properties)


def _names(known: CustomProperty) -> tuple[str, ...]:
    return (known.name, known.dictionary_name) if known.dictionary_name else (known.name,)


def custom_properties() -> tuple[CustomProperty, ...]:
    """Every shipped property that is known, by id."""
    return _index().records()


def custom_property(name: str) -> CustomProperty:
    """The shipped property with this name, compared without regard to case and blanks. Raises UnknownCustomProperty.

    "Resource" has two ids, DEFAULT_RESOURCE in 7.3.1 and DEFAULTCUSTOMEVENT7 in 7.4.2; the newer one is found.
    """
    index = _index()
    named = index.by_name(name)
    if named:
        return named[0]
    raise UnknownCustomProperty(name, lambda: nearest(name, index.suggestions))
