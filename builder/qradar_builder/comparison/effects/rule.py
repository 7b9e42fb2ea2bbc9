"""The kinds of change, from `catalogue.json`: each with its class and the sentence that says what happens."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.comparison.change import Operation
    from qradar_builder.comparison.model import Kind


class Level(IntEnum):
    """How grave a change is; more is graver. As text it is what people and machines read."""

    FIX = 1
    FEATURE = 2
    BREAKING = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of change. `effect` has the labels of the path, `old`, `new` and `attribute` in braces."""

    id: str
    level: Level
    effect: str


Place: TypeAlias = "tuple[Kind, Operation, str | None]"
"""What a kind of change is for: the kind of the part, what happened, and the value. ANY stands for all other values."""
Kinds: TypeAlias = "Mapping[Place, str]"
"""The ids of kinds of change."""
ANY = "*"


@cache
def rules() -> Mapping[str, Rule]:
    """Every kind of change by its id, in the order of the catalogue."""
    rows = json.loads((Path(__file__).parent / "catalogue.json").read_text(encoding="utf-8"))
    return {row["id"]: Rule(row["id"], Level[row["class"].upper()], row["effect"]) for row in rows}
