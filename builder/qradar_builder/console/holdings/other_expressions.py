"""Property expressions that no ZIP carries and that a console has for the log source types of a release."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.connection import calls
from qradar_builder.console.connection.negotiation import NEWEST, lacks
from qradar_builder.model.expressions import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.holdings.lists import Lists
    from qradar_builder.console.release.items import Item

Record = dict[str, Any]

KINDS: Final = {
    "property_leef_expressions": Kind.LEEF,
    "property_cef_expressions": Kind.CEF,
    "property_xml_expressions": Kind.XML,
    "property_nvp_expressions": Kind.NVP,
    "property_genericlist_expressions": Kind.LIST,
    "property_aql_expressions": Kind.AQL,
    "property_calculated_expressions": Kind.CALCULATED,
}
"""The kinds by resource."""


@dataclass(frozen=True, slots=True)
class OtherExpression:
    """An expression of the console, with the log source type and the custom property as people call them."""

    kind: Kind
    of_type: str
    of_property: str
    record: Record = field(repr=False)

    @property
    def words(self) -> str:
        """What people call it."""
        text = self.record.get("expression")
        shown = f" {text[:60]!a}" if isinstance(text, str) else ""
        return f"{self.kind} expression{shown} of the custom property {self.of_property} for {self.of_type}"


def other_expressions(
    session: Session, of_types: Iterable[Item], lists: Lists, known: Collection[tuple[str, Any]]
) -> Iterator[OtherExpression]:
    """The expressions of the types of a release that are not among the known ones: each a resource and a number.

    Raises ConsoleError.
    """
    types = {record.get("id"): item.name for item in of_types if (record := lists.record(item))}
    names: dict[Any, str] = {}
    for resource, kind in KINDS.items():
        call = calls.EXPRESSIONS[resource]
        if lacks(call, session.version or NEWEST):
            continue
        for number, name in types.items():
            for record in session.items(call, query={"filter": f"log_source_type_id={number}"}):
                if (resource, record.get("id")) in known:
                    continue
                if not names:
                    names |= {each.get("identifier"): str(each.get("name")) for each in session.items(calls.PROPERTIES)}
                identifier = record.get("regex_property_identifier")
                yield OtherExpression(kind, name, names.get(identifier, str(identifier)), record)
