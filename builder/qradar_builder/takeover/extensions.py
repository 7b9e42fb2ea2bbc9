"""Log source extensions that come alone become log source types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.package.identity.reader import FIRST_GIVEN_TYPE, LAST_GIVEN_TYPE
from qradar_builder.takeover.content.model import TakenType
from qradar_builder.takeover.content.parsing import parsing_of
from qradar_builder.takeover.content.rows import built_in_type

if TYPE_CHECKING:
    from qradar_builder.takeover.inputs import ReadExtension
    from qradar_builder.takeover.keys import Keys

_SUFFIXES = ("_ext", "-ext", ".lsx")


def type_of_extension(read: ReadExtension, keys: Keys, taken: set[int]) -> TakenType:
    """The log source type that an extension is for: a built-in one by its number, else a custom one of its name."""
    number = next((group.type_id for group in read.extension.groups if group.type_id is not None), None)
    built_in = built_in_type(number)
    name = _name(read.name) if built_in is None else built_in.display_name or built_in.name
    is_given = number is not None and FIRST_GIVEN_TYPE <= number <= LAST_GIVEN_TYPE and number not in taken
    given = built_in.id if built_in is not None else (number if is_given and number is not None else 0)
    taken.add(given)
    one = TakenType(keys.give(name, "type"), given, name, built_in, None, document=read.content)
    one.parsing = parsing_of(read.extension, given)
    return one


def _name(name: str) -> str:
    stem = name.rpartition(".")[0] or name
    for suffix in _SUFFIXES:
        stem = stem.removesuffix(suffix)
    stem = stem.removesuffix("Custom") or stem
    return " ".join(stem.replace("_", " ").split()) or "Log source type"
