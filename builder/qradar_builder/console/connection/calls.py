"""Every call that this tool makes to a console. A client sends no other.

Paths start below `/api`. The facts are those of IBM's reference pages, which the API description contains as data.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Step(StrEnum):
    """What a call is for; the value is what people call it."""

    CONNECT = "connect"
    CHECK = "check"
    READ = "read what the console has"
    UPLOAD = "upload an extension"
    INSTALL = "preview and install an extension"
    EXPORT = "export content"
    PLAN = "run the REST plan"
    DEPLOY = "deploy staged changes"
    SEARCH = "search for events"
    LOG_SOURCES = "create and update log sources"


@dataclass(frozen=True, slots=True)
class Call:
    """A call. `query`, `headers` and `fields` are the parameters and body fields that the client may give."""

    step: Step
    method: str
    path: str
    query: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    """Fields of the JSON body, or of each item of it."""
    mime: str = "application/json"
    """The type of the body."""
    repeatable: bool = False
    """Whether the console is the same after two calls as after one. A GET always is."""

    @property
    def is_repeatable(self) -> bool:
        """Whether a call whose fate is not known may be sent again."""
        return self.repeatable or self.method == "GET"

    @property
    def name(self) -> str:
        """The call as people write it."""
        return f"{self.method} {self.path}"


_LIST: Final = ("fields", "filter")
_RANGE: Final = ("Range",)
_SOURCES: Final = "/config/event_sources/log_source_management"
_PROPERTIES: Final = "/config/event_sources/custom_properties"
_EXTENSIONS: Final = "/config/extension_management"


def _read(path: str, step: Step = Step.READ, query: tuple[str, ...] = _LIST) -> Call:
    return Call(step, "GET", path, query, _RANGE)


VERSIONS: Final = _read("/help/versions", Step.CONNECT)
ENDPOINTS: Final = _read("/help/endpoints", Step.CHECK)
ABOUT: Final = Call(Step.CONNECT, "GET", "/system/about")

TYPES: Final = _read(f"{_SOURCES}/log_source_types")
TYPE_EXTENSIONS: Final = _read(f"{_SOURCES}/log_source_extensions")
GROUPS: Final = _read(f"{_SOURCES}/log_source_groups")
PROTOCOLS: Final = _read(f"{_SOURCES}/protocol_types")
PROTOCOL: Final = Call(Step.READ, "GET", f"{_SOURCES}/protocol_types/{{id}}")
CATEGORIES: Final = _read("/data_classification/low_level_categories")
QIDS: Final = _read("/data_classification/qid_records")
MAPPINGS: Final = _read("/data_classification/dsm_event_mappings")
PROPERTIES: Final = _read(f"{_PROPERTIES}/regex_properties")
SETS: Final = _read("/reference_data_collections/sets")
SET_ENTRIES: Final = _read("/reference_data_collections/set_entries")

RESOURCES: Final = (
    "property_expressions",
    "property_json_expressions",
    "property_leef_expressions",
    "property_cef_expressions",
    "property_xml_expressions",
    "property_nvp_expressions",
    "property_genericlist_expressions",
    "property_aql_expressions",
    "property_calculated_expressions",
)
EXPRESSIONS: Final = {name: _read(f"{_PROPERTIES}/{name}") for name in RESOURCES}

_EXPRESSION: Final = (
    "regex_property_identifier",
    "log_source_type_id",
    "qid",
    "low_level_category_id",
    "enabled",
    "payload",
)
_OWN: Final = {
    "property_expressions": ("regex", "format_string"),
    "property_nvp_expressions": ("expression", "delimiter_pair", "delimiter_name_value"),
    "property_genericlist_expressions": ("expression", "delimiter"),
    "property_calculated_expressions": ("first_operand", "operator", "second_operand"),
}
NEW_EXPRESSION: Final = {
    name: Call(Step.PLAN, "POST", f"{_PROPERTIES}/{name}", fields=(*_EXPRESSION, *_OWN.get(name, ("expression",))))
    for name in RESOURCES
}
NEW_PROPERTY: Final = Call(
    Step.PLAN,
    "POST",
    f"{_PROPERTIES}/regex_properties",
    fields=("name", "description", "property_type", "use_for_rule_engine", "datetime_format", "locale"),
)
FILL_SET: Final = Call(
    Step.PLAN, "PATCH", "/reference_data_collections/set_entries", fields=("collection_id", "value"), repeatable=True
)
SET_TASK: Final = Call(Step.PLAN, "GET", "/reference_data_collections/set_bulk_update_tasks/{task_status_id}")

EXTENSIONS: Final = _read(f"{_EXTENSIONS}/extensions")
EXTENSION: Final = Call(Step.READ, "GET", f"{_EXTENSIONS}/extensions/{{extension_id}}")
UPLOAD: Final = Call(Step.UPLOAD, "POST", f"{_EXTENSIONS}/extensions", headers=("fields",), mime="application/zip")
ACT: Final = Call(
    Step.INSTALL, "POST", f"{_EXTENSIONS}/extensions/{{extension_id}}", query=("action_type", "overwrite")
)
REMOVE: Final = Call(Step.INSTALL, "DELETE", f"{_EXTENSIONS}/extensions/{{extension_id}}")
TASK: Final = Call(Step.INSTALL, "GET", f"{_EXTENSIONS}/extensions_task_status/{{status_id}}")
RESULTS: Final = Call(Step.INSTALL, "GET", f"{_EXTENSIONS}/extensions_task_status/{{status_id}}/results")

EXPORT: Final = Call(
    Step.EXPORT, "POST", f"{_EXTENSIONS}/extension_export_tasks", fields=("export_contents", "manifest")
)
EXPORT_TASK: Final = Call(Step.EXPORT, "GET", f"{_EXTENSIONS}/extension_export_tasks/{{task_id}}")
EXPORTED: Final = Call(Step.EXPORT, "GET", f"{_EXTENSIONS}/extension_export_tasks/{{task_id}}/extension_export")

DEPLOY_STATE: Final = Call(Step.DEPLOY, "GET", "/staged_config/deploy_status")
DEPLOY: Final = Call(Step.DEPLOY, "POST", "/staged_config/deploy_status", fields=("type",))

VALIDATE_AQL: Final = Call(Step.SEARCH, "POST", "/ariel/validators/aql", query=("query_expression",), repeatable=True)
SEARCH: Final = Call(Step.SEARCH, "POST", "/ariel/searches", query=("query_expression",), repeatable=True)
SEARCH_STATE: Final = Call(Step.SEARCH, "GET", "/ariel/searches/{search_id}")
SEARCH_RESULTS: Final = Call(Step.SEARCH, "GET", "/ariel/searches/{search_id}/results", headers=_RANGE)
END_SEARCH: Final = Call(Step.SEARCH, "DELETE", "/ariel/searches/{search_id}")

LOG_SOURCES: Final = _read(f"{_SOURCES}/log_sources", Step.LOG_SOURCES)
_LOG_SOURCE: Final = (
    "name", "description", "type_id", "protocol_type_id", "protocol_parameters", "enabled", "credibility",
    "coalesce_events", "store_event_payload", "group_ids",
)  # fmt: skip
NEW_LOG_SOURCE: Final = Call(Step.LOG_SOURCES, "POST", f"{_SOURCES}/log_sources", fields=_LOG_SOURCE)
CHANGE_LOG_SOURCE: Final = Call(
    Step.LOG_SOURCES, "POST", f"{_SOURCES}/log_sources/{{id}}", fields=_LOG_SOURCE, repeatable=True
)
NEW_GROUP: Final = Call(
    Step.LOG_SOURCES, "POST", f"{_SOURCES}/log_source_groups", fields=("name", "description", "parent_id")
)

ALL: Final[tuple[Call, ...]] = (
    VERSIONS, ENDPOINTS, ABOUT, TYPES, TYPE_EXTENSIONS, GROUPS, PROTOCOLS, PROTOCOL, CATEGORIES, QIDS, MAPPINGS,
    PROPERTIES, SETS, SET_ENTRIES, *EXPRESSIONS.values(), *NEW_EXPRESSION.values(), NEW_PROPERTY, FILL_SET, SET_TASK,
    EXTENSIONS, EXTENSION, UPLOAD, ACT, REMOVE, TASK, RESULTS, EXPORT, EXPORT_TASK, EXPORTED, DEPLOY_STATE, DEPLOY,
    VALIDATE_AQL, SEARCH, SEARCH_STATE, SEARCH_RESULTS, END_SEARCH, LOG_SOURCES, NEW_LOG_SOURCE, CHANGE_LOG_SOURCE,
    NEW_GROUP,
)  # fmt: skip
"""All calls."""
