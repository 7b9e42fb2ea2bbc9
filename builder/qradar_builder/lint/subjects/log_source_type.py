"""A log source type as rules see it, whatever it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from qradar_builder.dsm.definition import TypeDefinition


@dataclass(frozen=True, slots=True, eq=False)
class TypeSubject:
    """A log source type: from a package, a content XML, or a log source extension alone."""

    definition: TypeDefinition
    samples: tuple[str, ...] = ()
    """The payloads of the package's event cases for this type."""
