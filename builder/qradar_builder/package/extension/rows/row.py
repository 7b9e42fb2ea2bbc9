"""A row of a content XML, and what all rows of a build share."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.model.content import Content
    from qradar_builder.package.identity.numbering import Numbered

PROPERTY_BASE = "com.q1labs.core.types.event.NormalizedEventProperties$Payload"
OWNER = "admin"
"""Who owns properties and groups on every console."""
ANY = "-1"
"""What a column holds that restricts nothing."""


class Form(Enum):
    """Which release's columns a row has.

    A custom type is written as 7.4.2 and later do. An override is written as 7.3.3 does, the only release of which an
    export of an overridden built-in type has been read; columns that came later have defaults on import.
    """

    CUSTOM = auto()
    OVERRIDE = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the table's name and its columns in order.

    A column that is NULL is left out; empty text is ``""``. A column that has parts is a mapping of them.
    """

    table: str
    columns: Mapping[str, str | Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class NumberedContent:
    """Content with the numbers of its items, from which rows are made. `time` is that of the build, in epoch ms."""

    content: Content
    numbered: Numbered
    time: int

    def form_of(self, type_key: str) -> Form:
        """The form of the rows that belong to a log source type."""
        one = next(one for one in self.content.types if one.key == type_key)
        return Form.CUSTOM if one.built_in is None else Form.OVERRIDE


def flag(value: bool) -> str:
    """A truth value as exports write it."""
    return "true" if value else "false"
