"""Builds small packages as the resolver would give them, for tests of what is made from them."""

from collections.abc import Callable
from typing import Any

import pytest

from qradar_builder.findings import Findings, Location
from qradar_builder.model.content import (
    Content,
    EventMapping,
    ExpressionOfProperty,
    LogSourceType,
    Property,
    QidRecord,
    WorkflowFile,
)
from qradar_builder.model.expressions import PropertyExpression
from qradar_builder.model.extension import ExtensionSpec
from qradar_builder.model.log_source_type import LogSourceTypeSpec, PropertyType
from qradar_builder.model.workflow.document import Element, Parameter, SchemaVersion, Workflow
from qradar_builder.package.extension.rows.row import NumberedContent
from qradar_builder.package.identity.numbering import number
from qradar_builder.reference.log_source_types import log_source_type
from qradar_builder.reference.protocols import protocol
from qradar_builder.reference.versions import qradar_version

HERE = Location("package.yaml")


class Builder:
    """Makes the parts of a package, each with what a test does not care about filled in."""

    def qid(self, key: str, name: str, *, category: int = 3046, severity: int = 3, scope: str = "gateway") -> QidRecord:
        return QidRecord(key, scope, name, "", severity, category, None, HERE)

    def mapping(self, event_id: str, category: str, record: QidRecord) -> EventMapping:
        return EventMapping(event_id, category, record, None, HERE)

    def log_source_type(
        self, key: str = "gateway", *, mappings: tuple[EventMapping, ...] = (), **spec: Any
    ) -> LogSourceType:
        made = LogSourceTypeSpec.model_validate({"name": "Acme Gateway"} | spec if "overrides" not in spec else spec)
        built_in = None if made.overrides is None else log_source_type(made.overrides)
        name = made.name or (built_in.display_name if built_in else None) or ""
        return LogSourceType(
            key=key,
            spec=made,
            name=name,
            internal_name=built_in.name if built_in else name.replace(" ", "") + "Custom",
            built_in=built_in,
            protocols=(protocol(0), protocol(12)),
            mappings=mappings,
            qids=tuple(dict.fromkeys(mapping.qid for mapping in mappings)),
            origin=HERE,
            at=lambda *_: HERE,
        )

    def expression(
        self, *, type_key: str = "gateway", rank: int = 1, record: QidRecord | None = None, **spec: Any
    ) -> ExpressionOfProperty:
        made = PropertyExpression.model_validate(spec)
        number_of_category = made.category if isinstance(made.category, int) else None
        return ExpressionOfProperty(made, type_key, rank, record, number_of_category, HERE)

    def property(self, name: str, *expressions: ExpressionOfProperty, **given: Any) -> Property:
        defaults = {"optimize": False, "description": "", "datetime_format": None, "locale": None, "id": None}
        return Property(
            name=name,
            type=PropertyType(given.pop("type", "string")),
            shipped=given.pop("shipped", None),
            expressions=expressions,
            origin=HERE,
            **(defaults | given),
        )

    def element(self, name: str, **attributes: str) -> Element:
        return Element(name, attributes, origin=HERE)

    def parameter(self, name: str, label: str, **given: Any) -> Parameter:
        return Parameter(name, label, **given, origin=HERE)

    def workflow(self, key: str = "gateway", **given: Any) -> WorkflowFile:
        made = {"name": "Acme Gateway", "version": "1", "schema": SchemaVersion.V2} | given
        return WorkflowFile(key, Workflow(**made, origin=HERE), None)

    def source(self, *types: LogSourceType, **parts: Any) -> NumberedContent:
        """The package with its identities, as a build gives them."""
        extension = {
            "id": "acme-gateway",
            "name": "Acme Gateway",
            "version": "1.2.3",
            "author": {"name": "Acme Corp"},
            "qradar": {"minimum": "7.4.2"},
        } | parts.pop("extension", {})
        empty = {"properties": (), "groups": {}, "reference_data": {}, "workflows": (), "log_sources": {}}
        given = empty | parts
        named = (("group", given["groups"]), ("reference-data", given["reference_data"]))
        content = Content(
            extension=ExtensionSpec.model_validate(extension),
            minimum=qradar_version("7.4.2"),
            types=types,
            named_places={(kind, key): HERE for kind, items in named for key in items},
            **given,
        )
        findings = Findings()
        numbered, _ = number(content, None, findings)
        assert not findings.errors
        return NumberedContent(content, numbered, 315_532_800_000)


@pytest.fixture
def make() -> Builder:
    return Builder()


@pytest.fixture
def files_of() -> Callable[[NumberedContent], dict[str, bytes]]:
    """What a build writes, as the guide gets it."""

    def files(source: NumberedContent) -> dict[str, bytes]:
        paths = [
            f"log_source_extensions/{one.internal_name}_ext.xml" for one in source.content.types if one.spec.parsing
        ]
        for workflow in source.content.workflows:
            paths += [f"workflows/{workflow.key}.xml", f"workflows/{workflow.key}-parameter-values.xml"]
        if any(one.built_in is not None and one.qids for one in source.content.types):
            paths.append("qidmap.csv")
        return {path: b"text of " + path.encode() for path in sorted(paths)}

    return files
