"""What a new console has: log source types, protocols, categories, custom properties, groups and a collector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

from qradar_builder.console.log_sources.checks import described
from qradar_builder.reference.categories import categories
from qradar_builder.reference.custom_properties import custom_properties, custom_property
from qradar_builder.reference.log_source_types import log_source_types
from qradar_builder.reference.protocol_parameters import protocol_parameters
from qradar_builder.reference.protocols import protocols

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Protocol

    from qradar_builder.console.model.state.table import Table
    from qradar_builder.reference.categories import LowLevelCategory

    class Tables(Protocol):
        """The tables that are filled."""

        def __getitem__(self, name: str) -> Table: ...


FIRST_QID_ROW: Final = 1_500_000
"""Where row numbers of made QID records begin, so that none is taken for a QID number."""
CUSTOM_DSM: Final = 4000
"""The generic DSM that runs custom types."""
_SYSLOG: Final = 0
_TIME: Final = 1_700_000_000_000
"""When everything shipped was made, in epoch milliseconds."""
_NAMESPACE: Final = UUID("6f1d0f6e-3c0a-4b7e-9d65-0e6f8c2f5a11")
_ROOT_GROUP: Final = 1
_GROUPS: Final = ((1, "Log Source Groups", None), (2, "Other", 1))


def fill(tables: Tables) -> None:
    """Fill the tables of a new console. The same records have the same numbers each time."""
    for number, record in _types():
        tables["types"].seed(record, number)
    for each in protocols():
        tables["protocols"].seed(_protocol(each.label, each.columns), each.id)
    high: dict[int, str] = {}
    for category in categories():
        high[category.high_level_id] = category.high_level_name
        tables["low_level_categories"].seed(_category(category), category.id)
    for number, name in high.items():
        tables["high_level_categories"].seed({"name": name, "description": name, "severity": 0}, number)
    for prop in custom_properties():
        if custom_property(prop.name).id != prop.id:
            continue  # the id that an older release had
        tables["properties"].seed(_property(prop.id, prop.name, prop.type, optimized=bool(prop.optimized)))
    for number, name, parent in _GROUPS:
        tables["groups"].seed(_group(name, parent), number)
    collector = {"component_name": "eventcollector0", "host_id": 53, "name": "eventcollector0 :: model"}
    tables["collectors"].seed(collector, 7)
    tables["languages"].seed({"name": "English"}, 1)


def stable_uuid(*parts: object) -> str:
    """A UUID that is the same for the same parts."""
    return str(uuid5(_NAMESPACE, "/".join(map(str, parts))))


def _types() -> Iterator[tuple[int, Mapping[str, Any]]]:
    for one in log_source_types():
        yield (
            one.id,
            {
                "name": one.display_name or one.name,
                "internal": one.id == CUSTOM_DSM,
                "custom": False,
                "default_protocol_id": _SYSLOG,
                "protocol_types": [
                    {"protocol_id": _SYSLOG, "documented": True},
                    {"protocol_id": 12, "documented": True},
                ],
                "log_source_extension_id": None,
                "supported_language_ids": [1],
                "version": "7.5-20241001000000",
                "latest_version": "7.5-20241001000000",
                "uuid": None,
                "_internal_name": one.name,
                "_columns": {},
            },
        )


def _protocol(label: str, columns: Mapping[str, str]) -> Mapping[str, Any]:
    version = columns.get("plugin_version", "").strip("+")
    return {
        "name": label,
        "version": version,
        "latest_version": columns.get("latest_version", version),
        "inbound": columns.get("inbound") == "true",
        "gateway_supported": columns.get("gatewaysupported") == "true",
        "parameter_groups": [{"id": 1, "name": "Protocol parameters", "required": True}],
        "parameters": list(_parameters(label)),
        "testing_capabilities": {"testable": False, "can_accept_sample_events": False, "can_collect_events": False},
    }


def _parameters(label: str) -> Iterator[Mapping[str, Any]]:
    for number, one in enumerate(protocol_parameters(label), 1):
        yield {
            **described(one),
            "id": number,
            "description": one.label,
            "pattern_description": None,
            "rules": [],
            "group_id": 1,
            "min_length": None,
            "max_length": None,
        }


def _category(category: LowLevelCategory) -> Mapping[str, Any]:
    name = category.name or f"Category {category.id}"
    return {
        "name": name,
        "description": name,
        "high_level_category_id": category.high_level_id,
        "severity": category.severity or 0,
    }


def _property(identifier: str, name: str, kind: str | None, *, optimized: bool) -> Mapping[str, Any]:
    return {
        "identifier": identifier,
        "name": name,
        "property_type": kind or "string",
        "use_for_rule_engine": optimized,
        "description": "",
        "datetime_format": None,
        "locale": None,
        "auto_discovered": False,
        "username": "admin",
        "creation_date": _TIME,
        "modification_date": _TIME,
        "_columns": {},
    }


def _group(name: str, parent: int | None) -> Mapping[str, Any]:
    return {
        "name": name,
        "description": "",
        "parent_id": parent,
        "owner": "admin",
        "modification_date": _TIME,
        "assignable": parent is not None,
        "child_group_ids": [number for number, _, above in _GROUPS if above == _ROOT_GROUP and parent is None],
    }
