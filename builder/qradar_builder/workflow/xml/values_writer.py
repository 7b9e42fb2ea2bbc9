"""Writes the parameter values of one log source as XML."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.model.workflow.document import SchemaVersion


def write_parameter_values(values: Mapping[str, str], schema: SchemaVersion) -> bytes:
    """The document of these values, in their order. The values are those of a document that was read."""
    namespace = schema.values_namespace
    prefixes = cast("dict[str, str]", {None: namespace})  # the type stubs know no default namespace
    root = etree.Element(f"{{{namespace}}}WorkflowParameterValues", nsmap=prefixes)
    for name, value in values.items():
        etree.SubElement(root, f"{{{namespace}}}Value", {"name": name, "value": value})
    etree.indent(root, space="    ")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="UTF-8") + b"\n"
