"""Checks that a new log source type has no name that QRadar ships, and that one to override is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Location
from qradar_builder.reference.log_source_types import UnknownLogSourceType, log_source_type

if TYPE_CHECKING:
    from qradar_builder.findings import Findings
    from qradar_builder.starter.wishes import Wishes


def check_name(wishes: Wishes, findings: Findings) -> None:
    """Report a product name that is the one of a built-in type, and an override of none."""
    if wishes.override is not None:
        try:
            log_source_type(wishes.override)
        except UnknownLogSourceType as error:
            findings.add("starter/shipped-name", Location("--override"), str(error), help="use the name of one")
        return
    if wishes.product.isdigit():
        return
    try:
        found = log_source_type(wishes.product)
    except UnknownLogSourceType:
        return
    name = found.display_name or found.name
    findings.add(
        "starter/shipped-name",
        Location("--name"),
        f"QRadar ships a log source type with the name `{wishes.product}` (number {found.id})",
        help=f"choose another name with --name, or change how QRadar parses its events: --override {name!r}".replace(
            "'", '"'
        ),
    )
