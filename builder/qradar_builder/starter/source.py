"""What a new package is made from: events, the flow of an API, or both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qradar_builder.starter.invented.events import CLOCK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.starter.api.flow import Flow
    from qradar_builder.starter.api.scripts import Answers
    from qradar_builder.starter.events.formats import EventFormat
    from qradar_builder.starter.events.headers import Header


@dataclass(frozen=True, slots=True)
class PackageSource:
    """What a package is made from.

    `payloads` are samples of events; without them they are those that the flow posts. `origin` says in a few lines
    where it all is from, and `invented` that it is an example to change. `made_up` is for events that follow the schema
    of a document: their categories mean nothing.
    """

    form: EventFormat
    origin: tuple[str, ...]
    payloads: tuple[str, ...] = ()
    flow: Flow | None = None
    answers: Answers | None = None
    clock: int = CLOCK
    invented: bool = False
    made_up: bool = False
    notes: tuple[str, ...] = ()
    headers: Mapping[str, Header] = field(default_factory=dict)
    """The names of the values, by the payloads that are rows of them."""
