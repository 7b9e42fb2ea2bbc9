"""The protocols that QRadar ships, each with its complete `sensorprotocol` row."""

from __future__ import annotations

from dataclasses import field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.reference.name_index import NameIndex
from qradar_builder.reference.shipped import shipped
from qradar_builder.text.nearest import UnknownName, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


UNIVERSAL_CLOUD_REST_API: Final = "Universal Cloud REST API"
"""What the console calls the protocol that runs workflows."""

_RUNS_WORKFLOWS: Final = "UniversalCloudRESTAPI"
"""What QRadar calls it."""


@dataclass(frozen=True, slots=True)
class Protocol:
    """A protocol. `columns` is its row as an export has it: column to text in the exporter's order, NULL left out.

    `name` is `protocolname`; `description` is `protocoldescription`, the name that the console shows, None where the
    row has none. `seen_in` is the QRadar version whose export shows the row. Un-substituted build tokens such as
    `@protocol.listenportkey@` are what QRadar's own table holds.
    """

    id: int
    name: str
    description: str | None
    seen_in: str
    columns: Mapping[str, str] = field(hash=False)

    @property
    def label(self) -> str:
        """What people know it by: the name that the console shows, or else QRadar's own."""
        return self.description or self.name

    @property
    def runs_workflows(self) -> bool:
        """Whether its log sources are workflows."""
        return self.name == _RUNS_WORKFLOWS


class UnknownProtocol(UnknownName):
    """No shipped protocol has this id or name. Suggestions are the names that the console shows."""

    def __init__(self, name: str, suggestions: Iterable[str] = ()) -> None:
        super().__init__("protocol", name, suggestions)


@cache
def _index() -> NameIndex[Protocol]:
    protocols = [
        Protocol(
            id=row["id"],
            name=row["columns"]["protocolname"],
            description=row["columns"].get("protocoldescription"),
            seen_in=row["seen_in"],
            columns=MappingProxyType(row["columns"]),
        )
        for row in shipped("protocols.json")
    ]
    return NameIndex((known.id, _names(known), known) for known in protocols)


def _names(known: Protocol) -> tuple[str, ...]:
    return (known.description, known.name) if known.description else (known.name,)


def protocols() -> tuple[Protocol, ...]:
    """Every protocol that is known, by id."""
    return _index().records()


def protocol(name_or_id: str | int) -> Protocol:
    """The protocol with this id (a number or its digits), `protocolname` or `protocoldescription`.

    Names are compared without regard to case and blanks. Raises UnknownProtocol.
    """
    index = _index()
    found = index.by_number(name_or_id)
    if found is not None:
        return found
    name = str(name_or_id)
    named = index.by_name(name)
    if named:
        return named[0]
    raise UnknownProtocol(name, nearest(name, index.suggestions))
