"""Time zone names of Java 17 in English: which ids there are, what they are called, which texts stand for them."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from qradar_builder.quick.dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ZoneNames:
    """The names of one zone, as the pattern letters z, zzzz, v and vvvv print them."""

    long_standard: str
    short_standard: str
    long_daylight: str
    short_daylight: str
    long_generic: str
    short_generic: str


@dataclass(frozen=True, slots=True)
class ZoneNameTable:
    """Everything Java knows about zone names.

    `zones` maps each region id to its names. `short` and `long` map a text to the id that DateTimeFormatter reads from
    it under `z` and `zzzz`. `legacy` maps the short ids that only java.util.TimeZone knows to a region id or an offset.
    `listed` has the ids, region or legacy, whose names SimpleDateFormat reads, in the order in which it tries them,
    each with the seconds that its present summer time saves (0: it has none).
    """

    zones: dict[str, ZoneNames]
    short: dict[str, str]
    long: dict[str, str]
    legacy: dict[str, str]
    listed: tuple[tuple[str, ZoneNames, int], ...]


@cache
def zone_names() -> ZoneNameTable:
    """Return the shipped table (CLDR names as Java 17 has them; read once)."""
    raw = json.loads(files(__package__).joinpath("zone_names.json").read_text("utf-8"))
    names = [ZoneNames(*row) for row in raw["names"]]
    zones = {zone: names[number] for zone, number in raw["zones"].items()}
    read = {zone: zone for zone in zones if zone not in set(raw["unread"])}
    short = read | raw["short"]
    long = read | raw["long"]
    listed = tuple((zone, names[number], saving) for zone, number, saving in raw["listed"])
    return ZoneNameTable(zones, short, long, raw["legacy"], listed)


@cache
def longest_texts(*, style: str) -> tuple[dict[str, str], tuple[int, ...]]:
    """Return the texts of a style ("id", "short", "long") with their ids, and the lengths there are, longest first."""
    table = zone_names()
    texts = {"id": {zone: zone for zone in table.zones}, "short": table.short, "long": table.long}[style]
    return texts, tuple(sorted({len(text) for text in texts}, reverse=True))
