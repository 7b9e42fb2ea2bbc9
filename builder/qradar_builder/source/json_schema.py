"""JSON Schemas for editors: one for each kind of file in a package folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.model.cases.events import EventCaseSpec
from qradar_builder.model.cases.workflow import WorkflowCaseSpec
from qradar_builder.model.events import QidFile
from qradar_builder.model.extension import ExtensionSpec
from qradar_builder.model.log_source import LogSourceSpec
from qradar_builder.model.log_source_groups import LogSourceGroupFile
from qradar_builder.model.log_source_type import LogSourceTypeSpec
from qradar_builder.model.log_source_values import LogSourceValuesFile
from qradar_builder.model.reference_data import ReferenceDataFile
from qradar_builder.model.simulation.document import SourceSpec
from qradar_builder.source.documented_schema import documented_schema
from qradar_builder.source.workflow.schema import fragment_json_schema, workflow_json_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _of(spec: type[BaseModel]) -> Callable[[], dict[str, Any]]:
    return lambda: documented_schema(spec)


SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "extension": _of(ExtensionSpec),
    "log-source-type": _of(LogSourceTypeSpec),
    "qids": _of(QidFile),
    "workflow": workflow_json_schema,
    "fragment": fragment_json_schema,
    "workflow-case": _of(WorkflowCaseSpec),
    "event-case": _of(EventCaseSpec),
    "source": _of(SourceSpec),
    "log-source": _of(LogSourceSpec),
    "log-source-values": _of(LogSourceValuesFile),
    "log-source-groups": _of(LogSourceGroupFile),
    "reference-data": _of(ReferenceDataFile),
}
"""The kinds of file by their names."""


def json_schema(name: str) -> dict[str, Any]:
    """The schema of a kind of file."""
    return {"$schema": _DIALECT} | SCHEMAS[name]()
