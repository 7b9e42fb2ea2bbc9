"""The log source types that QRadar ships, found by id, internal name or display name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.reference.name_index import NameIndex
from qradar_builder.reference.shipped import shipped
from qradar_builder.text.nearest import UnknownName, nearest

if TYPE_CHECKING:
    from qradar_builder.text.nearest import Suggestions

DEFAULT_CREDIBILITY = 5
"""Of a log source type that states none, and of what QRadar records by itself (QRadar exports)."""


@dataclass(frozen=True, slots=True)
class DeviceCategory:
    """A row of `sensordevicecategory`; QRadar has six, the same on every console."""

    id: int
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class BuiltInType:
    """A row of `sensordevicetype` with an id below 4001.

    `name` is `devicetypename`, `display_name` is `devicetypedescription` as of 7.5.0 and `former_names` what it was
    before, the latest first. Fields are None where no export shows the type.
    """

    id: int
    name: str
    display_name: str | None
    category_id: int | None
    category_name: str | None
    credibility: int | None
    former_names: tuple[str, ...] = ()
    dsm_parameter: str = ""
    """`dsmparameter`: for some types a configuration file on the console, as of 7.3.1."""
    mask: int = 0


class UnknownLogSourceType(UnknownName):
    """No shipped log source type has this id or name. Suggestions are display names, or internal ones without."""

    def __init__(self, name: str, suggestions: Suggestions = ()) -> None:
        super().__init__("built-in log source type", name, suggestions)


@cache
def _data() -> dict[str, list[dict[str, Any]]]:
    data: dict[str, list[dict[str, Any]]] = shipped("log_source_types.json")
    return data


@cache
def device_categories() -> tuple[DeviceCategory, ...]:
    """The six device categories, by id. A custom log source type has number 5."""
    return tuple(DeviceCategory(**row) for row in _data()["device_categories"])


@cache
def _index() -> NameIndex[BuiltInType]:
    categories = {category.id: category.name for category in device_categories()}
    types = [
        BuiltInType(
            id=row["id"],
            name=row["name"],
            display_name=row["display_name"],
            category_id=row["category"],
            category_name=categories.get(row["category"]),
            credibility=row["credibility"],
            former_names=tuple(row["former_names"]),
            dsm_parameter=row.get("dsm_parameter", ""),
            mask=row.get("mask", 0),
        )
        for row in _data()["types"]
    ]
    return NameIndex((built_in.id, _names(built_in), built_in) for built_in in types)


def _names(built_in: BuiltInType) -> tuple[str, ...]:
    displayed = (built_in.display_name,) if built_in.display_name else ()
    return (*displayed, built_in.name, *built_in.former_names)


def log_source_types() -> tuple[BuiltInType, ...]:
    """Every shipped log source type that is known, by id."""
    return _index().records()


def log_source_type(name_or_id: str | int) -> BuiltInType:
    """The shipped type with this id (a number or its digits), internal name, or display name, present or former.

    Names are compared without regard to case and blanks, unless two types differ only in case, as NAC and Nac do.
    Raises UnknownLogSourceType.
    """
    index = _index()
    found = index.by_number(name_or_id)
    if found is not None:
        return found
    name = str(name_or_id)
    named = index.by_name(name)
    if len(named) == 1:
        return named[0]
    if named:
        raise UnknownLogSourceType(name, (built_in.display_name or built_in.name for built_in in named))
    raise UnknownLogSourceType(name, lambda: nearest(name, index.suggestions))
