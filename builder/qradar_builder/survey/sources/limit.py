"""The units of the first records: what `--limit` asks for, whatever runs the tasks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.survey.records.raw import Raw
from qradar_builder.survey.records.stopped import StoppedError
from qradar_builder.survey.sources.content import opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.survey.choices import InputChoices
    from qradar_builder.survey.sources.unit import Unit


def first_units(units: Iterable[Unit], choices: InputChoices, most: int) -> list[Unit]:
    """The units that have the first `most` records, in their order; the last of them is cut.

    Files are read for this one after the other, and nothing is parsed.
    """
    found: list[Unit] = []
    left = most
    for unit in units:
        if not left:
            break
        count = _count(unit, choices, left)
        found.append(replace(unit, most=left) if count == left else unit)
        left -= count
    return found


def _count(unit: Unit, choices: InputChoices, most: int) -> int:
    """How many records a unit has that are counted, up to `most`."""
    count = 0
    try:
        with opened(unit, choices.form, choices.column) as content:
            for each in content.records:
                offsets = [each.offset] if isinstance(each, Raw) else each.offsets
                count += len(choices.chosen(unit.file.name, offsets))
                if count >= most:
                    return most
    except StoppedError:
        # Whoever counts the records says so.
        return count
    return count
