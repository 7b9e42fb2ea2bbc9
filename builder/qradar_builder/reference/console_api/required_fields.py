"""The fields that a body must have, where IBM does not say it. These are our own reading of what a call is for."""

from __future__ import annotations

from typing import Final

_SOURCES: Final = "/config/event_sources/log_source_management"
_PROPERTIES: Final = "/config/event_sources/custom_properties"
_SETS: Final = "/reference_data_collections"

REQUIRED_FIELDS: Final = {
    f"POST {_SOURCES}/log_source_types": ("name", "protocol_types"),
    f"POST {_SOURCES}/log_source_groups": ("name", "parent_id"),
    f"POST {_SOURCES}/log_sources": ("name", "type_id", "protocol_type_id", "protocol_parameters"),
    f"PATCH {_SOURCES}/log_sources": ("id",),
    f"POST {_PROPERTIES}/property_json_expressions": ("regex_property_identifier", "expression", "log_source_type_id"),
    f"POST {_PROPERTIES}/property_nvp_expressions": (
        "regex_property_identifier",
        "expression",
        "delimiter_pair",
        "delimiter_name_value",
        "log_source_type_id",
    ),
    f"POST {_PROPERTIES}/property_genericlist_expressions": (
        "regex_property_identifier",
        "expression",
        "delimiter",
        "log_source_type_id",
    ),
    f"POST {_PROPERTIES}/property_aql_expressions": ("regex_property_identifier", "expression", "log_source_type_id"),
    f"POST {_PROPERTIES}/property_calculated_expressions": (
        "regex_property_identifier",
        "first_operand",
        "operator",
        "second_operand",
        "log_source_type_id",
    ),
    "POST /config/event_sources/generated_regexes": ("payload_data",),
    "POST /config/event_sources/property_discovery_profiles": ("log_source_type_id", "property_discovery_type"),
    "POST /config/extension_management/extension_export_tasks": ("export_contents",),
    "POST /data_classification/dsm_event_mappings/{dsm_event_mapping_id}": ("qid_record_id",),
    "POST /staged_config/deploy_status": ("type",),
    f"POST {_SETS}/sets": ("name", "entry_type"),
    f"POST {_SETS}/set_entries": ("collection_id", "value"),
    f"PATCH {_SETS}/set_entries": ("collection_id", "value"),
}
"""Field names by method and path. They are in addition to those that IBM's pages name."""
