"""A step on the way to a QID record, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from qradar_builder.findings import Origin
    from qradar_builder.reference.choice import Choice


@dataclass(frozen=True, slots=True)
class Step:
    """What happens at a step. `origin` is the place of the modifier or mapping that it is about."""

    text: str
    origin: Origin | None = None
    choice: Choice | None = None
    """The open question that the step leans on."""
