"""Workflows as parts: parameters, actions, tests, and the State paths that one run leaves for the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.comparison.model import Kind, Part, part
from qradar_builder.model.workflow.elements import ACTIONS, TESTS
from qradar_builder.workflow.engine.paths.bookmarks import bookmarks

if TYPE_CHECKING:
    from qradar_builder.model.workflow.document import Element, Parameter, SchemaVersion, Workflow
    from qradar_builder.model.workflow.grammar import ElementSpec

ELEMENT = "element"
"""The value that has the name of an element; the others are its attributes."""
TEXT = "text"


def workflow_part(workflow: Workflow) -> Part:
    """A workflow. Comments play no part, and an attribute that says its default is as good as none."""
    schema = workflow.schema
    return part(
        Kind.WORKFLOW,
        {
            "name": workflow.name,
            "version": workflow.version,
            "schema": str(schema),
            "description": workflow.description or None,
            "minimum recurrence": None if workflow.minimum_recurrence == "0" else workflow.minimum_recurrence,
        },
        {Kind.BOOKMARK: {path: Part(Kind.BOOKMARK) for path in bookmarks(workflow)}},
        {
            Kind.PARAMETER: tuple(map(_parameter, workflow.parameters)),
            Kind.ACTION: tuple(
                _element(each, ACTIONS.get(each.name), schema, Kind.ACTION) for each in workflow.actions
            ),
            Kind.TEST: tuple(_element(each, TESTS.get(each.name), schema, Kind.TEST) for each in workflow.tests),
        },
    )


def _parameter(parameter: Parameter) -> Part:
    return part(
        Kind.PARAMETER,
        {
            "name": parameter.name,
            "label": parameter.label,
            "description": parameter.description or None,
            "required": parameter.required,
            "secret": parameter.secret,
            "default": parameter.default or None,
        },
    )


def _element(element: Element, spec: ElementSpec | None, schema: SchemaVersion, kind: Kind) -> Part:
    values = {ELEMENT: element.name} | {
        name: value for name, value in element.attributes.items() if not _is_default(spec, name, value, schema)
    }
    block = spec is not None and spec.block is not None
    children = tuple(
        _element(
            child,
            ACTIONS.get(child.name) if block else None if spec is None else spec.child(child.name),
            schema,
            Kind.ACTION if block else Kind.ELEMENT,
        )
        for child in element.children
    )
    inner = Kind.ACTION if block else Kind.ELEMENT
    return part(kind, {**values, TEXT: element.text}, lists={inner: children})


def _is_default(spec: ElementSpec | None, name: str, value: str, schema: SchemaVersion) -> bool:
    attribute = None if spec is None else spec.attribute(name)
    return attribute is not None and not attribute.required and attribute.default_in(schema) == value
