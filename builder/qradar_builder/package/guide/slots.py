"""The slots of an install guide: the places that an author's sections go into, by the headings that name them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from qradar_builder.text.nearest import alternatives, fold, nearest

if TYPE_CHECKING:
    from qradar_builder.findings import Findings, Location


class Slot(StrEnum):
    """A slot. The value is the heading of level 2 that names it in `docs/guide.md`; case does not count."""

    PREREQUISITES = "Prerequisites"
    NETWORK = "Network"
    ACCOUNTS = "Accounts"
    BEFORE_IMPORT = "Before import"
    AFTER_IMPORT = "After import"
    PARAMETERS = "Parameters"
    LOG_SOURCE = "Log source"
    AFTER_DEPLOY = "After deploy"
    TROUBLESHOOTING = "Troubleshooting"
    NOTES = "Notes"

    @property
    def name_in_templates(self) -> str:
        """How templates call it: `before_import`."""
        return self.name.lower()


_BY_KEY = {fold(slot): slot for slot in Slot}


def slot_of(heading: str) -> Slot | None:
    """The slot that a heading names."""
    return _BY_KEY.get(fold(heading))


def report_unknown(heading: str, place: Location, findings: Findings) -> None:
    """Say that a heading names no slot, and which slots have a name like it."""
    near = nearest(heading, {slot: slot for slot in Slot}, limit=2)
    advice = f"did you mean {alternatives(near)}? " if near else ""
    names = ", ".join(f"`{slot}`" for slot in Slot)
    findings.add(
        "guide/slot",
        place,
        f"`{heading}` is no slot of the install guide, so the section goes to the notes page",
        help=f"{advice}Use one of {names}, or make it a `###` heading in one of them",
    )


def report_no_step(slot: Slot, why: str, place: Location, findings: Findings) -> None:
    """Say that the guide of this package has no step for a slot."""
    findings.add(
        "guide/slot",
        place,
        f"the install guide has no step for `{slot}`, because the package has {why}",
        help=f"move the text to `{Slot.LOG_SOURCE}`, where the guide shows it now, or remove it",
    )
